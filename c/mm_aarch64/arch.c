/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What the mapping layer asks for. DESIGN.md tells why the steps of a change are these. */

#include "mm_aarch64/cpu.h"
#include "mm_aarch64/descriptor.h"
#include "mm_aarch64/tables.h"

#include "smh_config.h"

#define PHYS_LIMIT (UINT64_C(1) << 40)

bool smh_mm_arch_covers(uintptr_t virt, size_t size)
{
	uintptr_t last = virt + (size - 1);

	return smh_tables_cover(virt) && smh_tables_cover(last) && virt >> 63 == last >> 63;
}

bool smh_mm_arch_reaches(uintptr_t phys, size_t size)
{
	return phys < PHYS_LIMIT && size <= PHYS_LIMIT - phys;
}

bool smh_mm_arch_reserve(uintptr_t virt, size_t size)
{
	return smh_tables_reserve(virt, size);
}

void smh_mm_arch_release(uintptr_t virt, size_t size)
{
	smh_tables_release(virt, size);
}

struct smh_mm_entry smh_mm_arch_get(uintptr_t virt)
{
	const volatile uint64_t *place = smh_tables_entry(virt);

	return smh_descriptor_entry(place != NULL ? *place : 0);
}

static void publish(volatile uint64_t *place, uint64_t descriptor)
{
	*place = descriptor;
	cpu_tables_written();
}

/* No access by the entry that was there is made any more. */
static void break_entry(volatile uint64_t *place, uintptr_t virt)
{
	if (descriptor_is_valid(*place)) {
		publish(place, 0);
		cpu_forget_page(virt);
	}
}

/*
 * Rid the caches of a page that is about to become non-cacheable.
 *
 * A line that is dirty from an earlier, cacheable life of the page could be written back at any
 * time and destroy what is written past the cache. The page is therefore mapped once more as it was
 * in that life, write-back, but readable only, so that no new line can become dirty; its lines are
 * cleaned and invalidated; and the alias is taken away before the page gets its new type: at no
 * time are both mapped.
 */
static void evict(volatile uint64_t *place, uintptr_t virt, uintptr_t phys)
{
	const struct smh_mm_entry alias = {
		.where = phys,
		.flags = K_MEM_CACHE_WB | SMH_MM_PRESENT | SMH_MM_ACCESSED,
	};

	publish(place, smh_descriptor_of(alias));
	cpu_evict(virt, PAGE_BYTES);
	break_entry(place, virt);
}

static void leave_cache(volatile uint64_t *place, uintptr_t virt, struct smh_mm_entry entry)
{
	break_entry(place, virt);
	evict(place, virt, entry.where);
	publish(place, smh_descriptor_of(entry));
	/*
	 * While the alias stood, the processor may have fetched lines of it by speculation after
	 * their eviction. They are clean, so nothing can be written back over the memory, but a
	 * later cacheable mapping would find them stale. Now that no cacheable translation is left
	 * they can be dropped for good.
	 */
	cpu_evict(virt, PAGE_BYTES);
}

static void replace(volatile uint64_t *place, uintptr_t virt, uint64_t now)
{
	uint64_t before = *place;

	if (descriptor_is_valid(before) && descriptor_is_valid(now) &&
	    !smh_descriptor_may_replace(before, now)) {
		break_entry(place, virt);
		before = 0;
	}
	publish(place, now);
	if (descriptor_is_valid(before)) {
		cpu_forget_page(virt);
	}
}

void smh_mm_arch_set(uintptr_t virt, struct smh_mm_entry entry)
{
	const uint32_t fetched = SMH_MM_PRESENT | SMH_MM_ACCESSED | K_MEM_PERM_EXEC;
	volatile uint64_t *place = smh_tables_entry(virt);

	SMH_ASSERT(place != NULL);
	if ((entry.flags & SMH_MM_LEAVES_CACHE) != 0) {
		leave_cache(place, virt, entry);
	} else {
		replace(place, virt, smh_descriptor_of(entry));
	}
	if ((entry.flags & fetched) == fetched) {
		cpu_fetch_anew(virt, PAGE_BYTES);
	}
}
