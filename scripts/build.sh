#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: build.sh PRESET [TARGET...]
#
# Configures and builds a preset, everything of it by default, and says meanwhile how far it is.
# What CMake and the compilers print is in build/PRESET/*.log, and shown only if they fail.

set -euo pipefail

cd "$(dirname "$0")/.."

# shellcheck source=scripts/progress.sh
. scripts/progress.sh

preset=$1
shift
targets=()
if [ $# -gt 0 ]; then
	targets=(--target "$@")
fi
options=()
case $preset in
virt-a53 | mps2-an385)
	# A missing Rust is an error here, not a reason to build less.
	options=(-DSMH_RUST=ON)
	;;
esac

# step NAME DOING COMMAND...
step()
{
	local log=build/$preset/$1.log doing=$2
	shift 2

	if ! followed "$preset: $doing" "$log" "$@"; then
		cat "$log"
		exit 1
	fi
}

mkdir -p "build/$preset"
step configure configuring cmake --preset "$preset" "${options[@]}"
step build building cmake --build --preset "$preset" "${targets[@]}"
