/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief What the library was built with: its version, its options, its error numbers.
 *
 * Most options change the layout of a structure or the meaning of a number, so a program and its
 * library must agree on them. This header makes the linker compare them: see SMH_BUILD_TAG.
 */

#ifndef SMH_BUILD_H_
#define SMH_BUILD_H_

#include "smh_build_tag.h"
#include "smh_errno.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup smh_build Build information
 * @{
 */

/** Version of these headers. */
#define SMH_VERSION_MAJOR 0
/** Version of these headers. */
#define SMH_VERSION_MINOR 1
/** Version of these headers. */
#define SMH_VERSION_PATCH 0

/**
 * @brief A symbol whose name tells how the library was built.
 *
 * smh_build_0_1_align16_attr16_regions16_shift32_policy0_check1_exact0_stats1_line64_cache0_lock3:
 * major and minor version, then the values of SMH_ALIGN, SMH_MAX_ATTR, SMH_MAX_REGIONS,
 * SMH_MAX_REGION_SHIFT, SMH_POLICY, SMH_CHECK, SMH_CHECK_EXACT, SMH_STATS, SMH_CACHE_LINE,
 * SMH_CACHE and SMH_LOCK in decimal, however they were written.
 *
 * The library defines the one for its own options. A program that asks for the one of the headers
 * that it was compiled with does not link to a library built otherwise. With GCC and clang on ELF,
 * including this header asks, and costs nothing in the program; elsewhere use the address of
 * SMH_BUILD_TAG.
 *
 * @par Source  SPEC SMH-BUILD.
 */
#define SMH_BUILD_TAG                                                                              \
	SMH_TAG_NAME(SMH_VERSION_MAJOR, SMH_VERSION_MINOR, SMH_TAG_ALIGN, SMH_TAG_ATTR,            \
		     SMH_TAG_REGIONS, SMH_TAG_SHIFT, SMH_TAG_POLICY, SMH_TAG_CHECK, SMH_TAG_EXACT, \
		     SMH_TAG_STATS, SMH_TAG_LINE, SMH_TAG_CACHE, SMH_TAG_LOCK)

/** The tag itself; its value means nothing. */
extern const char SMH_BUILD_TAG;

#if defined(__GNUC__) && defined(__ELF__)
#define SMH_BUILD_QUOTE_(name) #name
#define SMH_BUILD_QUOTE(name)  SMH_BUILD_QUOTE_(name)
__asm__(".globl " SMH_BUILD_QUOTE(SMH_BUILD_TAG));
#endif

/**
 * @brief The error numbers that the library returns, as positive values.
 *
 * For callers that have no errno.h, or that of another C library.
 */
struct smh_errno_numbers {
	/** EPERM */
	int eperm;
	/** ENOENT */
	int enoent;
	/** ENOMEM */
	int enomem;
	/** EEXIST */
	int eexist;
	/** EINVAL */
	int einval;
	/** ENOTSUP */
	int enotsup;
	/** EALREADY */
	int ealready;
};

/** @brief The numbers of this library. @par Source  SPEC SMH-BUILD. */
extern const struct smh_errno_numbers smh_errno_numbers;

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_BUILD_H_ */
