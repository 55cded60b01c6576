/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Choosing the policy of an attribute. */

#include "pool/pool.h"

#if SMH_POLICY == SMH_POLICY_SELECT_RUNTIME

/* A region of the attribute that an index does not follow, or NULL. */
static struct region *not_in(unsigned int attr, unsigned int index)
{
	for (uint32_t lane = 0; lane < smh_pool.count; lane++) {
		struct region *region = &smh_pool.regions[lane];

		if (region->attr == attr && (region->indexed & index) == 0) {
			return region;
		}
	}
	return NULL;
}

/* Let one index alone follow the regions of an attribute, all of which it has. */
static void leave_others(unsigned int attr, unsigned int index)
{
	for (uint32_t lane = 0; lane < smh_pool.count; lane++) {
		if (smh_pool.regions[lane].attr == attr) {
			smh_pool.regions[lane].indexed = (uint8_t)index;
		}
	}
}

/*
 * One step towards a policy, the lock held: its index gets one more region, while the requests are
 * still served by the policy so far, whose index goes on to follow. True if it was the last. The
 * steps end, as no step of another thread takes anything back but its last one.
 */
static bool step_to(unsigned int attr, unsigned int policy)
{
	unsigned int index = policy == SMH_POLICY_BEST_FIT ? INDEXED_ALL : INDEXED_TOP;

	smh_pool.best_fit = &smh_best_fit;
	if (is_chosen_from_several(smh_pool.choices[attr]) && policy != policy_of(attr)) {
		struct region *region = not_in(attr, index);

		if (region != NULL) {
			smh_pool.choices[attr] = CHOICE_CHANGES;
			smh_index_enter(region, index);
			return false;
		}
		leave_others(attr, index);
		smh_pool.choices[attr] = choice_by(policy);
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
