/* SPDX-License-Identifier: Apache-2.0 */

/* KMEM-REGION: the hook that maps the regions of the pool. */

#include "shared_multi_heap.h"
#include "smh_mm_region.h"
#include "smh_info.h"
#include "support.h"

#define OWN_ATTR (SMH_REG_ATTR_NUM + 1u)

static bool map_region(unsigned int attr, uintptr_t addr, size_t bytes, uint8_t **at, size_t *size)
{
	struct shared_multi_heap_region region = {.attr = attr, .addr = addr, .size = bytes};

	return smh_mm_init_region(&region, at, size);
}

/* The hook maps a region of the attribute in this mode, writable and not executable. */
static void has_mode(unsigned int attr, uint32_t mode)
{
	uint8_t *at = NULL;
	size_t size = 0;
	uint32_t flags = 0;

	CHECK(smh_mm_attr_mode(attr, &flags) && flags == (mode | K_MEM_PERM_RW));
	CHECK(map_region(attr, places.spare + PAGE, 2 * PAGE, &at, &size) && size == 2 * PAGE);
	CHECK(k_mem_phys_addr(at) == places.spare + PAGE && mm_mode(at) == mode);
	CHECK(mm_can_write(at) && mm_can_write(at + size - 1) && !mm_can_execute(at));
	CHECK(!mm_can_read(at - 1) && !mm_can_read(at + size));
	k_mem_unmap_phys_guard(at, size, false);
	CHECK(no_fault());
}

void case_mm_region_modes(void)
{
	START(.frames = 4);
	has_mode(SMH_REG_ATTR_CACHEABLE, K_MEM_CACHE_WB);
	has_mode(SMH_REG_ATTR_EXTERNAL, K_MEM_CACHE_WB);
	has_mode(SMH_REG_ATTR_NON_CACHEABLE, K_MEM_ARM_NORMAL_NC);
	mm_stop();
}

void case_mm_region_own_modes(void)
{
	static const struct smh_mm_attr_mode modes[] = {
		{OWN_ATTR, K_MEM_CACHE_WT | K_MEM_PERM_RW},
		{SMH_REG_ATTR_EXTERNAL, K_MEM_ARM_NORMAL_NC | K_MEM_PERM_RW},
	};
	uint32_t flags;

	START(.frames = 4);
	CHECK(!smh_mm_attr_mode(OWN_ATTR, &flags));
	smh_mm_attr_modes_set(modes, 2);
	has_mode(OWN_ATTR, K_MEM_CACHE_WT);
	has_mode(SMH_REG_ATTR_EXTERNAL, K_MEM_ARM_NORMAL_NC);
	has_mode(SMH_REG_ATTR_CACHEABLE, K_MEM_CACHE_WB);
	smh_mm_attr_modes_set(NULL, 0);
	has_mode(SMH_REG_ATTR_EXTERNAL, K_MEM_CACHE_WB);
	CHECK(!smh_mm_attr_mode(OWN_ATTR, &flags));
	mm_stop();
}

/* Only what is wholly of the region is mapped. */
void case_mm_region_whole_pages(void)
{
	uint8_t *at = NULL;
	size_t size = 0;

	START(.frames = 4);
	CHECK(map_region(SMH_REG_ATTR_CACHEABLE, places.spare + 1, 3 * PAGE, &at, &size));
	CHECK(size == 2 * PAGE && k_mem_phys_addr(at) == places.spare + PAGE);
	k_mem_unmap_phys_guard(at, size, false);
	CHECK(map_region(SMH_REG_ATTR_CACHEABLE, places.spare, 2 * PAGE - 1, &at, &size));
	CHECK(size == PAGE && k_mem_phys_addr(at) == places.spare);
	k_mem_unmap_phys_guard(at, size, false);
	CHECK(no_fault());
	mm_stop();
}

void case_mm_region_refused(void)
{
	struct shared_multi_heap_region region = {.attr = SMH_REG_ATTR_CACHEABLE, .size = PAGE};
	uint8_t *at = NULL;
	size_t size = 0;

	START(.frames = 4);
	const struct mm_left before = mm_left();

	region.addr = places.spare;
	CHECK(!smh_mm_init_region(NULL, &at, &size));
	CHECK(!smh_mm_init_region(&region, NULL, &size));
	CHECK(!smh_mm_init_region(&region, &at, NULL));
	CHECK(!map_region(OWN_ATTR, places.spare, PAGE, &at, &size));
	CHECK(!map_region(SMH_REG_ATTR_CACHEABLE, places.spare, 0, &at, &size));
	CHECK(!map_region(SMH_REG_ATTR_CACHEABLE, places.spare, PAGE - 1, &at, &size));
	CHECK(!map_region(SMH_REG_ATTR_CACHEABLE, places.spare + 1, 2 * PAGE - 2, &at, &size));
	CHECK(!map_region(SMH_REG_ATTR_CACHEABLE, places.spare, SIZE_MAX, &at, &size));
	CHECK(!map_region(SMH_REG_ATTR_CACHEABLE, UINTPTR_MAX - 7, 8, &at, &size));
	CHECK(!map_region(SMH_REG_ATTR_CACHEABLE, places.frames, PAGE, &at, &size));
	CHECK(!map_region(SMH_REG_ATTR_CACHEABLE, mm_not_reached(), PAGE, &at, &size));
	CHECK(mm_left_is(&before) && no_fault());
	mm_stop();
}

/* The pool serves from what the hook has mapped. */
void case_mm_region_serves(void)
{
	struct shared_multi_heap_region region = {.attr = SMH_REG_ATTR_NON_CACHEABLE};
	uint8_t *at = NULL;
	size_t size = 0;
	uint8_t *block = NULL;

	START(.frames = 4);
	CHECK(map_region(SMH_REG_ATTR_NON_CACHEABLE, places.spare + 8 * PAGE, 4 * PAGE, &at,
			 &size));
	region.addr = (uintptr_t)at;
	region.size = size;
	CHECK(shared_multi_heap_pool_init() == 0 && shared_multi_heap_add(&region, NULL) == 0);
	block = shared_multi_heap_alloc(SMH_REG_ATTR_NON_CACHEABLE, 10000);
	CHECK(block >= at && block + 10000 <= at + size);
	page_fill(block + PAGE, 9);
	CHECK(page_filled(block + PAGE, 9) && mm_mode(block) == K_MEM_ARM_NORMAL_NC);
	CHECK(k_mem_phys_addr(block) == places.spare + 8 * PAGE + (size_t)(block - at));
	shared_multi_heap_free(block);
	CHECK(no_fault());
	mm_stop();
}

/* --- A region of the pool whose pages leave and come back --------------------------- */

#define BLOCKS 60u

static bool is_filled(const uint8_t *block, size_t bytes, uint32_t seed)
{
	for (size_t i = 0; i < bytes; i++) {
		if (block[i] != (uint8_t)(seed + i)) {
			return false;
		}
	}
	return true;
}

static uint8_t *allocate(size_t bytes, uint32_t seed)
{
	uint8_t *block = shared_multi_heap_alloc(SMH_REG_ATTR_CACHEABLE, bytes);

	for (size_t i = 0; block != NULL && i < bytes; i++) {
		block[i] = (uint8_t)(seed + i);
	}
	return block;
}

/* The heap's own data leave too, and come back in the middle of a call, with the pool locked. */
void case_mm_region_paged(void)
{
	uint8_t *blocks[BLOCKS] = {NULL};
	size_t sizes[BLOCKS];
	uint32_t random = 5;

	START(.frames = 6, .paging = true, .store = 33);
	struct shared_multi_heap_region region = {
		.attr = SMH_REG_ATTR_CACHEABLE,
		.addr = (uintptr_t)k_mem_map(32 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED),
		.size = 32 * PAGE,
	};

	CHECK(shared_multi_heap_pool_init() == 0 && shared_multi_heap_add(&region, NULL) == 0);
	for (uint32_t i = 0; i < 1500; i++) {
		const uint32_t n = random_next(&random) % BLOCKS;

		if (blocks[n] != NULL) {
			CHECK(is_filled(blocks[n], sizes[n], n));
			shared_multi_heap_free(blocks[n]);
			blocks[n] = NULL;
		} else {
			sizes[n] = 1 + random_next(&random) % 4000;
			blocks[n] = allocate(sizes[n], n);
		}
	}
	CHECK(shared_multi_heap_region_validate(0) == 0 && no_fault());
	CHECK(stats_now().pagefaults.cnt > 100 && stats_now().eviction.dirty > 100);
	mm_stop();
}
