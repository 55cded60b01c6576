/* SPDX-License-Identifier: Apache-2.0 */

#include "mmu.h"

#include "sysreg.h"

#define PAR_FAULT           1U
#define PAR_ADDRESS         0x0000FFFFFFFFF000ULL
#define PAR_ATTRIBUTE_SHIFT 56

static bool read_result(uintptr_t virt, struct mmu_translation *translation)
{
	uint64_t par;

	isb();
	par = read_par_el1();
	if ((par & PAR_FAULT) != 0) {
		return false;
	}
	translation->phys = (par & PAR_ADDRESS) | virt % MMU_PAGE_BYTES;
	translation->attribute = (uint8_t)(par >> PAR_ATTRIBUTE_SHIFT);
	return true;
}

/* An interrupt between the question and the answer could ask another question. */
static bool query(uintptr_t virt, bool write, struct mmu_translation *translation)
{
	uint64_t mask = read_daif();
	bool mapped;

	daif_set(DAIF_MASK_IRQ);
	if (write) {
		__asm__ volatile("at s1e1w, %0" : : "r"(virt) : "memory");
	} else {
		__asm__ volatile("at s1e1r, %0" : : "r"(virt) : "memory");
	}
	mapped = read_result(virt, translation);
	write_daif(mask);
	return mapped;
}

bool mmu_query(uintptr_t virt, struct mmu_translation *translation)
{
	return query(virt, false, translation);
}

bool mmu_query_write(uintptr_t virt, struct mmu_translation *translation)
{
	return query(virt, true, translation);
}

const char *mmu_attribute_name(uint8_t attribute)
{
	switch (attribute) {
	case MMU_ATTRIBUTE_WRITE_BACK:
		return "WB";
	case MMU_ATTRIBUTE_WRITE_THROUGH:
		return "WT";
	case MMU_ATTRIBUTE_NON_CACHEABLE:
		return "NC";
	case MMU_ATTRIBUTE_DEVICE:
		return "device";
	default:
		return "other";
	}
}
