#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Run an image on an emulated board of the MPS2 family; the exit status is that of the program.
# usage: run.sh MACHINE IMAGE [options of QEMU]
#
# -icount shift=8 makes every instruction take 256 ns of the board's time: the run is the same
# each time, and board_instructions() is exact.
set -eu

here=$(dirname "$0")
# shellcheck source=boards/common/qemu.sh
. "$here/../common/qemu.sh"

if [ $# -lt 2 ]; then
	echo "usage: $0 MACHINE IMAGE [options of QEMU]" >&2
	exit 2
fi
machine=$1
image=$2
shift 2

run_qemu "${RUN_SECONDS:-300}" qemu-system-arm -machine "$machine" \
	-nic user,ipv6=off,restrict=on -display none -monitor none \
	-serial stdio -icount shift=8,sleep=off \
	-semihosting-config enable=on,target=native -kernel "$image" "$@"
