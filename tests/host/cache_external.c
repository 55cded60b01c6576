/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The cache hooks of the user: called once for each call, with whole lines, between two barriers.
 * The code is that of the library, over a barrier that is counted.
 */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

#define SMH_CACHE 3

/* In place of c/port/cache_ops.h. */
#define SMH_PORT_CACHE_OPS_H_
#include "smh_config.h"
#include "port/compiler.h"

static unsigned int barriers;

static void cache_barrier(void)
{
	barriers++;
}

#include "port/cache.c"

#define LINE ((uintptr_t)SMH_CACHE_LINE)

enum hook {
	CLEAN,
	INVALIDATE
};

static struct {
	unsigned int calls;
	enum hook hook;
	uintptr_t addr;
	size_t bytes;
} last;

static void note(enum hook hook, const void *addr, size_t bytes)
{
	CHECK(barriers == 1);
	last.calls++;
	last.hook = hook;
	last.addr = (uintptr_t)addr;
	last.bytes = bytes;
}

void smh_cache_clean_hook(const void *addr, size_t bytes)
{
	note(CLEAN, addr, bytes);
}

void smh_cache_invalidate_hook(void *addr, size_t bytes)
{
	note(INVALIDATE, addr, bytes);
}

static void was(enum hook hook, uintptr_t addr, size_t bytes)
{
	CHECK(last.calls == 1 && last.hook == hook && last.addr == addr && last.bytes == bytes);
	CHECK(barriers == 2);
	last.calls = 0;
	barriers = 0;
}

static void both(uintptr_t addr, size_t bytes, uintptr_t first, size_t wide)
{
	smh_cache_clean((const void *)addr, bytes);
	was(CLEAN, first, wide);
	smh_cache_invalidate((void *)addr, bytes);
	was(INVALIDATE, first, wide);
}

static void none(uintptr_t addr, size_t bytes)
{
	smh_cache_clean((const void *)addr, bytes);
	smh_cache_invalidate((void *)addr, bytes);
	CHECK(last.calls == 0 && barriers == 4);
	barriers = 0;
}

int main(void)
{
	const uintptr_t base = 64 * LINE;

	both(base, 1, base, LINE);
	both(base, LINE, base, LINE);
	both(base + 1, LINE, base, 2 * LINE);
	both(base + LINE - 1, 2, base, 2 * LINE);
	both(base, 100 * LINE, base, 100 * LINE);
	both(UINTPTR_MAX, 1, UINTPTR_MAX - LINE + 1, LINE);
	none(0, 100);
	none(base, 0);
	none(UINTPTR_MAX, 2);
	none(base, SIZE_MAX);
	CHECK(smh_cache_line_check() == 0);
	return 0;
}
