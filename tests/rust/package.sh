#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: package.sh
#
# Packs the crates as for the crate registry, has cargo verify each, and builds a user of the
# unpacked crates outside the repository: for the host, where it runs, and for thumbv7m, with
# each C compiler that may be there. Does what README.md says with them (packaging/readme.sh). Then links
# libraries that were built by CMake (packaging/link.sh), and has build scripts read devicetrees
# (packaging/dtgen.sh). Takes nothing from the network once the crates of the lock files are there.

set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/rust/packaging
work=$root/build/rust-package

# shellcheck source=scripts/rust-env.sh
. "$root/scripts/rust-env.sh"
# shellcheck source=tests/rust/packaging/checks.sh
. "$here/checks.sh"
# shellcheck source=tests/rust/packaging/consumer.sh
. "$here/consumer.sh"

rm -rf "$work"
mkdir -p "$work"
away=$(mktemp -d)
trap 'rm -rf "$away"; forget' EXIT
# Variables of the caller would be options of every build here.
while read -r name; do
	unset "$name"
done < <(compgen -e SMH_)

# unpack: each crate beside the others, outside the repository.
unpack()
{
	local crate

	for crate in "$work"/package/*.crate; do
		tar -xzf "$crate" -C "$away"
	done
	rm -f "$away"/*/.cargo_vcs_info.json
	ls "$away"
}

# forget: cargo keeps the sources of a package that it verified, and takes them again for the next
# one of the same name, version and place, even if that holds something else. Their directory is
# named after no host, unlike that of a registry.
forget()
{
	rm -rf "${CARGO_HOME:-$HOME/.cargo}"/registry/src/-*/shared-multi-heap*
}

# pack: an earlier run, perhaps of an older commit, is no part of it.
pack()
{
	forget
	# The crate of the attacks is a test, which nobody publishes.
	CARGO_NET_OFFLINE=true CARGO_TARGET_DIR=$work \
		cargo package --workspace --exclude smh-attacks --allow-dirty \
		--manifest-path "$root/Cargo.toml"
}

# holds_sources CRATE PATTERN...: files that must have been packed.
holds_sources()
{
	local crate=$1 pattern
	shift

	for pattern in "$@"; do
		compgen -G "$away/$crate-*/$pattern" || {
			echo "$crate has no $pattern"
			return 1
		}
	done
}

# in_consumer COMMAND...: outside the repository, offline.
in_consumer()
{
	(cd "$away/consumer" && CARGO_NET_OFFLINE=true CARGO_TARGET_DIR="$away/target" "$@")
}

with_options()
{
	SMH_MAX_ATTR=5 SMH_LOCK=pthread SMH_CACHE_LINE=128 \
		in_consumer cargo run --release --features host,native
}

# lay_tools NAME PATTERN...: a directory with all programs in PATH but those that match.
lay_tools()
{
	local to=$work/$1 directory pattern directories
	shift

	mkdir -p "$to"
	IFS=: read -ra directories <<<"$PATH"
	for ((i = ${#directories[@]} - 1; i >= 0; i--)); do
		directory=${directories[i]}
		find -L "$directory" -mindepth 1 -maxdepth 1 -type f \
			-exec ln -sf -t "$to" {} + 2>/dev/null || true
	done
	for pattern in "$@"; do
		find "$to" -name "$pattern" -delete
	done
}

# bare_metal NAME [TOOLS]: the static library for thumbv7m, with the tools of a directory.
bare_metal()
{
	local path=$PATH

	[ $# -eq 1 ] || path=$work/$2
	# A C compiler that changed is no reason for cargo to build again.
	rm -rf "$away/target/thumbv7m-none-eabi"
	PATH=$path in_consumer cargo_target thumbv7m-none-eabi build --lib --release
	cp "$away/target/thumbv7m-none-eabi/release/libconsumer.a" "$work/$1.a"
}

with_missing_compiler()
{
	CC_thumbv7m_none_eabi=no-such-compiler bare_metal none
}

# one_pool LIBRARY: the C core is in it once, and the lock is left to the program.
one_pool()
{
	local symbols name

	symbols=$(nm "$work/$1.a" 2>/dev/null)
	for name in shared_multi_heap_pool_init smh_lock_acquire 'smh_build_0_[0-9]*_align8_.*_lock4'; do
		if [ "$(grep -cE " [TR] $name\$" <<<"$symbols")" -ne 1 ]; then
			echo "$name is not defined once"
			return 1
		fi
	done
	if ! grep -q ' U _critical_section_1_0_acquire$' <<<"$symbols"; then
		echo "the critical section is not left to the program"
		return 1
	fi
}

# has_checks SCRIPT ARGUMENT...: its checks and failures count here.
has_checks()
{
	local name=$1 sum
	shift

	"$here/$name.sh" "$@" | tee "$work/$name" || true
	sum=$(sed -nE 's/^=> ([0-9]+) checks, ([0-9]+) failed$/\1 \2/p' "$work/$name")
	# A script that broke off has said nothing.
	sum=${sum:-0 1}
	checks=$((checks + ${sum% *}))
	failures=$((failures + ${sum#* }))
}

step "packages"
check "cargo fetch" cargo fetch --locked --manifest-path "$root/Cargo.toml"
check "cargo fetch for Cortex-M" cargo fetch --locked \
	--manifest-path "$root/rust/firmware/Cargo.toml"
check "cargo package --workspace" pack
check "they unpack" unpack
check "the bindings carry the C library" holds_sources shared-multi-heap-sys \
	'c/heap/*.c' 'include/smh_build.h' 'rust/sys/build.rs' 'rust/sys/src/bindings.rs' LICENSE

step "a user of the unpacked crates"
make_consumer "$away/consumer" "$(compgen -G "$away/shared-multi-heap-[0-9]*")" \
	"$(compgen -G "$away/shared-multi-heap-sys-*")" \
	"$(compgen -G "$away/shared-multi-heap-derive-*")"
check "host" said 'MAX_ATTR=16 LOCK=4' in_consumer cargo run --features host
check "host, with C of its own" said 'told lock=external' \
	in_consumer cargo run --features host,native
check "host, released, options set" said 'MAX_ATTR=5 LOCK=3 CACHE_LINE=128 told lock=pthread' \
	with_options

step "the same for thumbv7m"
check "core library" rust_core thumbv7m-none-eabi
lay_tools only-clang 'arm-none-eabi-*'
lay_tools no-compiler 'arm-none-eabi-*' 'clang' 'clang-[0-9]*'
check "with the tools as they are" bare_metal any
check "one pool, one lock" one_pool any
check "with clang alone" bare_metal clang only-clang
check "that was clang" grep -q 'clang version' "$work/clang.a"
check "one pool, one lock" one_pool clang
check_fails "without a C compiler" 'name one in the variable CC_thumbv7m_none_eabi' \
	bare_metal none no-compiler
check_fails "with a compiler that is not there" 'CC_thumbv7m_none_eabi names, no-such-compiler' \
	with_missing_compiler

step "README.md"
has_checks readme "$away"

step "a header that the bindings do not fit"
sed -i 's/^\tSMH_FAULT_DOUBLE_FREE,/\tSMH_FAULT_DOUBLE_FREE = 9,/' \
	"$away"/shared-multi-heap-sys-*/include/smh_fault.h
check_fails "a constant, host" 'SMH_FAULT_DOUBLE_FREE is not 3' \
	in_consumer cargo build --features host
sed -i 's/^\tuintptr_t addr;/\tuint64_t addr;/' \
	"$away"/shared-multi-heap-sys-*/include/shared_multi_heap.h
check_fails "a member, thumbv7m" 'sizeof\(struct shared_multi_heap_region\) is not 3' \
	bare_metal none

step "libraries that are built already"
has_checks link

step "regions of a devicetree"
has_checks dtgen
sum_up
