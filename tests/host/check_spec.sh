#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: check_spec.sh SOURCE_TREE
#
# SPEC.md and the tests agree: each clause of a case exists and names that case, each case that
# a clause names exists, each test file that it names exists, no clause is without a test, and
# each "Source SPEC" of a public header has clauses.

set -euo pipefail

cd "$1"

status=0
complain()
{
	echo "$*"
	status=1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cases=$work/cases
spec=$work/spec

# Lines "CLAUSE TEST", from the tables and from the specification.
sed -nE 's/^.*CASE\("([A-Z0-9-]+)", ([a-z0-9_]+)\).*/\1 \2/p' \
	tests/contract/cases.h tests/mm/mm_cases.h |
	sort >"$cases"
awk '/^\*\*[A-Z0-9-]+\.\*\*/ { clause = substr($1, 3, length($1) - 5) }
	/^Tests: / { on = 1 }
	on { n = split($0, part, "`"); for (i = 2; i <= n; i += 2) print clause, part[i] }
	/^$/ { on = 0 }' SPEC.md | sort >"$spec"

while read -r clause test; do
	grep -qx "$clause $test" "$spec" || complain "SPEC.md: $clause does not name $test"
done <"$cases"

while read -r clause test; do
	case $test in
	*/CMakeLists.txt)
		complain "SPEC.md: $clause: $test is no test"
		;;
	*/*)
		[ -e "$test" ] || complain "SPEC.md: $clause: there is no $test"
		;;
	*)
		grep -q " $test\$" "$cases" || complain "SPEC.md: $clause: there is no case $test"
		;;
	esac
done <"$spec"

clauses=$(sed -nE 's/^\*\*([A-Z0-9-]+)\.\*\*.*/\1/p' SPEC.md)
[ -z "$(sort <<<"$clauses" | uniq -d)" ] || complain "SPEC.md: a clause appears twice"
for clause in $clauses; do
	grep -q "^$clause " "$spec" || complain "SPEC.md: $clause has no test"
done

while read -r group; do
	grep -q "^$group-[0-9]" <<<"$clauses" || complain "SPEC.md: no clause $group"
done < <(sed -nE 's/.*Source  *SPEC ([A-Z0-9-]+[A-Z0-9]).*/\1/p' include/*.h | sort -u)

echo "spec: $(wc -w <<<"$clauses") clauses, $(wc -l <"$cases") cases"
exit $status
