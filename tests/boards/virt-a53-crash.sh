#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# An image that runs out of stack must end with a readable report and the status of a fault;
# an image that is entered at the wrong place or level must end at once.
# usage: virt-a53-crash.sh RUN.SH CRASH.bin
set -eu

run=$1
image=$2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "virt-a53-crash: $1" >&2
	cat "$work/log" >&2
	exit 1
}

# boot STATUS IMAGE [options of QEMU]
boot() {
	expected=$1
	shift
	status=0
	"$run" "$@" >"$work/log" 2>&1 || status=$?
	[ "$status" -eq "$expected" ] || fail "exit status $status, expected $expected"
}

says() {
	grep -q -- "$1" "$work/log" || fail "the report does not say: $1"
}

boot 70 "$image"
says 'FAULT: data abort, translation fault: nothing is mapped there (table level 3)'
says 'writing 0x[0-9a-f]*: the guard page, the stack is full'
says 'synchronous exception from this level (vector 4)'
says 'ELR  0x0*400[89a-f][0-9a-f]* '
says 'x30 0x[0-9a-f]*  sp  0x[0-9a-f]*'

# Entered at EL2.
boot 80 "$image" -machine virtualization=on

# The header asks for another place than the image was linked for (offset 8, little-endian).
cp "$image" "$work/moved.bin"
printf '\000\000\020\000' | dd of="$work/moved.bin" bs=1 seek=8 conv=notrunc status=none
boot 81 "$work/moved.bin"

echo "virt-a53-crash: all as expected"
