/* SPDX-License-Identifier: Apache-2.0 */

#include "mmu_table.h"

#include "sysreg.h"

#define VIRT_BITS  39
#define PAGE_SHIFT 12
#define INDEX_BITS 9
#define ENTRIES    512
#define NUM_ROOTS  2
#define NUM_TABLES 64
#define LAST_LEVEL 2

#define ENTRY_VALID                    (1ULL << 0)
#define ENTRY_TABLE                    (1ULL << 1)
#define ENTRY_PAGE                     (1ULL << 1)
#define ENTRY_TYPE_SHIFT               2
#define ENTRY_READ_ONLY                (1ULL << 7)
#define ENTRY_INNER_SHAREABLE          (3ULL << 8)
#define ENTRY_OUTER_SHAREABLE          (2ULL << 8)
#define ENTRY_ACCESSED                 (1ULL << 10)
#define ENTRY_PRIVILEGED_NEVER_EXECUTE (1ULL << 53)
#define ENTRY_USER_NEVER_EXECUTE       (1ULL << 54)
#define ENTRY_ADDRESS                  0x0000FFFFFFFFF000ULL

typedef uint64_t mmu_table_t[ENTRIES];

/*
 * The two roots (low half, high half) come first: start-up puts their addresses into TTBR0
 * and TTBR1. The image is mapped one to one, so the address of a table is its physical one.
 * Not cleared by a restart, which goes on with the tables in use.
 */
mmu_table_t mmu_tables[NUM_ROOTS + NUM_TABLES]
	__attribute__((aligned(4096), section(".noinit.page_tables")));
static unsigned int tables_used __attribute__((section(".noinit.mmu_table")));

bool mmu_table_covers(uintptr_t virt)
{
	uintptr_t top = virt >> VIRT_BITS;

	return top == 0 || top == UINTPTR_MAX >> VIRT_BITS;
}

static uint64_t *root_of(uintptr_t virt)
{
	return mmu_tables[virt >> VIRT_BITS != 0];
}

static unsigned int index_at(uintptr_t virt, unsigned int level)
{
	return (virt >> (PAGE_SHIFT + INDEX_BITS * (LAST_LEVEL - level))) % ENTRIES;
}

static void publish(volatile uint64_t *entry, uint64_t value)
{
	*entry = value;
	/* The walk sees the entry, and what follows in the program is fetched after that. */
	dsb(ishst);
	isb();
}

static bool new_table(uint64_t *entry)
{
	if (tables_used == NUM_TABLES) {
		return false;
	}
	/* Tables are all zero since the cold boot, and never given back. */
	publish(entry,
		(uintptr_t)mmu_tables[NUM_ROOTS + tables_used++] | ENTRY_TABLE | ENTRY_VALID);
	return true;
}

static uint64_t *table_at(uint64_t entry)
{
	return (uint64_t *)(uintptr_t)(entry & ENTRY_ADDRESS);
}

bool mmu_table_reserve(uintptr_t virt)
{
	uint64_t *table = root_of(virt);

	for (unsigned int level = 0; level < LAST_LEVEL; level++) {
		uint64_t *entry = &table[index_at(virt, level)];

		if (*entry == 0 && !new_table(entry)) {
			return false;
		}
		table = table_at(*entry);
	}
	return true;
}

static uint64_t *page_entry(uintptr_t virt)
{
	uint64_t *table = root_of(virt);

	for (unsigned int level = 0; level < LAST_LEVEL; level++) {
		table = table_at(table[index_at(virt, level)]);
	}
	return &table[index_at(virt, LAST_LEVEL)];
}

static uint64_t access_bits(enum mmu_access access)
{
	switch (access) {
	case MMU_READ_EXECUTE:
		return ENTRY_READ_ONLY;
	case MMU_READ_WRITE:
		return ENTRY_PRIVILEGED_NEVER_EXECUTE;
	default:
		return ENTRY_READ_ONLY | ENTRY_PRIVILEGED_NEVER_EXECUTE;
	}
}

static uint64_t type_bits(enum mmu_type type)
{
	uint64_t bits = (uint64_t)type << ENTRY_TYPE_SHIFT;

	return bits |
	       (type == MMU_NORMAL_WRITE_BACK ? ENTRY_INNER_SHAREABLE : ENTRY_OUTER_SHAREABLE);
}

void mmu_table_set(uintptr_t virt, uint64_t phys, enum mmu_type type, enum mmu_access access)
{
	publish(page_entry(virt), phys | type_bits(type) | access_bits(access) | ENTRY_ACCESSED |
					  ENTRY_USER_NEVER_EXECUTE | ENTRY_PAGE | ENTRY_VALID);
}

void mmu_table_clear(uintptr_t virt)
{
	/* Bits 43 to 0 of the operand are the number of the page, for every ASID. */
	uint64_t page = (virt >> PAGE_SHIFT) & 0xFFFFFFFFFFFULL;

	publish(page_entry(virt), 0);
	__asm__ volatile("tlbi vaae1is, %0" : : "r"(page) : "memory");
	dsb(ish);
	isb();
}
