/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "mm_aarch64/descriptor.h"

#define BIT64(n) (UINT64_C(1) << (n))

#define VALID           UINT64_C(3)
#define MODE_SHIFT      2
#define USER            BIT64(6)
#define READ_ONLY       BIT64(7)
#define INNER_SHAREABLE (UINT64_C(3) << 8)
#define OUTER_SHAREABLE (UINT64_C(2) << 8)
#define SHAREABILITY    (UINT64_C(3) << 8)
#define ACCESSED        BIT64(10)
#define ADDRESS         UINT64_C(0x0000FFFFFFFFF000)
#define PXN             BIT64(53)
#define UXN             BIT64(54)
#define MAY_WRITE       BIT64(55)
#define EVICTABLE       BIT64(56)
#define DIRTY           BIT64(57)

#define UNPAGED           UINT64_C(2)
#define UNPAGED_RW        BIT64(5)
#define UNPAGED_EXEC      BIT64(6)
#define UNPAGED_USER      BIT64(7)
#define UNPAGED_EVICTABLE BIT64(8)
#define UNPAGED_ZERO      BIT64(10)
#define UNPAGED_UNINIT    BIT64(11)

/* A flag of the mapping layer and the bit that stands for it. */
struct pair {
	uint32_t flag;
	uint64_t bit;
};

static const struct pair in_valid[] = {
	{K_MEM_PERM_RW, MAY_WRITE},    {K_MEM_PERM_USER, USER}, {SMH_MM_ACCESSED, ACCESSED},
	{SMH_MM_EVICTABLE, EVICTABLE}, {SMH_MM_DIRTY, DIRTY},
};

static const struct pair in_unpaged[] = {
	{K_MEM_PERM_RW, UNPAGED_RW},
	{K_MEM_PERM_EXEC, UNPAGED_EXEC},
	{K_MEM_PERM_USER, UNPAGED_USER},
	{SMH_MM_EVICTABLE, UNPAGED_EVICTABLE},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static uint64_t bits_of(uint32_t flags, const struct pair *pairs, size_t count)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < count; i++) {
		bits |= (flags & pairs[i].flag) != 0 ? pairs[i].bit : 0;
	}
	return bits;
}

static uint32_t flags_of(uint64_t bits, const struct pair *pairs, size_t count)
{
	uint32_t flags = 0;

	for (size_t i = 0; i < count; i++) {
		flags |= (bits & pairs[i].bit) != 0 ? pairs[i].flag : 0;
	}
	return flags;
}

static uint64_t memory_type(uint32_t mode)
{
	bool cached = mode == K_MEM_CACHE_WB || mode == K_MEM_CACHE_WT;

	return (uint64_t)mode << MODE_SHIFT | (cached ? INNER_SHAREABLE : OUTER_SHAREABLE);
}

/* Privileged code never executes what unprivileged code can write: the hardware sees to that. */
static uint64_t execution(uint32_t flags)
{
	if ((flags & K_MEM_PERM_EXEC) == 0) {
		return PXN | UXN;
	}
	return (flags & K_MEM_PERM_USER) != 0 ? 0 : UXN;
}

static uint64_t valid_of(struct smh_mm_entry entry)
{
	const uint32_t written = K_MEM_PERM_RW | SMH_MM_DIRTY;

	return VALID | (entry.where & ADDRESS) | memory_type(entry.flags & K_MEM_CACHE_MASK) |
	       execution(entry.flags) | ((entry.flags & written) == written ? 0 : READ_ONLY) |
	       bits_of(entry.flags, in_valid, COUNT(in_valid));
}

static uint64_t unpaged_of(struct smh_mm_entry entry)
{
	uint64_t where = entry.where == ARCH_UNPAGED_ANON_ZERO     ? UNPAGED_ZERO
			 : entry.where == ARCH_UNPAGED_ANON_UNINIT ? UNPAGED_UNINIT
								   : entry.where & ADDRESS;

	return UNPAGED | where | bits_of(entry.flags, in_unpaged, COUNT(in_unpaged));
}

uint64_t smh_descriptor_of(struct smh_mm_entry entry)
{
	if ((entry.flags & SMH_MM_PRESENT) != 0) {
		return valid_of(entry);
	}
	return (entry.flags & SMH_MM_UNPAGED) != 0 ? unpaged_of(entry) : 0;
}

static struct smh_mm_entry valid_entry(uint64_t descriptor)
{
	struct smh_mm_entry entry = {
		.where = descriptor & ADDRESS,
		.flags = SMH_MM_PRESENT | (descriptor >> MODE_SHIFT & K_MEM_CACHE_MASK) |
			 flags_of(descriptor, in_valid, COUNT(in_valid)),
	};

	if ((descriptor & PXN) == 0) {
		entry.flags |= K_MEM_PERM_EXEC;
	}
	return entry;
}

static struct smh_mm_entry entry_of_descriptor(uint64_t descriptor)
{
	return (struct smh_mm_entry){
		.where = (descriptor & UNPAGED_ZERO) != 0     ? ARCH_UNPAGED_ANON_ZERO
			 : (descriptor & UNPAGED_UNINIT) != 0 ? ARCH_UNPAGED_ANON_UNINIT
							      : descriptor & ADDRESS,
		.flags = SMH_MM_UNPAGED | K_MEM_CACHE_WB |
			 flags_of(descriptor, in_unpaged, COUNT(in_unpaged)),
	};
}

struct smh_mm_entry smh_descriptor_entry(uint64_t descriptor)
{
	if (descriptor_is_valid(descriptor)) {
		return valid_entry(descriptor);
	}
	return descriptor != 0 ? entry_of_descriptor(descriptor)
			       : (struct smh_mm_entry){.flags = 0};
}

bool smh_descriptor_may_replace(uint64_t before, uint64_t now)
{
	const uint64_t fixed = ADDRESS | SHAREABILITY | (uint64_t)K_MEM_CACHE_MASK << MODE_SHIFT;

	return ((before ^ now) & fixed) == 0;
}
