/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Is this a devicetree that libfdt can be let loose on? */

#ifndef SMH_DEVICETREE_BLOB_H_
#define SMH_DEVICETREE_BLOB_H_

#include <stdbool.h>
#include <stddef.h>

/*
 * Check the header, the memory reservation block, every tag of the structure block and every
 * name in it. Reads at most max_bytes, takes time in proportion to them, and ends on any input.
 */
bool smh_dt_blob_sound(const void *blob, size_t max_bytes);

#endif /* SMH_DEVICETREE_BLOB_H_ */
