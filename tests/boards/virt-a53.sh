#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Boot one image with several devicetree blobs: the regions that it prints must be those that
# fdtget finds in the blob, and all its checks must hold. A blob with an unknown capability
# must add nothing.
# usage: virt-a53.sh RUN.SH SCENARIO.bin FOLDER-OF-BLOBS
set -eu

run=$1
image=$2
blobs=$3
parent=/reserved-memory

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "virt-a53: $1" >&2
	exit 1
}

# join_cells CELL...: hexadecimal cells as one number, without leading zeroes
join_cells() {
	joined=
	for cell in "$@"; do
		joined=$joined$(printf '%08x' "0x$cell")
	done
	printf '0x%x' "0x$joined"
}

# describe BLOB NODE ADDRESS-CELLS SIZE-CELLS: its line as the image should print it
describe() {
	label=$(fdtget -d "${2##*/}" "$1" "$2" label)
	attr=$(fdtget "$1" "$2" capability)
	# shellcheck disable=SC2046 # one word a cell
	set -- "$3" "$4" $(fdtget -t x "$1" "$2" reg)
	address_cells=$1
	size_cells=$2
	shift 2
	[ $# -eq $((address_cells + size_cells)) ] || fail "reg of $label has $# cells"
	case $address_cells in
	1)
		phys=$(join_cells "$1")
		shift
		;;
	2)
		phys=$(join_cells "$1" "$2")
		shift 2
		;;
	*) fail "$address_cells address cells" ;;
	esac
	size=$(join_cells "$@")
	case $attr in
	cacheable) par=WB ;;
	non-cacheable) par=NC ;;
	*) fail "capability $attr" ;;
	esac
	echo "label=$label attr=$attr phys=$phys size=$size par=$par"
}

# expected_regions BLOB
expected_regions() {
	address_cells=$(fdtget -t u "$1" $parent '#address-cells')
	size_cells=$(fdtget -t u "$1" $parent '#size-cells')
	fdtget -l "$1" $parent | while read -r name; do
		node=$parent/$name
		[ "$(fdtget -d none "$1" "$node" compatible)" = shared-multi-heap ] || continue
		[ "$(fdtget -d okay "$1" "$node" status)" = okay ] || continue
		describe "$1" "$node" "$address_cells" "$size_cells"
	done
}

printed_regions() {
	sed -n 's/^region: \(.*\) virt=0x[0-9a-f]* \(par=.*\)$/\1 \2/p' "$1"
}

# No region may be seen at its physical address.
check_moved() {
	sed -n 's/^region: .* phys=\(0x[0-9a-f]*\) .* virt=\(0x[0-9a-f]*\) .*/\1 \2/p' "$1" |
		while read -r phys virt; do
			[ "$phys" != "$virt" ] || fail "the region at $phys is not moved"
		done
}

# boot BLOB LOG: prints the exit status
boot() {
	status=0
	"$run" "$image" --dtb "$1" >"$2" 2>&1 || status=$?
	echo "$status"
}

# check_good NAME COUNT: the blob describes so many regions, and the image finds just these
check_good() {
	blob=$blobs/$1.dtb
	log=$work/$1.log
	status=$(boot "$blob" "$log")
	expected_regions "$blob" >"$work/expected"
	printed_regions "$log" >"$work/printed"
	[ "$(wc -l <"$work/expected")" -eq "$2" ] || fail "$1: the blob is not what it should be"
	if ! diff -u "$work/expected" "$work/printed" || [ "$status" -ne 0 ]; then
		cat "$log" >&2
		fail "$1: exit status $status"
	fi
	check_moved "$log"
	grep -q "^result: checks=[1-9][0-9]* failed=0$" "$log" || fail "$1: no result"
	echo "virt-a53: $1: $2 regions as fdtget has them, $(grep '^result' "$log")"
}

# check_refused NAME REASON: nothing is added, for this reason
check_refused() {
	log=$work/$1.log
	status=$(boot "$blobs/$1.dtb" "$log")
	if [ "$status" -ne 1 ] || [ -n "$(printed_regions "$log")" ] ||
		! grep -q "^regions: 0$" "$log" || ! grep -q "^devicetree refused: $2" "$log"; then
		cat "$log" >&2
		fail "$1: exit status $status, expected 1 and a refusal: $2"
	fi
	echo "virt-a53: $1: refused, nothing added"
}

check_good three 3
check_good four 4
check_good twocells 3
check_refused bad ".*capability"
check_refused overlap ".*overlap"
