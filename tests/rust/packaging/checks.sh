#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: source checks.sh
#
# What the scripts of this directory share. Expects $work, a directory for their output.

: "${work:?}"
checks=0
failures=0

step()
{
	echo "== $*"
}

# A command that fails says why at the end of its output, which may be long.
shown_lines=60

# judge STATUS NAME: one line. The end of what the command printed is shown if it failed.
judge()
{
	checks=$((checks + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok      $2"
	else
		failures=$((failures + 1))
		echo "FAILED  $2"
		tail -n "$shown_lines" "$work/log" | sed 's/^/        /'
	fi
}

# check NAME COMMAND...: the command must succeed.
check()
{
	local name=$1 status=0
	shift

	echo "begin   $name"
	"$@" >"$work/log" 2>&1 || status=$?
	judge "$status" "$name"
}

# check_fails NAME PATTERN COMMAND...: the command must fail, and say so.
check_fails()
{
	local name=$1 pattern=$2 status=0
	shift 2

	echo "begin   $name"
	if "$@" >"$work/log" 2>&1; then
		echo "It succeeded." >>"$work/log"
		status=1
	elif ! grep -qE -e "$pattern" "$work/log"; then
		echo "It failed, but did not say: $pattern" >>"$work/log"
		status=1
	fi
	judge "$status" "$name"
}

# said PATTERN COMMAND...: the command must succeed and print a line that matches.
said()
{
	local pattern=$1 output
	shift

	output=$("$@") || return
	echo "$output"
	grep -qE -e "$pattern" <<<"$output"
}

# sum_up: the number of checks, and the status.
sum_up()
{
	echo "=> $checks checks, $failures failed"
	[ "$failures" -eq 0 ]
}
