/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The calls that are counted.
 *
 * An adapter writes each function of its allocator as one line:
 *
 * @code{.c}
 * static uint32_t my_alloc(size_t bytes, void **mem)
 * {
 *         return bench_counted(mem, peer_alloc, &heap, bytes);
 * }
 *
 * static uint32_t my_free(void *mem, size_t bytes)
 * {
 *         (void)bytes;
 *         return bench_counted_void(peer_free, &heap, mem);
 * }
 * @endcode
 *
 * On a board the figure is exactly the call instruction, the function and its return, with the
 * arguments in their registers already. On the host the function is called directly and the
 * figure is 0. The function has one to four arguments, each an integer or a pointer.
 */

#ifndef BENCH_COUNTER_H_
#define BENCH_COUNTER_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Instructions of a call to an empty function: the call and its return. */
#define BENCH_EMPTY_CALL 2u

/** What the figure of a call is. */
enum bench_measure {
	BENCH_INSTRUCTIONS,
	/** Bytes of stack that the function wrote to, itself and what it called. */
	BENCH_STACK,
};

#ifdef BENCH_BOARD

/** Any function with at most four arguments; on every board they travel in registers. */
typedef void (*bench_function)(void);

/** Call a function; its result, if it has one, goes to @p result. Returns the figure. */
uint32_t bench_call(bench_function function, const uintptr_t words[4], void **result);

/* The sizeof has the compiler check the types, and calls nothing. */
#define bench_counted(mem, function, ...)                                                          \
	((void)sizeof(*(mem) = (function)(__VA_ARGS__)),                                           \
	 bench_call((bench_function)(function), (const uintptr_t[4]){BENCH_WORDS(__VA_ARGS__)},    \
		    (mem)))

#define bench_counted_void(function, ...)                                                          \
	((void)sizeof(((void)(function)(__VA_ARGS__), 0)),                                         \
	 bench_call((bench_function)(function), (const uintptr_t[4]){BENCH_WORDS(__VA_ARGS__)},    \
		    &(void *){NULL}))

#define BENCH_WORDS(...)                                                                           \
	BENCH_PICK(__VA_ARGS__, BENCH_WORDS_4, BENCH_WORDS_3, BENCH_WORDS_2, BENCH_WORDS_1, 0)     \
	(__VA_ARGS__)
#define BENCH_PICK(a, b, c, d, macro, ...) macro
#define BENCH_WORDS_1(a)                   (uintptr_t)(a)
#define BENCH_WORDS_2(a, b)                (uintptr_t)(a), (uintptr_t)(b)
#define BENCH_WORDS_3(a, b, c)             BENCH_WORDS_2(a, b), (uintptr_t)(c)
#define BENCH_WORDS_4(a, b, c, d)          BENCH_WORDS_3(a, b, c), (uintptr_t)(d)

#else

/** Result first: an expression that is 0 in the end. */
#define bench_counted(mem, function, ...) (*(mem) = (function)(__VA_ARGS__), 0u)

#define bench_counted_void(function, ...) ((void)(function)(__VA_ARGS__), 0u)

#endif

/** Whether there are figures at all. */
extern const bool bench_has_counter;

/**
 * Whether this program is built so that the figure of a call is the longest section in it during
 * which interrupts would be masked, which masked/port/irq.h keeps in bench_longest_masked.
 */
extern const bool bench_tells_masked;
extern uint32_t bench_longest_masked;

/** Choose what is measured from now on. False if it cannot be measured here. */
bool bench_measure(enum bench_measure measure);

/**
 * Find out what the measuring itself costs, and prove on loops of known length that the rest is
 * exact. False if it is not. True on the host, where nothing is counted.
 */
bool bench_counter_is_exact(void);

#endif /* BENCH_COUNTER_H_ */
