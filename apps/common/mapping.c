/* SPDX-License-Identifier: Apache-2.0 */

#include "mapping.h"

#include "print.h"
#include "smh_mm_aarch64.h"
#include "smh_mm_region.h"

/* The attribute that the hardware has for each cache mode that regions are mapped with. */
bool mapping_attribute_of(unsigned int attr, uint8_t *attribute)
{
	uint32_t flags;

	if (!smh_mm_attr_mode(attr, &flags)) {
		return false;
	}
	*attribute = (uint8_t)(SMH_MM_AARCH64_MAIR >> 8 * (flags & K_MEM_CACHE_MASK));
	return true;
}

uint64_t mapping_first_page(uint64_t phys)
{
	return (phys + MMU_PAGE_BYTES - 1) & ~(uint64_t)(MMU_PAGE_BYTES - 1);
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
