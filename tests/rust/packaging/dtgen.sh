#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: dtgen.sh
#
# Packs the crate for build scripts, unpacks it outside the repository, and builds a program whose
# regions come from a devicetree: with attributes of its own, with names that mean harm, with a tool
# that is there already, and with devicetrees that are refused.

set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$root/build/rust-dtgen

# shellcheck source=scripts/rust-env.sh
. "$root/scripts/rust-env.sh"
# shellcheck source=tests/rust/packaging/checks.sh
. "$here/checks.sh"

rm -rf "$work"
mkdir -p "$work/harm"
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT
while read -r name; do
	unset "$name"
done < <(compgen -e SMH_)
export CARGO_NET_OFFLINE=true

package()
{
	CARGO_TARGET_DIR="$work" cargo package --allow-dirty --manifest-path "$root/rust/dtgen/Cargo.toml" &&
		tar -xzf "$work"/package/shared-multi-heap-dtgen-*.crate -C "$away"
}

# The C sources themselves, not links to what is not there.
holds_sources()
{
	local file

	for file in c/devicetree/scan.c c/pool/pool.c include/smh_devicetree.h tools/dtgen/main.c; do
		[ -f "$dtgen/$file" ] && [ ! -L "$dtgen/$file" ] || return
	done
	[ -z "$(find "$dtgen" -type l)" ]
}

# A program that takes the crates by their paths.
make_consumer()
{
	cp -r "$here/dtgen" "$away/consumer"
	cat >"$away/consumer/Cargo.toml" <<-END
		[package]
		name = "consumer"
		version = "0.0.0"
		edition = "2024"

		[workspace]

		[dependencies]
		critical-section = { version = "1.2", features = ["std"] }
		shared-multi-heap = { path = "$root/rust/shared-multi-heap" }

		[build-dependencies]
		shared-multi-heap-dtgen = { path = "$dtgen" }
	END
}

# consume COMMAND: of cargo, in the consumer.
consume()
{
	(cd "$away/consumer" && cargo "$1" -q)
}

# ascii FILE: the lines whose label has no other bytes.
ascii()
{
	awk 'NF < 3 || $3 ~ /^([0-7].)*$/' "$1"
}

# What the program tells of harmful names is what hostile_blobs wrote down, but for the bytes that
# are no ASCII.
harm_is_told()
{
	DTGEN_HARM="$work/harm" consume run >"$work/told" || return
	grep '^harm ' "$work/told" | sed 's/^harm //' | sort >"$work/lines"
	cat "$work"/harm/*.txt | sort >"$work/wanted"
	[ "$(wc -l <"$work/lines")" -eq "$(wc -l <"$work/wanted")" ] || return
	ascii "$work/lines" >"$work/lines.ascii"
	ascii "$work/wanted" >"$work/wanted.ascii"
	[ "$(wc -l <"$work/lines.ascii")" -gt 150 ] && diff "$work/wanted.ascii" "$work/lines.ascii"
}

# with_board EXPRESSION: of sed, on the devicetree.
with_board()
{
	sed "$1" "$here/dtgen/board.dts" >"$away/consumer/board.dts"
	consume build
}

step "package"
check "cargo package" package
dtgen=$(compgen -G "$away/shared-multi-heap-dtgen-*")
check "it carries the C sources" holds_sources

step "a program with a build script"
make_consumer
check "the harmful blobs" cc -o "$work/hostile_blobs" "$root/tests/dtgen/hostile_blobs.c" -lfdt
check "they are written" "$work/hostile_blobs" "$work/harm"
check "regions of a source with #include" said '^4 regions' consume run
tool=$(find "$CARGO_TARGET_DIR/debug/build" -path '*/consumer-*/out/smh-dtgen' | head -n 1)
cp "$tool" "$work/smh-dtgen"
check "with a tool that is there already" env SMH_DTGEN="$work/smh-dtgen" bash -c \
	"cd '$away/consumer' && touch build.rs && cargo run -q"
check "names that mean harm" harm_is_told

step "what is refused"
check_fails "a region without reg" '/reserved-memory/tcm@20000000: reg: bad reg' \
	with_board 's/reg = <0x20000000 TCM_BYTES>;//'
check_fails "an unknown capability" '/reserved-memory/tcm@20000000: capability: unknown' \
	with_board 's/"tcm"/"tmc"/'
check_fails "no devicetree at all" 'the devicetree compiler failed' with_board 's/^};$//'
check_fails "an #include that is not there" 'the C preprocessor failed' \
	with_board 's/<sizes.h>/<none.h>/'
check_fails "another number than the type's" 'another number than the devicetree' \
	env DTGEN_WRONG=1 bash -c "cd '$away/consumer' && cp '$here/dtgen/board.dts' . && cargo build -q"
check_fails "a node that only DT_MEM_ARM() marks, without the option: a warning names it" \
	'warning: .*/ram@22000000: .*build.rs: arm_mpu_attrs' env DTGEN_UNMARKED=1 bash -c \
	"cd '$away/consumer' && cp '$here/dtgen/board.dts' . && cargo build"
check_fails "a tool that is not there" 'no-such-tool' \
	env SMH_DTGEN=no-such-tool bash -c "cd '$away/consumer' && cargo build -q"
sum_up
