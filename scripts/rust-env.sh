#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: source scripts/rust-env.sh
#
# Chooses the Rust toolchain for a script: Debian's in /usr/bin if it is new enough, else the
# user's own cargo. Sets PATH, CARGO_TARGET_DIR and profiles that build fast, and defines
#
#   cargo_target TARGET COMMAND [ARGUMENT...]
#       cargo COMMAND --target TARGET ARGUMENT..., for a bare-metal target. Where the toolchain
#       has no core library for that target, as Debian's has not, core and alloc are compiled
#       once from the toolchain's own source, and kept in build/rust. So the crates themselves
#       are compiled by a stable compiler as it is, on bare metal too.
#   rust_core TARGET
#       only sees to it that the core library is there;
#   with_nightly COMMAND...
#       lets the compiler accept what is not stable;
#   libraries, library_features, stable_features
#       what the workspace of the libraries consists of, asked of cargo.

rust_root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)/build/rust
# What the scripts ask of the compiler; the library crates ask for less.
rust_oldest=88

# rust_minor RUSTC: 96 for Rust 1.96.0, and 0 for what is no compiler.
rust_minor()
{
	local minor

	minor=$("$1" --version 2>/dev/null | sed -nE 's/^rustc 1\.([0-9]+)\..*/\1/p')
	echo "${minor:-0}"
}

rust_choose()
{
	if [ -x /usr/bin/cargo ] && [ "$(rust_minor /usr/bin/rustc)" -ge "$rust_oldest" ]; then
		PATH=/usr/bin:$PATH
	elif [ "$(rust_minor rustc)" -lt "$rust_oldest" ]; then
		echo "No Rust 1.$rust_oldest or newer: scripts/install-deps.sh test says how to get it" >&2
		return 1
	fi
	rust_compiler=$(rustc --print sysroot)/bin/rustc
	export PATH
	export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${rust_root%/rust}/cargo}
	export CARGO_PROFILE_DEV_DEBUG=${CARGO_PROFILE_DEV_DEBUG:-0}
	export CARGO_INCREMENTAL=${CARGO_INCREMENTAL:-0}
}

# rust_has_core TARGET: in the toolchain itself.
rust_has_core()
{
	compgen -G "$(rustc --print target-libdir --target "$1")/libcore-*.rlib" >/dev/null
}

# rust_identity: what must be the same for compiled libraries to fit the compiler.
rust_identity()
{
	"$rust_compiler" -vV
	stat -c %Y "$rust_compiler"
	echo "$rust_root"
}

# rust_lay_sysroot: a directory that looks like the toolchain's own, with room for more
# targets, a compiler that takes it, and an empty crate to build core for. An old one, of
# another compiler or of a tree that was copied, goes.
rust_lay_sysroot()
{
	local host

	if [ "$(cat "$rust_root/identity" 2>/dev/null)" = "$(rust_identity)" ]; then
		return
	fi
	rm -rf "$rust_root/sysroot" "$rust_root/core" "$rust_root/identity"
	host=$("$rust_compiler" -vV | sed -n 's/^host: //p')
	mkdir -p "$rust_root/sysroot/lib/rustlib" "$rust_root/core/src"
	ln -s "$(rustc --print sysroot)/lib/rustlib/$host" "$rust_root/sysroot/lib/rustlib/$host"
	printf '#!/bin/sh\nexec "%s" --sysroot="%s" "$@"\n' \
		"$rust_compiler" "$rust_root/sysroot" >"$rust_root/rustc"
	chmod +x "$rust_root/rustc"
	printf '[package]\nname = "empty"\nedition = "2024"\n[workspace]\n' \
		>"$rust_root/core/Cargo.toml"
	echo '#![no_std]' >"$rust_root/core/src/lib.rs"
	rust_identity >"$rust_root/identity"
}

# rust_build_core TARGET: into the sysroot. The libraries that the source of core names come
# from the copy beside it where there is one, so that this needs no network.
rust_build_core()
{
	local target=$1 library options=()
	local to=$rust_root/sysroot/lib/rustlib/$target

	library=$(rustc --print sysroot)/lib/rustlib/src/rust/library
	if [ ! -e "$library/Cargo.lock" ]; then
		echo "Neither $target nor the source of the standard library is installed:" \
			"rust-web-src on Debian, or rustup target add $target" >&2
		return 1
	fi
	if [ -d "$library/vendor" ]; then
		options=(--offline --config 'source.crates-io.replace-with="library"'
			--config "source.library.directory=\"$library/vendor\"")
	fi
	echo "Compiling core and alloc for $target" >&2
	if ! env -u RUSTC -u RUSTFLAGS RUSTC_BOOTSTRAP=1 cargo build -q --release \
		--manifest-path "$rust_root/core/Cargo.toml" --target-dir "$rust_root/core/target" \
		-Z build-std=core,alloc --target "$target" "${options[@]}"; then
		return 1
	fi
	rm -rf "$to.new"
	mkdir -p "$to.new/lib"
	cp "$rust_root/core/target/$target/release/deps"/lib{core,alloc,compiler_builtins}-*.rlib \
		"$to.new/lib" || return
	rm -rf "$rust_root/core/target"
	mv "$to.new" "$to"
}

rust_core()
{
	if rust_has_core "$1"; then
		return
	fi
	mkdir -p "$rust_root"
	# Tests that run side by side may ask for the same.
	(
		flock 9
		rust_lay_sysroot || exit
		[ -d "$rust_root/sysroot/lib/rustlib/$1" ] || rust_build_core "$1"
	) 9>"$rust_root/lock"
}

cargo_target()
{
	local target=$1 command=$2
	shift 2

	rust_core "$target" || return
	if rust_has_core "$target"; then
		cargo "$command" --target "$target" "$@"
	else
		# The second variable is for clippy, which is a compiler of its own.
		RUSTC=$rust_root/rustc SYSROOT=$rust_root/sysroot \
			cargo "$command" --target "$target" "$@"
	fi
}

# with_nightly COMMAND...: the compiler lets through what is not stable. What is compiled so
# gets a directory of its own, because build scripts look at that variable.
with_nightly()
{
	RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$CARGO_TARGET_DIR/nightly "$@"
}

# library_features: "PACKAGE FEATURE" for each feature of each library of the workspace but
# the default; libraries for the compiler itself have none that differ by target.
library_features()
{
	cargo metadata --format-version 1 --no-deps | jq -r '.packages[]
		| select(any(.targets[]; any(.kind[]; . == "lib")))
		| .name as $name | .features | keys[] | select(. != "default")
		| "\($name) \(.)"'
}

libraries()
{
	cargo metadata --format-version 1 --no-deps |
		jq -r '.packages[] | select(any(.targets[]; any(.kind[]; . == "lib"))) | .name'
}

# stable_features: of all libraries, as cargo takes them for a workspace.
stable_features()
{
	library_features | awk '$2 != "nightly" { print $1 "/" $2 }' | paste -sd,
}

rust_choose
