#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: attributes.sh SMH_DTGEN SOURCE_TREE WORK_DIR
#
# One list of attributes: the names of the binding's schema are those that the reader knows, those of
# the public C header and those of the Rust crate, in the order of their numbers.

set -euo pipefail

tool=$1
cd "$2"
work=$3
rm -rf "$work"
mkdir -p "$work"

# Of the enum of `capability`.
schema()
{
	awk '/^  capability:/ { on = 1 } on && /^    enum:/ { list = 1; next }
		list && $1 == "-" { print $2; next } list { exit }' dts/bindings/shared-multi-heap.yaml
}

# SMH_REG_ATTR_NON_CACHEABLE is "non-cacheable".
header()
{
	sed -nE 's/^\tSMH_REG_ATTR_([A-Z_]+),$/\1/p' include/shared_multi_heap.h | grep -vx NUM |
		tr 'A-Z_' 'a-z-'
}

# The rows that the reader has built in.
reader()
{
	sed -n '/builtin_capabilities\[\]/,/^};/p' c/devicetree/node.c |
		sed -nE 's/^\t\{"([^"]+)", SMH_REG_ATTR_[A-Z_]+\},$/\1/p'
}

# The name and number of each marker type that the crate has itself.
rust()
{
	sed -nE 's/^    const NAME: &.static str = "(.*)";$/\1/p' rust/shared-multi-heap/src/attribute.rs
}

schema >"$work/schema"
[ "$(wc -l <"$work/schema")" -ge 3 ]
for list in header reader rust; do
	"$list" >"$work/$list"
	diff "$work/schema" "$work/$list" || {
		echo "the names of $list are not those of the schema"
		exit 1
	}
done

# What the reader makes of each name: its number in C, and the type of that name in Rust.
number=0
while read -r name; do
	printf '/dts-v1/; / { reserved-memory { #address-cells = <1>; #size-cells = <1>;
		r@1000 { compatible = "shared-multi-heap"; reg = <0x1000 0x1000>;
		capability = "%s"; }; }; };' "$name" | dtc -q -q -f -o "$work/one.dtb" -
	"$tool" --name one --output "$work" "$work/one.dtb"
	grep -qx "			.attr = $number," "$work/one.c"
	type=$(sed -nE 's/.*FixedRegion<::shared_multi_heap::(.*)> =$/\1/p' "$work/one.rs")
	awk -v type="$type" -v name="$name" '
		$0 ~ "^unsafe impl Attribute for " type " " { on = 1 }
		on && index($0, "const NAME: ") && index($0, "\"" name "\"") { found = 1 }
		/^}/ { on = 0 }
		END { exit !found }' rust/shared-multi-heap/src/attribute.rs
	number=$((number + 1))
done <"$work/schema"
echo "attributes: $number names, the same in schema, reader, C and Rust"
