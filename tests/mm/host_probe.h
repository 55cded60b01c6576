/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Try an access that may fault, and go on if it does, in a process. Not for several threads.
 */

#ifndef MM_HOST_PROBE_H_
#define MM_HOST_PROBE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Catch what nobody else wants; to be called before smh_mm_posix_init(). */
void host_probe_catch(void);

/** Read a byte. Returns false if that faulted. */
bool host_probe_read(const void *at);

/** Write a byte, the one that is there. Returns false if reading or writing faulted. */
bool host_probe_write(void *at);

/** Write a byte without reading it. Returns false if that faulted. */
bool host_probe_store(void *at, uint8_t value);

/** Call what lies there. Returns false if that faulted. */
bool host_probe_execute(void *at);

/** Put a function there that returns at once. */
void host_probe_code(void *at);

/** Signal and address of the last probe that faulted. */
int host_probe_signal(void);

/** See host_probe_signal(). */
const void *host_probe_address(void);

#endif /* MM_HOST_PROBE_H_ */
