# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# The emulated machine, for the scripts beside this one, which are in the folder $here.

# shellcheck source=boards/common/qemu.sh disable=SC2154
. "$here/../common/qemu.sh"

# qemu_virt SECONDS MACHINE [options]: as run_qemu() has it.
qemu_virt() {
	seconds=$1
	machine=$2
	shift 2
	run_qemu "$seconds" qemu-system-aarch64 -machine "$machine" -cpu cortex-a53 -m 256 \
		-nic none -nographic "$@"
}
