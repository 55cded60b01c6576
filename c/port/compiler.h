/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What the core asks of the compiler beyond C11. */

#ifndef SMH_PORT_COMPILER_H_
#define SMH_PORT_COMPILER_H_

#include <stdint.h>

#if !defined(__STDC_VERSION__) || __STDC_VERSION__ < 201112L
#error "shared_multi_heap is written in C11: give the compiler -std=c11, or its word for that"
#endif

#if defined(__GNUC__)
#define SMH_INLINE    static inline __attribute__((always_inline))
#define SMH_NOINLINE  __attribute__((noinline))
#define SMH_LIKELY(x) __builtin_expect(!!(x), 1)
/* Metadata lies between user data of any type. */
typedef uint32_t __attribute__((may_alias)) region_u32;
typedef uint16_t __attribute__((may_alias)) region_u16;
#else
#define SMH_INLINE static inline
#define SMH_NOINLINE
#define SMH_LIKELY(x) (x)
typedef volatile uint32_t region_u32;
typedef volatile uint16_t region_u16;
#endif

/*
 * Larger pieces of the hot paths are in line where the build is for speed. Where it is for size
 * they are functions, one for each format of metadata, since a format chosen at run time costs
 * more.
 */
#ifdef __OPTIMIZE_SIZE__
#define SMH_FOR_SIZE 1
#else
#define SMH_FOR_SIZE 0
#endif

#define SMH_UNLIKELY(x) (!SMH_LIKELY(!(x)))

/* What always holds, and lets the compiler leave work away. */
#if defined(__GNUC__) && defined(NDEBUG)
#define SMH_ASSUME(condition) ((condition) ? (void)0 : __builtin_unreachable())
#else
#define SMH_ASSUME(condition) SMH_ASSERT(condition)
#endif

/*
 * Keep an address in a register: otherwise compilers calculate it anew, distance included, for
 * each access beside it.
 */
#if defined(__GNUC__)
#define SMH_KEEP(address) __asm__("" : "+r"(address))
#else
#define SMH_KEEP(address) ((void)0)
#endif

/* The three functions of the C library that the core uses: compilers emit calls to them anyway. */
#if defined(__has_include)
#if __has_include(<string.h>)
#define SMH_HAVE_STRING_H 1
#endif
#endif

#ifdef SMH_HAVE_STRING_H
#include <string.h>
#else
#include <stddef.h>
void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
#endif

#endif /* SMH_PORT_COMPILER_H_ */
