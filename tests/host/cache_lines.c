/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Which lines are maintained for a range, with a processor that only writes them down. The code is
 * that of the library; what a processor does to one line is replaced.
 */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "check.h"

#define SMH_CACHE      1
#define SMH_CACHE_LINE 64

/* In place of c/port/cache_ops.h. */
#define SMH_PORT_CACHE_OPS_H_
#include "smh_config.h"
#include "port/compiler.h"

#define MAX_DONE 64u

static uint32_t line_bytes;
static uint32_t granule_bytes;

static struct {
	bool invalidated;
	uintptr_t addr;
} done[MAX_DONE];
static unsigned int num_done;
static unsigned int barriers;

SMH_INLINE uint32_t cache_line_bytes(void)
{
	return line_bytes;
}

SMH_INLINE uint32_t cache_granule_bytes(void)
{
	return granule_bytes;
}

static void note(bool invalidated, uintptr_t addr)
{
	CHECK(num_done < MAX_DONE && barriers == 1);
	done[num_done].invalidated = invalidated;
	done[num_done++].addr = addr;
}

static void cache_clean_line(uintptr_t addr)
{
	note(false, addr);
}

static void cache_invalidate_line(uintptr_t addr)
{
	note(true, addr);
}

static void cache_barrier(void)
{
	barriers++;
}

#include "port/cache.c"

/* Exactly the lines from `first` on, in order, between two barriers. */
static void expect(bool invalidated, uintptr_t first, unsigned int count)
{
	CHECK(num_done == count && barriers == 2);
	for (unsigned int i = 0; i < count; i++) {
		CHECK(done[i].invalidated == invalidated);
		CHECK(done[i].addr == first + (uintptr_t)i * line_bytes);
	}
	num_done = 0;
	barriers = 0;
}

static void both(uintptr_t addr, size_t bytes, uintptr_t first, unsigned int count)
{
	smh_cache_clean((const void *)addr, bytes);
	expect(false, first, count);
	smh_cache_invalidate((void *)addr, bytes);
	expect(true, first, count);
}

static void ranges(uint32_t line)
{
	const uintptr_t base = 0x10000;
	const uintptr_t top = UINTPTR_MAX - line + 1;

	line_bytes = line;
	both(base, 1, base, 1);
	both(base, line, base, 1);
	both(base, line + 1, base, 2);
	both(base + line - 1, 1, base, 1);
	both(base + line - 1, 2, base, 2);
	both(base + 1, (size_t)line * 4, base, 5);
	both(base + line, (size_t)line * 4, base + line, 4);
	both(1, 1, 0, 1);
	/* Up to the last byte that there is. */
	both(top, line, top, 1);
	both(top - line, (size_t)line * 2, top - line, 2);
	both(UINTPTR_MAX, 1, top, 1);
}

static void nothing(uint32_t line)
{
	line_bytes = line;
	both(0, 100, 0, 0);
	both(0x10000, 0, 0, 0);
	both(UINTPTR_MAX, 2, 0, 0);
	both(0x10000, SIZE_MAX, 0, 0);
}

static int check_with(uint32_t line, uint32_t granule)
{
	line_bytes = line;
	granule_bytes = granule;
	return smh_cache_line_check();
}

int main(void)
{
	for (uint32_t line = 4; line <= 1024; line *= 2) {
		ranges(line);
		nothing(line);
	}
	smh_cache_barrier();
	CHECK(num_done == 0 && barriers == 1);
	barriers = 0;
	/* A processor without a cache has no lines. */
	line_bytes = 0;
	both(0x10000, 1000, 0, 0);

	CHECK(check_with(0, 0) == 0);
	CHECK(check_with(32, 0) == 0 && check_with(64, 0) == 0 && check_with(64, 64) == 0);
	CHECK(check_with(128, 0) == -EINVAL && check_with(128, 128) == -EINVAL);
	/* The lines of a farther cache count too. */
	CHECK(check_with(64, 128) == -EINVAL);
	return 0;
}
