/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Places in the image, as image.ld defines them. Only their addresses mean anything.
 */

#ifndef LAYOUT_H_
#define LAYOUT_H_

extern char layout_image_start[];
extern char layout_text_end[];
extern char layout_rodata_end[];
extern char layout_ram_start[];
extern char layout_stack_guard[];
extern char layout_stack_bottom[];
extern char layout_image_end[];

#endif /* LAYOUT_H_ */
