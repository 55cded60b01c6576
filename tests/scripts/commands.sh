#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: commands.sh SOURCE_TREE
#
# What make says of commands that there are, and of those that there are not.

set -euo pipefail

cd "$1"
unset MAKEFLAGS MFLAGS MAKELEVEL
said=$(mktemp)
trap 'rm -f "$said"' EXIT
failures=0

complain()
{
	failures=$((failures + 1))
	echo "FAILED: $*"
	cat "$said"
}

# A word, the name of a folder, and what looks like one of a family of commands.
for command in no-such tests scripts test-no-such test-rust-no-such; do
	status=0
	make "$command" >"$said" 2>&1 || status=$?
	[ "$status" -eq 2 ] || complain "make $command ended with $status"
	grep -q "There is no .*${command#test-rust-}" "$said" ||
		complain "make $command does not say what is wrong"
	grep -qE '"make help"|--list' "$said" || complain "make $command names no way out"
done

# Each text begins in the same column, and every command that has one is there.
make help >"$said"
columns=$(awk '{ match($0, /^    make [a-z0-9-]+  +/); print RLENGTH }' "$said" | sort -u)
if [ "$(wc -w <<<"$columns")" -ne 1 ] || [ "$columns" -le 0 ]; then
	complain "make help has no columns"
fi
[ "$(wc -l <"$said")" -eq "$(grep -c '^[a-z0-9-]*:.*## ' Makefile)" ] ||
	complain "make help does not have every command"

echo "commands: $failures failed"
[ "$failures" -eq 0 ]
