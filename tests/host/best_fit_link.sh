#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: best_fit_link.sh WORK INCLUDE NM LIBRARY COMPILER [FLAG...]
#
# A program that never sets a policy is linked without best fit and its index; one that does has both.

set -euo pipefail

work=$1/best_fit_link
include=$2
nm=$3
library=$4
shift 4
compiler=("$@" -I "$include")

fail()
{
	echo "$*"
	exit 1
}

# has_best_fit FLAG...: whether the program that is built with these flags has best fit.
has_best_fit()
{
	"${compiler[@]}" "$@" "$work/user.c" "$library" -lpthread -o "$work/user"
	"$work/user" || fail "the program does not run"
	# Not grep -q, which may end before nm has written all.
	"$nm" "$work/user" | grep -E ' (smh_best_fit|smh_all_bins)$' >/dev/null
}

mkdir -p "$work"
cat >"$work/user.c" <<'END'
#include "shared_multi_heap.h"
#include "smh_alloc.h"
#include "smh_policy.h"
int main(void)
{
	static unsigned char memory[2][1024];
	void *block;
	for (int i = 0; i < 2; i++) {
		struct shared_multi_heap_region region = {
			.addr = (uintptr_t)memory[i], .size = sizeof(memory[i])};
		if ((i == 0 && shared_multi_heap_pool_init() != 0) ||
		    shared_multi_heap_add(&region, NULL) != 0) {
			return 1;
		}
	}
#ifdef SET_POLICY
	if (shared_multi_heap_policy_set(0, SMH_POLICY_BEST_FIT) != 0) {
		return 1;
	}
#endif
	block = shared_multi_heap_realloc(0, shared_multi_heap_aligned_alloc(0, 64, 100), 200);
	shared_multi_heap_free(block);
	return block == NULL;
}
END

has_best_fit -DSET_POLICY || fail "a program that chooses best fit is linked without it"
if has_best_fit; then
	fail "a program that never sets a policy is linked with best fit"
fi
echo "best fit: linked only where a policy is set"
