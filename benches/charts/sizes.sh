#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: sizes.sh [FILE]
#
# Code and static data for the Cortex-M3, into benches/results/size.csv or the file named: of this
# library by benches/size.sh, of the peers in Rust by benches/peers/size.sh, and of Debian's C
# libraries from the objects of their archives that a call of malloc() and free() brings along.

set -euo pipefail

cd "$(dirname "$0")/../.."

output=${1:-benches/results/size.csv}
target=mps2-an385
gcc=(arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb)
picolibc=/usr/lib/picolibc/arm-none-eabi/lib/release
newlib_both=(lib_a-malloc.o lib_a-mlock.o lib_a-sbrkr.o)

# The calls of the last part of benches/size.sh, by the names of the other tables.
declare -A calls=(
	["sys_heap: alloc, free"]="sys_heap,alloc free"
	["sys_heap: alloc, free, init"]="sys_heap,alloc free init"
	["sys_heap: alloc, free, init, aligned_alloc"]="sys_heap,alloc free init aligned_alloc"
	["sys_heap: alloc, free, init, aligned_alloc, realloc"]="sys_heap,alloc free init aligned_alloc realloc"
	["pool: alloc, free"]="pool,alloc free"
	["pool: alloc, free, pool_init, add"]="pool,alloc free init"
	["pool: alloc, free, pool_init, add, aligned_alloc, realloc"]="pool,alloc free init aligned_alloc realloc"
	["pool: alloc, free, pool_init, add, aligned_alloc, realloc, owner"]="pool,all"
)

# ours OPTIONS FLAG...
ours()
{
	local options=$1 text ram label allocator parameter
	shift

	benches/size.sh "$@" | sed '1,/^Carried by/d' | while read -r text ram label; do
		if [ -z "${calls[$label]:-}" ]; then
			echo "sizes.sh: what is \"$label\" in the tables?" >&2
			exit 1
		fi
		IFS=, read -r allocator parameter <<<"${calls[$label]}"
		echo "$target,$allocator,$options,size,$parameter,text_bytes,$text"
		echo "$target,$allocator,$options,size,$parameter,ram_bytes,$ram"
	done
}

# packaged NAME ARCHIVE OBJECT...: text with constants, and data.
packaged()
{
	local name=$1 archive=$2
	shift 2

	arm-none-eabi-size "$archive" | awk -v name="$target,$name,as packaged,size,alloc free" \
		-v wanted=" $* " '
		index(wanted, " " $6 " ") { text += $1; ram += $2 + $3; found++ }
		END {
			if (found != split(wanted, objects, " ")) {
				print "sizes.sh: not all of" wanted "found" >"/dev/stderr"
				exit 1
			}
			printf "%s,text_bytes,%d\n%s,ram_bytes,%d\n", name, text, name, ram
		}'
}

archive_of()
{
	"${gcc[@]}" -print-file-name="$1"
}

{
	echo "# benches/charts/sizes.sh   ($("${gcc[@]}" --version | head -n 1))"
	echo "target,allocator,options,workload,parameter,metric,value"
	ours -Os
	ours -O2 -O2
	ours "-Os unchecked" -DSMH_CHECK=0 -DSMH_STATS=0
	ours "-O2 unchecked" -O2 -DSMH_CHECK=0 -DSMH_STATS=0
	ours "-Os narrow" -DSMH_MAX_REGION_SHIFT=18
	ours "-Os narrow_unchecked" -DSMH_MAX_REGION_SHIFT=18 -DSMH_CHECK=0 -DSMH_STATS=0
	ours "-Os smallest" -DSMH_MAX_REGIONS=1 -DSMH_POLICY=1 -DSMH_MAX_REGION_SHIFT=18 \
		-DSMH_CHECK=0 -DSMH_STATS=0
	ours "-Os fast_paths" -DSMH_FAST_PATHS=1
	ours "-O2 fast_paths" -O2 -DSMH_FAST_PATHS=1
	ours "-Os exact" -DSMH_CHECK_EXACT=1
	benches/peers/size.sh | sed 1d
	packaged newlib "$(archive_of libc.a)" lib_a-mallocr.o lib_a-freer.o "${newlib_both[@]}"
	packaged newlib-nano "$(archive_of libc_nano.a)" lib_a-nano-mallocr.o lib_a-nano-freer.o \
		"${newlib_both[@]}"
	packaged picolibc "$picolibc/$("${gcc[@]}" -print-multi-directory)/libc.a" \
		nano-malloc-malloc.c.o nano-malloc-free.c.o libc_picolib_picosbrk.c.o
} >"$output.new"
mv "$output.new" "$output"
echo "$output: $(wc -l <"$output") lines" >&2
