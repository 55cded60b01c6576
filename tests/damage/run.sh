#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: run.sh SOURCE BUILD TRIALS
#
# The damage fuzzer with many sets of options: compiles the core and the program for each, and runs
# so many trials of each kind of damage and each format with the default options, and a fortieth,
# at least 2000, with each of the others. Below 100000 trials there are fewer sets, each built
# either with NDEBUG or with assertions; else all are built both ways. Leaves in BUILD:
#
#   damage.csv   a row for each set, kind and format
#   damage.txt   the sums over all sets
#   harm.txt     how to repeat the first harmful trials; the programs are BUILD/SET/damage
#
# Fails if a promise was broken.

set -euo pipefail

many=100000

# Builds with assertions also stop where the language defines nothing: at an index outside its array,
# an overflow or a shift that came of a value in a region. Not at an address that wraps around and is
# compared, but never used.
strict="-fsanitize=undefined -fno-sanitize=pointer-overflow -fsanitize-undefined-trap-on-error"

# Like m32 of tests/build/run.sh.
m32="-m32 -idirafter /usr/include/x86_64-linux-gnu"

# list_sets: a name and the options of each set. What a short run leaves out begins with a dash.
list_sets()
{
	cat <<-END
		default
		32-bit $m32
		size-exact -Os -DSMH_CHECK_EXACT=1
		wide-only-8 -DSMH_NARROW=0 -DSMH_ALIGN=8
		shift-12 -DSMH_MAX_REGION_SHIFT=12 -DSMH_STATS=0
		best-fit -DSMH_POLICY=2 -DSMH_FLOOR_TRIES=4 -DSMH_MAX_REGIONS=64
		-exact -DSMH_CHECK_EXACT=1
		-no-stats -DSMH_STATS=0
		-size -Os
		-align-8 -DSMH_ALIGN=8
		-align-8-exact -DSMH_ALIGN=8 -DSMH_CHECK_EXACT=1
		-align-64 -DSMH_ALIGN=64
		-32-bit-size $m32 -Os
		-32-bit-exact $m32 -DSMH_CHECK_EXACT=1
		-floor-tries -DSMH_FLOOR_TRIES=4
		-first-fit -DSMH_POLICY=1
		-shift-18 -DSMH_MAX_REGION_SHIFT=18
		-wide-only -DSMH_NARROW=0
		-wide-only-size -Os -DSMH_NARROW=0
		-wide-only-32-bit $m32 -DSMH_NARROW=0
	END
}

# list_builds: a name, and the options with how assertions are compiled.
list_builds()
{
	local name options asserts=no

	while read -r name options; do
		if [ "$trials" -ge "$many" ] || [ "$name" = default ]; then
			echo "${name#-} -DNDEBUG $options"
			echo "${name#-}-asserts $strict $options"
		elif [ "${name#-}" != "$name" ]; then
			continue
		elif [ $asserts = yes ]; then
			echo "$name-asserts $strict $options"
			asserts=no
		else
			echo "$name -DNDEBUG $options"
			asserts=yes
		fi
	done < <(list_sets)
}

# compile NAME OPTION...
compile()
{
	local name=$1
	shift

	mkdir -p "$build/$name"
	gcc -std=c11 -O2 -D_DEFAULT_SOURCE -DSMH_LOCK=0 "$@" -I"$source/include" -I"$source/c" \
		-o "$build/$name/damage" "$source"/c/{port,heap,multi_heap,pool}/*.c \
		"$source"/tests/damage/*.c -lm
}

# trials_of NAME: how many trials of each kind and format.
trials_of()
{
	local few=$((trials / 40))

	[ "$few" -ge 2000 ] || few=2000
	[ "$few" -le "$trials" ] || few=$trials
	[ "$1" != default ] || few=$trials
	echo "$few"
}

# fuzz NAME KIND: rows of the table, and in a file of its own what was harmful.
fuzz()
{
	local dir=$build/$1 status=0

	"$dir/damage" --kind "$2" --csv --set "$1" --trials "$(trials_of "$1")" \
		>"$dir/$2.csv" 2>"$dir/$2.harm" || status=$?
	if [ "$status" -gt 1 ]; then
		echo "$1: $2: ended with status $status" >>"$dir/$2.harm"
	fi
}

# kinds: as the program lists them.
kinds()
{
	{ "$build/default/damage" --help 2>&1 || true; } | sed -n '/^Kinds:/,$p' | tail -n +2
}

# sums: the table over all sets.
sums()
{
	awk -F, '
		NR == 1 { next }
		{
			row = sprintf("%-18s %-7s", $2, $3)
			if (!(row in count)) order[++rows] = row
			count[row]++
			for (i = 4; i <= 12; i++) sum[row, i] += $i
			unseen[row] += $14
			if ($15 != "ok") failed[row]++
		}
		END {
			printf "%-18s %-7s%11s%11s%11s%11s%10s%8s%8s%12s%9s%8s\n", "kind", "format",
				"trials", "at once", "later", "validate", "silent", "harm G1",
				"harm G3", "decided", "accepted", "unseen"
			for (n = 1; n <= rows; n++) {
				row = order[n]
				printf "%s%11d%11d%11d%11d%10d%8d%8d%12d%9d%8d  %s\n", row, sum[row, 4],
					sum[row, 5], sum[row, 6], sum[row, 7], sum[row, 8], sum[row, 9],
					sum[row, 10], sum[row, 11], sum[row, 12], unseen[row],
					failed[row] ? "FAILED in " failed[row] " of " count[row] " sets" \
						    : "ok"
			}
		}' "$build/damage.csv"
}

source=$(cd "$1" && pwd)
build=$2
trials=$3

if [ $# -gt 3 ]; then
	# One task of those below.
	"${@:4}"
	exit
fi

rm -rf "$build"
mkdir -p "$build"
build=$(cd "$build" && pwd)
jobs=$(nproc)

# each: run a task for each line on standard input, its words being arguments.
each()
{
	# shellcheck disable=SC2016 # the inner shell expands it
	tr '\n' '\0' | xargs -0 -P "$jobs" -I WORDS bash -c 'read -ra words <<<"$4" &&
		exec "$0" "$1" "$2" "$3" "${words[@]}"' "$0" "$source" "$build" "$trials" WORDS
}

list_builds | sed 's/^/compile /' | each
read -ra all_kinds <<<"$(kinds | tr '\n' ' ')"
list_builds | while read -r name _; do
	printf "fuzz $name %s\n" "${all_kinds[@]}"
done | each

cat "$build"/*/*.csv | awk 'NR == 1 || !/^options,/' >"$build/damage.csv"
cat "$build"/*/*.harm >"$build/harm.txt"
sums >"$build/damage.txt"
cat "$build/damage.txt"
if grep -q ',FAILED$' "$build/damage.csv" || grep -q ': ended with status' "$build/harm.txt"; then
	echo "damage: FAILED; how to repeat some of it, of $(wc -l <"$build/harm.txt") lines in harm.txt:"
	head -n 20 "$build/harm.txt"
	exit 1
fi
