#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Run an image on the emulated board; the exit status is that of the program.
# usage: run.sh IMAGE [options of QEMU]
#
# -icount shift=0 makes every instruction take 1 ns of the board's time: the run is the same each
# time, and board_instructions() is exact.
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

run_qemu "${RUN_SECONDS:-300}" qemu-system-riscv32 -machine virt -m 32 -bios none -nographic \
	-semihosting-config enable=on,target=native \
	-icount shift=0,sleep=off -kernel "$image" "$@"
