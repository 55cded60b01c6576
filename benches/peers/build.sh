#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: build.sh PEER TARGET LEVEL [FILE]
#        build.sh --list
#
# Builds the static library of a peer, one of --list, if it is not there yet or its sources have
# changed, and prints its path; with FILE, copies it there. TARGET is a target of the Rust
# compiler, or "host"; LEVEL is 3 (for speed) or s (for size). The library has the functions of
# peer.h.

set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
build=$here/../../build/peers
peers=(buddy embedded_alloc_llff embedded_alloc_tlsf linked_list rlsf rlsf_realloc rlsf_static
	talc)

if [ "${1-}" = --list ]; then
	printf '%s\n' "${peers[@]}"
	exit
fi
if [ $# -lt 3 ] || [ $# -gt 4 ] || [[ " ${peers[*]} " != *" $1 "* ]]; then
	echo "usage: $0 PEER TARGET 3|s [FILE], with PEER one of: ${peers[*]}" >&2
	exit 2
fi
peer=$1
target=$2
case $3 in
3) profile=fast ;;
s) profile=small ;;
*)
	echo "$0: no level $3" >&2
	exit 2
	;;
esac

export CARGO_TARGET_DIR=$build/cargo
# shellcheck source=scripts/rust-env.sh
. "$here/../../scripts/rust-env.sh"

# Optimisation across crates takes the core library too, which has to be there in a form that
# the tests do without.
# shellcheck disable=SC2034 # rust-env.sh reads it
rust_root=$build/rust
mkdir -p "$build"
build=$(cd "$build" && pwd)

if [ "$target" = host ]; then
	target=$("$rust_compiler" -vV | sed -n 's/^host: //p')
fi
CARGO_ENCODED_RUSTFLAGS=-Cembed-bitcode=yes rust_core "$target"

(
	cd "$here"
	cargo_target "$target" build -q --locked --profile "$profile" -p "peer_$peer"
)
library=$build/cargo/$target/$profile/libpeer_$peer.a
if [ $# -lt 4 ]; then
	echo "$library"
elif ! cmp -s "$library" "$4"; then
	cp "$library" "$4"
fi
