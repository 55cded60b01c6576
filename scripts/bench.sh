#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: bench.sh [WORKLOAD...]
#
# Builds the benchmarks, runs the workloads, and writes what they measure to
# build/bench/TARGET.csv. Without a name all workloads are run, or, of programs that are there for
# one table, those of that table; on the host only the times. Ends with a table of the figures
# beside those of benches/results. If nothing is narrowed down but TARGET, those that a page shows
# also go to benches/results. What is measured can be narrowed down by variables:
#
#   TARGET      mps2-an385 virt-a53 virt-rv32 host; all of them by default
#   ALLOC       allocators, such as sys_heap, pool, newlib; all that the target has by default
#   PROGRAM     programs, such as bench_sys_heap_os: one way of building an allocator
#   SMH_SOURCE  the folder whose c/ and include/ are measured; then the results are in
#               build/bench/other
#
# JOBS programs run at a time, one for each processor by default; on the host always one.

set -euo pipefail

cd "$(dirname "$0")/.."

read -r -a targets <<<"${TARGET:-mps2-an385 virt-a53 virt-rv32 host}"
read -r -a allocators <<<"${ALLOC:-}"
read -r -a only <<<"${PROGRAM:-}"
jobs=${JOBS:-$(nproc)}
source=$PWD
output=build/bench
if [ -n "${SMH_SOURCE:-}" ]; then
	source=$(cd "$SMH_SOURCE" && pwd)
	output=build/bench/other
fi

# One image may run for so long, in seconds.
export RUN_SECONDS=${RUN_SECONDS:-3600}

# shellcheck source=benches/configure.sh
. benches/configure.sh

# is_among WORD LIST...: an empty list has all words.
is_among()
{
	local word=$1 other
	shift

	[ $# -gt 0 ] || return 0
	for other; do
		[ "$word" != "$other" ] || return 0
	done
	return 1
}

# programs_of TARGET: bench_ALLOCATOR with a variant and a level behind it.
programs_of()
{
	local program allocator

	while read -r program allocator; do
		if is_among "$allocator" "${allocators[@]}" && is_among "$program" "${only[@]}"; then
			echo "$program"
		fi
	done <"$output/$1/benches/programs.txt"
}

# run_program TARGET PART "NUMBER PROGRAM" [WORKLOAD...]: into the file of that part of the results.
run_program()
{
	local target=$1 part=$2 number=${3% *} program=${3#* } start=$SECONDS results image word
	local arguments=arg=bench status=0
	shift 3

	if [ $# -eq 0 ]; then
		case $program in
		*_os) set -- w1 ;;
		*_irq*) set -- w1 w5 owner ;;
		*_64regions_unchecked | *_best_fit | *_owner_table) set -- w5 owner ;;
		*_static) set -- w1 w2 packing ;;
		*_floor64 | *_best_fit_all) set -- occupancy fragmentation ;;
		esac
	fi
	results=$output/$target/results/$program.$part.csv
	image=$output/$target/benches/$program
	for word; do
		arguments+=,arg=$word
	done
	echo "== $program" >&2
	case $target in
	host) "$image" "$@" >"$results" || status=$? ;;
	virt-a53) image+=.bin ;;&
	*)
		"boards/$target/run.sh" "$image" \
			-semihosting-config "enable=on,target=native,$arguments" >"$results" || status=$?
		;;
	esac
	if [ "$status" -ne 0 ]; then
		tail -n 5 "$results" >&2
		echo "$target $program: failed with status $status" >&2
		return 1
	fi
	echo "$target $part $number $program: $((SECONDS - start)) s" >&2
}

# note_program LINE: programs run side by side, and each tells when it starts and ends.
note_program()
{
	if [[ $1 == '== '* ]]; then
		progress_begin "${1#== }"
		show=false
	elif [[ $1 =~ (bench_[a-z0-9_]+): ]]; then
		progress_end "${BASH_REMATCH[1]}"
	fi
}

# run_programs TARGET PART JOBS [WORKLOAD...]: all of the array programs.
run_programs()
{
	local target=$1 part=$2 parallel=$3 i
	shift 3

	for ((i = 0; i < ${#programs[@]}; i++)); do
		printf '%s\0' "$((i + 1))/${#programs[@]} ${programs[i]}"
	done >"$output/$target/programs"
	# The parameters belong to the inner shell.
	# shellcheck disable=SC2016
	watched "$target: running $part" note_program xargs -0 -P "$parallel" -I PROGRAM \
		bash -c 'set -euo pipefail; run_program "$@"' \
		bash "$target" "$part" PROGRAM "$@" <"$output/$target/programs"
}

# least: of lines that differ only in the value the one with the least. Whatever else the host does
# makes a time longer, and none shorter.
least()
{
	awk -F , '
		/^#/ { next }
		{
			value = $NF
			sub(/,[^,]*$/, "")
		}
		!($0 in best) { order[++count] = $0 }
		!($0 in best) || value + 0 < best[$0] + 0 { best[$0] = value }
		END {
			for (i = 1; i <= count; i++) {
				print order[i] "," best[order[i]]
			}
		}'
}

run_target()
{
	local target=$1 program programs turn parallel=$jobs
	shift

	configure_benches "$output/$target" "$target" "$source"
	mkdir -p "$output/$target/results"
	mapfile -t programs < <(programs_of "$target")
	if [ ${#programs[@]} -eq 0 ]; then
		return
	fi
	logged "$target: building ${#programs[@]} programs" \
		"$output/$target/build.log" cmake --build "$output/$target" --target "${programs[@]}"
	if [ "$target" = host ]; then
		parallel=1
	fi
	export -f run_program
	export output
	rm -f "$output/$target"/results/*.csv
	# The results that the new ones are put beside, before they take their place.
	cp "benches/results/$target.csv" "$output/before" 2>/dev/null || true
	if [ "$target" != host ] || [ $# -gt 0 ]; then
		run_programs "$target" workloads "$parallel" "$@"
	else
		run_programs host instructions "$jobs" instructions
	fi
	if [ "$target" = host ] && [ $# -eq 0 ]; then
		for turn in 1 2 3 4 5; do
			run_programs host "time-$turn" 1 time
		done
	fi
	{
		echo "# ALLOC=\"${ALLOC:-}\" PROGRAM=\"${PROGRAM:-}\" scripts/bench.sh $*"
		echo "target,allocator,options,workload,parameter,metric,value"
		for program in "${programs[@]}"; do
			cat "$output/$target/results/$program".*.csv | least
		done
	} >"$output/$target.csv"
	measured+=("$output/$target.csv")
	echo "$output/$target.csv: $(wc -l <"$output/$target.csv") lines" >&2
	if [ -z "${ALLOC:-}${PROGRAM:-}${SMH_SOURCE:-}" ] && [ $# -eq 0 ]; then
		keep_results "$target"
	fi
}

# keep_results TARGET: what the pages show of a run of everything becomes the results of the
# repository.
keep_results()
{
	local target=$1 compiler kept=$output/kept

	compiler=$(sed -nE 's/^set\(CMAKE_C_COMPILER "(.*)"\)/\1/p' \
		"$output/$target"/CMakeFiles/*/CMakeCCompiler.cmake)
	mkdir -p "$kept"
	{
		echo "# make bench TARGET=$target   ($("$compiler" --version | head -n 1))"
		grep -v '^#' "$output/$target.csv"
	} >"$kept/$target.csv"
	PYTHONDONTWRITEBYTECODE=1 python3 benches/charts/keep.py "$kept/$target.csv" >&2
}

mkdir -p "$output/before"
rm -f "$output"/before/*.csv
measured=()
for target in "${targets[@]}"; do
	run_target "$target" "$@"
done
if [ ${#measured[@]} -eq 0 ]; then
	echo "No program of ${targets[*]} is of ALLOC=\"${ALLOC:-}\" PROGRAM=\"${PROGRAM:-}\"." >&2
	exit 1
fi
PYTHONDONTWRITEBYTECODE=1 python3 benches/charts/measured.py --before "$output/before" \
	"${measured[@]}"
