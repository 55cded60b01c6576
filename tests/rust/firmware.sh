#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: firmware.sh [boards|no-panic|overhead|smallest]...
#
# The bare-metal programs of rust/firmware, all parts by default:
#
#   boards    a firmware whose only C is the core, on both boards in QEMU
#   no-panic  every path to and from the pool, linked with all that it reaches: nothing of
#             core::panicking may be among it
#   overhead  instructions that a box takes more than the C calls, printed as a table
#   smallest  the programs that benches/charts/rust-sizes.sh measures link, and the one with this
#             library calls what it is meant to
#
# The collections of the standard library are among the checks, which takes an unstable feature
# of the compiler.

set -euo pipefail

cd "$(dirname "$0")/../.."

# shellcheck source=scripts/rust-env.sh
. scripts/rust-env.sh
export RUSTC_BOOTSTRAP=1

m3=thumbv7m-none-eabi
a53=aarch64-unknown-none-softfloat
# A path that the optimiser or a mistake made disappear would pass unseen.
least_paths=100
controls=(control_index control_expect control_push)

passed=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# check NAME COMMAND...: shows what the command printed if it fails.
check()
{
	local name=$1
	shift

	echo "== $name"
	if "$@" >"$work/log" 2>&1; then
		echo "$name: ok"
		passed=$((passed + 1))
	else
		cat "$work/log"
		echo "$name: FAILED"
		failed=$((failed + 1))
	fi
}

# build TARGET PROFILE PACKAGE: in the directory where cargo finds the configuration.
build()
{
	(
		cd rust/firmware
		cargo_target "$1" build -q --locked --profile "$2" -p "$3" --features nightly
	)
}

# firmware BOARD TARGET: boots it. Its status is not enough: it must have come to the end.
firmware()
{
	build "$2" checked "$1" || return
	boards/"$1"/run.sh "$CARGO_TARGET_DIR/$2/checked/$1" >"$work/$1" || {
		cat "$work/$1"
		return 1
	}
	grep -xE '[1-9][0-9]* passed, 0 failed' "$work/$1"
}

# summary BOARD: how many checks, for a firmware that passed.
summary()
{
	if [ -s "$work/$1" ]; then
		tail -n 1 "$work/$1" | sed "s/^/  $1: /"
	fi
}

boards()
{
	check "firmware on mps2-an385" firmware mps2-an385 $m3
	summary mps2-an385
	check "firmware on virt-a53" firmware virt-a53 $a53
	summary virt-a53
}

# reach FUNCTION...: the symbols of all that these reach. The library holds everything but the
# critical section, and what unwinding tables refer to.
reach()
{
	local function roots=()

	for function in "$@"; do
		roots+=(-u "$function")
	done
	arm-none-eabi-ld --gc-sections -e "$1" "${roots[@]}" --no-warn-rwx-segments \
		-z noexecstack --defsym=_critical_section_1_0_acquire=0 \
		--defsym=_critical_section_1_0_release=0 \
		--defsym=__aeabi_unwind_cpp_pr0=0 -o "$work/reached" "$library" || return
	arm-none-eabi-nm -C "$work/reached"
}

panics()
{
	grep -F core::panicking "$work/symbols"
}

# reaches_no_panic FUNCTION...
reaches_no_panic()
{
	reach "$@" >"$work/symbols" || return
	! panics
}

reaches_panic()
{
	reach "$@" >"$work/symbols" || return
	panics
}

enough_paths()
{
	echo "${#paths[@]} paths, expected at least $least_paths"
	[ "${#paths[@]}" -ge "$least_paths" ]
}

no_panic()
{
	local control

	library=$CARGO_TARGET_DIR/$m3/release/libno_panic.a
	check "no-panic: the library builds" build $m3 release no-panic
	[ -e "$library" ] || return
	mapfile -t paths < <(arm-none-eabi-nm -g --defined-only "$library" 2>/dev/null |
		awk '$3 ~ /^path_/ { print $3 }')
	check "no-panic: all paths are there" enough_paths
	check "no-panic: ${#paths[@]} paths reach nothing of core::panicking" \
		reaches_no_panic "${paths[@]}"
	for control in "${controls[@]}"; do
		check "no-panic: that of $control is found" reaches_panic "$control"
	done
}

# compare PROFILE: the program itself ends with an error if Rust costs too much.
compare()
{
	build $m3 "$1" overhead || return
	boards/mps2-an385/run.sh "$CARGO_TARGET_DIR/$m3/$1/overhead" >"$work/$1" || {
		cat "$work/$1"
		return 1
	}
}

# The table of both, with one head.
overhead()
{
	local profile

	for profile in release size; do
		check "overhead: at most 5 instructions, profile $profile" compare $profile
	done
	if [ -s "$work/release" ] && [ -s "$work/size" ]; then
		cat "$work/release" <(tail -n +2 "$work/size")
	fi
}

# Without LTO, for which the core library of the tests is not made.
smallest_links()
{
	(
		cd rust/firmware
		cargo_target $m3 build -q --locked --profile size -p smallest
	)
}

# calls FUNCTION...: the image has them all.
calls()
{
	local function

	arm-none-eabi-nm --defined-only "$CARGO_TARGET_DIR/$m3/size/shared_multi_heap" \
		>"$work/symbols" || return
	for function; do
		grep -w "$function" "$work/symbols" || {
			echo "$function is not in the image"
			return 1
		}
	done
}

smallest()
{
	check "smallest: the programs link" smallest_links
	check "smallest: the heap is used" calls shared_multi_heap_add shared_multi_heap_alloc \
		shared_multi_heap_aligned_realloc shared_multi_heap_free
}

parts=("$@")
if [ ${#parts[@]} -eq 0 ]; then
	parts=(boards no-panic overhead smallest)
fi
for part in "${parts[@]}"; do
	case $part in
	boards | overhead | smallest) "$part" ;;
	no-panic) no_panic ;;
	*)
		echo "usage: $0 [boards|no-panic|overhead|smallest]..." >&2
		exit 2
		;;
	esac
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
