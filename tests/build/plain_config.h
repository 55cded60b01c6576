/* SPDX-License-Identifier: Apache-2.0 */

/* Options of the plain build: each differs from its default. */

#ifndef PLAIN_CONFIG_H_
#define PLAIN_CONFIG_H_

#define SMH_ALIGN       32
#define SMH_MAX_ATTR    4
#define SMH_MAX_REGIONS 3
#define SMH_CHECK_EXACT 1
#define SMH_POLICY      SMH_POLICY_SELECT_BEST_FIT
#define SMH_LOCK        SMH_LOCK_NONE

/* A function of the user in place of the trap. */
_Noreturn void plain_stop(void);
#define SMH_STOP() plain_stop()

#endif /* PLAIN_CONFIG_H_ */
