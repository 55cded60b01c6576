#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: run.sh SOURCE_DIR WORK_DIR [GROUP...]
#
# Compiles what the normal builds do not: every public header alone, as C and as C++; the
# core for every kind of target, each with every lock that it supports and without a C
# library; the core with every option away from its default; the layer for the MPU for every
# Cortex-M; each layer as one file; and the core with nothing but the compiler and a configuration
# header. One line for each row as soon as it is done, all warnings are errors. JOBS rows at once,
# by default as many as there are processors.

# The rows of the matrix call the functions by name.
# shellcheck disable=SC2317

set -euo pipefail
shopt -s extglob

warnings=(-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wcast-align
	-Wundef -Wmissing-prototypes -Wstrict-prototypes -Wvla -Werror)

# What the core may leave undefined: three functions of the C library, what compilers call
# of their own accord, and the lock where the user supplies it.
allowed='memcpy|memmove|memset'
allowed+='|__aeabi_[a-z0-9_]+|__gnu_thumb1_case_[a-z]+'
allowed+='|__(clz|ctz|ffs|popcount|bswap)[sd]i2|__(ash|lsh|ashr)[lr]?[sd]i3'
allowed+='|__(u?div|u?mod|mul)[sd]i3|_GLOBAL_OFFSET_TABLE_'

number_of_lock()
{
	case $1 in
	none) echo 0 ;;
	irq) echo 1 ;;
	spin) echo 2 ;;
	pthread) echo 3 ;;
	external) echo 4 ;;
	futex) echo 5 ;;
	esac
}

# header STANDARD HEADER: one public header alone, twice, so that its guard is tried too. One that has
# macros only is no whole program in C, so a declaration follows.
header()
{
	local standard=$1 name=$2 language=c options=("${warnings[@]}")

	case $standard in
	c++*)
		language=c++
		options=(-Wall -Wextra -Wpedantic -Werror)
		;;
	esac
	printf '#include <%s>\n#include <%s>\nextern int declared;\n' "$name" "$name" |
		gcc -x "$language" -std="$standard" "${options[@]}" -fsyntax-only \
			-I"$source/include" -I"$source/include/compat" -
}

# each COMPILER LOCK FLAGS...: compile each file of the core, and look at the symbols.
each()
{
	local compiler=$1 lock=$2 object file objects=()
	shift 2

	for file in "$source"/c/{port,bits,heap,multi_heap,pool}/*.c; do
		[ -e "$file" ] || continue
		object=$row_dir/${file#"$source"/c/}
		object=${object%.c}.o
		mkdir -p "${object%/*}"
		"$compiler" -std=c11 "${warnings[@]}" "$@" -DSMH_LOCK="$(number_of_lock "$lock")" \
			-I"$source/include" -I"$source/c" -c -o "$object" "$file"
		objects+=("$object")
	done
	check_symbols "$lock" "$*" "${objects[@]}"
}

# one COMPILER LOCK FLAGS...: compile the core as one file, and look at the symbols. No two files
# may give one name to different things, and it takes less time than each file for itself.
one()
{
	local compiler=$1 lock=$2
	shift 2

	one_file port,bits,heap,multi_heap,pool "$compiler" "$@" \
		-DSMH_LOCK="$(number_of_lock "$lock")"
	check_symbols "$lock" "$*" "$row_dir/one.o"
}

# one_file FOLDER,FOLDER... COMPILER FLAGS...: compile all files of these folders as one.
one_file()
{
	local folders folder file compiler=$2

	IFS=, read -ra folders <<<"$1"
	shift 2
	for folder in "${folders[@]}"; do
		for file in "$source/c/$folder"/*.c; do
			[ ! -e "$file" ] || echo "#include \"$file\""
		done
	done >"$row_dir/one.c"
	# A local name may be that of a static one in another file.
	"$compiler" -std=c11 "${warnings[@]}" -Wno-shadow "$@" -I"$source/include" \
		-I"$source/c" -c -o "$row_dir/one.o" "$row_dir/one.c"
}

# check_symbols LOCK FLAGS OBJECT...: what the core defines and what it misses.
check_symbols()
{
	local lock=$1 flags=$2 may_miss=$allowed missing twice strange objects
	shift 2
	objects=("$@")

	case $lock in
	external) may_miss+='|smh_lock_acquire|smh_lock_release' ;;
	pthread) may_miss+='|pthread_(mutex_(lock|unlock)|atfork)' ;;
	futex) may_miss+='|pthread_atfork|syscall|__errno_location|__libc_single_threaded' ;;
	esac
	# The last words of a program that stops at a fault.
	case " $lock $* " in
	*" -DNDEBUG "*) ;;
	" pthread "* | " futex "*) may_miss+='|write' ;;
	esac
	case " $flags " in
	*" -DSMH_CACHE=3 "*) may_miss+='|smh_cache_(clean|invalidate)_hook' ;;
	*" -DSMH_ASAN=1 "*) may_miss+='|__asan_(un)?poison_memory_region' ;;
	esac
	nm -g --defined-only "${objects[@]}" | awk 'NF == 3 { print $3 }' | sort >"$row_dir/defined"
	nm -u "${objects[@]}" | awk '$1 == "U" { print $2 }' | sort -u >"$row_dir/undefined"
	missing=$(comm -13 "$row_dir/defined" "$row_dir/undefined" | grep -vxE "$may_miss" || true)
	if [ -n "$missing" ]; then
		echo "undefined symbols that the core may not need:" "$missing"
		return 1
	fi
	twice=$(grep -v '^__x86\.' "$row_dir/defined" | uniq -d)
	if [ -n "$twice" ]; then
		echo "symbols that are defined twice:" "$twice"
		return 1
	fi
	strange=$(grep -vE \
		'^(shared_multi_heap|sys_multi_heap|sys_heap|heap_listener|smh)_|^__x86\.' \
		"$row_dir/defined" || true)
	if [ -n "$strange" ]; then
		echo "global symbols that may collide with a user's:" "$strange"
		return 1
	fi
	if [ "$lock" = external ] && ! grep -q smh_lock_acquire "$row_dir/undefined"; then
		echo "the external lock is not left to the linker"
		return 1
	fi
}

# bare each|one COMPILER LOCK FLAGS...: without any header but the compiler's own.
bare()
{
	local how=$1 compiler=$2 lock=$3
	shift 3

	"$how" "$compiler" "$lock" "$@" -ffreestanding -nostdinc \
		-isystem "$("$compiler" -print-file-name=include)"
}

# mpu COMPILER FLAGS...: the layer for the MPU, which needs the core and nothing else.
mpu()
{
	local file objects=() missing

	for file in "$source"/c/mpu/*.c; do
		objects+=("$row_dir/$(basename "$file" .c).o")
		"$@" -std=c11 "${warnings[@]}" -DSMH_LOCK=1 -ffreestanding -nostdinc \
			-isystem "$("$1" -print-file-name=include)" -I"$source/include" \
			-I"$source/c" -c -o "${objects[-1]}" "$file"
	done
	missing=$(nm -u "${objects[@]}" | awk '$1 == "U" { print $2 }' | sort -u |
		grep -vxE "$allowed|smh_(mpu|cache)_.*|shared_multi_heap_add" || true)
	if [ -n "$missing" ]; then
		echo "undefined symbols that the layer may not need:" "$missing"
		return 1
	fi
}

# mm ARCHITECTURE COMPILER LOCK FLAGS...: the mapping layer with its backend of that name, of which
# the bare one needs the core and nothing else.
mm()
{
	local arch=$1 compiler=$2 lock=$3 file objects=() missing
	shift 3

	[ "$arch" != aarch64 ] || set -- "$@" -ffreestanding -mgeneral-regs-only -nostdinc \
		-isystem "$("$compiler" -print-file-name=include)"
	for file in "$source"/c/{mm,mm_"$arch",mm_pool}/*.c "$source"/c/port/inner_lock.c; do
		objects+=("$row_dir/$(basename "$file" .c).o")
		"$compiler" -std=c11 "${warnings[@]}" "$@" -DSMH_LOCK="$(number_of_lock "$lock")" \
			-I"$source/include" -I"$source/c" -c -o "${objects[-1]}" "$file"
	done
	[ "$arch" = aarch64 ] || return 0
	missing=$(nm -u "${objects[@]}" | awk '$1 == "U" { print $2 }' | sort -u |
		grep -vxE "$allowed|(smh|k_mem)_.*" || true)
	if [ -n "$missing" ]; then
		echo "undefined symbols that the layer may not need:" "$missing"
		return 1
	fi
}

# plain: as a user without a build system does it, warnings aside.
plain()
{
	local same

	same=$(cd "$source/c" && printf '%s\n' */*.c | sed 's,.*/,,' | sort | uniq -d)
	if [ -n "$same" ]; then
		echo "two files of one name, whose objects overwrite each other:" "$same"
		return 1
	fi
	cd "$row_dir"
	# All but what is written for another processor.
	gcc -c -I"$source/include" -I"$source/c" -I"$source/tests/build" \
		-DSMH_CONFIG_HEADER='"plain_config.h"' "$source"/c/!(mm_aarch64)/*.c
	gcc -I"$source/include" -I"$source/tests/build" \
		-DSMH_CONFIG_HEADER='"plain_config.h"' -o plain \
		"$source/tests/build/plain.c" ./*.o -lfdt
	timeout 300 ./plain
}

# no_default: a platform that the header does not know must choose its lock.
no_default()
{
	local name=$row_dir/log

	if gcc -std=c11 -U__unix__ -fsyntax-only -I"$source/include" \
		"$source/include/smh_config.h" 2>"$name"; then
		echo "no lock was chosen, and nobody complained"
		return 1
	fi
	grep -q "define SMH_LOCK" "$name"
}

# other_cache COMPILER FLAGS...: cache maintenance of another processor is refused in words.
other_cache()
{
	local name=$row_dir/log

	if "$@" -std=c11 -ffreestanding -fsyntax-only -DSMH_LOCK=0 -I"$source/include" \
		-I"$source/c" "$source/c/port/cache.c" 2>"$name"; then
		echo "it compiles"
		return 1
	fi
	grep -q 'error.*SMH_CACHE_[A-Z0-9]* is for' "$name"
}

# The kernel's headers for -m32 are those of the other architecture; that package which
# links them to where gcc looks cannot be installed beside cross compilers.
m32="-m32 -idirafter /usr/include/x86_64-linux-gnu"

# list_GROUP: rows of the matrix, one command a line. For each kind of processor each file is
# compiled with the lock of the user's, and the core as one file with the others.

list_headers()
{
	local name standard

	for name in $(cd "$source/include" && echo ./*.h); do
		for standard in c11 c++11; do
			echo "header $standard ${name#./}"
		done
	done
	for name in $(cd "$source/include/compat" && find zephyr -name '*.h' | sort); do
		for standard in c11 c++11; do
			echo "header $standard $name"
		done
	done
	echo "no_default"
	echo "plain"
}

list_host()
{
	local level lock

	for level in -Os -O2; do
		echo "each gcc external $level"
		echo "each gcc external $level $m32"
		echo "one gcc pthread $level"
		echo "one gcc pthread $level $m32"
		echo "one gcc pthread $level -DNDEBUG"
		echo "one gcc futex $level"
		echo "one gcc futex $level $m32"
	done
	echo "each gcc futex -O2 -DNDEBUG"
	echo "one gcc none -O2"
	echo "one gcc none -O2 $m32"
	echo "one aarch64-linux-gnu-gcc pthread -O2"
	echo "one aarch64-linux-gnu-gcc futex -O2 -mno-outline-atomics"
	echo "one clang-19 futex -O2"
	for lock in none irq external; do
		echo "bare one clang-19 $lock -O2 --target=aarch64-unknown-none"
		echo "bare one clang-19 $lock -O2 --target=riscv32-unknown-none-elf -march=rv32imac -mabi=ilp32"
	done
}

list_arm()
{
	local level lock cpu arm="arm-none-eabi-gcc"

	for level in -Os -O2; do
		echo "bare each $arm external $level -mcpu=cortex-m0plus -mthumb"
		echo "bare each $arm external $level -mcpu=cortex-m3 -mthumb"
		echo "bare one $arm irq $level -mcpu=cortex-m0plus -mthumb"
		echo "bare one $arm irq $level -mcpu=cortex-m3 -mthumb"
	done
	echo "bare one $arm none -O2 -mcpu=cortex-m0plus -mthumb"
	echo "bare one $arm none -O2 -mcpu=cortex-m3 -mthumb"
	echo "bare one $arm spin -O2 -mcpu=cortex-m3 -mthumb"
	echo "bare one $arm irq -O2 -mcpu=cortex-m3 -mthumb -DSMH_IRQ_CEILING=0x40"
	for cpu in cortex-a7 cortex-r5; do
		echo "bare one $arm irq -Os -mcpu=$cpu"
		echo "bare one $arm spin -O2 -mcpu=$cpu -mthumb"
	done
	# As the build script of the Rust crate does where it knows no cross compiler.
	for lock in none irq external; do
		echo "bare one clang-19 $lock -O2 --target=thumbv7m-none-eabi"
	done
	echo "bare one clang-19 external -O2 --target=thumbv6m-none-eabi"
	echo "bare one clang-19 irq -O2 --target=armv7r-none-eabi"
}

list_riscv()
{
	local level lock riscv="riscv64-unknown-elf-gcc"

	# Debian's assembler takes _zicsr for an extension of its own.
	for level in -Os -O2; do
		echo "bare each $riscv external $level -march=rv32imac -mabi=ilp32"
		echo "bare one $riscv irq $level -march=rv32imac -mabi=ilp32"
	done
	for lock in none spin; do
		echo "bare one $riscv $lock -O2 -march=rv32imac -mabi=ilp32"
	done
	echo "bare one $riscv spin -O2 -march=rv32imac_zicsr -mabi=ilp32"
}

list_aarch64()
{
	local level lock bare="-mno-outline-atomics -fno-pie -U__unix__"

	for level in -Os -O2; do
		echo "bare each aarch64-linux-gnu-gcc external $level $bare"
		echo "bare one aarch64-linux-gnu-gcc irq $level $bare"
	done
	for lock in none spin; do
		echo "bare one aarch64-linux-gnu-gcc $lock -O2 $bare"
	done
}

# Cache maintenance of each kind where it belongs.
list_caches()
{
	local level

	for level in -Os -O2; do
		echo "bare one aarch64-linux-gnu-gcc none $level -mno-outline-atomics -fno-pie -U__unix__ -DSMH_CACHE=1"
		echo "bare one arm-none-eabi-gcc none $level -mcpu=cortex-m7 -mthumb -DSMH_CACHE=2"
		echo "bare one arm-none-eabi-gcc none $level -mcpu=cortex-m33 -mthumb -DSMH_CACHE=2"
	done
	echo "other_cache arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb -DSMH_CACHE=1"
	echo "other_cache arm-none-eabi-gcc -mcpu=cortex-m0plus -mthumb -DSMH_CACHE=2"
	echo "other_cache gcc -DSMH_CACHE=1"
	echo "other_cache gcc -DSMH_CACHE=2"
}

# The MPU of every kind of Cortex-M; that of a Cortex-M0+ is not known.
list_mpu()
{
	local cpu

	for cpu in cortex-m0plus cortex-m3 cortex-m4 cortex-m7 cortex-m23 cortex-m33 cortex-m55; do
		echo "mpu arm-none-eabi-gcc -Os -mcpu=$cpu -mthumb"
		echo "mpu arm-none-eabi-gcc -O2 -mcpu=$cpu -mthumb -DNDEBUG"
	done
	echo "mpu clang-19 -O2 --target=thumbv7em-none-eabi"
	echo "mpu clang-19 -O2 --target=thumbv8m.main-none-eabi"
	echo "mpu clang-19 -O2 --target=thumbv8m.base-none-eabi"
	echo "one_file mpu arm-none-eabi-gcc -O2 -mcpu=cortex-m7 -mthumb"
	echo "one_file mpu arm-none-eabi-gcc -O2 -mcpu=cortex-m33 -mthumb"
}

# The mapping layer, and the reader of devicetrees.
list_mm()
{
	local lock bare="-mno-outline-atomics -fno-pie -U__unix__"

	for lock in none irq spin external; do
		echo "mm aarch64 aarch64-linux-gnu-gcc $lock -Os $bare"
		echo "mm aarch64 clang-19 $lock -O2 --target=aarch64-unknown-none -DNDEBUG -DSMH_CHECK=0"
	done
	for lock in none pthread external futex; do
		echo "mm posix gcc $lock -O2 -DNDEBUG"
		echo "mm posix gcc $lock -Os -DSMH_ALIGN=64 $m32"
		echo "mm posix clang-19 $lock -O2 -DSMH_ALIGN=8 -DSMH_CHECK=0"
	done
	echo "mm posix aarch64-linux-gnu-gcc pthread -O2"
	echo "one_file mm,mm_posix,mm_pool gcc -O2 -D_GNU_SOURCE="
	echo "one_file mm,mm_aarch64,mm_pool aarch64-linux-gnu-gcc -O2 -ffreestanding $bare"
	echo "one_file devicetree gcc -O2"
}

list_options_host()
{
	list_options | sed 's/^/one gcc none -O2 /'
}

list_options_arm()
{
	list_options | sed 's/^/bare one arm-none-eabi-gcc none -Os -mcpu=cortex-m0plus -mthumb /'
}

list_options()
{
	cat <<-END
		-DNDEBUG
		-DSMH_CHECK=0
		-DSMH_CHECK=0 -DNDEBUG
		-DSMH_CHECK_EXACT=1
		-DSMH_STATS=0
		-DSMH_HEAP_LISTENER=1
		-DSMH_NARROW=0
		-DSMH_MAX_REGION_SHIFT=12
		-DSMH_MAX_REGION_SHIFT=17
		-DSMH_ALIGN=8
		-DSMH_ALIGN=64
		-DSMH_MAX_ATTR=1
		-DSMH_MAX_REGIONS=1
		-DSMH_MAX_REGIONS=64
		-DSMH_FLOOR_TRIES=1
		-DSMH_FAST_PATHS=0
		-DSMH_FAST_PATHS=1
		-DSMH_OWNER_PAGES=256
		-DSMH_OWNER_PAGES=64 -DSMH_OWNER_SHIFT=16 -DSMH_OWNER_BASE=0x20000000
		-DSMH_POLICY=1
		-DSMH_POLICY=2
		-DSMH_CACHE_LINE=4
		-DSMH_CACHE_LINE=1024
		-DSMH_CACHE=0
		-DSMH_CACHE=3
		-DSMH_ASAN=1
		-DSMH_ASAN=1 -DSMH_CHECK=0 -DSMH_HEAP_LISTENER=1
		-DSMH_CHECK=0 -DSMH_STATS=0 -DSMH_POLICY=1 -DSMH_MAX_REGIONS=2
		-DSMH_CONFIG_HEADER="smh_small.h"
	END
}

groups=(headers host arm riscv aarch64 caches mpu mm options_host options_arm)

source=$(cd "$1" && pwd)

if [ $# -eq 4 ] && [ "$3" = --row ]; then
	# One row, in a directory of its own.
	mkdir -p "$2"
	row_dir=$(mktemp -d "$2/row.XXXXXX")
	read -ra command <<<"$4"
	trap 'echo "STOPPED $4"; exit 1' INT TERM
	# Not as the condition of an if, which would switch off set -e inside.
	set +e
	(
		set -e
		"${command[@]}"
	) >"$row_dir/output" 2>&1
	status=$?
	set -e
	if [ "$status" -ne 0 ]; then
		echo "FAILED  $4"
		cat "$row_dir/output"
		exit 1
	fi
	echo "ok      $4"
	rm -rf "$row_dir"
	exit 0
fi

work=$2
shift 2
[ $# -gt 0 ] || set -- "${groups[@]}"
for group in "$@"; do
	# A pipe into grep -q may break, which pipefail takes for "not found".
	if [[ " ${groups[*]} " != *" $group "* ]]; then
		echo "$0: there is no group $group, there are ${groups[*]}" >&2
		exit 2
	fi
done

rm -rf "$work"
mkdir -p "$work"
status=0
for group in "$@"; do
	"list_$group"
done >"$work/rows"
tr '\n' '\0' <"$work/rows" |
	xargs -0 -P "${JOBS:-$(nproc)}" -I ROW "$0" "$source" "$work" --row ROW |
	tee "$work/log" || status=1
# Once more, where it is seen.
grep '^FAILED ' "$work/log" || true
echo "build matrix: $(grep -c '^ok ' "$work/log") of $(wc -l <"$work/rows") rows held"
exit "$status"
