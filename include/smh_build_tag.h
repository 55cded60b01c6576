/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief The name of the build tag, see smh_build.h.
 *
 * An option may be written in any form that the preprocessor can calculate with: 16, 0x10, (16),
 * 1 << 4. All of them give the same tag, since smh_config_check.h turns each value into decimal
 * digits.
 */

#ifndef SMH_BUILD_TAG_H_
#define SMH_BUILD_TAG_H_

#include "smh_config.h"

#define SMH_TAG_NAME_(major, minor, align, attr, regions, shift, narrow, policy, check, exact,     \
		      stats, line, cache, lock)                                                    \
	smh_build_##major##_##minor##_align##align##_attr##attr##_regions##regions##_shift##shift##_narrow##narrow##_policy##policy##_check##check##_exact##exact##_stats##stats##_line##line##_cache##cache##_lock##lock
#define SMH_TAG_NAME(major, minor, align, attr, regions, shift, narrow, policy, check, exact,      \
		     stats, line, cache, lock)                                                     \
	SMH_TAG_NAME_(major, minor, align, attr, regions, shift, narrow, policy, check, exact,     \
		      stats, line, cache, lock)

#endif /* SMH_BUILD_TAG_H_ */
