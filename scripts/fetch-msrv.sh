#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: fetch-msrv.sh
#
# Unpacks the oldest Rust that the library crates support into build/deps/rust-VERSION, beside
# the toolchain that is installed: Debian's rustc-web and cargo-web, and those libraries of
# theirs that the newer ones do not need. Prints the directory. Ends with 77 if apt has not got
# that version.

set -euo pipefail

cd "$(dirname "$0")/.."

version=$(sed -nE 's/^rust-version = "(.*)"$/\1/p' Cargo.toml | head -n 1)
root=$PWD/build/deps/rust-$version
apt=$PWD/build/deps/apt-rust
# apt gets lists and a cache of its own, so that no rights are needed.
options=(-q -o APT::Sandbox::User=root -o Dir::State::status="$apt/status"
	-o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache")

cannot()
{
	echo "Rust $version cannot be had: $1" >&2
	rm -rf "$apt"
	exit 77
}

# offered PACKAGE: the newest package of that Rust, as NAME=VERSION.
offered()
{
	apt-cache "${options[@]}" madison "$1" |
		awk -v name="$1" -v version="$version." \
			'index($3, version) == 1 { print name "=" $3; exit }'
}

fetch()
{
	local name package packages=(libpcre3 libhttp-parser2.9)

	for name in rustc-web cargo-web "libstd-rust-web-$version" libstd-rust-web-dev; do
		package=$(offered "$name")
		[ -n "$package" ] || cannot "apt has no $name $version"
		packages+=("$package")
	done
	(cd "$apt/package" && apt-get "${options[@]}" download "${packages[@]}" >&2) ||
		cannot "the download failed"
}

unpack()
{
	local package

	for package in "$apt"/package/*.deb; do
		dpkg -x "$package" "$apt/unpacked"
	done
	rm -rf "$root"
	mv "$apt/unpacked" "$root"
	rm -rf "$apt"
}

if [ ! -x "$root/usr/bin/rustc" ]; then
	command -v apt-get >/dev/null || cannot "this system has no apt-get"
	rm -rf "$apt"
	mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/package"
	: >"$apt/status"
	apt-get "${options[@]}" update >&2 || true
	fetch
	unpack
fi
echo "$root"
