#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: test.sh [PRESET|rust|rust-STEP...]
#
# Configures, builds and tests the presets of CMake, and goes through the steps of
# test-rust.sh, all of both by default; goes on after a failure, and ends with the sum over
# all: "N passed, N failed". A preset that does not build counts as one failure, and so does
# one without tests. A step of Rust is one test, whatever it consists of; one that cannot be
# done on this system is skipped, and counted as such.
#
# A step of Rust that runs for STEP_SECONDS, by default four hours, is taken to hang, and is stopped.

set -euo pipefail

cd "$(dirname "$0")/.."

# shellcheck source=scripts/progress.sh
. scripts/progress.sh

presets=("$@")
if [ ${#presets[@]} -eq 0 ]; then
	presets=(host asan tsan host32 virt-a53 mps2-an385 mps2-an386 mps2-an505 rust)
fi

jobs=$(nproc)
step_seconds=${STEP_SECONDS:-14400}
passed=0
failed=0
skipped=0
summary=()
contract_counts=()

# count PRESET ATTRIBUTE: a number from the head of the report that ctest wrote.
count()
{
	sed -nE "1,/<testcase/ s/.*\\b$2=\"([0-9]+)\".*/\\1/p" "build/$1/junit.xml" | head -n 1
}

# contract_cases PRESET: how many cases of the contract passed there, as its runner says: that
# of Criterion (which counts one test of its own, of the table), of the boards, or the plain one.
contract_cases()
{
	awk '
		/^[0-9]+\/[0-9]+ Testing: / { on = $3 ~ /^(target\.)?contract$/ }
		!on { next }
		match($0, /Passing: *[0-9]+/) { print substr($0, RSTART + 8, RLENGTH - 8) - 1 }
		/^[0-9]+ passed, 0 failed/ { print $1 + 0 }
		/^contract: [0-9]+ cases, 0 failed/ { print $2 + 0 }
	' "build/$1/Testing/Temporary/LastTest.log" | tail -n 1
}

run_preset()
{
	local preset=$1 start=$SECONDS tests bad cases

	echo
	echo "=== $preset"
	rm -f "build/$preset/junit.xml"
	if ! scripts/build.sh "$preset"; then
		failed=$((failed + 1))
		summary+=("$preset: does not build")
		return
	fi
	watched "$preset: testing" note_ctest \
		ctest --preset "$preset" --parallel "$jobs" --output-junit junit.xml </dev/null || true
	tests=0
	if [ -s "build/$preset/junit.xml" ]; then
		tests=$(count "$preset" tests)
	fi
	if [ "$tests" -eq 0 ]; then
		failed=$((failed + 1))
		summary+=("$preset: no tests ran")
		return
	fi
	bad=$(($(count "$preset" failures) + $(count "$preset" disabled) + \
		$(count "$preset" skipped)))
	passed=$((passed + tests - bad))
	failed=$((failed + bad))
	cases=$(contract_cases "$preset")
	summary+=("$preset: $((tests - bad)) passed, $bad failed, $((SECONDS - start)) s${cases:+, $cases contract cases}")
	if [ -n "$cases" ]; then
		contract_counts+=("$cases")
	fi
}

# run_step STEP: of test-rust.sh. What it prints is shown if it fails; it stays in the log.
run_step()
{
	local step=$1 start=$SECONDS status=0 log=build/rust/logs/$1.log result told

	echo
	echo "=== rust: $step"
	mkdir -p build/rust/logs
	followed "rust: $step" "$log" \
		timeout "$step_seconds" scripts/test-rust.sh "$step" </dev/null || status=$?
	case $status in
	0)
		result=passed
		passed=$((passed + 1))
		;;
	77)
		result=skipped
		skipped=$((skipped + 1))
		tail -n 5 "$log"
		;;
	*)
		result=FAILED
		failed=$((failed + 1))
		cat "$log"
		if [ "$status" -eq 124 ]; then
			echo "rust $step did not end within $step_seconds s, and was stopped." \
				"Set STEP_SECONDS to a larger number for a slower machine."
		fi
		;;
	esac
	told=$(sed -n '$ s/^=> //p' "$log")
	result="rust $step: $result, $((SECONDS - start)) s${told:+, $told}"
	echo "$result"
	summary+=("$result")
}

run_rust()
{
	local step

	for step in $(scripts/test-rust.sh --list); do
		run_step "$step"
	done
}

# The contract is the same on every target. Fewer cases somewhere would pass unseen.
compare_contract_cases()
{
	local different

	different=$(printf '%s\n' "${contract_counts[@]}" | sort -u | wc -l)
	if [ "$different" -gt 1 ]; then
		failed=$((failed + 1))
		summary+=("contract: the presets ran different numbers of cases")
	fi
}

for preset in "${presets[@]}"; do
	case $preset in
	rust) run_rust ;;
	rust-*) run_step "${preset#rust-}" ;;
	*) run_preset "$preset" ;;
	esac
done
compare_contract_cases

echo
printf '%s\n' "${summary[@]}"
echo "total: $SECONDS s"
totals="$passed passed, $failed failed"
if [ "$skipped" -gt 0 ]; then
	totals+=", $skipped skipped"
fi
echo "$totals"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
