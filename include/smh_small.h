/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief A configuration for chips with little memory: -DSMH_CONFIG_HEADER='"smh_small.h"'.
 *
 * Four regions, four attributes, first fit only, regions of at most 256 KiB. Bad pointers and
 * damaged metadata are detected all the same. An option set with -D takes precedence. For other
 * limits copy this file.
 */

#ifndef SMH_SMALL_H_
#define SMH_SMALL_H_

#ifndef SMH_MAX_REGIONS
#define SMH_MAX_REGIONS 4
#endif

#ifndef SMH_MAX_ATTR
#define SMH_MAX_ATTR 4
#endif

/* No region needs 32-bit metadata then, and the code for it is left out. */
#ifndef SMH_MAX_REGION_SHIFT
#define SMH_MAX_REGION_SHIFT 18
#endif

#ifndef SMH_POLICY
#define SMH_POLICY SMH_POLICY_SELECT_FIRST_FIT
#endif

#endif /* SMH_SMALL_H_ */
