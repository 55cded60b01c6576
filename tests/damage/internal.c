/* SPDX-License-Identifier: Apache-2.0 */

#include <string.h>

#include "internal.h"
#include "pool/pool.h"

static struct pool kept;
#if HAVE_BEST_FIT
static struct all_bins kept_bins;
#endif

void internal_pool_clear(void)
{
	memset(&smh_pool, 0, sizeof(smh_pool));
}

void internal_pool_save(void)
{
	memcpy(&kept, &smh_pool, sizeof(kept));
#if HAVE_BEST_FIT
	memcpy(&kept_bins, &smh_all_bins, sizeof(kept_bins));
#endif
}

void internal_pool_load(void)
{
	memcpy(&smh_pool, &kept, sizeof(kept));
#if HAVE_BEST_FIT
	memcpy(&smh_all_bins, &kept_bins, sizeof(kept_bins));
#endif
}

bool internal_heap_walk(const struct sys_heap *heap, smh_block_visitor_t visit, void *arg)
{
	return smh_heap_walk(heap, visit, arg);
}

uint32_t internal_narrow_granules(void)
{
	return HAVE_NARROW ? NARROW_GRANULES : 0;
}

struct internal_parts internal_parts(bool narrow)
{
	return (struct internal_parts){.map = narrow ? 16 : 4, .counts = COUNT_BYTES};
}

size_t internal_footer_bytes(bool narrow)
{
	return narrow ? 2 : 4;
}

bool internal_has_wide(void)
{
	return HAVE_WIDE;
}
