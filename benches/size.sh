#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Text size of the core for a Cortex-M3 at -Os, without assertions and without a lock: by object,
# by symbol, and of what a program that calls only some functions has to carry.
# usage: benches/size.sh [-DSMH_OPTION=value ...]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
prefix=${CROSS_COMPILE:-arm-none-eabi-}
cpu=${CPU:-cortex-m3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

for source in "$root"/c/port/*.c "$root"/c/bits/*.c "$root"/c/heap/*.c \
	"$root"/c/multi_heap/*.c "$root"/c/pool/*.c; do
	[ -e "$source" ] || continue
	layer=$(basename "$(dirname "$source")")
	"${prefix}gcc" -std=c11 "-mcpu=$cpu" -mthumb -Os -ffunction-sections -fdata-sections \
		-I"$root/include" -I"$root/c" -DNDEBUG -DSMH_LOCK=SMH_LOCK_NONE "$@" \
		-c "$source" -o "$work/$layer.$(basename "$source" .c).o"
done
cd "$work"

echo "By object:"
"${prefix}size" -t ./*.o | awk '
	NR == 1 { printf "%8s %8s %8s  %s\n", "text", "data", "bss", "object"; next }
	{ sub(/^\.\//, "", $6); printf "%8d %8d %8d  %s\n", $1, $2, $3, $6 }'

echo
echo "By symbol:"
for object in ./*.o; do
	"${prefix}nm" -S -t d --defined-only "$object" |
		awk -v object="${object#./}" '$3 ~ /^[tTrR]$/ { printf "%8d  %s (%s)\n", $2, $4, object }'
done | sort -k1,1nr -k2

# Functions of the C library stay undefined: they are not ours.
carried() {
	label=$1
	shift
	roots=
	for symbol in "$@"; do
		roots="$roots -u $symbol"
	done
	# shellcheck disable=SC2086 # the roots are words
	"${prefix}ld" -o image --gc-sections --unresolved-symbols=ignore-all -e "$1" $roots ./*.o
	"${prefix}size" image | awk -v label="$label" 'NR == 2 { printf "%8d %8d  %s\n", $1, $2 + $3, label }'
}

echo
echo "Carried by a program that calls (text, RAM):"
carried "sys_heap: alloc, free" sys_heap_alloc sys_heap_free
carried "sys_heap: alloc, free, init" sys_heap_alloc sys_heap_free sys_heap_init
carried "sys_heap: alloc, free, init, aligned_alloc" \
	sys_heap_alloc sys_heap_free sys_heap_init sys_heap_aligned_alloc
carried "sys_heap: alloc, free, init, aligned_alloc, realloc" \
	sys_heap_alloc sys_heap_free sys_heap_init sys_heap_aligned_alloc sys_heap_realloc
carried "pool: alloc, free" shared_multi_heap_alloc shared_multi_heap_free
carried "pool: alloc, free, pool_init, add" shared_multi_heap_alloc shared_multi_heap_free \
	shared_multi_heap_pool_init shared_multi_heap_add
carried "pool: alloc, free, pool_init, add, aligned_alloc, realloc" \
	shared_multi_heap_alloc shared_multi_heap_free shared_multi_heap_pool_init \
	shared_multi_heap_add shared_multi_heap_aligned_alloc shared_multi_heap_realloc
carried "pool: alloc, free, pool_init, add, aligned_alloc, realloc, owner" \
	shared_multi_heap_alloc shared_multi_heap_free shared_multi_heap_pool_init \
	shared_multi_heap_add shared_multi_heap_aligned_alloc shared_multi_heap_realloc \
	shared_multi_heap_owner
