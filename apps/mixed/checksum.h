/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The check sequence of a frame: CRC-32 as in Ethernet.
 */

#ifndef CHECKSUM_H_
#define CHECKSUM_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Bytes of the check sequence. */
#define CHECKSUM_BYTES ((size_t)4)

/** Write the check sequence of so many bytes behind them. */
void checksum_append(uint8_t *frame, size_t bytes);

/** Whether a frame that ends in its check sequence is as it was when that was written. */
bool checksum_holds(const uint8_t *frame, size_t bytes);

#endif /* CHECKSUM_H_ */
