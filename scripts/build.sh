#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: build.sh PRESET [TARGET...]
#
# Configures and builds a preset, everything of it by default. What that prints is shown
# only if it fails; it is in build/PRESET/*.log.

set -euo pipefail

cd "$(dirname "$0")/.."

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

# step NAME COMMAND...
step()
{
	local log=build/$preset/$1.log
	shift

	if ! "$@" >"$log" 2>&1; then
		cat "$log"
		exit 1
	fi
}

mkdir -p "build/$preset"
step configure cmake --preset "$preset" "${options[@]}"
step build cmake --build --preset "$preset" "${targets[@]}"
