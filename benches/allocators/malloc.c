/* SPDX-License-Identifier: Apache-2.0 */

/*
 * malloc() of a small C library: newlib, its nano variant, picolibc. It gets its memory by sbrk(),
 * and its state, which is made for one life, is set back by hand.
 */

#include "allocators/malloc_functions.h"

#include <errno.h>
#include <string.h>

static uint8_t *break_now;
static uint8_t *break_limit;

#if defined(BENCH_NEWLIB)

#define NAME "newlib"

/* Its sizes, as the object has them; saved before the first call. */
extern uint8_t __malloc_av_[0x408];
extern uint8_t __malloc_sbrk_base[sizeof(void *)];
extern uint8_t __malloc_trim_threshold[sizeof(long)];
extern uint8_t __malloc_top_pad[sizeof(long)];
extern uint8_t __malloc_max_sbrked_mem[sizeof(long)];
extern uint8_t __malloc_max_total_mem[sizeof(long)];
extern uint8_t __malloc_current_mallinfo[sizeof(struct mallinfo)];

static const struct {
	uint8_t *at;
	size_t bytes;
} state[] = {
	{__malloc_av_, sizeof(__malloc_av_)},
	{__malloc_sbrk_base, sizeof(__malloc_sbrk_base)},
	{__malloc_trim_threshold, sizeof(__malloc_trim_threshold)},
	{__malloc_top_pad, sizeof(__malloc_top_pad)},
	{__malloc_max_sbrked_mem, sizeof(__malloc_max_sbrked_mem)},
	{__malloc_max_total_mem, sizeof(__malloc_max_total_mem)},
	{__malloc_current_mallinfo, sizeof(__malloc_current_mallinfo)},
};

#else

#if defined(BENCH_PICOLIBC)
#define NAME "picolibc"
#else
#define NAME "newlib-nano"
#endif

extern uint8_t __malloc_free_list[sizeof(void *)];
extern uint8_t __malloc_sbrk_start[sizeof(void *)];

static const struct {
	uint8_t *at;
	size_t bytes;
} state[] = {
	{__malloc_free_list, sizeof(__malloc_free_list)},
	{__malloc_sbrk_start, sizeof(__malloc_sbrk_start)},
};

#endif

#define STATES (sizeof(state) / sizeof(state[0]))

static uint8_t first_state[2048];

static void save_state(void)
{
	uint8_t *to = first_state;

	for (size_t i = 0; i < STATES; i++) {
		memcpy(to, state[i].at, state[i].bytes);
		to += state[i].bytes;
	}
}

static void restore_state(void)
{
	const uint8_t *from = first_state;

	for (size_t i = 0; i < STATES; i++) {
		memcpy(state[i].at, from, state[i].bytes);
		from += state[i].bytes;
	}
}

/* What the library asks the system for more memory, under both of its names. */
void *sbrk(ptrdiff_t bytes);
void *_sbrk(ptrdiff_t bytes);

void *sbrk(ptrdiff_t bytes)
{
	uint8_t *old = break_now;

	if (bytes > break_limit - break_now) {
		errno = ENOMEM;
		return (void *)-1;
	}
	break_now += bytes;
	return old;
}

void *_sbrk(ptrdiff_t bytes)
{
	return sbrk(bytes);
}

#if defined(BENCH_PICOLIBC) && defined(__arm__)
/*
 * Where errno is, among the other variables of a thread. The linker counts from 8 bytes before
 * them. The caller keeps its registers, but for the one of the result.
 */
static uint8_t thread_variables[128] __attribute__((aligned(8), used));

void __aeabi_read_tp(void);

__attribute__((naked)) void __aeabi_read_tp(void)
{
	__asm__ volatile("ldr r0, =thread_variables\n\tbx lr");
}
#endif

static bool init(void *mem, size_t bytes)
{
	static bool is_saved;

	if (!is_saved) {
		save_state();
		is_saved = true;
	}
	restore_state();
	break_now = mem;
	break_limit = break_now + bytes;
	return true;
}

const struct bench_allocator bench_allocator = {
	.name = NAME,
	.align = 8,
	.init = init,
	MALLOC_FUNCTIONS,
};
