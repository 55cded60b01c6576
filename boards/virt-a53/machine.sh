# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# The emulated machine, for the scripts beside this one.

# qemu_virt SECONDS MACHINE [options]: at most so many seconds; then the status is 124.
qemu_virt() {
	limit=$1
	machine=$2
	shift 2
	timeout "$limit" qemu-system-aarch64 -machine "$machine" -cpu cortex-a53 -m 256 \
		-nic none -nographic "$@" </dev/null
}
