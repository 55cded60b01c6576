#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Run an image on the emulated board; the exit status is that of the program.
# usage: run.sh IMAGE [options of QEMU]
#
# -icount shift=8 makes every instruction take 256 ns of the board's time: the run is the same
# each time, and board_instructions() is exact.
set -eu

here=$(dirname "$0")
# shellcheck source=boards/common/qemu.sh
. "$here/../common/qemu.sh"

if [ $# -lt 1 ]; then
	echo "usage: $0 IMAGE [options of QEMU]" >&2
	exit 2
fi
image=$1
shift

run_qemu "${RUN_SECONDS:-300}" qemu-system-arm -machine mps2-an385 \
	-nic user,ipv6=off,restrict=on -display none -monitor none \
	-serial stdio -icount shift=8,sleep=off \
	-semihosting-config enable=on,target=native -kernel "$image" "$@"
