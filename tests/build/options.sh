#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: options.sh SOURCE_DIR WORK_DIR
#
# Values of the build options, with plain compilers, with a configuration header and with CMake:
# those at the edges are taken, and others, words above all, are refused by an error that names the
# option. And the lock and the cache that each kind of processor has by default.

set -euo pipefail

source=$(cd "$1" && pwd)
work=$2/options
checks=0
status=0

# option|values for C|values that C refuses, besides those in refused_by_all|for CMake|refused there
table='
SMH_ALIGN|8 16 32 64 0x40 (16) 1<<3 8+8|0 4 24 128 -8 8+word|8 64 0x20|0 4 24 128 010 8+8
SMH_MAX_ATTR|1 16 65535 0xFFFF 2+6|0 65536 16+word|1 65535|0 65536 0x10000 4294967297
SMH_MAX_REGIONS|1 64|0 65|1 64|0 65 99999999999999999999
SMH_MAX_REGION_SHIFT|12 32|0 11 33|12 32|0 11 33
SMH_FLOOR_TRIES|0 1 2147483647|2147483648|0 2147483647|2147483648
SMH_FAST_PATHS|0 1 2|3|0 2|3
SMH_OWNER_PAGES|0 1 16777216|16777217|0 16777216|16777217
SMH_OWNER_SHIFT|3 31|2 32|3 31|2 32
SMH_OWNER_BASE|0 0x20000000 0xFFFFFFFFFFFFFFFF||0 0x20000000 0xFFFFFFFFFFFFFFFF|07
SMH_IRQ_CEILING|0 0x40 255|256|0 255|256
SMH_CACHE_LINE|4 1024|0 2 48 2048|4 1024|0 2 48 2048
SMH_NARROW|0 1|2 yes on|0 1 ON off Yes|2 maybe
SMH_CHECK|0 1|2 yes off|0 1 on OFF TRUE|2 maybe
SMH_CHECK_EXACT|0 1|2 yes|0 1 N y|2 maybe
SMH_STATS|0 1|2 yes no|0 1 no FALSE|2 maybe
SMH_HEAP_LISTENER|0 1|2 yes|0 1|2 ONN
SMH_ASAN|0 1|2 yes|0 1|2 address
SMH_POLICY|0 2 SMH_POLICY_SELECT_RUNTIME SMH_POLICY_SELECT_BEST_FIT|3 runtime best_fit SMH_POLICY_BEST_FIT|runtime first-fit best-fit|2 best_fit SMH_POLICY_SELECT_BEST_FIT
SMH_LOCK|0 5 SMH_LOCK_NONE SMH_LOCK_EXTERNAL SMH_LOCK_FUTEX|6 none irq spin pthread external futex SMH_LOCK_MUTEX|none irq spin external|3 5 mutex SMH_LOCK_PTHREAD
SMH_CACHE|0 3 SMH_CACHE_NONE SMH_CACHE_EXTERNAL|4 none aarch64 armv7m external SMH_CACHE_ARMV8M|none aarch64 armv7m external|3 4 armv8m SMH_CACHE_NONE
SMH_DT_MAX_DEPTH|1 32|0||
'
refused_by_all='-1 word'

complain()
{
	echo "$*"
	[ ! -s "$work/errors" ] || head -n 20 "$work/errors"
	status=1
}

# expect taken|refused OPTION VALUE COMMAND...: an error names the option.
expect()
{
	local expected=$1 option=$2 value=$3 found=taken
	shift 3

	checks=$((checks + 1))
	"$@" >/dev/null 2>"$work/errors" || found=refused
	if [ $found != "$expected" ]; then
		complain "$option=$value: $found by $1, must be $expected"
	elif [ $found = refused ] && ! grep -q "$option" "$work/errors"; then
		complain "$option=$value: the error of $1 does not name the option:"
	fi
}

# in_c taken|refused OPTION VALUE: defined for C, and in a configuration header for C++.
in_c()
{
	expect "$1" "$2" "$3" gcc -std=c11 -fsyntax-only "${include[@]}" "-D$2=$3" "$work/all.c"
	echo "#define $2 $3" >"$work/config.h"
	expect "$1" "$2" "$3" g++ -xc++ -std=c++11 -fsyntax-only "${include[@]}" \
		-DSMH_CONFIG_HEADER='"config.h"' "$work/all.c"
}

# in_cmake taken|refused OPTION VALUE: as far as CMake goes without a compiler.
in_cmake()
{
	local lock=-DSMH_LOCK=none

	[ "$2" != SMH_LOCK ] || lock=
	expect "$1" "$2" "$3" cmake $lock "-D$2=$3" -P "$work/options.cmake"
}

check_option()
{
	local option=$1 c_takes=$2 c_refuses=$3 cmake_takes=$4 cmake_refuses=$5 value

	for value in $c_takes; do
		in_c taken "$option" "$value"
	done
	for value in $refused_by_all $c_refuses ""; do
		in_c refused "$option" "$value"
	done
	expect refused "$option" word clang-19 -std=c11 -fsyntax-only "${include[@]}" \
		"-D$option=word" "$work/all.c"
	[ -n "$cmake_takes" ] || return 0
	for value in $cmake_takes; do
		in_cmake taken "$option" "$value"
	done
	for value in $refused_by_all $cmake_refuses; do
		in_cmake refused "$option" "$value"
	done
}

# defaults LOCK CACHE COMPILER...: in the build tag, where nothing is chosen.
defaults()
{
	local lock=$1 cache=$2 tag
	shift 2

	checks=$((checks + 1))
	tag=$("$@" -ffreestanding -E -P "${include[@]}" "$source/rust/sys/build/tag_probe.c" |
		grep '^smh_build_') || true
	case $tag in
	*"_cache${cache}_lock$lock") ;;
	*) complain "$*: the defaults are not cache$cache and lock$lock: $tag" ;;
	esac
}

check_defaults()
{
	local arm=arm-none-eabi-gcc

	defaults 5 0 gcc
	defaults 3 0 gcc -U__linux__
	defaults 5 0 aarch64-linux-gnu-gcc
	defaults 1 1 aarch64-linux-gnu-gcc -U__unix__
	defaults 1 0 riscv64-unknown-elf-gcc -march=rv32imac -mabi=ilp32
	defaults 1 0 $arm -mthumb -mcpu=cortex-m0plus
	defaults 1 0 $arm -mthumb -mcpu=cortex-m3
	defaults 1 2 $arm -mthumb -mcpu=cortex-m4
	defaults 1 2 $arm -mthumb -mcpu=cortex-m7
	defaults 1 0 $arm -mthumb -mcpu=cortex-m23
	defaults 1 2 $arm -mthumb -mcpu=cortex-m33
	defaults 1 2 $arm -mthumb -mcpu=cortex-m55
	defaults 1 0 $arm -mcpu=cortex-a7
	defaults 1 0 $arm -mcpu=cortex-r5
	# What Rust calls them.
	defaults 1 0 clang-19 --target=thumbv7m-none-eabi
	defaults 1 2 clang-19 --target=thumbv7em-none-eabihf
	defaults 1 2 clang-19 --target=thumbv8m.main-none-eabi
	defaults 1 2 clang-19 --target=thumbv8.1m.main-none-eabi
	defaults 1 0 clang-19 --target=thumbv8m.base-none-eabi
}

mkdir -p "$work"
include=(-I "$source/include" -I "$source/c" -I "$work")
(cd "$source/include" && printf '#include "%s"\n' ./*.h) >"$work/all.c"
# However a number is written, it can be divided by; an array of a negative size does not compile.
for option in ALIGN MAX_ATTR MAX_REGIONS MAX_REGION_SHIFT CACHE_LINE; do
	echo "extern char of_${option}[65536 / SMH_$option == 65536 / (SMH_$option) ? 1 : -1];"
done >>"$work/all.c"
cat >"$work/options.cmake" <<-END
	cmake_minimum_required(VERSION 3.21)
	include("$source/cmake/SmhOptions.cmake")
END

while IFS='|' read -r option c_takes c_refuses cmake_takes cmake_refuses; do
	[ -z "$option" ] ||
		check_option "$option" "$c_takes" "$c_refuses" "$cmake_takes" "$cmake_refuses"
done <<<"$table"
# An address that 32 bits do not hold.
expect refused SMH_OWNER_BASE 0x100000000 arm-none-eabi-gcc -fsyntax-only "${include[@]}" \
	-DSMH_OWNER_BASE=0x100000000 "$source/include/smh_config.h"
check_defaults
# An option without a line in the table would go untested.
while read -r option; do
	grep -q "^$option|" <<<"$table" || complain "$option: not in the table of $0"
done < <(sed -nE 's/^#ifndef (SMH_[A-Z_]+)$/\1/p' "$source"/include/*.h |
	grep -vxE 'SMH_[A-Z_]+_H_|SMH_STOP|SMH_ASSERT|SMH_SYS_HEAP_FAULT')

echo "options: $checks values and defaults"
exit $status
