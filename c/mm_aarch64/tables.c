/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "mm_aarch64/tables.h"
#include "mm_aarch64/cpu.h"

#include "smh_config.h"

#define LEVELS     4u
#define LAST       (LEVELS - 1)
#define PAGE_SHIFT 12u
#define INDEX_BITS 9u
#define VIRT_BITS  48u
#define TTBR_TABLE UINT64_C(0x0000FFFFFFFFF000)
#define NEXT_TABLE UINT64_C(0x0000FFFFFFFFF000)
#define IS_TABLE   UINT64_C(3)
#define NONE_FREE  0u

typedef uint64_t table_t[TABLE_ENTRIES];

/*
 * One table in size. `used` counts, for each table, the pages reserved in it if it is of level 3,
 * else its entries. A free table has the number of the next one in its first entry; all others of
 * it are 0.
 */
struct account {
	uint32_t num_free;
	uint32_t first_free; /* number + 1, or NONE_FREE */
	uint32_t never_used; /* from here on they were not taken yet */
	uint32_t num_tables;
	uint16_t used[MAX_TABLES];
};

struct area {
	table_t roots[2];
	struct account account;
	uint8_t rest[TABLE_BYTES - sizeof(struct account)];
	table_t tables[];
};

_Static_assert(sizeof(struct area) == 3 * TABLE_BYTES, "the tables must be aligned");

static struct area *area_get(void)
{
	return (struct area *)((cpu_read_ttbr1_el1() & TTBR_TABLE) - TABLE_BYTES);
}

void smh_tables_start(void *memory, unsigned int tables)
{
	struct area *area = memory;

	area->account.num_free = tables;
	area->account.num_tables = tables;
	area->account.first_free = NONE_FREE;
	area->account.never_used = 0;
}

unsigned int smh_tables_free(void)
{
	return area_get()->account.num_free;
}

bool smh_tables_cover(uintptr_t virt)
{
	uintptr_t top = virt >> VIRT_BITS;

	return top == 0 || top == UINTPTR_MAX >> VIRT_BITS;
}

static uint64_t *root_of(struct area *area, uintptr_t virt)
{
	return area->roots[virt >> VIRT_BITS != 0];
}

static unsigned int index_at(uintptr_t virt, unsigned int level)
{
	return (virt >> (PAGE_SHIFT + INDEX_BITS * (LAST - level))) % TABLE_ENTRIES;
}

static uint64_t *table_of(uint64_t entry)
{
	return (uint64_t *)(uintptr_t)(entry & NEXT_TABLE);
}

static uint16_t *used_of(struct area *area, const uint64_t *table)
{
	return &area->account.used[(size_t)(table - area->tables[0]) / TABLE_ENTRIES];
}

static uint64_t *take_table(struct area *area)
{
	struct account *account = &area->account;
	uint64_t *table;

	if (account->num_free == 0) {
		return NULL;
	}
	account->num_free--;
	if (account->first_free == NONE_FREE) {
		SMH_ASSERT(account->never_used < account->num_tables);
		return area->tables[account->never_used++];
	}
	table = area->tables[account->first_free - 1];
	account->first_free = (uint32_t)table[0];
	table[0] = 0;
	return table;
}

static void give_table(struct area *area, uint64_t *table)
{
	struct account *account = &area->account;

	table[0] = account->first_free;
	account->first_free = (uint32_t)((size_t)(table - area->tables[0]) / TABLE_ENTRIES) + 1;
	account->num_free++;
}

static void set_entry(volatile uint64_t *entry, uint64_t value)
{
	*entry = value;
	cpu_tables_written();
}

/* The tables on the way to a page: path[0] is the root. How many there are. */
static unsigned int walk(struct area *area, uintptr_t virt, uint64_t *path[LEVELS])
{
	path[0] = root_of(area, virt);
	for (unsigned int level = 0; level < LAST; level++) {
		uint64_t entry = path[level][index_at(virt, level)];

		if (entry == 0) {
			return level + 1;
		}
		path[level + 1] = table_of(entry);
	}
	return LEVELS;
}

volatile uint64_t *smh_tables_entry(uintptr_t virt)
{
	uint64_t *path[LEVELS];

	return smh_tables_cover(virt) && walk(area_get(), virt, path) == LEVELS
		       ? &path[LAST][index_at(virt, LAST)]
		       : NULL;
}

/*
 * Take tables that nothing holds off the path, from below.
 *
 * A table is first made unreachable, then forgotten by every core, then free. The whole TLB goes:
 * cores may have copies of the entry for any page below it.
 */
static void prune(struct area *area, uintptr_t virt, uint64_t *path[LEVELS], unsigned int depth)
{
	while (depth-- > 1 && *used_of(area, path[depth]) == 0) {
		set_entry(&path[depth - 1][index_at(virt, depth - 1)], 0);
		cpu_forget_all();
		give_table(area, path[depth]);
		if (depth > 1) {
			(*used_of(area, path[depth - 1]))--;
		}
	}
}

/* Make the missing tables on the way to a page. On failure, those made are taken away again. */
static uint64_t *make_path(struct area *area, uintptr_t virt)
{
	uint64_t *path[LEVELS];
	unsigned int depth = walk(area, virt, path);

	for (; depth < LEVELS; depth++) {
		path[depth] = take_table(area);
		if (path[depth] == NULL) {
			prune(area, virt, path, depth);
			return NULL;
		}
		if (depth > 1) {
			(*used_of(area, path[depth - 1]))++;
		}
		set_entry(&path[depth - 1][index_at(virt, depth - 1)],
			  (uintptr_t)path[depth] | IS_TABLE);
	}
	return path[LAST];
}

/* Pages from here on that have the same level 3 table. */
static size_t pages_in_table(uintptr_t virt, size_t size)
{
	size_t pages = TABLE_ENTRIES - index_at(virt, LAST);

	return pages < size / PAGE_BYTES ? pages : size / PAGE_BYTES;
}

bool smh_tables_reserve(uintptr_t virt, size_t size)
{
	struct area *area = area_get();
	size_t done = 0;

	while (done < size) {
		size_t pages = pages_in_table(virt + done, size - done);
		uint64_t *table = make_path(area, virt + done);

		if (table == NULL) {
			smh_tables_release(virt, done);
			return false;
		}
		*used_of(area, table) = (uint16_t)(*used_of(area, table) + pages);
		done += pages * PAGE_BYTES;
	}
	return true;
}

void smh_tables_release(uintptr_t virt, size_t size)
{
	struct area *area = area_get();
	size_t done = 0;

	while (done < size) {
		size_t pages = pages_in_table(virt + done, size - done);
		uint64_t *path[LEVELS];
		unsigned int depth = walk(area, virt + done, path);

		SMH_ASSERT(depth == LEVELS && *used_of(area, path[LAST]) >= pages);
		*used_of(area, path[LAST]) = (uint16_t)(*used_of(area, path[LAST]) - pages);
		prune(area, virt + done, path, depth);
		done += pages * PAGE_BYTES;
	}
}
