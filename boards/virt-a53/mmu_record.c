/* SPDX-License-Identifier: Apache-2.0 */

#include "mmu_record.h"

#define NUM_RECORDS 64

struct record {
	uintptr_t virt;
	uint64_t phys;
	size_t size;
	enum mmu_type type;
};

/* As the tables that it describes, it outlives a restart. */
static struct {
	struct record records[NUM_RECORDS];
	unsigned int count;
	/* The first so many are kept. */
	unsigned int kept;
} book __attribute__((section(".noinit.mmu_record")));

/* Ranges are compared by their last bytes, since the end of the topmost page is no number. */
static bool ranges_overlap(uint64_t a, uint64_t a_size, uint64_t b, uint64_t b_size)
{
	return a <= b + (b_size - 1) && b <= a + (a_size - 1);
}

bool mmu_record_is_full(void)
{
	return book.count == NUM_RECORDS;
}

bool mmu_record_overlaps_virt(uintptr_t virt, size_t size)
{
	for (unsigned int i = 0; i < book.count; i++) {
		if (ranges_overlap(virt, size, book.records[i].virt, book.records[i].size)) {
			return true;
		}
	}
	return false;
}

bool mmu_record_has_other_type(uint64_t phys, size_t size, enum mmu_type type)
{
	for (unsigned int i = 0; i < book.count; i++) {
		if (book.records[i].type != type &&
		    ranges_overlap(phys, size, book.records[i].phys, book.records[i].size)) {
			return true;
		}
	}
	return false;
}

bool mmu_record_has_phys(uint64_t phys)
{
	for (unsigned int i = 0; i < book.count; i++) {
		if (ranges_overlap(phys, MMU_PAGE_BYTES, book.records[i].phys,
				   book.records[i].size)) {
			return true;
		}
	}
	return false;
}

void mmu_record_add(uintptr_t virt, uint64_t phys, size_t size, enum mmu_type type)
{
	struct record *record = &book.records[book.count++];

	record->virt = virt;
	record->phys = phys;
	record->size = size;
	record->type = type;
}

bool mmu_record_remove(uintptr_t virt, size_t size)
{
	for (unsigned int i = book.kept; i < book.count; i++) {
		if (book.records[i].virt == virt && book.records[i].size == size) {
			book.records[i] = book.records[--book.count];
			return true;
		}
	}
	return false;
}

void mmu_record_keep(void)
{
	book.kept = book.count;
}

bool mmu_record_take_last(uintptr_t *virt, size_t *size)
{
	if (book.count == book.kept) {
		return false;
	}
	book.count--;
	*virt = book.records[book.count].virt;
	*size = book.records[book.count].size;
	return true;
}
