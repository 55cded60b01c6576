/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Only preprocessed: the last line becomes the build tag that a configuration header gives.
 */

#include "smh_build.h"

SMH_BUILD_TAG
