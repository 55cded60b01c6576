#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Run an image on the emulated board; the exit status is that of the program.
# usage: run.sh IMAGE [options of QEMU]
#
# -icount shift=0 makes every instruction take 1 ns of the board's time: the run is the same each
# time, and board_instructions() is exact.
set -eu

seconds=${RUN_SECONDS:-300}

if [ $# -lt 1 ]; then
	echo "usage: $0 IMAGE [options of QEMU]" >&2
	exit 2
fi
image=$1
shift

status=0
timeout "$seconds" qemu-system-riscv32 -machine virt -m 32 -bios none -nographic \
	-semihosting-config enable=on,target=native \
	-icount shift=0,sleep=off -kernel "$image" "$@" </dev/null || status=$?

if [ "$status" -eq 124 ]; then
	echo "run.sh: stopped after $seconds seconds: $image" >&2
fi
exit "$status"
