#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: test-rust.sh STEP
#        test-rust.sh --list
#
# One step of the tests of the Rust crates. Ends with 0 if all held and with 77 if the step
# could not be done here and says why. A last line that begins with "=> " tells how much was
# done. Nothing is taken from the network once the crates of the lock files are there.

# The steps call the functions by name.
# shellcheck disable=SC2317

set -euo pipefail

cd "$(dirname "$0")/.."

# In this order: the steps that share compiled crates follow each other.
steps=(tests options features docs msrv bindings package driver nightly asan no-panic
	firmware)

if [ "${1-}" = --list ]; then
	printf '%s\n' "${steps[@]}"
	exit
fi
if [ $# -ne 1 ] || [[ " ${steps[*]} " != *" $1 "* ]]; then
	echo "usage: $0 STEP, one of: ${steps[*]}" >&2
	exit 2
fi

# shellcheck source=scripts/rust-env.sh
. scripts/rust-env.sh

# A test whose whole heap is a region has no room for the backtrace of a panic.
export RUST_BACKTRACE=0
host=$(rustc -vV | sed -n 's/^host: //p')
bare_metal=(thumbv6m-none-eabi thumbv7m-none-eabi riscv32imac-unknown-none-elf
	aarch64-unknown-none)

# fetch STEP: the crates of its workspace. Afterwards nothing may come from elsewhere.
fetch()
{
	local workspace workspaces=(.)

	case $1 in
	bindings) workspaces=(rust/xtask) ;;
	driver) workspaces=(rust/driver) ;;
	no-panic | firmware) workspaces=(rust/firmware) ;;
	package) workspaces=(. rust/firmware) ;;
	esac
	echo "== cargo fetch"
	for workspace in "${workspaces[@]}"; do
		cargo fetch -q --locked --manifest-path "$workspace/Cargo.toml"
	done
	export CARGO_NET_OFFLINE=true
}

# counted COMMAND...: cargo test must have run tests; says how many.
counted()
{
	local log=$CARGO_TARGET_DIR/counted.log total

	mkdir -p "$CARGO_TARGET_DIR"
	"$@" 2>&1 | tee "$log"
	total=$(sed -nE 's/^test result: ok\. ([0-9]+) passed; 0 failed.*/\1/p' "$log" | paste -sd+)
	total=$((${total:-0}))
	if [ "$total" -eq 0 ]; then
		echo "no test ran"
		return 1
	fi
	tests=$((tests + total))
}

# test_files stable|nightly: the options of cargo for all test files of the libraries but those
# that run a compiler or the examples; of those that need nightly, only if it is asked for.
test_files()
{
	cargo metadata --format-version 1 --no-deps | jq -r --arg compiler "$1" '
		.packages[] | select(any(.targets[]; any(.kind[]; . == "lib"))) | .targets[]
		| select(any(.kind[]; . == "test"))
		| select($compiler == "nightly"
			or all(."required-features" // [] | .[]; . != "nightly"))
		| "--test=" + .name' |
		grep -vxE -e '--test=(compile_fail.*|build_script|examples)'
}

# As a user types it, and with every feature that is stable.
step_tests()
{
	tests=0
	counted cargo test
	counted cargo test --workspace --features "$(stable_features)"
	echo "=> $tests tests"
}

step_nightly()
{
	tests=0
	with_nightly counted cargo test --workspace --all-features
	echo "=> $tests tests"
}

# with_asan COMMAND...: Rust and C compiled with AddressSanitizer, on the runtime of gcc, which
# must be the first library of a program. Memory that was given to the pool is not leaked.
with_asan()
{
	local flags="-Zsanitizer=address -Zexternal-clangrt" argument

	for argument in -Wl,--push-state,--no-as-needed -lasan -Wl,--pop-state; do
		flags+=" -Zpre-link-arg=$argument"
	done
	with_nightly env SMH_ASAN=1 ASAN_OPTIONS=detect_leaks=0 RUSTFLAGS="$flags" \
		"CFLAGS_${host//-/_}=-fsanitize=address -fno-omit-frame-pointer" "$@"
}

# asan_reports KIND CASE: a case of misuse that must end with that report.
asan_reports()
{
	local kind=$1 name=$2 log=$CARGO_TARGET_DIR/asan.log

	echo "== $name"
	if with_asan cargo test -q --target "$host" -p shared-multi-heap --test asan_bites \
		--features "$features" -- --ignored --exact "$name" >"$log" 2>&1 ||
		! grep -q "ERROR: AddressSanitizer: $kind" "$log"; then
		cat "$log"
		echo "$name: AddressSanitizer did not report $kind"
		return 1
	fi
	echo "$name: $kind, as it must"
}

# After a proof that the sanitizer sees misuse on either side. Without the tests that write
# where they must not, and without defmt, which needs a logger as soon as the linker keeps it.
step_asan()
{
	local selected

	tests=0
	features=$(library_features | awk '$2 != "defmt" { print $1 "/" $2 }' | paste -sd,)
	asan_reports use-after-poison rust_reads_a_freed_block
	asan_reports use-after-poison rust_writes_behind_a_block
	asan_reports heap-use-after-free c_reads_what_rust_freed
	mapfile -t selected < <(test_files nightly)
	counted with_asan cargo test --target "$host" -p shared-multi-heap-sys \
		-p shared-multi-heap --features "$features" --lib "${selected[@]}" -- \
		--skip overrun --skip damaged_list
	echo "=> $tests tests, and 3 kinds of misuse reported"
}

step_docs()
{
	export RUSTDOCFLAGS="-D warnings"
	cargo doc --no-deps --workspace --features "$(stable_features)"
	with_nightly cargo doc --no-deps --workspace --all-features
}

step_bindings()
{
	cargo run --manifest-path rust/xtask/Cargo.toml -- check
}

step_package()
{
	tests/rust/package.sh
}

# Its state machines, on the host.
step_driver()
{
	tests=0
	counted cargo test --manifest-path rust/driver/Cargo.toml
	echo "=> $tests tests"
}

step_no_panic()
{
	with_nightly tests/rust/firmware.sh no-panic
}

step_firmware()
{
	with_nightly tests/rust/firmware.sh boards overhead smallest
}

for_target()
{
	local target=$1
	shift

	if [ "$target" = "$host" ]; then
		cargo "$@"
	else
		local command=$1
		shift
		cargo_target "$target" "$command" "$@"
	fi
}

# The sets of features of a library: none, each alone, and all that are stable.
feature_sets()
{
	local library=$1

	echo ""
	library_features | awk -v library="$library" '
		$1 != library || $2 == "nightly" { next }
		{ print $2; all = all "," $2 }
		END { if (all != "") print substr(all, 2) }'
}

# nightly_sets LIBRARY: nightly alone and with all others, if the library has it.
nightly_sets()
{
	library_features | awk -v library="$1" '
		$1 != library { next }
		$2 == "nightly" { has = 1; next }
		{ all = all "," $2 }
		END { if (has) { print "nightly"; if (all != "") print "nightly" all } }'
}

features_on()
{
	local target=$1 library set

	for library in $(libraries); do
		while read -r set; do
			echo "== $target: $library [$set]"
			for_target "$target" build -q -p "$library" --no-default-features \
				--features "$set"
			built=$((built + 1))
		done < <(feature_sets "$library")
		while read -r set; do
			echo "== $target: $library [$set]"
			with_nightly for_target "$target" build -q -p "$library" \
				--no-default-features --features "$set"
			built=$((built + 1))
		done < <(nightly_sets "$library")
	done
}

# has_section CARGO_RUSTC_ARGUMENT...: whether the test of static regions, built so, has the section
# that it names. 2 if it does not compile.
has_section()
{
	local program

	program=$(cargo rustc -q -p shared-multi-heap --test static_regions \
		--message-format=json "$@" | jq -r '.executable // empty') || return 2
	# Reads to the end: with -q readelf may fail, as nobody reads the rest.
	readelf -SW "$program" | grep -F .smh_test >/dev/null
}

# For systems of Apple a section of such a name does not compile, so the macro leaves it out. The
# compiler is told that the host is one; to build for one takes a core library of its own.
sections_follow_the_vendor()
{
	echo "== sections of static_region!"
	has_section || return
	if has_section -- --cfg 'target_vendor="apple"' -A explicit_builtin_cfgs_in_flags; then
		echo "static_region! names the section for Apple's linker, too"
		return 1
	elif [ $? -ne 1 ]; then
		return 1
	fi
}

# A feature that compiles only together with another, or only on the host, is a bug, and what
# nobody uses without it a sign of one.
step_features()
{
	local target

	export RUSTFLAGS="-D warnings"
	built=0
	for target in "$host" "${bare_metal[@]}"; do
		features_on "$target"
	done
	sections_follow_the_vendor
	echo "=> $built builds for $((1 + ${#bare_metal[@]})) targets"
}

# with_options SMH_NAME=VALUE... -- CARGO_ARGUMENT...: the tests with the C library built so.
with_options()
{
	local options=()

	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	echo "== ${options[*]}"
	counted env "${options[@]}" cargo test --no-fail-fast --features "$(stable_features)" "$@"
	sets=$((sets + 1))
}

# Rust follows however the C library is built. What stands for a cache in tests is there in those
# of DMA buffers alone.
step_options()
{
	local all dma=(-p shared-multi-heap --test=dma_cache --test=dma_lines --test=dma_layout)

	tests=0
	sets=0
	mapfile -t all < <(test_files stable)
	all=(-p shared-multi-heap-sys -p shared-multi-heap --lib "${all[@]}")
	# Pages enough for all addresses that a program has here, wherever it is loaded.
	with_options SMH_CHECK=0 SMH_POLICY=first-fit SMH_MAX_ATTR=32 \
		SMH_OWNER_PAGES=16777216 SMH_OWNER_SHIFT=23 -- "${all[@]}"
	with_options SMH_CHECK_EXACT=1 SMH_POLICY=best-fit SMH_ALIGN=32 SMH_LOCK=pthread \
		SMH_MAX_REGIONS=64 SMH_MAX_REGION_SHIFT=24 -- "${all[@]}"
	with_options SMH_CACHE=external SMH_CACHE_LINE=1024 -- "${dma[@]}"
	with_options SMH_CACHE=external SMH_CACHE_LINE=16 SMH_ALIGN=64 SMH_STATS=0 -- "${dma[@]}"
	echo "=> $tests tests with $sets sets of options"
}

# with_oldest DIRECTORY COMMAND...: with the Rust that is unpacked there.
with_oldest()
{
	local root=$1
	shift

	PATH=$root/usr/bin:$PATH \
		LD_LIBRARY_PATH=$root/usr/lib/x86_64-linux-gnu:$root/lib/x86_64-linux-gnu \
		CARGO_TARGET_DIR=$CARGO_TARGET_DIR/msrv "$@"
}

# The library alone: what tests need may ask for more.
step_msrv()
{
	local old

	old=$(scripts/fetch-msrv.sh) || exit
	with_oldest "$old" cargo check --workspace --lib --locked --features "$(stable_features)"
	echo "=> $(with_oldest "$old" rustc --version)"
}

fetch "$1"
"step_${1//-/_}"
