/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Accesses that the hardware refused. Those that the page's permissions allow are made possible:
 *
 *   unpaged       any access     the page is brought
 *   not ACCESSED  any access     ACCESSED is set
 *   not DIRTY     a write        DIRTY is set
 *   none of them                 another core was faster: the access is repeated
 */

#include "mm/page.h"

static bool is_permitted(uint32_t flags, enum smh_mm_access access, bool user)
{
	if (user && (flags & K_MEM_PERM_USER) == 0) {
		return false;
	}
	switch (access) {
	case SMH_MM_WRITE:
		return (flags & K_MEM_PERM_RW) != 0;
	case SMH_MM_EXECUTE:
		/* What unprivileged code can write, the hardware never lets privileged code
		 * execute. */
		return (flags & K_MEM_PERM_EXEC) != 0 &&
		       (user || (flags & (K_MEM_PERM_USER | K_MEM_PERM_RW)) !=
					(K_MEM_PERM_USER | K_MEM_PERM_RW));
	default:
		return true;
	}
}

/* What the access sets. One that cannot be told is a write if it is nothing else. */
static uint32_t states_of(uint32_t flags, enum smh_mm_access access)
{
	bool writes =
		access == SMH_MM_WRITE || (access == SMH_MM_ANY && (flags & SMH_MM_ACCESSED) != 0 &&
					   (flags & K_MEM_PERM_RW) != 0);

	return SMH_MM_ACCESSED | (writes ? SMH_MM_DIRTY : 0);
}

static bool touch(uintptr_t virt, struct smh_mm_entry entry, enum smh_mm_access access)
{
	uint32_t before = entry.flags;

	entry.flags |= states_of(before, access);
	if (entry.flags == before) {
		return access != SMH_MM_ANY;
	}
	if ((before & SMH_MM_ACCESSED) == 0) {
		k_mem_paging_eviction_accessed(entry.where);
	}
	smh_mm_arch_set(virt, entry);
	return true;
}

static bool resolve(uintptr_t virt, enum smh_mm_access access, bool user)
{
	struct smh_mm_entry entry = smh_mm_arch_get(virt);

	if (!is_mapped(entry) || !is_permitted(entry.flags, access, user)) {
		return false;
	}
	if ((entry.flags & SMH_MM_PRESENT) != 0) {
		return touch(virt, entry, access);
	}
	smh_mm.stats.pagefaults.cnt++;
	return smh_mm_page_bring(virt, entry, states_of(0, access));
}

bool smh_mm_fault(uintptr_t addr, enum smh_mm_access access, bool user)
{
	smh_key_t key = port_inner_lock();
	bool resolved = smh_mm.started && resolve(addr & ~(uintptr_t)(PAGE - 1), access, user);

	port_inner_unlock(key);
	return resolved;
}

void k_mem_paging_stats_get(struct k_mem_paging_stats_t *stats)
{
	smh_key_t key = port_inner_lock();

	if (stats != NULL) {
		*stats = smh_mm.stats;
	}
	port_inner_unlock(key);
}
