#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: errors.sh SMH_DTGEN BLOB_DIR WORK_DIR
#
# The command line of smh-dtgen: each reason for which a blob is refused, each mistake in options, and
# files that cannot be read or written. Status 1 or 2, a message that names what is wrong, nothing
# written, and what was there before is as it was.

set -euo pipefail

tool=$1
blobs=$2
work=$3
checks=0
failures=0

rm -rf "$work"
mkdir -p "$work/out"
work=$(cd "$work" && pwd)

complain()
{
	echo "FAILED: $*"
	failures=$((failures + 1))
}

# run ARGUMENT...: its status, what it said in $work/said.
run()
{
	local status=0

	"$tool" "$@" >"$work/said" 2>&1 || status=$?
	echo "$status"
}

# refuses STATUS TEXT ARGUMENT...: and leaves the files that are there.
refuses()
{
	local wanted=$1 text=$2 status
	shift 2

	checks=$((checks + 1))
	rm -rf "$work/out"
	mkdir "$work/out"
	echo kept >"$work/out/regions.c"
	status=$(run --output "$work/out" "$@")
	[ "$status" -eq "$wanted" ] || complain "$*: status $status instead of $wanted"
	grep -qF -e "$text" "$work/said" || complain "$*: no \"$text\": $(cat "$work/said")"
	if [ "$(ls -A "$work/out")" != regions.c ] || [ "$(cat "$work/out/regions.c")" != kept ]; then
		complain "$*: files have changed: $(ls -A "$work/out")"
	fi
}

# writes FILES ARGUMENT...
writes()
{
	local wanted=$1 status
	shift

	checks=$((checks + 1))
	rm -rf "$work/out"
	mkdir "$work/out"
	status=$(run --output "$work/out" "$@")
	[ "$status" -eq 0 ] || complain "$*: status $status: $(cat "$work/said")"
	[ "$(cd "$work/out" && echo *)" = "$wanted" ] ||
		complain "$*: wrote $(cd "$work/out" && echo *)"
}

# says TEXT: so did the last run.
says()
{
	checks=$((checks + 1))
	grep -qF -e "$1" "$work/said" || complain "no \"$1\": $(cat "$work/said")"
}

# warns TEXT ARGUMENT...: writes all the same.
warns()
{
	local text=$1
	shift

	writes "regions.c regions.h regions.ld regions.rs" "$@"
	says "smh-dtgen: warning: "
	says "$text"
}

# arm_nodes COUNT: a source with so many nodes that only DT_MEM_ARM() marks.
arm_nodes()
{
	local i

	printf '/dts-v1/; / { #address-cells = <1>; #size-cells = <1>;\n'
	for ((i = 1; i <= $1; i++)); do
		printf 'm@%x { compatible = "zephyr,memory-region"; reg = <%d 4096>;' $((i * 4096)) $((i * 4096))
		printf ' zephyr,memory-attr = <0x100000>; };\n'
	done
	printf '};\n'
}

# many COUNT: a source with so many regions.
many()
{
	local i

	printf '/dts-v1/; / { #address-cells = <1>; #size-cells = <1>; reserved-memory {'
	printf '#address-cells = <1>; #size-cells = <1>; ranges;\n'
	for ((i = 1; i <= $1; i++)); do
		printf 'r@%x { compatible = "shared-multi-heap"; reg = <%d 4096>;' $((i * 4096)) $((i * 4096))
		printf ' capability = "external"; };\n'
	done
	printf '}; };\n'
}

good=$blobs/three-regions.dtb
a=/reserved-memory/a@42000000

# Every reason of enum smh_dt_error.
head -c 100 "$good" >"$work/cut.dtb"
many 200 | dtc -q -q -o "$work/many.dtb" -
refuses 1 "$work/cut.dtb: not a sound devicetree (damaged, cut off, " "$work/cut.dtb"
refuses 1 "or no blob: dtc makes one of a .dts)" "$0"
refuses 1 ": $a: status: not a sound devicetree (not one string" "$blobs/bad-open-status.dtb"
refuses 1 ": /reserved-memory: #size-cells: bad #address-cells or #size-cells (missing" \
	"$blobs/bad-no-size-cells.dtb"
refuses 1 ": $a: reg: bad reg (missing, cut off, or beyond 64 address bits)" "$blobs/bad-no-reg.dtb"
refuses 1 ": /soc: ranges: bad ranges" "$blobs/bad-no-ranges.dtb"
refuses 1 ": $a: capability: unknown capability \"cacheabl\" (cacheable, non-cacheable, external;" \
	"$blobs/bad-unknown-capability.dtb"
refuses 1 ": $a: capability: unknown capability (missing" "$blobs/bad-no-capability.dtb"
refuses 1 ": $a: capability: unknown capability (missing, or not one string)" \
	"$blobs/bad-two-capabilities.dtb"
refuses 1 ": /soc/mem@42000000: zephyr,memory-attr: unknown capability 0x80000 (bits 16, 17 and 18;" \
	"$blobs/bad-unknown-bit.dtb"
refuses 1 ": zephyr,memory-attr: unknown capability (missing, or not one cell)" "$blobs/bad-wide-attr.dtb"
refuses 1 ": $a: capability: attribute out of bounds (SMH_MAX_ATTR is " \
	--capability dma=70000 "$blobs/custom.dtb"
refuses 1 ": $a: reg: region too small or too large (from 64 bytes" "$blobs/bad-small-size.dtb"
refuses 1 ": /reserved-memory/reserved@43000000: reg: overlap with" --in-use 0x43001fff+1 "$good"
refuses 1 ": reg: too many regions (SMH_MAX_REGIONS is " "$work/many.dtb"

# What is passed over is told, and no error.
warns "zephyr-arm.dtb: /nocache@38200000: zephyr,memory-attr: 0x200000 makes no region: only DT_MEM_ARM()" \
	"$blobs/zephyr-arm.dtb"
says "--arm-mpu-attrs lets it join (CMake: ARM_MPU_ATTRS, build.rs: arm_mpu_attrs())"
says "/flash@10000000: zephyr,memory-attr: 0x400000 makes no region: none of its bits asks"
says "/off@38600000: zephyr,memory-attr: 0x100000 makes no region: the node, or one above it, is not"
says "/plain@38700000: zephyr,memory-attr: 0x100000 makes no region: compatible does not hold"
says "zephyr-arm.dtb: no node is a region: the table is empty"
warns "/plain@38700000: " --arm-mpu-attrs "$blobs/zephyr-arm.dtb"
[ "$(wc -l <"$work/said")" -eq 1 ] || complain "--arm-mpu-attrs: $(cat "$work/said")"
[ "$(sed -n 's/^\t*\.attr = //p' "$work/out/regions.c" | tr -d '\n')" = 0,1,2, ] ||
	complain "--arm-mpu-attrs: $(cat "$work/out/regions.c")"
warns "no node is a region" "$blobs/none.dtb"
arm_nodes 40 | dtc -q -q -o "$work/arm.dtb" -
warns "/m@10000: zephyr,memory-attr: 0x100000" "$work/arm.dtb"
says "24 more nodes with zephyr,memory-attr are no region"
[ "$(wc -l <"$work/said")" -eq 18 ] || complain "40 nodes: $(cat "$work/said")"

# What only a target with fewer bits cannot have.
writes "regions.c regions.h regions.ld regions.rs" "$blobs/above-4g.dtb"
refuses 1 "beyond 32 address bits" --address-bits 32 "$blobs/above-4g.dtb"
refuses 1 ": /reserved-memory/reserved@42000000: reg: bad reg" --address-bits 30 "$good"
writes "regions.c regions.h regions.ld regions.rs" --address-bits 31 "$good"

# An attribute without a type stops only what needs one.
own=(--capability dma=5 --memory-attr 0x180000=6)
refuses 1 ": $a: the attribute 5 has no Rust type: --rust-attribute 5=PATH" "${own[@]}" \
	"$blobs/custom.dtb"
refuses 1 ": /reserved-memory/c@44000000: the attribute 6 has no Rust type" "${own[@]}" \
	--rust-attribute 5=crate::Dma "$blobs/custom.dtb"
writes "regions.c regions.h regions.ld" "${own[@]}" --emit c --emit ld "$blobs/custom.dtb"
writes "x.rs" "${own[@]}" --rust-attribute 5=crate::Dma --rust-attribute 6=::dma::Other_2 \
	--emit rust --name x "$blobs/custom.dtb"
writes "regions.ld" --emit ld --in-use 0x45000000+0 "$good"

# Files.
refuses 1 "$work/none.dtb: No such file" "$work/none.dtb"
refuses 1 "$work: Is a directory" "$work"
refuses 1 "/dev/null: not a sound devicetree" /dev/null
refuses 1 "/dev/zero: too large" /dev/zero
refuses 1 "$work/none/regions.h.new: No such file" --output "$work/none" "$good"
mkdir "$work/taken" "$work/taken/regions.h"
refuses 1 "$work/taken/regions.h: " --output "$work/taken" "$good"
[ "$(ls -A "$work/taken")" = regions.h ] || complain "a file is left: $(ls -A "$work/taken")"
if [ -w /dev/full ]; then
	ln -s /dev/full "$work/taken/full.ld.new"
	refuses 1 "full.ld.new: No space left" --output "$work/taken" --name full --emit ld "$good"
fi

# The command line.
refuses 2 "no blob is named"
refuses 2 "there is one blob already: $good" "$good" "$good"
refuses 2 "--nonsense is no option" --nonsense 1 "$good"
refuses 2 "--name must have a value" "$good" --name
for name in '' 1a _a a__b a_ 'a b' a-b ../a 'a"' "$(printf 'a%.0s' {1..48})"; do
	refuses 2 "letters, digits and single underscores" --name "$name" "$good"
done
refuses 2 "--emit d: must be c, ld or rust" --emit d "$good"
for bits in '' 0 65 -1 32x 0x; do
	refuses 2 "--address-bits $bits: must be from 1" --address-bits "$bits" "$good"
done
for row in dma =3 dma= dma=x dma=-1 dma=4294967296; do
	refuses 2 "--capability $row: must be NAME=NUMBER" --capability "$row" "$good"
done
for row in 3 =3 x=3 1=x 4294967296=1; do
	refuses 2 "--memory-attr $row: must be BITS=NUMBER" --memory-attr "$row" "$good"
done
for row in 1 +1 1+ 1+x 0x10000000000000000+1; do
	refuses 2 "--in-use $row: must be ADDRESS+SIZE" --in-use "$row" "$good"
done
for row in 3 3= =a 3=1a 3=a: 3=a::: '3=a b' 3=a::1 '3=a;b' 3=::; do
	refuses 2 "--rust-attribute $row: must be NUMBER=PATH" --rust-attribute "$row" "$good"
done
[ "$(run --help)" -eq 0 ] || complain "--help"
grep -q -- --address-bits "$work/said" || complain "--help: $(cat "$work/said")"
[ "$(run --version)" -eq 0 ] || complain "--version"
grep -qxE 'smh-dtgen [0-9.]+' "$work/said" || complain "--version: $(cat "$work/said")"

echo "errors: $checks checks, $failures failures"
[ "$failures" -eq 0 ]
