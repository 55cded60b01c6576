#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: bench_table.sh SOURCE_TREE
#
# The table that a run of the benchmarks ends with.

set -euo pipefail

source=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# figures: lines of standard input "ALLOCATOR,WORKLOAD,PARAMETER,METRIC,VALUE" as a file of results.
figures()
{
	echo "# a command"
	echo "target,allocator,options,workload,parameter,metric,value"
	sed 's/^\([^,]*\),/board,\1,-O2,/'
}

expect()
{
	if ! grep -qE -e "$1" "$work/said"; then
		failures=$((failures + 1))
		echo "FAILED: there is no line $1 in:"
		cat "$work/said"
	fi
}

mkdir "$work/before"
figures >"$work/before/board.csv" <<-END
	one,w1,,alloc_mean,80.5
	one,w1,,alloc_max,120
	one,w1,,free_mean,70.5
	one,w1,,free_max,110
	one,w5,4,alloc_max,130
	one,packing,16..512 in 64K,packing_percent,93.4
	three,w1,,alloc_max,90
	four,w1,,alloc_max,90
	four,search,,alloc_max,100
	five,w1,,alloc_max,90
	five,search,,alloc_max,100
END
# The free is faster, one workload is missing and one allocator new.
figures >"$work/board.csv" <<-END
	one,w1,,alloc_mean,80.5
	one,w1,,alloc_max,120
	one,w1,,free_mean,65.5
	one,w1,,free_max,110
	one,stack,1 x 65536,alloc_max,5000
	one,packing,16..512 in 64K,packing_percent,93.4
	two,w1,,alloc_mean,200.5
	two,w1,,alloc_max,300
	three,w1,,alloc_max,90
	three,w2,,alloc_max,95
	four,w2,,alloc_max,95
	four,search,,alloc_max,105
	five,w1,,alloc_max,90
	five,w2,,alloc_max,95
	four,trace,lua-32 roomy,alloc_mean,100.5
	four,trace,lua-32 roomy,free_mean,99.5
END
PYTHONDONTWRITEBYTECODE=1 python3 "$source/benches/charts/measured.py" --before "$work/before" \
	"$work/board.csv" >"$work/said"
expect '^board: 16 figures in '
expect '^ +allocator +build +alloc +free +real programs +packing %$'
expect '^ +one +-O2 +80\.5 / 120 \(80\.5 / 120\) +65\.5 / 110 \(70\.5 / 110\) +– +93\.4 \(93\.4\)$'
expect '^ +two +-O2 +200\.5 / 300 +– +– +–$'
# The results have the longest call of all workloads: what they leave out was not longer.
expect '^ +three +-O2 +– / 95 \(– / 90\) +– +– +–$'
expect '^ +four +-O2 +– / 105 \(– / 100\) +– +200\.0 / – / – / – +–$'
# Without search it cannot be told what W2 had.
expect '^ +five +-O2 +– / 95 +– +– +–$'
expect '^6 of the 8 figures that benches/results has too are the same\.$'

# scripts/bench.sh ends with it.
tail -n 3 "$source/scripts/bench.sh" | grep 'measured\.py' >/dev/null || {
	failures=$((failures + 1))
	echo "FAILED: scripts/bench.sh does not print the table"
}

echo "bench_table: $failures failed"
[ "$failures" -eq 0 ]
