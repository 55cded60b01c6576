/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Mistakes that the pool refuses and reports.
 */

#ifndef FAULTS_H_
#define FAULTS_H_

/** Make the mistakes. */
void faults_make(void);

#endif /* FAULTS_H_ */
