/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The second core, where the machine has one (-smp 2).
 */

#ifndef CORE_H_
#define CORE_H_

#include <stdbool.h>

/**
 * @brief Start the second core.
 *
 * It translates by the same tables, takes no interrupts, and has a stack of its own for faults.
 * Functions of the C library that have state are not for it.
 *
 * @param function  What it does; it stops when that returns.
 * @return false if the machine has no second core, or it was started before.
 */
bool core_start(void (*function)(void));

#endif /* CORE_H_ */
