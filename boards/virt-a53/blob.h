/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The devicetree blob that the boot loader handed over.
 */

#ifndef BLOB_H_
#define BLOB_H_

#include <stddef.h>

/**
 * @brief The blob, mapped readable where the loader put it.
 *
 * @param[out] max_bytes  Bytes that may be read from it.
 * @return NULL if the loader handed over none, or none that can be mapped.
 */
const void *board_blob(size_t *max_bytes);

/** Map it; called by start-up with the MMU off. */
void blob_map(void);

#endif /* BLOB_H_ */
