#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: size.sh [PEER...]
#
# What a program for the Cortex-M3 has to carry of the allocators in Rust, all by default, that
# calls only some of their functions: text with constants, and RAM for the heap itself, in bytes.
# Prints lines like those of the benchmarks. The functions take the alignment as an argument, so
# there is no line without it. Functions of the C library, as memcpy(), are not counted.

set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
target=thumbv7m-none-eabi
prefix=${CROSS_COMPILE:-arm-none-eabi-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The row's name in the tables.
declare -A allocator=(
	[rlsf]=rlsf
	[talc]=talc
	[linked_list]=linked_list_allocator
	[embedded_alloc_llff]=embedded-alloc-llff
	[embedded_alloc_tlsf]=embedded-alloc-tlsf
	[buddy]=buddy_system_allocator
)
order=(rlsf talc linked_list embedded_alloc_llff embedded_alloc_tlsf buddy)

# object_of PEER LEVEL: what is the peer's own in its library; the rest is Rust's.
object_of()
{
	local peer=$1 level=$2 library

	rm -f "$work"/*.o
	library=$("$here/build.sh" "$peer" "$target" "$level")
	# What the tool says is that it cannot read Rust's form for optimisation at link time.
	(cd "$work" && "${prefix}ar" t "$library" 2>/dev/null | grep "^peer_$peer-" |
		xargs "${prefix}ar" x "$library" 2>/dev/null)
}

# carried LABEL FIELDS FUNCTION...: FIELDS are those of the line that come first.
carried()
{
	local label=$1 fields=$2 function roots=(-u PEER_HEAP)
	shift 2

	for function; do
		roots+=(-u "peer_$function")
	done
	"${prefix}ld" -o "$work/image" --gc-sections --unresolved-symbols=ignore-all \
		-e "peer_$1" "${roots[@]}" "$work"/*.o
	"${prefix}size" "$work/image" | awk -v fields="$fields,size,$label" 'NR == 2 {
		printf "%s,text_bytes,%d\n%s,ram_bytes,%d\n", fields, $1, fields, $2 + $3
	}'
}

if [ $# -gt 0 ]; then
	order=("$@")
fi
echo "target,allocator,options,workload,parameter,metric,value"
for peer in "${order[@]}"; do
	for level in 3 s; do
		fields="mps2-an385,${allocator[$peer]},opt-level=$level"
		object_of "$peer" "$level"
		carried "alloc free" "$fields" alloc free
		carried "alloc free init" "$fields" alloc free init
		# In a library of its own, that of rlsf would be counted with a second copy of both.
		if [ "$peer" != rlsf ]; then
			carried "alloc free init realloc" "$fields" alloc free init realloc
		fi
	done
done
