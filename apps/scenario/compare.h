/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief First fit against best fit.
 */

#ifndef COMPARE_H_
#define COMPARE_H_

/** Drive both policies with the same requests over regions of the same sizes. */
void compare_policies(void);

#endif /* COMPARE_H_ */
