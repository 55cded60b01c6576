#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Make a devicetree blob for the board: the tree that QEMU has for the machine, with the nodes
# of an overlay merged into it.
# usage: make-dtb.sh OVERLAY.dts OUTPUT.dtb
set -eu

here=$(dirname "$0")
# shellcheck source=boards/virt-a53/machine.sh
. "$here/machine.sh"

if [ $# -ne 2 ]; then
	echo "usage: $0 OVERLAY.dts OUTPUT.dtb" >&2
	exit 2
fi
overlay=$1
output=$2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

qemu_virt 60 "virt,dumpdtb=$work/machine.dtb" >"$work/log" 2>&1 || true
if [ ! -s "$work/machine.dtb" ]; then
	cat "$work/log" >&2
	echo "make-dtb.sh: QEMU wrote no devicetree" >&2
	exit 1
fi

# The machine's tree is not ours to be warned about; errors still stop here.
dtc -q -q -I dtb -O dts -o "$work/machine.dts" "$work/machine.dtb"
cat "$work/machine.dts" "$overlay" >"$work/merged.dts"
dtc -q -q -I dts -O dtb -o "$work/merged.dtb" "$work/merged.dts"
mv "$work/merged.dtb" "$output"
