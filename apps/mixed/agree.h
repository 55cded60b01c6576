/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief C and Rust say the same of the pool.
 */

#ifndef AGREE_H_
#define AGREE_H_

/** C initialises the pool; neither can do so again. */
void agree_on_start(void);

/** Regions, their attributes and user data, and the owners of addresses. */
void agree_on_regions(void);

/** Every region is sound and empty. */
void agree_on_end(void);

#endif /* AGREE_H_ */
