/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Which region of an attribute serves a request.
 */

#ifndef SMH_POLICY_H_
#define SMH_POLICY_H_

#include "shared_multi_heap.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup smh_policy Region policies
 * @ingroup shared_multi_heap
 * @{
 */

/** Region policies. */
enum smh_policy {
	/** The region added first among those that can serve the request. */
	SMH_POLICY_FIRST_FIT,
	/** The region with the tightest free block; ties go to the one added first. */
	SMH_POLICY_BEST_FIT,
	/** Number of policies. */
	SMH_POLICY_NUM,
};

/**
 * @brief Choose the policy of an attribute.
 *
 * May be called at any time, also before the pool is initialised; the default is
 * SMH_POLICY_FIRST_FIT. Blocks that exist stay where they are.
 *
 * @param attr    Attribute.
 * @param policy  A value of enum smh_policy.
 *
 * @retval 0         From now on requests for @p attr follow @p policy.
 * @retval -EINVAL   @p attr or @p policy is out of bounds.
 * @retval -ENOTSUP  The build fixes another policy (SMH_POLICY).
 *
 * @par Context  Any. @par Time  If the policy changes, as many locked sections as the attribute has
 * regions, each bounded by the number of bins; else constant. @par Source  SPEC SMH-POLICY.
 */
int shared_multi_heap_policy_set(unsigned int attr, unsigned int policy);

/**
 * @brief The policy of an attribute.
 *
 * @return A value of enum smh_policy, or -EINVAL when @p attr is out of bounds.
 *
 * @par Context  Any. @par Time  Constant. @par Source  SPEC SMH-POLICY.
 */
int shared_multi_heap_policy_get(unsigned int attr);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_POLICY_H_ */
