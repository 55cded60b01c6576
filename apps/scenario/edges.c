/* SPDX-License-Identifier: Apache-2.0 */

#include "edges.h"

#include "mmu.h"
#include "print.h"
#include "shared_multi_heap.h"
#include "smh_info.h"
#include "tally.h"

#include <string.h>

#define ATTR_LOWEST_PAGE  (SMH_REG_ATTR_NUM + 3)
#define ATTR_HIGHEST_PAGE (SMH_REG_ATTR_NUM + 4)
#define LOWEST_PAGE       ((uintptr_t)0)
#define HIGHEST_PAGE      (UINTPTR_MAX - MMU_PAGE_BYTES + 1)
#define BLOCK_BYTES       ((size_t)200)
#define MAX_BLOCKS        (4096 / 200)

static uint8_t memory[2][4096] __attribute__((aligned(4096)));

/* Does a block lie in the page, not at address 0, and in the page's physical memory? */
static bool is_in_page(uintptr_t block, uintptr_t page, const uint8_t *behind)
{
	uintptr_t offset = block - page;
	struct mmu_translation now;

	return block != 0 && offset < MMU_PAGE_BYTES && BLOCK_BYTES <= MMU_PAGE_BYTES - offset &&
	       mmu_query(block, &now) && now.phys == (uintptr_t)behind + offset;
}

/* What is written through the page is found in the memory behind it. */
static bool is_written_through(void *block, uintptr_t page, const uint8_t *behind)
{
	const uint8_t *seen = behind + ((uintptr_t)block - page);

	memset(block, 0x5A, BLOCK_BYTES);
	for (size_t i = 0; i < BLOCK_BYTES; i++) {
		if (seen[i] != 0x5A) {
			return false;
		}
	}
	return true;
}

static void use_up(unsigned int attr, uintptr_t page, const uint8_t *behind)
{
	void *blocks[MAX_BLOCKS];
	unsigned int count = 0;
	bool right = true;

	while (count < MAX_BLOCKS) {
		void *block = shared_multi_heap_alloc(attr, BLOCK_BYTES);

		if (block == NULL) {
			break;
		}
		right = right && is_in_page((uintptr_t)block, page, behind) &&
			is_written_through(block, page, behind);
		blocks[count++] = block;
	}
	check(right && count > MAX_BLOCKS / 2, "%u blocks of %zu bytes, each in the page", count,
	      BLOCK_BYTES);
	while (count > 0) {
		shared_multi_heap_free(blocks[--count]);
	}
}

static void use_page(unsigned int attr, uintptr_t page, uint8_t *behind)
{
	struct shared_multi_heap_region region = {
		.attr = attr,
		.addr = page,
		.size = MMU_PAGE_BYTES,
	};
	unsigned int number = shared_multi_heap_region_count();
	struct shared_multi_heap_region_info info;

	print("page at 0x%016llx\n", (unsigned long long)page);
	check(smh_mm_map_at(page, (uintptr_t)behind, MMU_PAGE_BYTES,
			    K_MEM_CACHE_WB | K_MEM_PERM_RW) == 0 &&
		      shared_multi_heap_add(&region, behind) == 0,
	      "it is mapped and added");
	use_up(attr, page, behind);
	check(shared_multi_heap_region_validate(number) == 0 &&
		      shared_multi_heap_region_info(number, &info) == 0 &&
		      info.free == info.capacity,
	      "it is sound and free again");
}

void edges_use(void)
{
	heading("Regions at both ends of the address space");
	use_page(ATTR_HIGHEST_PAGE, HIGHEST_PAGE, memory[0]);
	use_page(ATTR_LOWEST_PAGE, LOWEST_PAGE, memory[1]);
}
