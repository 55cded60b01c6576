/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Regions drawn as text.
 */

#ifndef PICTURE_H_
#define PICTURE_H_

/** Draw the regions of the blob. */
void picture_draw(void);

#endif /* PICTURE_H_ */
