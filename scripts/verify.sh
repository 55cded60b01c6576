#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: verify.sh
#
# The long runs of tests/exhaust: tiny heaps searched until there is no new state, every bad pointer
# and every one-bit damage in every state, 10^9 operations at least; and the arithmetic over all 2^32
# inputs. As many at once as there are processors. What each prints stays in build/verify.

# run() is called by name.
# shellcheck disable=SC2317

set -euo pipefail

cd "$(dirname "$0")/.."

least=1000000000
logs=build/verify

# A name, the program, its arguments.
runs()
{
	cat <<-'END'
	arithmetic_8 enumerate_align_8 full
	arithmetic_16 enumerate_align_16 full
	arithmetic_32_bit ../../../host32/tests/exhaust/enumerate_align_8 full
	narrow_8 exhaust_narrow_8 granules=9 words=5 pointers=2
	narrow_32_bit ../../../host32/tests/exhaust/exhaust_narrow_8 granules=7 words=5 pointers=2
	wide_32_bit ../../../host32/tests/exhaust/exhaust_wide_8 granules=12 words=5
	narrow_8_low exhaust_narrow_8 granules=7 place=low setups=3 words=2
	narrow_16 exhaust_narrow_16 granules=8 words=2
	narrow_16_low exhaust_narrow_16 granules=7 place=low setups=2
	wide_8 exhaust_wide_8 granules=13 words=2
	wide_8_low exhaust_wide_8 granules=12 place=low setups=3
	wide_16 exhaust_wide_16 granules=8 words=2
	wide_16_low exhaust_wide_16 granules=7 place=low setups=2
	narrow_exact exhaust_narrow_exact granules=8
	wide_exact exhaust_wide_exact granules=13 place=low
	narrow_floor exhaust_narrow_floor granules=51 sizes=16,17,18
	wide_floor exhaust_wide_floor granules=50 sizes=16,17 place=low
	release exhaust_release granules=8
	small exhaust_small granules=8 place=low
	narrow_large exhaust_narrow_8 granules=10 damage=0 words=50 pointers=5
	wide_large exhaust_wide_8 granules=16 damage=0 words=50 pointers=5
	narrow_stale exhaust_narrow_16 granules=4 stale=keep damage=50 words=5
	wide_stale exhaust_wide_16 granules=4 stale=keep damage=50 words=5
	END
}

# run NAME PROGRAM ARGUMENT...: leaves NAME.log, and NAME.failed if something was found.
run()
{
	local name=$1 program=build/host/tests/exhaust/$2
	shift 2

	if ! "$program" "$@" >"$logs/$name.log" 2>&1; then
		echo "failed: $name"
		touch "$logs/$name.failed"
	fi
}

# row NAME: the line of a search in the table; nothing for another run.
row()
{
	awk -v name="$1" '
		/^states: / { gsub(",", ""); states = $2; steps = $4; closed = $5 == "closed" }
		/^bad pointers: |^with words in front: / {
			for (i = 2; i <= NF; i++) {
				if ($i ~ /^calls/) bad += $(i - 1)
				if ($i ~ /^accepted/) accepted += $(i - 1)
			}
		}
		/^(live header|free header|end marker|free body|control) / {
			n = $1 == "control" ? 0 : 1
			flips += $(2 + n); calls += $(3 + n); seen += $(4 + n); silent += $(7 + n)
			late += $(8 + n); changed += $(9 + n); missed += $(10 + n); harmful += $(11 + n)
		}
		/^operations: / { operations = $2 + 0 }
		END {
			if (states) {
				printf "%-16s %8d %9d %10d %8d %8d %10d %9d %9d %7d %7d %6d %7d %11.0f%s\n",
					name, states, steps, bad, accepted, flips, calls, seen,
					silent, late, changed, missed, harmful, operations,
					closed ? "" : " NOT CLOSED"
			}
		}
	' "$logs/$1.log"
}

table()
{
	local name

	printf '%-16s %8s %9s %10s %8s %8s %10s %9s %9s %7s %7s %6s %7s %11s\n' run states steps \
		'bad calls' accepted flips calls seen silent late changed missed harmful operations
	while read -r name _; do
		row "$name"
	done < <(runs)
}

scripts/build.sh host verify_programs
scripts/build.sh host32 verify_programs
rm -rf "$logs"
mkdir -p "$logs"
export logs
export -f run
# The words of a line are the arguments of run.
# shellcheck disable=SC2016
runs | xargs -P "$(nproc)" -L 1 bash -c 'run "$@"' run
table
grep -hE '^(sizes|bins|narrow code|wide code): ' "$logs"/arithmetic_*.log
total=$(cat "$logs"/*.log | awk '/^operations: / { sum += $2 } END { printf "%.0f", sum }')
echo "operations: $total in $SECONDS s"
status=0
while read -r name _; do
	if [ -e "$logs/$name.failed" ]; then
		echo "FAILED: $name, see $logs/$name.log"
		status=1
	elif grep -q 'NOT CLOSED' "$logs/$name.log"; then
		echo "FAILED: $name: the search was not closed"
		status=1
	fi
done < <(runs)
if [ "$total" -lt "$least" ]; then
	echo "FAILED: fewer than $least operations"
	status=1
fi
exit "$status"
