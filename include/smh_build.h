/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief What the library was built with: its version, its options, its error numbers.
 *
 * Most options change the layout of a structure or the meaning of a number, so a program and its
 * library must agree on them. SMH_BUILD_CHECK() makes the linker compare them.
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
 * smh_build_0_1_align16_attr16_... and so on: major and minor version, then the values of
 * SMH_ALIGN, SMH_MAX_ATTR, SMH_MAX_REGIONS, SMH_MAX_REGION_SHIFT, SMH_NARROW, SMH_POLICY,
 * SMH_CHECK, SMH_CHECK_EXACT, SMH_STATS, SMH_CACHE_LINE, SMH_CACHE and SMH_LOCK in decimal,
 * however they were written.
 *
 * The library defines the one of its own options. A program that refers to the one of the headers
 * that it was compiled with, by SMH_BUILD_CHECK(), does not link to a library built otherwise.
 *
 * @par Source  SPEC SMH-BUILD.
 */
#define SMH_BUILD_TAG                                                                              \
	SMH_TAG_NAME(SMH_VERSION_MAJOR, SMH_VERSION_MINOR, SMH_TAG_ALIGN, SMH_TAG_ATTR,            \
		     SMH_TAG_REGIONS, SMH_TAG_SHIFT, SMH_TAG_NARROW, SMH_TAG_POLICY,               \
		     SMH_TAG_CHECK, SMH_TAG_EXACT, SMH_TAG_STATS, SMH_TAG_LINE, SMH_TAG_CACHE,     \
		     SMH_TAG_LOCK)

/** The tag itself; its value means nothing. */
extern const char SMH_BUILD_TAG;

/**
 * @brief Make the linker compare the options of this source file with those of the library.
 *
 * To be written once, in a function that the program calls, such as main(). It reads one byte and
 * does nothing with it. Any compiler, link-time optimisation and the removal of unused sections
 * leave it in place.
 *
 * @par Context  Any. @par Time  Constant. @par Source  SPEC SMH-BUILD.
 */
#define SMH_BUILD_CHECK() ((void)*(const volatile char *)&SMH_BUILD_TAG)

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
