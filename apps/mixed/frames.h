/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Frames of C's own making, and how much memory of an attribute is in use.
 */

#ifndef FRAMES_H_
#define FRAMES_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Allocate a frame with a content that follows from the seed, and its check sequence. Or NULL. */
uint8_t *frame_new(unsigned int attr, size_t bytes, uint32_t seed);

/** Whether a frame lies in memory of the attribute and is one that frame_new() made. */
bool frame_is(const uint8_t *frame, unsigned int attr, size_t bytes, uint32_t seed);

/** Bytes of live blocks in all regions of an attribute. */
size_t frames_in_use(unsigned int attr);

#endif /* FRAMES_H_ */
