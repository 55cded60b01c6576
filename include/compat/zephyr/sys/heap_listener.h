/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief For source written for Zephyr: its name of heap_listener.h.
 */

#ifndef SMH_COMPAT_ZEPHYR_HEAP_LISTENER_H_
#define SMH_COMPAT_ZEPHYR_HEAP_LISTENER_H_

/* In angle brackets: in quotes this file would find itself. */
#include <heap_listener.h>

#endif /* SMH_COMPAT_ZEPHYR_HEAP_LISTENER_H_ */
