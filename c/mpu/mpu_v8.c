/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * PMSAv8, the MPU of ARMv8-M. A region is any range of granules of 32 bytes:
 *
 *     RBAR    | first granule 31:5            | SH 4:3 | AP 2:1     | XN 0 |
 *     RLAR    | last granule, included, 31:5  | PXN 4  | index 3:1  | EN 0 |
 *                                                          |
 *     MAIR    | byte 7 | byte 6 | ... | byte 1 | byte 0 |  <  memory types
 *
 * An access to an address of two regions faults, whatever they say. The bytes of MAIR are shared
 * by all regions, also by those of other code: one that an enabled region points to is never
 * changed, and what has the wanted value is used, whoever wrote it.
 */

#include "mpu/mpu_regs.h"
#include "bits/bits.h"

#if SMH_MPU_ARCH == 8

#define MPU_MAIR0 0xE000EDC0u
#define MPU_MAIR1 0xE000EDC4u

#define GRANULE_MASK 31u

#define RBAR_XN           (1u << 0)
#define RBAR_USER         (1u << 1)
#define RBAR_READ_ONLY    (1u << 2)
#define RBAR_INNER        (3u << 3) /* inner shareable */
#define RBAR_OUTER        (2u << 3)
#define RLAR_INDEX(index) ((uint32_t)(index) << 1)
#define RLAR_INDEX_OF(x)  (((x) >> 1) & 7u)
#define RLAR_INDEX_MASK   RLAR_INDEX(7)
#define RLAR_PXN          (1u << 4) /* from ARMv8.1-M on */

#define NUM_INDEXES 8u

/* By number of SMH_MPU_*: cached types allocate on reads and writes, and are not transient. */
static const uint8_t types[] = {
	0xFF, /* write-back */
	0xBB, /* write-through */
	0x44, /* non-cacheable */
	0x04, /* device, nGnRE */
};

#define NUM_TYPES (sizeof(types) / sizeof(types[0]))

int smh_mpu_encode(struct mpu_span span, unsigned int flags, struct mpu_entry *entry)
{
	if ((span.first & GRANULE_MASK) != 0 || (span.last & GRANULE_MASK) != GRANULE_MASK) {
		return -EINVAL;
	}
	entry->base = span.first;
	entry->base |= (flags & SMH_MPU_EXECUTE) == 0 ? RBAR_XN : 0;
	entry->base |= (flags & SMH_MPU_USER) != 0 ? RBAR_USER : 0;
	entry->base |= (flags & SMH_MPU_READ_ONLY) != 0 ? RBAR_READ_ONLY : 0;
	entry->base |= (flags & SMH_MPU_SHAREABLE) != 0 ? RBAR_INNER : 0;
	entry->attr = (span.last & ~GRANULE_MASK) | MPU_ENTRY_ENABLE;
	entry->type = types[flags & MPU_TYPE_MASK];
	return 0;
}

int smh_mpu_decode(const struct mpu_entry *entry, unsigned int *flags)
{
	uint32_t shareable = entry->base & RBAR_INNER;
	unsigned int type = 0;

	while (type < NUM_TYPES && types[type] != entry->type) {
		type++;
	}
	if (type == NUM_TYPES || shareable == RBAR_OUTER || (entry->attr & RLAR_PXN) != 0) {
		return -ENOTSUP;
	}
	*flags = type;
	*flags |= (entry->base & RBAR_XN) == 0 ? SMH_MPU_EXECUTE : 0;
	*flags |= (entry->base & RBAR_USER) != 0 ? SMH_MPU_USER : 0;
	*flags |= (entry->base & RBAR_READ_ONLY) != 0 ? SMH_MPU_READ_ONLY : 0;
	*flags |= shareable != 0 ? SMH_MPU_SHAREABLE : 0;
	return 0;
}

/* A limit below the base is a region of nothing. */
bool smh_mpu_span(const struct mpu_entry *entry, struct mpu_span *span)
{
	span->first = entry->base & ~GRANULE_MASK;
	span->last = entry->attr | GRANULE_MASK;
	return (entry->attr & MPU_ENTRY_ENABLE) != 0 && span->first <= span->last;
}

bool smh_mpu_covers(const struct mpu_entry *entry, uint32_t addr)
{
	struct mpu_span span;

	return smh_mpu_span(entry, &span) && addr >= span.first && addr <= span.last;
}

unsigned int smh_mpu_rights(const struct mpu_entry *entry)
{
	unsigned int rights = (entry->base & RBAR_READ_ONLY) == 0 ? MPU_MAY_WRITE : 0;

	if ((entry->base & RBAR_XN) == 0 && (entry->attr & RLAR_PXN) == 0) {
		rights |= MPU_MAY_EXECUTE;
	}
	return rights;
}

int smh_mpu_choose(struct mpu_span span)
{
	unsigned int count = smh_mpu_count();
	int free = -ENOSPC;

	for (unsigned int number = count; number-- > 0;) {
		struct mpu_entry entry;
		struct mpu_span taken;

		smh_mpu_read(number, &entry);
		if ((entry.attr & MPU_ENTRY_ENABLE) == 0) {
			free = (int)number;
		} else if (smh_mpu_span(&entry, &taken) && mpu_overlap(span, taken)) {
			return -EEXIST;
		}
	}
	return free;
}

static uint32_t mair_of(uint32_t index)
{
	return index < 4u ? MPU_MAIR0 : MPU_MAIR1;
}

static uint32_t mair_shift(uint32_t index)
{
	return index % 4u * 8u;
}

static uint32_t type_at(uint32_t index)
{
	return (smh_mpu_register_get(mair_of(index)) >> mair_shift(index)) & 0xFFu;
}

static void type_set(uint32_t index, uint32_t type)
{
	uint32_t others = smh_mpu_register_get(mair_of(index)) & ~(0xFFu << mair_shift(index));

	smh_mpu_register_set(mair_of(index), others | type << mair_shift(index));
}

/* A bit for each byte of MAIR that an enabled region points to. */
static uint32_t indexes_in_use(void)
{
	unsigned int count = smh_mpu_count();
	uint32_t used = 0;

	for (unsigned int number = 0; number < count; number++) {
		uint32_t rlar;

		smh_mpu_register_set(MPU_RNR, number);
		rlar = smh_mpu_register_get(MPU_RASR);
		if ((rlar & MPU_ENTRY_ENABLE) != 0) {
			used |= 1u << RLAR_INDEX_OF(rlar);
		}
	}
	return used;
}

/*
 * The index of the byte that has a type, or a byte that is free from now on has it. Taken from the
 * top: firmware that fills MAIR at start-up for later begins at the bottom.
 */
static int index_for(uint32_t type)
{
	uint32_t unused = 0xFFu & ~indexes_in_use();
	uint32_t index;

	for (index = 0; index < NUM_INDEXES; index++) {
		if (type_at(index) == type) {
			return (int)index;
		}
	}
	if (unused == 0) {
		return -ENOSPC;
	}
	index = bits_last(unused);
	type_set(index, type);
	return (int)index;
}

void smh_mpu_read(unsigned int number, struct mpu_entry *entry)
{
	uint32_t rlar;

	smh_mpu_register_set(MPU_RNR, number);
	rlar = smh_mpu_register_get(MPU_RASR);
	entry->base = smh_mpu_register_get(MPU_RBAR);
	entry->attr = rlar & ~RLAR_INDEX_MASK;
	entry->type = type_at(RLAR_INDEX_OF(rlar));
}

/* The entry is off, and comes on when both of its words are the new ones. */
int smh_mpu_write(unsigned int number, const struct mpu_entry *entry)
{
	int index = index_for(entry->type);

	if (index < 0) {
		return index;
	}
	smh_mpu_register_set(MPU_RNR, number);
	smh_mpu_register_set(MPU_RBAR, entry->base);
	smh_mpu_register_set(MPU_RASR, entry->attr | RLAR_INDEX(index));
	return 0;
}

#endif /* SMH_MPU_ARCH == 8 */
