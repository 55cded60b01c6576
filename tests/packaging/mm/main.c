/* SPDX-License-Identifier: Apache-2.0 */

/* A program that uses the installed mapping layer in a process. */

#include <stdio.h>

#include <shared_multi_heap.h>
#include <smh_mm.h>
#include <smh_mm_posix.h>
#include <smh_mm_region.h>

#include "zephyr.h"

#define FRAMES 16u
#define WINDOW (64u * K_MEM_PAGE_SIZE)

static struct k_mem_page_frame frames[FRAMES];
static struct smh_mm_mapping mappings[4];
static _Alignas(64) uint8_t ranges[SMH_MM_RANGES_BYTES(WINDOW)];

static int start(struct smh_mm_posix *posix)
{
	struct smh_mm_config config = {
		.virt_bytes = WINDOW,
		.phys_bytes = FRAMES * K_MEM_PAGE_SIZE,
		.frames = frames,
		.ranges = ranges,
		.ranges_bytes = sizeof(ranges),
		.mappings = mappings,
		.num_mappings = 4,
	};

	/* As much again for a region of the pool. */
	if (smh_mm_posix_init(2 * config.phys_bytes, WINDOW, 0, posix) != 0) {
		return -1;
	}
	config.virt = posix->virt;
	config.phys = posix->phys;
	return smh_mm_init(&config);
}

/* A region of the pool in the memory that is not in frames. */
static void *allocate(const struct smh_mm_posix *posix)
{
	struct shared_multi_heap_region region = {
		.attr = SMH_REG_ATTR_NON_CACHEABLE,
		.addr = posix->phys + FRAMES * K_MEM_PAGE_SIZE,
		.size = 4 * K_MEM_PAGE_SIZE,
	};
	uint8_t *where;
	size_t size;

	if (shared_multi_heap_pool_init() != 0 || !smh_mm_init_region(&region, &where, &size)) {
		return NULL;
	}
	region.addr = (uintptr_t)where;
	region.size = size;
	return shared_multi_heap_add(&region, NULL) == 0
		       ? shared_multi_heap_alloc(SMH_REG_ATTR_NON_CACHEABLE, 1000)
		       : NULL;
}

int main(void)
{
	struct smh_mm_posix posix;
	int failed;

	if (start(&posix) != 0) {
		puts("not started");
		return 1;
	}
	failed = zephyr_use(3 * K_MEM_PAGE_SIZE);
	if (failed != 0 || allocate(&posix) == NULL) {
		printf("failed: %d\n", failed);
		return 1;
	}
	smh_mm_deinit();
	smh_mm_posix_deinit();
	puts("mapped");
	return 0;
}
