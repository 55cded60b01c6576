/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The regions that the boot loader's devicetree blob describes.
 */

#ifndef BLOB_SCAN_H_
#define BLOB_SCAN_H_

#include "smh_devicetree.h"

/**
 * Read the blob that the board was booted with, and print where it is. No region may touch the
 * program's image. Returns as smh_devicetree_scan(), and prints why a blob is refused.
 */
int blob_scan(struct smh_dt_plan *plan);

#endif /* BLOB_SCAN_H_ */
