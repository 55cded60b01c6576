/* SPDX-License-Identifier: Apache-2.0 */

/* Options of the second installation, as a configuration header. */

#ifndef PACKAGED_CONFIG
#define PACKAGED_CONFIG

#define SMH_MAX_REGIONS 7
#define SMH_ALIGN       64

#endif
