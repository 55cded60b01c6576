/* SPDX-License-Identifier: Apache-2.0 */

#include "platform.h"

#include <string.h>

#include "contract.h"
#include "host_probe.h"
#include "mm_posix/mm_posix.h"
#include "smh_mm_posix.h"

#define PAGE ((size_t)K_MEM_PAGE_SIZE)

static struct smh_mm_posix posix;

void mm_platform_start(size_t window_pages, size_t room, struct smh_mm_mapping *mappings,
		       struct mm_places *places)
{
	const size_t phys_bytes = (MM_MAX_FRAMES + MM_SPARE_PAGES) * PAGE;

	(void)mappings;
	CHECK(window_pages <= MM_MAX_WINDOW);
	host_probe_catch();
	CHECK(smh_mm_posix_init(phys_bytes, window_pages * PAGE, room, &posix) == 0);
	*places = (struct mm_places){
		.frames = posix.phys,
		.spare = posix.phys + MM_MAX_FRAMES * PAGE,
		.window = posix.virt,
	};
}

void mm_platform_stop(void)
{
	smh_mm_posix_deinit();
}

size_t mm_free_tables(void)
{
	return mm_posix.max_pages - mm_posix.reserved_pages;
}

uintptr_t mm_at(unsigned int page)
{
	CHECK(page < MM_AT_PAGES);
	return posix.phys + page * PAGE;
}

uintptr_t mm_at_table(unsigned int number)
{
	return mm_at(number);
}

uintptr_t mm_not_covered(void)
{
	return posix.virt + posix.virt_bytes;
}

uintptr_t mm_not_reached(void)
{
	return posix.phys + posix.phys_bytes;
}

bool mm_can_read(const void *at)
{
	return host_probe_read(at);
}

bool mm_can_write(void *at)
{
	return host_probe_write(at);
}

bool mm_can_execute(void *at)
{
	return host_probe_execute(at);
}

void mm_code(void *at)
{
	host_probe_code(at);
}

uint32_t mm_mode(const void *at)
{
	struct smh_mm_page page;

	CHECK(smh_mm_query(at, &page) == 0);
	return page.flags & K_MEM_CACHE_MASK;
}

bool mm_shows(const void *at, uintptr_t phys)
{
	const void *memory = smh_mm_posix_memory(phys);

	return memory != NULL && memcmp(at, memory, PAGE - phys % PAGE) == 0;
}
