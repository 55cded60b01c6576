/* SPDX-License-Identifier: Apache-2.0 */

#include "faults.h"

#include "mapping.h"
#include "places.h"
#include "print.h"
#include "smh_alloc.h"
#include "smh_fault.h"
#include "tally.h"

#include <string.h>

#define BLOCK_BYTES   ((size_t)96)
#define OVERRUN_BYTES ((size_t)8)

static unsigned int reports;
static unsigned int last_kind;
static const void *last_pointer;

static void note_fault(unsigned int kind, const void *ptr)
{
	reports++;
	last_kind = kind;
	last_pointer = ptr;
}

static void expect_none(void)
{
	reports = 0;
	last_kind = SMH_FAULT_NONE;
	last_pointer = NULL;
}

/* Just one report, of this kind, with this pointer; and no region is the worse for it. */
static void expect(const char *mistake, unsigned int kind, const void *ptr)
{
	int region = shared_multi_heap_owner(last_pointer, NULL, NULL);

	check(reports == 1 && last_kind == kind && last_pointer == ptr,
	      "%s: the hook reports \"%s\" at %p (%s)", mistake, smh_fault_name(last_kind),
	      last_pointer, region >= 0 ? places_label(region) : "in no region");
	expect_none();
}

static void free_twice(unsigned int attr)
{
	void *block = shared_multi_heap_alloc(attr, BLOCK_BYTES);

	shared_multi_heap_free(block);
	shared_multi_heap_free(block);
	expect("double free", SMH_FAULT_DOUBLE_FREE, block);
	check(shared_multi_heap_realloc(attr, block, BLOCK_BYTES) == NULL,
	      "realloc of a freed block: NULL");
	expect("realloc of a freed block", SMH_FAULT_DOUBLE_FREE, block);
}

static void free_foreign(unsigned int attr)
{
	int local = 0;
	void *block = shared_multi_heap_alloc(attr, BLOCK_BYTES);
	struct mmu_translation now = {.phys = 0};

	shared_multi_heap_free(&local);
	expect("free of a variable", SMH_FAULT_FOREIGN_POINTER, &local);

	/* What a driver hands to a device is the physical address. It is no block's name here. */
	(void)mmu_query((uintptr_t)block, &now);
	shared_multi_heap_free((void *)(uintptr_t)now.phys);
	expect("free of a physical address", SMH_FAULT_FOREIGN_POINTER,
	       (void *)(uintptr_t)now.phys);

	shared_multi_heap_free((uint8_t *)block + SMH_ALIGN / 2);
	expect("free of a misaligned pointer", SMH_FAULT_MISALIGNED_POINTER,
	       (uint8_t *)block + SMH_ALIGN / 2);

	memset(block, 0, BLOCK_BYTES);
	shared_multi_heap_free((uint8_t *)block + SMH_ALIGN);
	expect("free inside a block", SMH_FAULT_BAD_HEADER, (uint8_t *)block + SMH_ALIGN);

	shared_multi_heap_free(block);
	check(reports == 0, "the block itself can still be freed");
	expect_none();
}

/* Write past a block, as a careless caller does; afterwards repair what was overwritten. */
static void overrun(unsigned int attr)
{
	uint8_t *block = shared_multi_heap_alloc(attr, BLOCK_BYTES);
	uint8_t *neighbour = shared_multi_heap_alloc(attr, BLOCK_BYTES);
	size_t usable = shared_multi_heap_usable_size(block);
	uint8_t kept[OVERRUN_BYTES];

	memcpy(kept, block + usable, sizeof(kept));
	memset(block + usable, 0xEE, sizeof(kept));
	shared_multi_heap_free(block);
	expect("free after an overrun", SMH_FAULT_OVERRUN, block);

	memcpy(block + usable, kept, sizeof(kept));
	shared_multi_heap_free(neighbour);
	shared_multi_heap_free(block);
	check(reports == 0, "once the damage is repaired both blocks can be freed");
	expect_none();
}

static void make_in(unsigned int attr)
{
	print("in %s memory\n", places_attr_name(attr));
	free_twice(attr);
	free_foreign(attr);
	overrun(attr);
}

void faults_make(void)
{
	smh_fault_handler_t before = smh_fault_handler_set(note_fault);

	heading("Faults refused");
	expect_none();
	make_in(SMH_REG_ATTR_CACHEABLE);
	make_in(SMH_REG_ATTR_NON_CACHEABLE);
	for (unsigned int i = 0; i < shared_multi_heap_region_count(); i++) {
		check(shared_multi_heap_region_validate(i) == 0, "%s is sound",
		      places_label((int)i));
	}
	smh_fault_handler_set(before);
}
