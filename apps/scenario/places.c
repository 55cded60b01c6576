/* SPDX-License-Identifier: Apache-2.0 */

#include "places.h"

#include "blob_scan.h"
#include "mapping.h"
#include "mmu_memory.h"
#include "print.h"
#include "probe.h"
#include "smh_mm_region.h"
#include "tally.h"

/* The pool's user data are parts of the plan, so it stays. */
static struct smh_dt_plan plan;
static unsigned int added;

static const struct smh_dt_region *origin(unsigned int region)
{
	struct shared_multi_heap_region_info info;

	return shared_multi_heap_region_info(region, &info) == 0 ? info.user_data : NULL;
}

const char *places_attr_name(unsigned int attr)
{
	switch (attr) {
	case SMH_REG_ATTR_CACHEABLE:
		return "cacheable";
	case SMH_REG_ATTR_NON_CACHEABLE:
		return "non-cacheable";
	case SMH_REG_ATTR_EXTERNAL:
		return "external";
	default:
		return "unnamed";
	}
}

unsigned int places_count(void)
{
	return added;
}

const char *places_label(int region)
{
	return region >= 0 && (unsigned int)region < added ? origin((unsigned int)region)->label
							   : "none";
}

int places_first(unsigned int attr, size_t bytes)
{
	struct shared_multi_heap_region_info info;

	for (unsigned int i = 0; i < added; i++) {
		if (shared_multi_heap_region_info(i, &info) == 0 && info.attr == attr &&
		    info.capacity >= bytes) {
			return (int)i;
		}
	}
	return -1;
}

static bool byte_is_in(const struct smh_dt_region *from, uintptr_t virt)
{
	struct mmu_translation now;
	uint8_t attribute;

	return mmu_query(virt, &now) && mapping_attribute_of(from->region.attr, &attribute) &&
	       now.attribute == attribute && now.phys >= from->region.addr &&
	       now.phys - from->region.addr < from->region.size;
}

bool places_holds(int region, const void *block, size_t bytes)
{
	const struct smh_dt_region *from = NULL;
	unsigned int attr = 0;
	void *user_data = NULL;

	if (block == NULL || region < 0 ||
	    shared_multi_heap_owner(block, &user_data, &attr) != region) {
		return false;
	}
	from = origin((unsigned int)region);
	return user_data == from && attr == from->region.attr &&
	       byte_is_in(from, (uintptr_t)block) && byte_is_in(from, (uintptr_t)block + bytes - 1);
}

/* One line for people, one for programs, and what the hardware says of every page. */
static void describe(unsigned int number)
{
	const struct smh_dt_region *from = origin(number);
	struct shared_multi_heap_region_info info;
	struct mmu_translation start = {.phys = 0};
	uint8_t attribute = 0;
	uintptr_t virt;
	size_t mapped;

	(void)shared_multi_heap_region_info(number, &info);
	(void)mapping_attribute_of(info.attr, &attribute);
	virt = info.addr & ~(MMU_PAGE_BYTES - 1);
	mapped = (info.addr + info.size - virt + MMU_PAGE_BYTES - 1) & ~(MMU_PAGE_BYTES - 1);
	(void)mmu_query(virt, &start);

	print("  %u  %-8s %-13s  0x%llx, %zu bytes, seen at 0x%llx\n", number, from->label,
	      places_attr_name(info.attr), (unsigned long long)from->region.addr, from->region.size,
	      (unsigned long long)virt);
	check(mapping_print(virt, mapped, mapping_first_page(from->region.addr), attribute),
	      "every page leads to its own physical page, as %s", mmu_attribute_name(attribute));
	check(!probe_read(from->region.addr), "reading at its physical address faults");
	check(!probe_read(virt - 1) && !probe_read(virt + mapped),
	      "reading just before and just behind it faults");
	check(!probe_execute(virt), "executing it faults");
	print("region: label=%s attr=%s phys=0x%llx size=0x%zx virt=0x%llx par=%s\n", from->label,
	      places_attr_name(info.attr), (unsigned long long)start.phys, mapped,
	      (unsigned long long)virt, mmu_attribute_name(start.attribute));
}

static bool add_all(void)
{
	struct smh_dt_result result = {.added = 0};
	struct smh_mm_config config;
	int error;

	mmu_memory_config(&config);
	check(mmu_memory_start(&config) == 0, "the mapping layer is started");
	error = smh_devicetree_add(&plan, smh_mm_init_region, &result);

	check(error == 0, "the regions of the blob are added");
	check(result.skipped == 0, "no region is skipped");
	check(result.added == plan.count && shared_multi_heap_region_count() == plan.count,
	      "the pool holds the %u regions that the blob describes", plan.count);
	added = result.added;
	return error == 0;
}

static bool has_both_attributes(void)
{
	bool both = places_first(SMH_REG_ATTR_CACHEABLE, 1) >= 0 &&
		    places_first(SMH_REG_ATTR_NON_CACHEABLE, 1) >= 0;

	check(both, "there are cacheable and non-cacheable regions");
	return both;
}

bool places_read(void)
{
	int error;

	heading("Regions of the devicetree");
	error = blob_scan(&plan);
	check(error == 0, "the blob is accepted");
	if (error == 0 && !add_all()) {
		return false;
	}
	print("regions: %u\n", shared_multi_heap_region_count());
	for (unsigned int i = 0; i < added; i++) {
		describe(i);
	}
	return error == 0 && has_both_attributes();
}
