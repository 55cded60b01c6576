# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the scripts that build benchmarks share; they source it in the root of the source tree.

# shellcheck source=scripts/progress.sh
. scripts/progress.sh

# logged WHAT LOG COMMAND...: what it prints is shown only if it fails.
logged()
{
	local what=$1 log=$2
	shift 2

	if ! followed "$what" "$log" "$@"; then
		cat "$log" >&2
		exit 1
	fi
}

# configure_benches FOLDER TARGET SOURCE OPTION...: for a board or the host, the benchmarks of
# the library that SOURCE has.
configure_benches()
{
	local folder=$1 target=$2 source=$3 toolchain=
	shift 3

	case $target in
	mps2-an385) toolchain=arm-none-eabi ;;
	virt-a53) toolchain=aarch64 ;;
	virt-rv32) toolchain=riscv32 ;;
	host) ;;
	*)
		echo "$0: there is no target $target" >&2
		exit 2
		;;
	esac
	if [ -n "$toolchain" ]; then
		set -- -DCMAKE_TOOLCHAIN_FILE="$PWD/cmake/toolchain-$toolchain.cmake" \
			-DSMH_BOARD="$target" -DSMH_LOCK=irq "$@"
	fi
	mkdir -p "$folder"
	logged "$target: configuring" "$folder/configure.log" cmake -S . -B "$folder" -G Ninja \
		-DSMH_BUILD_BENCHES=ON -DSMH_BENCH_SOURCE="$source" "$@"
}
