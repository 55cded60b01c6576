/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The documented scenario: requests by attribute and where they are served.
 */

#ifndef REQUESTS_H_
#define REQUESTS_H_

/** Make the requests; the blocks stay allocated. */
void requests_make(void);

/** Give everything back; every region must then be one free block again. */
void requests_undo(void);

#endif /* REQUESTS_H_ */
