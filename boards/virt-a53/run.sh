#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Run an image on the emulated board; the exit status is that of the program.
# usage: run.sh IMAGE.bin [--dtb FILE] [options of QEMU]
#
# Without --dtb the image gets the devicetree that QEMU makes for the machine.
#
# -icount shift=4 makes every instruction take 16 ns of the board's time, which is one tick of
# its counter: the run is the same each time, and board_instructions() is exact. With ICOUNT=off in
# the environment several cores (-smp 2) run at once instead of in turns.
set -eu

here=$(dirname "$0")
# shellcheck source=boards/virt-a53/machine.sh
. "$here/machine.sh"

if [ $# -lt 1 ]; then
	echo "usage: $0 IMAGE.bin [--dtb FILE] [options of QEMU]" >&2
	exit 2
fi
image=$1
shift
if [ "${1-}" = --dtb ] && [ $# -ge 2 ]; then
	dtb=$2
	shift 2
	set -- -dtb "$dtb" "$@"
fi

if [ "${ICOUNT-}" != off ]; then
	set -- -icount shift=4,sleep=off "$@"
fi

qemu_virt "${RUN_SECONDS:-300}" virt -semihosting-config enable=on,target=native \
	-kernel "$image" "$@"
