#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: verdicts.sh SMH_DTGEN SOURCE_TREE WORK_DIR [schema]
#
# Gives every devicetree of the tree to smh-dtgen, which must say what verdicts.txt says of it: take
# it and write, with a warning that names each node that it passes over, or name the node and the
# property and write nothing. With "schema", dt-validate must
# say of them what stands there too. Fragments are put behind a tree of ours, dts/base.dtsi here.

set -euo pipefail

tool=$1
cd "$2"
work=$3
schema=${4-}
here=tests/dtgen
failures=0

complain()
{
	echo "FAILED: $*"
	failures=$((failures + 1))
}

# flat FILE: what its blob is called here.
flat()
{
	local name=${1%.dts}

	echo "${name//\//.}"
}

# compile FILE BLOB: most of these trees are wrong on purpose, so dtc is forced and silent.
compile()
{
	local file=$1 source=$work/source.dts

	: >"$source"
	case $file in
	*.overlay.dts) cat "$here/base.dtsi" >"$source" ;;
	esac
	cat "$file" >>"$source"
	cc -E -P -nostdinc -undef -x assembler-with-cpp -I "${file%/*}" -I "${file%/*}/more" \
		-I "$here/../../boards/mps2-an385/dts" "$source" |
		dtc -q -q -f -I dts -O dtb -o "$2" -
}

# warned_of BLOB: the nodes of the warnings, and "all" for the one that there is no region at all.
warned_of()
{
	sed -E -e "s,^smh-dtgen: warning: $1: ,," -e 's,: zephyr.memory-attr: .*,,' \
		-e 's/^no node is a region: .*/all/' "$work/said" | paste -sd ' '
}

# reader FILE BLOB WANTED OPTION...: smh-dtgen takes it, or names what is wrong.
reader()
{
	local file=$1 blob=$2 wanted=$3 out=$work/out status=0
	shift 3

	rm -rf "$out"
	mkdir "$out"
	"$tool" "$@" --output "$out" "$blob" >"$work/said" 2>&1 || status=$?
	case $wanted:$status in
	ok:0)
		[ "$(cd "$out" && echo *)" = "regions.c regions.h regions.ld regions.rs" ] ||
			complain "$file: not all is written"
		[ ! -s "$work/said" ] || complain "$file: is taken, but: $(cat "$work/said")"
		;;
	"warns "*:0)
		[ "warns $(warned_of "$blob")" = "$wanted" ] ||
			complain "$file: $wanted, but says: $(cat "$work/said")"
		[ -f "$out/regions.c" ] || complain "$file: nothing is written"
		;;
	ok:* | "warns "*) complain "$file: is refused: $(cat "$work/said")" ;;
	*:1)
		grep -qF "smh-dtgen: $blob: $wanted: " "$work/said" ||
			complain "$file: is refused, not for $wanted: $(cat "$work/said")"
		[ "$(wc -l <"$work/said")" -eq 1 ] || complain "$file: more than one line"
		[ -z "$(ls -A "$out")" ] || complain "$file: is refused, and something is written"
		;;
	*) complain "$file: status $status instead of 1" ;;
	esac
}

# validate BLOB...: what dt-validate says of them, without the folder.
validate()
{
	dt-validate -s dts/bindings -l dts/bindings "$@" 2>&1 |
		sed -e '/^	From schema/d' -e "s,^$work/,,"
}

# check_schema NAME WANTED: what validate has said of one blob, among all.
check_schema()
{
	local name=$1 wanted=$2 said

	said=$(grep -F "$name.dtb: " "$work/schema" || true)
	if [ "$wanted" = - ]; then
		[ -z "$said" ] || complain "$name: dt-validate: $said"
	else
		grep -qF -e "$wanted" <<<"$said" || complain "$name: dt-validate: no \"$wanted\": $said"
	fi
}

# What a tree must not be so that dt-validate can read it at all: it ends with an error of Python.
check_unreadable()
{
	if validate "$work/$1.dtb" >"$work/said"; then
		complain "$1: dt-validate can read it now: say what it says"
	fi
}

rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
readable=()

# rows: FILE, what the reader says, what dt-validate says, options.
rows()
{
	grep -vE '^(#|$)' "$here/verdicts.txt" | sed 's/  *| */|/g'
}

while IFS='|' read -r file wanted told options; do
	compile "$file" "$work/$(flat "$file").dtb"
	words=()
	[ "$options" = - ] || read -ra words <<<"$options"
	reader "$file" "$work/$(flat "$file").dtb" "$wanted" "${words[@]}"
	[ "$told" = unreadable ] || readable+=("$work/$(flat "$file").dtb")
done < <(rows)

missing=$(comm -13 <(rows | cut -d '|' -f 1 | sort) \
	<(find boards tests apps rust -name '*.dts' -not -path '*/target/*' | sort))
[ -z "$missing" ] || complain "not in verdicts.txt: $missing"

if [ "$schema" = schema ]; then
	for file in dts/bindings/*.yaml; do
		if ! dt-doc-validate -u dts/bindings "$file" >"$work/said" 2>&1 || [ -s "$work/said" ]; then
			complain "$file: $(cat "$work/said")"
		fi
	done
	validate "${readable[@]}" >"$work/schema"
	while IFS='|' read -r file _ told _; do
		case $told in
		unreadable) check_unreadable "$(flat "$file")" ;;
		*) check_schema "$(flat "$file")" "$told" ;;
		esac
	done < <(rows)
fi

echo "verdicts: $(rows | wc -l) devicetrees, $failures failures"
[ "$failures" -eq 0 ]
