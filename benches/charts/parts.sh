#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: parts.sh [--listing FOLDER]
#
# What an allocation and a free of W1 spend their instructions on, on the Cortex-M3, by default and
# unchecked, into benches/results/parts.csv. QEMU logs each instruction of the two functions that is
# executed; parts.py says which part of the source it is of. With --listing the disassembly of the
# functions goes to FOLDER as well, each instruction with how often a call executes it.

set -euo pipefail

cd "$(dirname "$0")/../.."

target=mps2-an385
work=build/parts
listing=
if [ "${1:-}" = --listing ]; then
	listing=$(realpath -m "$2")
	mkdir -p "$listing"
fi

# One image may run for so long, in seconds.
export RUN_SECONDS=600

# shellcheck source=benches/configure.sh
. benches/configure.sh

# parts OPTIONS PROGRAM: the lines of a build.
parts()
{
	local options=$1 image=$work/benches/$2 ranges

	ranges=$(arm-none-eabi-nm -S "$image" |
		awk '$4 ~ /^sys_heap_(alloc|free)$/ { printf "%s0x%s+0x%s", comma, $1, $2; comma = "," }')
	rm -f "$work/log"
	mkfifo "$work/log"
	"boards/$target/run.sh" "$image" \
		-semihosting-config enable=on,target=native,arg=bench,arg=w1 -singlestep \
		-d exec,nochain -dfilter "$ranges" -D "$work/log" >"$work/run.log" &
	timeout "$RUN_SECONDS" cat "$work/log" |
		python3 benches/charts/parts.py "$image" ${listing:+"$listing/$2.txt"} |
		sed "s/^/$target,sys_heap,$options,parts,/"
	wait $!
}

# A first configuration takes the flag; it changes no instruction.
CFLAGS=-g configure_benches "$work" "$target" "$PWD"
logged "$target: building" "$work/build.log" cmake --build "$work" --target bench_sys_heap bench_sys_heap_unchecked
{
	echo "# benches/charts/parts.sh   ($(arm-none-eabi-gcc --version | head -n 1))"
	echo "target,allocator,options,workload,parameter,metric,value"
	parts -O2 bench_sys_heap
	parts "-O2 unchecked" bench_sys_heap_unchecked
} >"$work/parts.csv"
mv "$work/parts.csv" benches/results/parts.csv
echo benches/results/parts.csv
