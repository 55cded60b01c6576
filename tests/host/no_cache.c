/* SPDX-License-Identifier: Apache-2.0 */

/* Cache hooks of a user whose processor has no cache. */

#include "smh_cache.h"

void smh_cache_clean_hook(const void *addr, size_t bytes)
{
	(void)addr;
	(void)bytes;
}

void smh_cache_invalidate_hook(void *addr, size_t bytes)
{
	(void)addr;
	(void)bytes;
}
