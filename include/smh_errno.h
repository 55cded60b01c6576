/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief Error numbers: the platform's own where it has errno.h, else ours.
 *
 * Compare the names, not the values: they differ between C libraries.
 */

#ifndef SMH_ERRNO_H_
#define SMH_ERRNO_H_

#if defined(__has_include)
#if __has_include(<errno.h>)
#include <errno.h>
#endif
#elif defined(__STDC_HOSTED__) && __STDC_HOSTED__
#include <errno.h>
#endif

#ifndef EPERM
#define EPERM 1
#endif
#ifndef ENOENT
#define ENOENT 2
#endif
#ifndef ENOMEM
#define ENOMEM 12
#endif
#ifndef EEXIST
#define EEXIST 17
#endif
#ifndef ENODEV
#define ENODEV 19
#endif
#ifndef EINVAL
#define EINVAL 22
#endif
#ifndef ENOSPC
#define ENOSPC 28
#endif
#ifndef ENOTSUP
#define ENOTSUP 95
#endif
#ifndef EALREADY
#define EALREADY 114
#endif

#endif /* SMH_ERRNO_H_ */
