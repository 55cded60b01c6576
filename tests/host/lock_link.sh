#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: lock_link.sh WORK INCLUDE NM EXTERNAL_LIBRARY LIBRARY COMPILER [FLAG...]
#
# A library built for an external lock leaves exactly the two functions of smh_lock.h to the
# linker: a program without them does not link, one with them does. And no library defines a
# weak symbol, which could silently stand in for one.

set -euo pipefail

work=$1
include=$2
nm=$3
external=$4
library=$5
shift 5

fail()
{
	echo "$*"
	exit 1
}

# undefined LIBRARY: the symbols that it leaves to others.
undefined()
{
	"$nm" -u "$1" | awk '$1 == "U" { print $2 }' | sort -u
}

undefined "$external" | grep '^smh_lock_' >"$work/lock_symbols" || true
printf 'smh_lock_acquire\nsmh_lock_release\n' | cmp - "$work/lock_symbols" ||
	fail "not exactly the two lock functions are undefined"
if undefined "$library" | grep '^smh_lock_'; then
	fail "a library with a lock of its own asks for another"
fi
for each in "$external" "$library"; do
	if "$nm" "$each" | grep -E ' [WwVv] '; then
		fail "weak symbols in $each"
	fi
done

cat >"$work/user.c" <<'END'
#include "shared_multi_heap.h"
#ifdef WITH_LOCK
#include "smh_lock.h"
uintptr_t smh_lock_acquire(void) { return 0; }
void smh_lock_release(uintptr_t token) { (void)token; }
#endif
int main(void) { return shared_multi_heap_pool_init(); }
END

if "$@" -DSMH_LOCK=4 -I "$include" "$work/user.c" "$external" -o "$work/user" \
	2>"$work/errors"; then
	fail "a program without a lock links"
fi
grep -q 'smh_lock_acquire' "$work/errors" || fail "the error does not name the missing lock"
"$@" -DSMH_LOCK=4 -DWITH_LOCK -I "$include" "$work/user.c" "$external" -o "$work/user"
"$work/user" || fail "the program with a lock does not run"
echo "lock: missing lock is an error of the linker, no weak symbols"
