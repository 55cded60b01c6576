/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Which region serves a request, where that is not found out in line. */

#include "pool/first_fit.h"

#if HAVE_FIRST_FIT

static lane_mask_t first_fit_possible(unsigned int attr, uint32_t bin)
{
	lane_mask_t lanes = (lane_mask_t)lanes_from(&smh_pool.tops, bin, 0);

#if SMH_MAX_REGIONS > 32
	lanes |= (lane_mask_t)lanes_from(&smh_pool.tops, bin, 1) << 32;
#endif
	return lanes & smh_pool.attr_lanes[attr];
}

#endif

struct region *smh_select(unsigned int attr, uint32_t n)
{
	if (SMH_UNLIKELY(n >= MAX_GRANULES)) {
		return NULL;
	}
#if HAVE_FIRST_FIT
	if (policy_of(attr) == SMH_POLICY_FIRST_FIT) {
		return first_fit(attr, n);
	}
#endif
	return HAVE_BEST_FIT ? best_fit()->select(attr, n) : NULL;
}

lane_mask_t smh_select_possible(unsigned int attr, uint32_t granules)
{
#if HAVE_FIRST_FIT
	if (policy_of(attr) == SMH_POLICY_FIRST_FIT) {
		return first_fit_possible(attr, bin_of(granules));
	}
#endif
	return HAVE_BEST_FIT ? best_fit()->possible(attr, bin_of(granules)) : 0;
}
