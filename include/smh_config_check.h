/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Refuses option values that the library does not know. Included by smh_config.h.
 *
 * The preprocessor takes a word that it does not know for 0: -DSMH_LOCK=pthread would build a
 * library without a lock. So the preprocessor notes the value of each option in decimal digits, as
 * SMH_TAG_*, and the compiler, to which such a word is an error, compares the option with them.
 */

#ifndef SMH_CONFIG_H_
#include "smh_config.h"
#endif

#ifndef SMH_CONFIG_CHECK_H_
#define SMH_CONFIG_CHECK_H_

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
#error "SMH_POLICY must be SMH_POLICY_SELECT_RUNTIME, _FIRST_FIT or _BEST_FIT"
#endif

#if (SMH_NARROW) == 0
#define SMH_TAG_NARROW 0
#elif (SMH_NARROW) == 1
#define SMH_TAG_NARROW 1
#else
#error "SMH_NARROW must be 0 or 1"
#endif

#if (SMH_CHECK) == 0
#define SMH_TAG_CHECK 0
#elif (SMH_CHECK) == 1
#define SMH_TAG_CHECK 1
#else
#error "SMH_CHECK must be 0 or 1"
#endif

#if (SMH_CHECK_EXACT) == 0
#define SMH_TAG_EXACT 0
#elif (SMH_CHECK_EXACT) == 1
#define SMH_TAG_EXACT 1
#else
#error "SMH_CHECK_EXACT must be 0 or 1"
#endif

#if (SMH_STATS) == 0
#define SMH_TAG_STATS 0
#elif (SMH_STATS) == 1
#define SMH_TAG_STATS 1
#else
#error "SMH_STATS must be 0 or 1"
#endif

#if (SMH_HEAP_LISTENER) == 0
#define SMH_TAG_LISTENER 0
#elif (SMH_HEAP_LISTENER) == 1
#define SMH_TAG_LISTENER 1
#else
#error "SMH_HEAP_LISTENER must be 0 or 1"
#endif

#if (SMH_ASAN) == 0
#define SMH_TAG_ASAN 0
#elif (SMH_ASAN) == 1
#define SMH_TAG_ASAN 1
#else
#error "SMH_ASAN must be 0 or 1"
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
#error "SMH_CACHE must be SMH_CACHE_NONE, _AARCH64, _ARMV7M or _EXTERNAL"
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
#elif (SMH_LOCK) == 5
#define SMH_TAG_LOCK 5
#else
#error "SMH_LOCK must be SMH_LOCK_NONE, _IRQ, _SPIN, _PTHREAD, _EXTERNAL or _FUTEX"
#endif

/* Of these, digits would be many. */

#if (SMH_FLOOR_TRIES) < 0 || (SMH_FLOOR_TRIES) > 0x7FFFFFFF
#error "SMH_FLOOR_TRIES must be 0 to 2^31 - 1"
#endif

#if (SMH_FAST_PATHS) < 0 || (SMH_FAST_PATHS) > 2
#error "SMH_FAST_PATHS must be 0 to 2"
#endif

#if (SMH_OWNER_PAGES) < 0 || (SMH_OWNER_PAGES) > 0x1000000
#error "SMH_OWNER_PAGES must be 0 to 2^24"
#elif (SMH_OWNER_PAGES) == 0
#define SMH_HAS_OWNER_PAGES 0
#else
#define SMH_HAS_OWNER_PAGES 1
#endif

#if (SMH_OWNER_SHIFT) < 3 || (SMH_OWNER_SHIFT) > 31
#error "SMH_OWNER_SHIFT must be 3 to 31"
#endif

#if (SMH_OWNER_BASE) < 0 || (SMH_OWNER_BASE) > UINTPTR_MAX
#error "SMH_OWNER_BASE must be an address"
#elif (SMH_OWNER_BASE) == 0
#define SMH_HAS_OWNER_BASE 0
#else
#define SMH_HAS_OWNER_BASE 1
#endif

#if (SMH_IRQ_CEILING) < 0 || (SMH_IRQ_CEILING) > 255
#error "SMH_IRQ_CEILING must be 0 to 255"
#elif (SMH_IRQ_CEILING) == 0
#define SMH_HAS_IRQ_CEILING 0
#else
#define SMH_HAS_IRQ_CEILING 1
#endif

/* The parameters of the outer macro are expanded before the inner one joins them. */
#define SMH_TAG_JOIN_(a, b, c, d, e) a##b##c##d##e
#define SMH_TAG_JOIN(a, b, c, d, e)  SMH_TAG_JOIN_(a, b, c, d, e)

#define SMH_TAG_ATTR                                                                               \
	SMH_TAG_JOIN(SMH_TAG_ATTR_4, SMH_TAG_ATTR_3, SMH_TAG_ATTR_2, SMH_TAG_ATTR_1, SMH_TAG_ATTR_0)
#define SMH_TAG_REGIONS SMH_TAG_JOIN(SMH_TAG_REGIONS_1, SMH_TAG_REGIONS_0, , , )
#define SMH_TAG_SHIFT   SMH_TAG_JOIN(SMH_TAG_SHIFT_1, SMH_TAG_SHIFT_0, , , )

#ifdef __cplusplus
#define SMH_CONFIG_ASSERT(condition, message) static_assert(condition, message)
#else
#define SMH_CONFIG_ASSERT(condition, message) _Static_assert(condition, message)
#endif

SMH_CONFIG_ASSERT((SMH_LOCK) == SMH_TAG_LOCK, "SMH_LOCK must be a name such as SMH_LOCK_PTHREAD");
SMH_CONFIG_ASSERT((SMH_CACHE) == SMH_TAG_CACHE,
		  "SMH_CACHE must be a name such as SMH_CACHE_EXTERNAL");
SMH_CONFIG_ASSERT((SMH_POLICY) == SMH_TAG_POLICY, "SMH_POLICY must be SMH_POLICY_SELECT_*");
SMH_CONFIG_ASSERT((SMH_NARROW) == SMH_TAG_NARROW, "SMH_NARROW must be 0 or 1");
SMH_CONFIG_ASSERT((SMH_CHECK) == SMH_TAG_CHECK, "SMH_CHECK must be 0 or 1");
SMH_CONFIG_ASSERT((SMH_CHECK_EXACT) == SMH_TAG_EXACT, "SMH_CHECK_EXACT must be 0 or 1");
SMH_CONFIG_ASSERT((SMH_STATS) == SMH_TAG_STATS, "SMH_STATS must be 0 or 1");
SMH_CONFIG_ASSERT((SMH_HEAP_LISTENER) == SMH_TAG_LISTENER, "SMH_HEAP_LISTENER must be 0 or 1");
SMH_CONFIG_ASSERT((SMH_ASAN) == SMH_TAG_ASAN, "SMH_ASAN must be 0 or 1");
SMH_CONFIG_ASSERT((SMH_ALIGN) == SMH_TAG_ALIGN, "SMH_ALIGN must be a number");
SMH_CONFIG_ASSERT((SMH_MAX_ATTR) == SMH_TAG_ATTR, "SMH_MAX_ATTR must be a number");
SMH_CONFIG_ASSERT((SMH_MAX_REGIONS) == SMH_TAG_REGIONS, "SMH_MAX_REGIONS must be a number");
SMH_CONFIG_ASSERT((SMH_MAX_REGION_SHIFT) == SMH_TAG_SHIFT, "SMH_MAX_REGION_SHIFT must be a number");
SMH_CONFIG_ASSERT((SMH_CACHE_LINE) == SMH_TAG_LINE, "SMH_CACHE_LINE must be a number");
SMH_CONFIG_ASSERT((SMH_FLOOR_TRIES) <= 0x7FFFFFFF, "SMH_FLOOR_TRIES must be a number");
SMH_CONFIG_ASSERT((SMH_FAST_PATHS) <= 2, "SMH_FAST_PATHS must be a number");
SMH_CONFIG_ASSERT((SMH_OWNER_SHIFT) <= 31, "SMH_OWNER_SHIFT must be a number");
SMH_CONFIG_ASSERT(((SMH_OWNER_PAGES) != 0) == SMH_HAS_OWNER_PAGES,
		  "SMH_OWNER_PAGES must be a number");
SMH_CONFIG_ASSERT(((SMH_OWNER_BASE) != 0) == SMH_HAS_OWNER_BASE, "SMH_OWNER_BASE must be a number");
SMH_CONFIG_ASSERT(((SMH_IRQ_CEILING) != 0) == SMH_HAS_IRQ_CEILING,
		  "SMH_IRQ_CEILING must be a number");

/* From here on they are plain numbers, of which there may be multiples: not 2 * 8 + 8. */
#undef SMH_ALIGN
#define SMH_ALIGN SMH_TAG_ALIGN
#undef SMH_MAX_ATTR
#define SMH_MAX_ATTR SMH_TAG_ATTR
#undef SMH_MAX_REGIONS
#define SMH_MAX_REGIONS SMH_TAG_REGIONS
#undef SMH_MAX_REGION_SHIFT
#define SMH_MAX_REGION_SHIFT SMH_TAG_SHIFT
#undef SMH_CACHE_LINE
#define SMH_CACHE_LINE SMH_TAG_LINE

#endif /* SMH_CONFIG_CHECK_H_ */
