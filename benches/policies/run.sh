#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: run.sh [TARGET...]
#
# Compares the region policies and writes what the pages show of it to
# benches/results/policies-TARGET.csv; everything is in build/policies.
#
#   mps2-an385  Cortex-M3: instructions, and everything else with few seeds
#   virt-a53    Cortex-A53: the same
#   host32      the same with the pointers of the Cortex-M3 but for instructions, with many seeds
#   host64      with the pointers of the Cortex-A53; only to be compared with it
#
# All of them by default. What does not depend on the machine must be the same on a board and on the
# host with its pointers, line by line, or the script fails: that is why the figures of the host with
# many seeds stand for the board too.
#
#   SMH_SOURCE  the folder whose c/ and include/ are measured; then the results are in
#               build/policies/other
#   JOBS        programs that run at a time, one for each processor by default

set -euo pipefail

cd "$(dirname "$0")/../.."

targets=("$@")
if [ $# -eq 0 ]; then
	targets=(mps2-an385 virt-a53 host32 host64)
fi
jobs=${JOBS:-$(nproc)}
work=build/policies
source=$PWD
if [ -n "${SMH_SOURCE:-}" ]; then
	source=$(cd "$SMH_SOURCE" && pwd)
	work=build/policies/other
fi

# One image may run for so long, in seconds.
export RUN_SECONDS=3600

# Metrics of instructions, which a host does not have.
counted='^(alloc|failed|free)_(mean|max)$'

# shellcheck source=benches/configure.sh
. benches/configure.sh

build()
{
	local target=$1 kind=$1 options=(-DBENCH_POLICIES_LABEL="$1")

	case $target in
	host32)
		kind=host
		options+=("-DCMAKE_C_FLAGS=-m32 -idirafter /usr/include/x86_64-linux-gnu"
			-DCMAKE_ASM_FLAGS=-m32)
		;;
	host64) kind=host ;;
	esac
	configure_benches "$work/$target" "$kind" "$source" "${options[@]}"
	logged "$target: building" "$work/$target/build.log" cmake --build "$work/$target" --target bench_policies
}

# program TARGET WORD...: run it with these arguments.
program()
{
	local target=$1 image
	shift

	image=$work/$target/benches/bench_policies
	case $target in
	host*) "$image" "$@" ;;
	virt-a53) boards/virt-a53/run.sh "$image.bin" -append "$*" ;;
	*) "boards/$target/run.sh" "$image" -append "$*" ;;
	esac
}

# layouts: regions and shape of each layout, the long runs first.
layouts()
{
	local regions shape

	for regions in 64 16 4; do
		for shape in equal geometric-up geometric-down large-last large-first; do
			echo "$regions $shape"
		done
	done
	echo "1 equal"
}

# one TARGET SET REGIONS SHAPE: one run, its lines into a file.
one()
{
	local target=$1 set=$2 regions=$3 shape=$4 traces=1

	# On the boards they take too long for all layouts.
	if [ "$set" = board ] && [ "$regions-$shape" != 16-equal ]; then
		traces=0
	fi
	echo "# $target set=$set regions=$regions shape=$shape traces=$traces" >&2
	program "$target" "set=$set" "regions=$regions" "shape=$shape" "traces=$traces" \
		>"$work/$target/$set/$regions-$shape.csv"
}

# note_layout LINE: as one() prints it.
note_layout()
{
	doing=${1#\# }
}

# measure TARGET SET: all layouts, put together in $work/TARGET-SET.csv.
measure()
{
	local target=$1 set=$2 regions shape

	mkdir -p "$work/$target/$set"
	layouts | watched "$target: running the $set set" note_layout \
		xargs -P "$jobs" -L 1 "$0" --one "$target" "$set"
	layouts | while read -r regions shape; do
		cat "$work/$target/$set/$regions-$shape.csv"
	done >"$work/$target-$set.csv"
}

# placement FILE: the lines that do not depend on the machine, without the target.
placement()
{
	awk -F , -v counted="$counted" '$8 !~ counted' "$1" | cut -d , -f 2-
}

# require_same BOARD HOST: both were run now.
require_same()
{
	local board=$work/$1-board.csv host=$work/$2-board.csv

	if [[ " ${targets[*]} " != *" $1 "* || " ${targets[*]} " != *" $2 "* ]]; then
		return
	fi
	if ! diff <(placement "$board") <(placement "$host") >"$work/$1.diff"; then
		head -n 20 "$work/$1.diff" >&2
		echo "run.sh: $1 and $2 do not place blocks alike: $work/$1.diff" >&2
		exit 1
	fi
	echo "# $1 and $2 agree in $(placement "$board" | wc -l) lines" >&2
}

# instructions: of a board, for each policy and number of regions the mean of the means of all
# shapes and workloads, and the largest of all. Placement is the host's, with many seeds.
instructions()
{
	awk -F , -v counted="$counted" '
		$8 !~ counted || $7 != "all" { next }
		{
			row = $1 "," $2 "," $3 ",all,all,all,all," $8
			if (!(row in lines)) order[++rows] = row
			lines[row]++
			sum[row] += $9
			if (lines[row] == 1 || $9 > most[row]) most[row] = $9
		}
		END {
			for (n = 1; n <= rows; n++) {
				row = order[n]
				printf "%s,%.3f\n", row, row ~ /_max$/ ? most[row] : sum[row] / lines[row]
			}
		}' "$1"
}

# publish TARGET SET WHAT: put the results where they belong, with the command in the first line.
publish()
{
	local file=$work/policies-$1.csv

	{
		echo "# benches/policies/run.sh $1   ($3)"
		echo "target,policy,regions,shape,workload,parameter,seed_or_all,metric,value"
		if [ "$2" = board ]; then
			instructions "$work/$1-$2.csv"
		else
			cat "$work/$1-$2.csv"
		fi
	} >"$file"
	echo "# $file" >&2
	if [ -z "${SMH_SOURCE:-}" ]; then
		PYTHONDONTWRITEBYTECODE=1 python3 benches/charts/keep.py "$file" >&2
	fi
}

run()
{
	local target=$1

	build "$target"
	measure "$target" board
	case $target in
	mps2-an385) publish "$target" board "Cortex-M3 in QEMU, gcc -O2, no lock; 2 seeds, 10 for fill" ;;
	virt-a53) publish "$target" board "Cortex-A53 in QEMU, gcc -O2, no lock; 2 seeds, 10 for fill" ;;
	host32)
		measure "$target" wide
		publish "$target" wide "placement as on the Cortex-M3; 10 seeds, 50 for fill"
		;;
	esac
}

if [ "${1:-}" = --one ]; then
	shift
	one "$@"
	exit
fi
for target in "${targets[@]}"; do
	run "$target"
done
require_same mps2-an385 host32
require_same virt-a53 host64
