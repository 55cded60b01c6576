/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Telling AddressSanitizer which memory may be touched; nothing without SMH_ASAN. */

#ifndef SMH_PORT_ASAN_H_
#define SMH_PORT_ASAN_H_

#include <stddef.h>

#include "smh_config.h"
#include "port/compiler.h"

#if SMH_ASAN

/* Of the sanitizer's runtime. Bounds between granules of 8 bytes are kept to the byte. */
void __asan_poison_memory_region(const volatile void *addr, size_t bytes);
void __asan_unpoison_memory_region(const volatile void *addr, size_t bytes);

SMH_INLINE void asan_poison(const void *addr, size_t bytes)
{
	__asan_poison_memory_region(addr, bytes);
}

SMH_INLINE void asan_unpoison(const void *addr, size_t bytes)
{
	__asan_unpoison_memory_region(addr, bytes);
}

#else

/* Not even the arguments are left. */
#define asan_poison(addr, bytes)   ((void)0)
#define asan_unpoison(addr, bytes) ((void)0)

#endif

#endif /* SMH_PORT_ASAN_H_ */
