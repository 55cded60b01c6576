/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Choosing the policy of an attribute. */

#include "pool/pool.h"

#if SMH_POLICY == SMH_POLICY_SELECT_RUNTIME

/*
 * One step towards a policy, the lock held: best fit needs all of each region in the index. That
 * stays there, so the steps end. True if it was the last.
 */
static bool step_to(unsigned int attr, unsigned int policy)
{
	lane_mask_t left = smh_pool.attr_lanes[attr] & (lane_mask_t)~smh_pool.all_indexed;
	bool several = smh_pool.choices[attr] > SMH_MAX_REGIONS;

	if (policy == SMH_POLICY_BEST_FIT && several && left != 0) {
		smh_pool.choices[attr] = CHOICE_BY_POLICY;
		smh_index_begin(&smh_pool.regions[lane_first(left)], INDEXED_ALL);
		return false;
	}
	smh_pool.policies[attr] = (uint8_t)policy;
	return true;
}

#endif

int shared_multi_heap_policy_set(unsigned int attr, unsigned int policy)
{
	if (attr >= SMH_MAX_ATTR || policy >= SMH_POLICY_NUM) {
		return -EINVAL;
	}
#if SMH_POLICY == SMH_POLICY_SELECT_RUNTIME
	for (bool done = false; !done;) {
		smh_key_t key = port_lock();

		done = step_to(attr, policy);
		port_unlock(key);
	}
	return 0;
#else
	return policy == policy_of(attr) ? 0 : -ENOTSUP;
#endif
}

int shared_multi_heap_policy_get(unsigned int attr)
{
	smh_key_t key;
	int policy;

	if (attr >= SMH_MAX_ATTR) {
		return -EINVAL;
	}
	key = port_lock();
	policy = (int)policy_of(attr);
	port_unlock(key);
	return policy;
}
