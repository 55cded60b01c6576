/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What this library was built with, in symbols. */

#include "smh_build.h"

const char SMH_BUILD_TAG = 0;

const struct smh_errno_numbers smh_errno_numbers = {
	.eperm = EPERM,
	.enoent = ENOENT,
	.enomem = ENOMEM,
	.eexist = EEXIST,
	.einval = EINVAL,
	.enotsup = ENOTSUP,
	.ealready = EALREADY,
};
