/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief The name of the build tag, see smh_build.h.
 *
 * An option may be written in any form that the preprocessor can calculate with: 16, 0x10, (16),
 * 1 << 4. All of them give the same tag, since each value is turned into decimal digits here.
 */

#ifndef SMH_BUILD_TAG_H_
#define SMH_BUILD_TAG_H_

#include "smh_config.h"

#if (SMH_ALIGN) == 8
#define SMH_TAG_ALIGN 8
#elif (SMH_ALIGN) == 16
#define SMH_TAG_ALIGN 16
#elif (SMH_ALIGN) == 32
#define SMH_TAG_ALIGN 32
#elif (SMH_ALIGN) == 64
#define SMH_TAG_ALIGN 64
#else
#error "SMH_ALIGN must be 8, 16, 32 or 64"
#endif

#if (SMH_MAX_ATTR) < 1 || (SMH_MAX_ATTR) > 65535
#error "SMH_MAX_ATTR must be 1 to 65535"
#endif

/* A leading zero is left out. */
#if (SMH_MAX_ATTR) < 10000
#define SMH_TAG_ATTR_4
#elif (SMH_MAX_ATTR) / 10000 % 10 == 0
#define SMH_TAG_ATTR_4 0
#elif (SMH_MAX_ATTR) / 10000 % 10 == 1
#define SMH_TAG_ATTR_4 1
#elif (SMH_MAX_ATTR) / 10000 % 10 == 2
#define SMH_TAG_ATTR_4 2
#elif (SMH_MAX_ATTR) / 10000 % 10 == 3
#define SMH_TAG_ATTR_4 3
#elif (SMH_MAX_ATTR) / 10000 % 10 == 4
#define SMH_TAG_ATTR_4 4
#elif (SMH_MAX_ATTR) / 10000 % 10 == 5
#define SMH_TAG_ATTR_4 5
#elif (SMH_MAX_ATTR) / 10000 % 10 == 6
#define SMH_TAG_ATTR_4 6
#elif (SMH_MAX_ATTR) / 10000 % 10 == 7
#define SMH_TAG_ATTR_4 7
#elif (SMH_MAX_ATTR) / 10000 % 10 == 8
#define SMH_TAG_ATTR_4 8
#else
#define SMH_TAG_ATTR_4 9
#endif

#if (SMH_MAX_ATTR) < 1000
#define SMH_TAG_ATTR_3
#elif (SMH_MAX_ATTR) / 1000 % 10 == 0
#define SMH_TAG_ATTR_3 0
#elif (SMH_MAX_ATTR) / 1000 % 10 == 1
#define SMH_TAG_ATTR_3 1
#elif (SMH_MAX_ATTR) / 1000 % 10 == 2
#define SMH_TAG_ATTR_3 2
#elif (SMH_MAX_ATTR) / 1000 % 10 == 3
#define SMH_TAG_ATTR_3 3
#elif (SMH_MAX_ATTR) / 1000 % 10 == 4
#define SMH_TAG_ATTR_3 4
#elif (SMH_MAX_ATTR) / 1000 % 10 == 5
#define SMH_TAG_ATTR_3 5
#elif (SMH_MAX_ATTR) / 1000 % 10 == 6
#define SMH_TAG_ATTR_3 6
#elif (SMH_MAX_ATTR) / 1000 % 10 == 7
#define SMH_TAG_ATTR_3 7
#elif (SMH_MAX_ATTR) / 1000 % 10 == 8
#define SMH_TAG_ATTR_3 8
#else
#define SMH_TAG_ATTR_3 9
#endif

#if (SMH_MAX_ATTR) < 100
#define SMH_TAG_ATTR_2
#elif (SMH_MAX_ATTR) / 100 % 10 == 0
#define SMH_TAG_ATTR_2 0
#elif (SMH_MAX_ATTR) / 100 % 10 == 1
#define SMH_TAG_ATTR_2 1
#elif (SMH_MAX_ATTR) / 100 % 10 == 2
#define SMH_TAG_ATTR_2 2
#elif (SMH_MAX_ATTR) / 100 % 10 == 3
#define SMH_TAG_ATTR_2 3
#elif (SMH_MAX_ATTR) / 100 % 10 == 4
#define SMH_TAG_ATTR_2 4
#elif (SMH_MAX_ATTR) / 100 % 10 == 5
#define SMH_TAG_ATTR_2 5
#elif (SMH_MAX_ATTR) / 100 % 10 == 6
#define SMH_TAG_ATTR_2 6
#elif (SMH_MAX_ATTR) / 100 % 10 == 7
#define SMH_TAG_ATTR_2 7
#elif (SMH_MAX_ATTR) / 100 % 10 == 8
#define SMH_TAG_ATTR_2 8
#else
#define SMH_TAG_ATTR_2 9
#endif

#if (SMH_MAX_ATTR) < 10
#define SMH_TAG_ATTR_1
#elif (SMH_MAX_ATTR) / 10 % 10 == 0
#define SMH_TAG_ATTR_1 0
#elif (SMH_MAX_ATTR) / 10 % 10 == 1
#define SMH_TAG_ATTR_1 1
#elif (SMH_MAX_ATTR) / 10 % 10 == 2
#define SMH_TAG_ATTR_1 2
#elif (SMH_MAX_ATTR) / 10 % 10 == 3
#define SMH_TAG_ATTR_1 3
#elif (SMH_MAX_ATTR) / 10 % 10 == 4
#define SMH_TAG_ATTR_1 4
#elif (SMH_MAX_ATTR) / 10 % 10 == 5
#define SMH_TAG_ATTR_1 5
#elif (SMH_MAX_ATTR) / 10 % 10 == 6
#define SMH_TAG_ATTR_1 6
#elif (SMH_MAX_ATTR) / 10 % 10 == 7
#define SMH_TAG_ATTR_1 7
#elif (SMH_MAX_ATTR) / 10 % 10 == 8
#define SMH_TAG_ATTR_1 8
#else
#define SMH_TAG_ATTR_1 9
#endif

#if (SMH_MAX_ATTR) % 10 == 0
#define SMH_TAG_ATTR_0 0
#elif (SMH_MAX_ATTR) % 10 == 1
#define SMH_TAG_ATTR_0 1
#elif (SMH_MAX_ATTR) % 10 == 2
#define SMH_TAG_ATTR_0 2
#elif (SMH_MAX_ATTR) % 10 == 3
#define SMH_TAG_ATTR_0 3
#elif (SMH_MAX_ATTR) % 10 == 4
#define SMH_TAG_ATTR_0 4
#elif (SMH_MAX_ATTR) % 10 == 5
#define SMH_TAG_ATTR_0 5
#elif (SMH_MAX_ATTR) % 10 == 6
#define SMH_TAG_ATTR_0 6
#elif (SMH_MAX_ATTR) % 10 == 7
#define SMH_TAG_ATTR_0 7
#elif (SMH_MAX_ATTR) % 10 == 8
#define SMH_TAG_ATTR_0 8
#else
#define SMH_TAG_ATTR_0 9
#endif

#if (SMH_MAX_REGIONS) < 1 || (SMH_MAX_REGIONS) > 64
#error "SMH_MAX_REGIONS must be 1 to 64"
#endif

#if (SMH_MAX_REGIONS) < 10
#define SMH_TAG_REGIONS_1
#elif (SMH_MAX_REGIONS) / 10 % 10 == 0
#define SMH_TAG_REGIONS_1 0
#elif (SMH_MAX_REGIONS) / 10 % 10 == 1
#define SMH_TAG_REGIONS_1 1
#elif (SMH_MAX_REGIONS) / 10 % 10 == 2
#define SMH_TAG_REGIONS_1 2
#elif (SMH_MAX_REGIONS) / 10 % 10 == 3
#define SMH_TAG_REGIONS_1 3
#elif (SMH_MAX_REGIONS) / 10 % 10 == 4
#define SMH_TAG_REGIONS_1 4
#elif (SMH_MAX_REGIONS) / 10 % 10 == 5
#define SMH_TAG_REGIONS_1 5
#elif (SMH_MAX_REGIONS) / 10 % 10 == 6
#define SMH_TAG_REGIONS_1 6
#elif (SMH_MAX_REGIONS) / 10 % 10 == 7
#define SMH_TAG_REGIONS_1 7
#elif (SMH_MAX_REGIONS) / 10 % 10 == 8
#define SMH_TAG_REGIONS_1 8
#else
#define SMH_TAG_REGIONS_1 9
#endif

#if (SMH_MAX_REGIONS) % 10 == 0
#define SMH_TAG_REGIONS_0 0
#elif (SMH_MAX_REGIONS) % 10 == 1
#define SMH_TAG_REGIONS_0 1
#elif (SMH_MAX_REGIONS) % 10 == 2
#define SMH_TAG_REGIONS_0 2
#elif (SMH_MAX_REGIONS) % 10 == 3
#define SMH_TAG_REGIONS_0 3
#elif (SMH_MAX_REGIONS) % 10 == 4
#define SMH_TAG_REGIONS_0 4
#elif (SMH_MAX_REGIONS) % 10 == 5
#define SMH_TAG_REGIONS_0 5
#elif (SMH_MAX_REGIONS) % 10 == 6
#define SMH_TAG_REGIONS_0 6
#elif (SMH_MAX_REGIONS) % 10 == 7
#define SMH_TAG_REGIONS_0 7
#elif (SMH_MAX_REGIONS) % 10 == 8
#define SMH_TAG_REGIONS_0 8
#else
#define SMH_TAG_REGIONS_0 9
#endif

#if (SMH_MAX_REGION_SHIFT) < 12 || (SMH_MAX_REGION_SHIFT) > 32
#error "SMH_MAX_REGION_SHIFT must be 12 to 32"
#endif

#if (SMH_MAX_REGION_SHIFT) < 20
#define SMH_TAG_SHIFT_1 1
#elif (SMH_MAX_REGION_SHIFT) < 30
#define SMH_TAG_SHIFT_1 2
#else
#define SMH_TAG_SHIFT_1 3
#endif

#if (SMH_MAX_REGION_SHIFT) % 10 == 0
#define SMH_TAG_SHIFT_0 0
#elif (SMH_MAX_REGION_SHIFT) % 10 == 1
#define SMH_TAG_SHIFT_0 1
#elif (SMH_MAX_REGION_SHIFT) % 10 == 2
#define SMH_TAG_SHIFT_0 2
#elif (SMH_MAX_REGION_SHIFT) % 10 == 3
#define SMH_TAG_SHIFT_0 3
#elif (SMH_MAX_REGION_SHIFT) % 10 == 4
#define SMH_TAG_SHIFT_0 4
#elif (SMH_MAX_REGION_SHIFT) % 10 == 5
#define SMH_TAG_SHIFT_0 5
#elif (SMH_MAX_REGION_SHIFT) % 10 == 6
#define SMH_TAG_SHIFT_0 6
#elif (SMH_MAX_REGION_SHIFT) % 10 == 7
#define SMH_TAG_SHIFT_0 7
#elif (SMH_MAX_REGION_SHIFT) % 10 == 8
#define SMH_TAG_SHIFT_0 8
#else
#define SMH_TAG_SHIFT_0 9
#endif

#if (SMH_POLICY) == 0
#define SMH_TAG_POLICY 0
#elif (SMH_POLICY) == 1
#define SMH_TAG_POLICY 1
#elif (SMH_POLICY) == 2
#define SMH_TAG_POLICY 2
#else
#error "SMH_POLICY must be 0, 1 or 2"
#endif

#if SMH_CHECK
#define SMH_TAG_CHECK 1
#else
#define SMH_TAG_CHECK 0
#endif

#if SMH_CHECK_EXACT
#define SMH_TAG_EXACT 1
#else
#define SMH_TAG_EXACT 0
#endif

#if SMH_STATS
#define SMH_TAG_STATS 1
#else
#define SMH_TAG_STATS 0
#endif

#if (SMH_CACHE_LINE) == 4
#define SMH_TAG_LINE 4
#elif (SMH_CACHE_LINE) == 8
#define SMH_TAG_LINE 8
#elif (SMH_CACHE_LINE) == 16
#define SMH_TAG_LINE 16
#elif (SMH_CACHE_LINE) == 32
#define SMH_TAG_LINE 32
#elif (SMH_CACHE_LINE) == 64
#define SMH_TAG_LINE 64
#elif (SMH_CACHE_LINE) == 128
#define SMH_TAG_LINE 128
#elif (SMH_CACHE_LINE) == 256
#define SMH_TAG_LINE 256
#elif (SMH_CACHE_LINE) == 512
#define SMH_TAG_LINE 512
#elif (SMH_CACHE_LINE) == 1024
#define SMH_TAG_LINE 1024
#else
#error "SMH_CACHE_LINE must be a power of two, 4 to 1024"
#endif

#if (SMH_CACHE) == 0
#define SMH_TAG_CACHE 0
#elif (SMH_CACHE) == 1
#define SMH_TAG_CACHE 1
#elif (SMH_CACHE) == 2
#define SMH_TAG_CACHE 2
#elif (SMH_CACHE) == 3
#define SMH_TAG_CACHE 3
#else
#error "SMH_CACHE has no such kind"
#endif

#if (SMH_LOCK) == 0
#define SMH_TAG_LOCK 0
#elif (SMH_LOCK) == 1
#define SMH_TAG_LOCK 1
#elif (SMH_LOCK) == 2
#define SMH_TAG_LOCK 2
#elif (SMH_LOCK) == 3
#define SMH_TAG_LOCK 3
#elif (SMH_LOCK) == 4
#define SMH_TAG_LOCK 4
#else
#error "SMH_LOCK has no such kind"
#endif

/* The parameters of the outer macro are expanded before the inner one joins them. */
#define SMH_TAG_JOIN_(a, b, c, d, e) a##b##c##d##e
#define SMH_TAG_JOIN(a, b, c, d, e)  SMH_TAG_JOIN_(a, b, c, d, e)

#define SMH_TAG_ATTR                                                                               \
	SMH_TAG_JOIN(SMH_TAG_ATTR_4, SMH_TAG_ATTR_3, SMH_TAG_ATTR_2, SMH_TAG_ATTR_1, SMH_TAG_ATTR_0)
#define SMH_TAG_REGIONS SMH_TAG_JOIN(SMH_TAG_REGIONS_1, SMH_TAG_REGIONS_0, , , )
#define SMH_TAG_SHIFT   SMH_TAG_JOIN(SMH_TAG_SHIFT_1, SMH_TAG_SHIFT_0, , , )

#define SMH_TAG_NAME_(major, minor, align, attr, regions, shift, policy, check, exact, stats,      \
		      line, cache, lock)                                                           \
	smh_build_##major##_##minor##_align##align##_attr##attr##_regions##regions##_shift##shift##_policy##policy##_check##check##_exact##exact##_stats##stats##_line##line##_cache##cache##_lock##lock
#define SMH_TAG_NAME(major, minor, align, attr, regions, shift, policy, check, exact, stats, line, \
		     cache, lock)                                                                  \
	SMH_TAG_NAME_(major, minor, align, attr, regions, shift, policy, check, exact, stats,      \
		      line, cache, lock)

#endif /* SMH_BUILD_TAG_H_ */
