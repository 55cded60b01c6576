#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: mixed-symbols.sh NM IMAGE ARCHIVE LIBRARY
#
# The symbol tables of a program of C and Rust: the image holds one pool, one lock and one build
# tag, the pool from the C LIBRARY alone, the lock from the driver's ARCHIVE alone; nothing is left
# open, and nothing in the image can panic.

set -euo pipefail

if [ $# -ne 4 ]; then
	sed -n 's/^# Usage: /usage: /p' "$0" >&2
	exit 2
fi
nm=$1
image=$2
archive=$3
library=$4

fail()
{
	echo "mixed-symbols: $*" >&2
	exit 1
}

# The names that each file defines, as often as it does, local ones too.
declare -A defined
for file in "$image" "$archive" "$library"; do
	defined[$file]=$("$nm" --defined-only "$file" | awk 'NF == 3 { print $3 }')
done

# expect COUNT PATTERN FILE...: each defines so many names that are wholly like that.
expect()
{
	local wanted=$1 pattern=$2 file found
	shift 2

	for file in "$@"; do
		found=$(grep -cxE -- "$pattern" <<<"${defined[$file]}" || true)
		[ "$found" -eq "$wanted" ] ||
			fail "${file##*/} defines $found of $pattern, expected $wanted"
	done
}

# One pool.
for name in smh_pool shared_multi_heap_alloc shared_multi_heap_free shared_multi_heap_pool_init; do
	expect 1 "$name" "$image" "$library"
	expect 0 "$name" "$archive"
done

# One lock: the functions that the library leaves open, on one critical section. None of the
# objects of the library's own kinds of lock.
for name in smh_lock_acquire smh_lock_release \
	_critical_section_1_0_acquire _critical_section_1_0_release; do
	expect 1 "$name" "$image" "$archive"
	expect 0 "$name" "$library"
done
expect 0 'smh_port_(spin|mutex)' "$image" "$archive" "$library"

# One build tag, which tells of that lock.
expect 1 'smh_build_.*_lock4' "$image" "$library"
expect 1 'smh_build_.*' "$image" "$library"
expect 0 'smh_build_.*' "$archive"

[ -z "$("$nm" --undefined-only "$image")" ] || fail "symbols of the image are undefined"
expect 0 '.*(9panicking|rust_begin_unwind|handle_alloc_error).*' "$image"

echo "mixed-symbols: one pool, one lock, one build tag: $(grep '^smh_build_' <<<"${defined[$image]}")"
