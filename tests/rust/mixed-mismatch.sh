#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: mixed-mismatch.sh WORK CARGO ARCHIVE LIBRARY OTHER_LOCK TARGET BOARD OPTIONS LINK...
#
# A driver that was built for another C library does not link, and the linker names the build tag
# that is missing. WORK is a folder for files, CARGO the one in which ARCHIVE was made. ARCHIVE and
# LIBRARY fit each other, OTHER_LOCK is the library with another lock. OPTIONS is what ARCHIVE was
# built with, in one word, with semicolons. LINK is the command that compiles and links, up to the
# source.

set -euo pipefail

if [ $# -lt 9 ]; then
	sed -n 's/^# Usage: /usage: /p' "$0" >&2
	exit 2
fi
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$1
cargo=$2
archive=$3
library=$4
other_lock=$5
target=$6
board=$7
IFS=';' read -ra options <<<"$8"
shift 8
mkdir -p "$work"

fail()
{
	echo "mixed-mismatch: $*" >&2
	cat "$work/log" >&2
	exit 1
}

cat >"$work/user.c" <<'END'
#include "smh_driver.h"
int main(void);
int main(void)
{
	struct smh_ring *ring;

	return smh_driver_pool_init() + smh_ring_open(0, 1, 64, &ring) + smh_ring_close(ring);
}
END

# links ARCHIVE LIBRARY COMMAND...: the last archives of a group may need those before.
links()
{
	local archive=$1 library=$2
	shift 2

	"$@" -I "$root/rust/driver/include" "$work/user.c" -Wl,-e,main -nostartfiles \
		-Wl,--start-group "$archive" "$library" -lc -lgcc -Wl,--end-group \
		-o "$work/user" >"$work/log" 2>&1
}

# refused TAG ARCHIVE LIBRARY COMMAND...: a tag like this is missing, and nothing else is.
refused()
{
	local tag=$1 missing
	shift

	if links "$@"; then
		fail "a driver that wants $tag links to another library"
	fi
	missing=$(sed -nE "s/.*undefined reference to [\`']([^']*)'.*/\\1/p" "$work/log" | sort -u)
	[[ $missing =~ ^smh_build_[0-9a-z_]*$ && $missing == *_"$tag"* ]] ||
		fail "the linker misses \"$missing\", not just a build tag with $tag"
	echo "mixed-mismatch: refused, for want of $missing"
}

links "$archive" "$library" "$@" || fail "driver and library that fit each other do not link"

"$root/rust/driver/archive.sh" "$target" "$board" "$cargo" "$work/libsmh_driver.a" \
	"${options[@]}" SMH_MAX_ATTR=8 >"$work/log" 2>&1 || fail "the other driver does not compile"
refused attr8_ "$work/libsmh_driver.a" "$library" "$@"
refused lock4 "$archive" "$other_lock" "$@"
