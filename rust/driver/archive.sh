#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: archive.sh TARGET BOARD WORK OUTPUT [SMH_NAME=VALUE...]
#
# Compiles the driver for a board as a static library, OUTPUT, and lists in OUTPUT.d what it was
# made of. Cargo works in WORK. The options are those of the C library that the driver will be
# linked with, SMH_LIB_DIR the folder where that is; any others in the environment are ignored.

set -euo pipefail

if [ $# -lt 4 ]; then
	sed -n 's/^# Usage: /usage: /p' "$0" >&2
	exit 2
fi

target=$1
board=$2
work=$3
output=$4
shift 4
driver=$(cd "$(dirname "$0")" && pwd)

while read -r name; do
	unset "$name"
done < <(compgen -e SMH_)
for option in "$@"; do
	export "${option?}"
done

# shellcheck source=scripts/rust-env.sh
source "$driver/../../scripts/rust-env.sh"

cargo_target "$target" build --quiet --release --locked --target-dir "$work" \
	--manifest-path "$driver/Cargo.toml" --features "$board"

made=$work/$target/release/libsmh_driver
cp "$made.a" "$output"
# Cargo writes one rule for each kind of library, all of them with the same prerequisites.
sed -n "1s|^[^:]*:|$output:|p" "$made.d" >"$output.d"
