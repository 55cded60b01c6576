#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: format.sh [--check]
#
# Formats all C, C++ and Rust files that are written by hand, or fails with what differs.

set -euo pipefail

cd "$(dirname "$0")/.."

# shellcheck source=scripts/rust-env.sh
. scripts/rust-env.sh

case ${1-} in
--check)
	c=(--dry-run -Werror)
	rust=(--check)
	;;
'')
	c=(-i)
	rust=()
	;;
*)
	echo "usage: $0 [--check]" >&2
	exit 2
	;;
esac

# files PATTERN...: of the source tree, without those that tools write.
files()
{
	local names=()

	while [ $# -gt 0 ]; do
		names+=(-o -name "$1")
		shift
	done
	find . \( -path ./.git -o -path ./build -o -path ./target -o -path './rust/*/target' \) \
		-prune -o -type f \( "${names[@]:1}" \) ! -path ./rust/sys/src/bindings.rs \
		! -path ./rust/driver/include/smh_driver.h -print0
}

status=0
files '*.[ch]' '*.cpp' | xargs -0 clang-format-19 "${c[@]}" || status=1
# Also those files that must not compile, which cargo does not know.
files '*.rs' | xargs -0 rustfmt --edition 2024 "${rust[@]}" || status=1
exit "$status"
