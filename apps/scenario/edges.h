/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Regions at both ends of the address space.
 */

#ifndef EDGES_H_
#define EDGES_H_

/** Map a page at either end, add both as regions and use them up. */
void edges_use(void);

#endif /* EDGES_H_ */
