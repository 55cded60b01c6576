#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: rust-sizes.sh [FILE]
#
# Sizes of the smallest useful firmware in Rust, rust/firmware/smallest, for the Cortex-M3: opt-level
# s, fat LTO and one codegen unit, with this library in several configurations and with other
# allocators. Text is that of the whole image: vectors, start-up code, program and allocator; bss has
# the region. Into benches/results/rust-size.csv or the file named.

set -euo pipefail

cd "$(dirname "$0")/../.."

output=$(realpath -m "${1:-benches/results/rust-size.csv}")
board=mps2-an385
target=thumbv7m-none-eabi
compiler=arm-none-eabi-gcc
trimmed=(SMH_MAX_REGIONS=1 SMH_MAX_ATTR=1 SMH_MAX_REGION_SHIFT=18 SMH_POLICY=first-fit
	SMH_CHECK=0 SMH_STATS=0)

# The core library has to be there in a form for LTO: that of the peers.
export CARGO_TARGET_DIR=$PWD/build/peers/cargo
# shellcheck source=scripts/rust-env.sh
. scripts/rust-env.sh
# shellcheck disable=SC2034 # rust-env.sh reads it
rust_root=$PWD/build/peers/rust
CARGO_ENCODED_RUSTFLAGS=-Cembed-bitcode=yes rust_core $target

# measured PROGRAM ALLOCATOR OPTIONS [NAME=VALUE...]: the lines of one image, built with those
# options of the C library and no others.
measured()
{
	local program=$1 fields=$board,$2,$3,size,firmware setting
	shift 3

	(
		unset "${!SMH_@}"
		for setting; do
			export "${setting?}"
		done
		cd rust/firmware
		cargo_target $target build -q --locked --profile smallest -p smallest --bin "$program"
	)
	arm-none-eabi-size "$CARGO_TARGET_DIR/$target/smallest/$program" |
		awk -v fields="$fields" 'NR == 2 {
			printf "%s,text_bytes,%d\n%s,data_bytes,%d\n%s,bss_bytes,%d\n",
				fields, $1, fields, $2, fields, $3
		}'
}

{
	echo "# benches/charts/rust-sizes.sh   ($(rustc --version | cut -d ' ' -f 1,2)," \
		"$($compiler --version | head -n 1); opt-level s, fat LTO, one codegen unit)"
	echo "target,allocator,options,workload,parameter,metric,value"
	measured shared_multi_heap pool "opt-level=s"
	measured shared_multi_heap pool "opt-level=s compact" SMH_FAST_PATHS=0
	measured shared_multi_heap pool "opt-level=s small" \
		SMH_CONFIG_HEADER="$PWD/include/smh_small.h"
	measured shared_multi_heap pool "opt-level=s trimmed" "${trimmed[@]}"
	measured shared_multi_heap pool "opt-level=s trimmed_compact" "${trimmed[@]}" \
		SMH_FAST_PATHS=0
	measured embedded_alloc_tlsf embedded-alloc-tlsf "opt-level=s"
	measured talc talc "opt-level=s"
} >"$output.new"
mv "$output.new" "$output"
echo "$output: $(wc -l <"$output") lines" >&2
