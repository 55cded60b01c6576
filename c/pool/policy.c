/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Choosing the policy of an attribute. */

#include "pool/pool.h"

int shared_multi_heap_policy_set(unsigned int attr, unsigned int policy)
{
	if (attr >= SMH_MAX_ATTR || policy >= SMH_POLICY_NUM) {
		return -EINVAL;
	}
#if SMH_POLICY == SMH_POLICY_SELECT_RUNTIME
	{
		smh_key_t key = port_lock();

		smh_pool.policies[attr] = (uint8_t)policy;
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
