/* SPDX-License-Identifier: Apache-2.0 */

#include "mapping.h"

#include "print.h"

/* Far above the physical addresses of the machine; unmapped pages stand between regions. */
#define WINDOW_START ((uintptr_t)0x1000000000)
#define GAP_BYTES    ((size_t)16 * MMU_PAGE_BYTES)

static uintptr_t next_virt = WINDOW_START;

static bool type_of(unsigned int attr, enum mmu_type *type)
{
	switch (attr) {
	case SMH_REG_ATTR_CACHEABLE:
	case SMH_REG_ATTR_EXTERNAL:
		*type = MMU_NORMAL_WRITE_BACK;
		return true;
	case SMH_REG_ATTR_NON_CACHEABLE:
		*type = MMU_NORMAL_NON_CACHEABLE;
		return true;
	default:
		return false;
	}
}

bool mapping_attribute_of(unsigned int attr, uint8_t *attribute)
{
	enum mmu_type type;

	if (!type_of(attr, &type)) {
		return false;
	}
	*attribute = type == MMU_NORMAL_WRITE_BACK ? MMU_ATTRIBUTE_WRITE_BACK
						   : MMU_ATTRIBUTE_NON_CACHEABLE;
	return true;
}

uint64_t mapping_first_page(uint64_t phys)
{
	return (phys + MMU_PAGE_BYTES - 1) & ~(uint64_t)(MMU_PAGE_BYTES - 1);
}

/* Trim a range inwards to whole pages. */
static bool whole_pages(uint64_t *phys, size_t *size)
{
	size_t head = (size_t)(mapping_first_page(*phys) - *phys);

	if (*size < head) {
		return false;
	}
	*phys += head;
	*size = (*size - head) & ~(MMU_PAGE_BYTES - 1);
	return *size != 0;
}

bool mapping_init_region(struct shared_multi_heap_region *region, uint8_t **v_addr, size_t *size)
{
	uint64_t phys = region->addr;
	size_t bytes = region->size;
	enum mmu_type type;

	if (!type_of(region->attr, &type) || !whole_pages(&phys, &bytes) ||
	    mmu_map(next_virt, phys, bytes, type, MMU_READ_WRITE) != 0) {
		return false;
	}
	*v_addr = (uint8_t *)next_virt;
	*size = bytes;
	next_virt += bytes + GAP_BYTES;
	return true;
}

/* Pages that follow one another in both address spaces with one attribute. */
struct run {
	uintptr_t virt;
	size_t size;
	struct mmu_translation first;
};

static void print_run(const struct run *run)
{
	print("       0x%llx..0x%llx -> 0x%llx..0x%llx  %s  (%zu page%s)\n",
	      (unsigned long long)run->virt, (unsigned long long)(run->virt + run->size - 1),
	      (unsigned long long)run->first.phys,
	      (unsigned long long)(run->first.phys + run->size - 1),
	      mmu_attribute_name(run->first.attribute), run->size / MMU_PAGE_BYTES,
	      run->size == MMU_PAGE_BYTES ? "" : "s");
}

static bool continues(const struct run *run, const struct mmu_translation *next)
{
	return run->size != 0 && next->phys == run->first.phys + run->size &&
	       next->attribute == run->first.attribute;
}

static void extend(struct run *run, uintptr_t virt, const struct mmu_translation *next)
{
	if (!continues(run, next)) {
		if (run->size != 0) {
			print_run(run);
		}
		*run = (struct run){.virt = virt, .first = *next};
	}
	run->size += MMU_PAGE_BYTES;
}

bool mapping_print(uintptr_t virt, size_t size, uint64_t phys, uint8_t attribute)
{
	struct run run = {.size = 0};
	bool as_asked = true;

	for (size_t done = 0; done < size; done += MMU_PAGE_BYTES) {
		struct mmu_translation now = {.attribute = 0};
		uintptr_t page = virt + done;

		if (!mmu_query_write(page, &now) || !mmu_query(page, &now)) {
			print("       0x%llx is not mapped writable\n", (unsigned long long)page);
			as_asked = false;
			continue;
		}
		as_asked = as_asked && now.phys == phys + done && now.attribute == attribute;
		extend(&run, page, &now);
	}
	if (run.size != 0) {
		print_run(&run);
	}
	return as_asked;
}
