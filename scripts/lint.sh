#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: lint.sh
#
# Formatting and static analysis of C and Rust, shell scripts, the rules of check-layers.sh and
# check-safety.sh, and whether the pages and charts of the benchmarks are what the results give.
# Goes through all of them before it fails, and says meanwhile what it checks.

# The functions are called by name.
# shellcheck disable=SC2317

set -euo pipefail

cd "$(dirname "$0")/.."

# shellcheck source=scripts/progress.sh
. scripts/progress.sh
# shellcheck source=scripts/rust-env.sh
. scripts/rust-env.sh

status=0

# check NAME COMMAND...
check()
{
	local name=$1
	shift

	if watched "$name" note_part "$@"; then
		echo "$name: ok"
	else
		echo "$name: FAILED"
		status=1
	fi
}

# tidy_with FLAG... -- FILE...: clang-tidy for each file, as compiled with the flags.
tidy_with()
{
	local flags=(-std=c11 -Iinclude -Ic)

	while [ "$1" != -- ]; do
		flags+=("$1")
		shift
	done
	shift
	echo "== ${flags[*]}"
	# The parameters belong to the inner shell. What clang-tidy says on standard error is
	# only how many warnings it did not show.
	# shellcheck disable=SC2016
	printf '%s\0' "$@" | xargs -0 -P "$(nproc)" -I FILE \
		sh -c 'clang-tidy-19 --quiet "$@" 2>/dev/null' sh FILE -- "${flags[@]}"
}

# The whole for the host, and for the processors that they are written for the files that
# read differently there.
tidy()
{
	local result=0

	tidy_with -- c/*/*.c tools/dtgen/*.c || result=1
	tidy_with -DSMH_LOCK=3 -- c/port/*.c || result=1
	tidy_with --target=thumbv7m-none-eabi -ffreestanding -DSMH_LOCK=1 -- c/port/*.c || result=1
	tidy_with --target=aarch64-none-elf -ffreestanding -DSMH_LOCK=2 \
		-- c/port/*.c c/mm_aarch64/*.c || result=1
	tidy_with --target=thumbv7m-none-eabi -ffreestanding -DSMH_LOCK=1 -DSMH_CACHE=2 \
		-- c/port/cache.c || result=1
	tidy_with --target=thumbv7m-none-eabi -ffreestanding -DSMH_LOCK=1 -- c/mpu/*.c || result=1
	tidy_with --target=thumbv8m.main-none-eabi -ffreestanding -DSMH_LOCK=1 -- c/mpu/*.c || result=1
	tidy_with -DSMH_ASAN=1 -- c/heap/*.c c/port/*.c || result=1
	return "$result"
}

shell()
{
	{
		find . \( -path ./.git -o -path ./build -o -path ./target -o -path './rust/*/target' \) \
			-prune -o -type f -name '*.sh' -print0
		printf '.ci/run\0'
	} | xargs -0 shellcheck
}

# clippy_on TARGET DIRECTORY ARGUMENT...: the target may be empty, for the host. In a
# workspace's directory, where its own configuration of cargo is found.
clippy_on()
{
	local target=$1 command=(cargo clippy)

	echo "== ${target:-host} $2"
	cd "$2" || return
	shift 2
	if [ -n "$target" ]; then
		command=(cargo_target "$target" clippy)
	fi
	"${command[@]}" -q --locked "$@" -- -D warnings
}

# What needs features of the compiler that are not stable. A package of the firmware is for one
# board, but for what both share.
clippy_nightly()
{
	local result=0

	(with_nightly clippy_on "" . --workspace --all-targets --all-features) || result=1
	(with_nightly clippy_on thumbv7m-none-eabi rust/firmware --workspace --exclude virt-a53 \
		--all-features) || result=1
	(with_nightly clippy_on aarch64-unknown-none-softfloat rust/firmware -p virt-a53 \
		--all-features) || result=1
	return "$result"
}

clippy()
{
	local result=0

	(clippy_on "" . --workspace --all-targets --features "$(stable_features)") || result=1
	(clippy_on thumbv7m-none-eabi . --workspace --features "$(stable_features)") || result=1
	(clippy_on "" rust/xtask --all-targets) || result=1
	(clippy_on "" rust/driver --all-targets) || result=1
	(clippy_on "" rust/dtgen --all-targets) || result=1
	(clippy_on aarch64-unknown-none rust/driver --features virt-a53) || result=1
	(clippy_on thumbv7m-none-eabi benches/peers --workspace) || result=1
	clippy_nightly || result=1
	return "$result"
}

check "format" scripts/format.sh --check
check "clang-tidy" tidy
check "clippy" clippy
check "shellcheck" shell
check "check-layers" scripts/check-layers.sh
check "check-safety" scripts/check-safety.sh
check "benchmark pages" benches/charts/report.sh --check
exit "$status"
