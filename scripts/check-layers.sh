#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: check-layers.sh
#
# Rules of the source tree that neither compiler nor clang-tidy checks:
# - a file in c/<layer> includes only headers of its own layer and of those below it, public
#   headers among them, and only those system headers that its layer may use;
# - no C function is longer than 60 lines, no source file longer than 600;
# - every build option can be set in CMake and has a row in the build matrix;
# - every source file names its licence;
# - no path of a developer's machine and no unfinished business.

set -euo pipefail

cd "$(dirname "$0")/.."

# Lowest first.
layers=(port bits heap mm mm_aarch64 mm_posix multi_heap pool mm_pool mpu devicetree)
max_function=60
max_file=600

failures=0

complain()
{
	echo "$*"
	failures=$((failures + 1))
}

# rank LAYER: its height, or nothing if there is no such layer.
rank()
{
	local i

	for i in "${!layers[@]}"; do
		if [ "${layers[$i]}" = "$1" ]; then
			echo "$i"
		fi
	done
}

# layer_of_header NAME: the layer that a header written in quotes belongs to.
layer_of_header()
{
	case $1 in
	*/*) echo "${1%%/*}" ;;
	smh_config.h | smh_errno.h | smh_fault.h | smh_lock.h | smh_cache.h | smh_build.h) echo port ;;
	sys_heap.h | heap_listener.h) echo heap ;;
	sys_multi_heap.h) echo multi_heap ;;
	shared_multi_heap.h | smh_alloc.h | smh_info.h | smh_policy.h | smh_region_table.h) echo pool ;;
	smh_mpu.h) echo mpu ;;
	smh_devicetree.h) echo devicetree ;;
	k_mem.h | k_mem_paging.h | smh_mm.h | smh_mm_arch.h) echo mm ;;
	smh_mm_aarch64.h) echo mm_aarch64 ;;
	smh_mm_posix.h) echo mm_posix ;;
	smh_mm_region.h) echo mm_pool ;;
	*) echo unknown ;;
	esac
}

# may_use_system_header LAYER NAME
may_use_system_header()
{
	case $1:$2 in
	*:stdint.h | *:stddef.h | *:stdbool.h | *:limits.h) true ;;
	port:string.h | port:stdatomic.h | port:pthread.h | port:unistd.h) true ;;
	port:errno.h | port:sys/syscall.h | port:sys/single_threaded.h) true ;;
	devicetree:libfdt.h | devicetree:string.h) true ;;
	mm_posix:errno.h | mm_posix:signal.h | mm_posix:stdio.h | mm_posix:stdlib.h) true ;;
	mm_posix:sys/mman.h | mm_posix:sys/types.h | mm_posix:unistd.h) true ;;
	mm_posix:ucontext.h | mm_posix:asm/sigcontext.h) true ;;
	*) false ;;
	esac
}

# includes FILE: the names that it includes, with their quotes or brackets.
includes()
{
	sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]+([<"][^>"]+[>"]).*/\1/p' "$1"
}

check_include()
{
	local file=$1 layer=$2 header=$3 name=${3:1:-1} below

	if [ "${header:0:1}" = "<" ]; then
		may_use_system_header "$layer" "$name" ||
			complain "$file: layer $layer may not use $header"
		return
	fi
	below=$(rank "$(layer_of_header "$name")")
	if [ -z "$below" ]; then
		complain "$file: $header belongs to no layer"
	elif [ "$below" -gt "$(rank "$layer")" ]; then
		complain "$file: $header lies above layer $layer"
	elif [ ! -e "c/$name" ] && [ ! -e "include/$name" ]; then
		complain "$file: there is no $header"
	fi
}

check_layers()
{
	local file layer header

	for file in c/*/*; do
		layer=${file#c/}
		layer=${layer%%/*}
		if [ -z "$(rank "$layer")" ]; then
			complain "$file: c/$layer is no layer"
			continue
		fi
		while read -r header; do
			check_include "$file" "$layer" "$header"
		done < <(includes "$file")
	done
}

# long_functions: of the files named on standard input. A body begins and ends with a brace
# in the first column.
long_functions()
{
	# shellcheck disable=SC2016 # the dollar is awk's
	tr '\n' '\0' | xargs -0 awk -v max="$max_function" '
		FNR == 1 { start = 0 }
		/^[a-zA-Z_].*\(/ { signature = $0 }
		/^{/ { start = FNR }
		/^}/ {
			if (start && FNR - start - 1 > max)
				printf "%s:%d: %d lines: %s\n", FILENAME, start, FNR - start - 1, signature
			start = 0
		}'
}

# Every option of smh_config.h can be set in CMake and has a row in the build matrix, but the
# three that are macros with parameters, which a configuration header sets.
check_options()
{
	local option

	while read -r option; do
		grep -q "^set($option \"" cmake/SmhOptions.cmake ||
			complain "$option: no cache variable in cmake/SmhOptions.cmake"
		grep -q -e "-D$option=" tests/build/run.sh ||
			complain "$option: no row in tests/build/run.sh"
	done < <(sed -nE 's/^#ifndef (SMH_[A-Z_]+)$/\1/p' include/smh_config.h |
		grep -vxE 'SMH_CONFIG_H_|SMH_STOP|SMH_ASSERT|SMH_SYS_HEAP_FAULT')
}

# tree: all files but what is built.
tree()
{
	find . \( -path ./.git -o -path ./build -o -path ./target -o -path './rust/*/target' \) \
		-prune -o -type f "$@" -print
}

# source_files: everything that is written by hand.
source_files()
{
	tree \( -name '*.[chSx]' -o -name '*.cpp' -o -name '*.ld' -o -name '*.sh' \
		-o -name '*.cmake' -o -name '*.in' -o -name CMakeLists.txt -o -name Makefile \
		-o -name '*.dts*' -o -name '*.py' -o -name '*.awk' -o -name '*.rs' \
		-o -name '*.toml' -o -path ./.ci/run \) ! -path ./rust/sys/src/bindings.rs
}

check_sizes()
{
	local file lines

	while read -r file; do
		lines=$(wc -l <"$file")
		if [ "$lines" -gt "$max_file" ]; then
			complain "$file: $lines lines"
		fi
	done < <(source_files)
	while read -r lines; do
		complain "$lines"
	done < <(source_files | grep -E '\.(c|h|cpp)$' | long_functions)
}

check_licence()
{
	local file

	while read -r file; do
		[[ $(head -n 5 "$file") == *'SPDX-License-Identifier: Apache-2.0'* ]] ||
			complain "$file: no SPDX line"
	done < <(source_files | grep -vE '\.(pc|md)\.in$')
}

# The patterns do not match themselves.
check_words()
{
	local line

	while read -r line; do
		complain "$line"
	done < <(tree | tr '\n' '\0' | xargs -0 grep -nIE \
		-e '/(wor)k/|/(hom)e/[a-z]|/(roo)t/|/(tm)p/' \
		-e '\b(FIX)ME\b|\b(TO)DO\b|\b(XX)X\b|\b(TEMP)ORARY\b')
}

check_layers
check_options
check_sizes
check_licence
check_words

if [ "$failures" -gt 0 ]; then
	echo "check-layers: $failures complaints"
	exit 1
fi
echo "check-layers: all held"
