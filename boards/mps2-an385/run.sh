#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Run an image on the emulated board; the exit status is that of the program.
# usage: run.sh IMAGE [options of QEMU]
set -eu

exec "$(dirname "$0")/../mps2-common/run.sh" mps2-an385 "$@"
