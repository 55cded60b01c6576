#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: hook_link.sh WORK INCLUDE NM EXTERNAL_LIBRARY LIBRARY COMPILER [FLAG...]
#
# A library built for an external lock and an external cache leaves exactly the two functions of
# smh_lock.h and the two hooks of smh_cache.h to the linker: a program that needs one and does not
# have it does not link. And no library defines a weak symbol, which could silently stand in.

set -euo pipefail

work=$1/hook_link
include=$2
nm=$3
external=$4
library=$5
shift 5
compiler=("$@" -DSMH_LOCK=4 -DSMH_CACHE=3 -I "$include")

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

# hooks LIBRARY: those of them that are for the user to define.
hooks()
{
	undefined "$1" | grep -E '^smh_(lock_|cache_.*_hook)' || true
}

# links MACRO...: whether user.c with these parts becomes a program; it may say why not.
links()
{
	"${compiler[@]}" "${@/#/-D}" "$work/user.c" "$external" -o "$work/user" 2>"$work/errors"
}

# misses SYMBOL MACRO...: it does not, for want of this symbol.
misses()
{
	local symbol=$1
	shift

	if links "$@"; then
		fail "a program without $symbol links"
	fi
	grep -q "$symbol" "$work/errors" || fail "the error does not name $symbol"
}

mkdir -p "$work"
[ "$(hooks "$external" | xargs)" = "smh_cache_clean_hook smh_cache_invalidate_hook \
smh_lock_acquire smh_lock_release" ] ||
	fail "not exactly the four hooks are undefined:" "$(hooks "$external" | xargs)"
[ -z "$(hooks "$library")" ] || fail "a library with a lock of its own asks for another"
for each in "$external" "$library"; do
	if "$nm" "$each" | grep -E ' [WwVv] '; then
		fail "weak symbols in $each"
	fi
done

cat >"$work/user.c" <<'END'
#include "shared_multi_heap.h"
#include "smh_cache.h"
#include "smh_lock.h"
#ifdef WITH_LOCK
uintptr_t smh_lock_acquire(void) { return 0; }
void smh_lock_release(uintptr_t token) { (void)token; }
#endif
#ifdef WITH_CACHE
void smh_cache_clean_hook(const void *addr, size_t bytes) { (void)addr; (void)bytes; }
void smh_cache_invalidate_hook(void *addr, size_t bytes) { (void)addr; (void)bytes; }
#endif
int main(void)
{
#ifdef USE_CACHE
	static char buffer[64];
	smh_cache_clean(buffer, sizeof(buffer));
#endif
	return shared_multi_heap_pool_init();
}
END

misses smh_lock_acquire
misses smh_cache_clean_hook WITH_LOCK USE_CACHE
# Without cache maintenance nobody needs the hooks.
links WITH_LOCK || fail "the program with a lock does not link"
"$work/user" || fail "the program with a lock does not run"
links WITH_LOCK USE_CACHE WITH_CACHE || fail "the program with all hooks does not link"
"$work/user" || fail "the program with all hooks does not run"
echo "hooks: a missing lock or cache hook is an error of the linker, no weak symbols"
