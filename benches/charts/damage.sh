#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: damage.sh [TRIALS]
#
# The table of the damage fuzzer: the sums over all sets of options of build/damage/damage.csv, which
# `make damage` leaves, into benches/results/damage.csv. TRIALS is what that command was given.

set -euo pipefail

cd "$(dirname "$0")/../.."

rows=build/damage/damage.csv

if [ ! -s "$rows" ]; then
	echo "damage.sh: there is no $rows: make damage TRIALS=2800000 writes it" >&2
	exit 1
fi
awk -F, -v command="make damage TRIALS=${1:-2800000}" '
	NR == 1 { next }
	{
		row = $2 "," $3
		if (!(row in sets)) order[++rows] = row
		sets[row]++
		for (i = 4; i <= 12; i++) sum[row, i] += $i
	}
	END {
		print "# " command
		print "kind,format,sets,trials,at_once,later,validate,silent,harm_g1,harm_g3,decided,accepted"
		for (n = 1; n <= rows; n++) {
			line = order[n] "," sets[order[n]]
			for (i = 4; i <= 12; i++) line = line "," sum[order[n], i]
			print line
		}
	}' "$rows" >benches/results/damage.csv
echo "benches/results/damage.csv"
