/* SPDX-License-Identifier: Apache-2.0 */

#ifndef ZEPHYR_H_
#define ZEPHYR_H_

#include <stddef.h>

/** Map, use and unmap memory as source for Zephyr does. 0, or the number of what failed. */
int zephyr_use(size_t size);

#endif /* ZEPHYR_H_ */
