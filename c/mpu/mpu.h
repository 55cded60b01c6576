/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * What the two kinds of MPU have in common, and what each does in its own way.
 *
 *   mpu.c        a range gets a region; reading back; on and off         one for both
 *   mpu_pool.c   the hook and the pool
 *   mpu_v7.c     PMSAv7: what an entry looks like, how it is written     knows ARMv7-M
 *   mpu_v8.c     PMSAv8: the same                                        knows ARMv8-M
 *   mpu_regs.h   access to registers, barriers
 */

#ifndef SMH_MPU_MPU_H_
#define SMH_MPU_MPU_H_

#include "smh_mpu.h"

/* The kind of MPU: 7, 8, or 0 for none. Cortex-M0+ has another one, ARMv6-M's. */
#ifndef SMH_MPU_ARCH
#if !defined(__ARM_ARCH_PROFILE) || __ARM_ARCH_PROFILE != 'M' || __ARM_ARCH < 7
#define SMH_MPU_ARCH 0
#elif __ARM_ARCH == 7
#define SMH_MPU_ARCH 7
#else
#define SMH_MPU_ARCH 8
#endif
#endif

/* A range by its ends, since a length of 4 GiB has no number. */
struct mpu_span {
	uint32_t first;
	uint32_t last;
};

static inline bool mpu_overlap(struct mpu_span a, struct mpu_span b)
{
	return a.first <= b.last && b.first <= a.last;
}

/* One region as the registers have it. */
struct mpu_entry {
	/* RBAR: the base, on ARMv8-M with rights. */
	uint32_t base;
	/* RASR, or RLAR without the index of the memory type. */
	uint32_t attr;
	/* The byte of MAIR that RLAR is to point to. 0 on ARMv7-M, whose RASR has the type. */
	uint32_t type;
};

/* The bit of attr that enables an entry, of both kinds. */
#define MPU_ENTRY_ENABLE 1u

/* The bits of SMH_MPU_* that are a memory type. */
#define MPU_TYPE_MASK 0x0Fu

/* Rights of privileged code. */
#define MPU_MAY_WRITE   1u
#define MPU_MAY_EXECUTE 2u

#if SMH_MPU_ARCH != 0

/*
 * The entry for a span, with flags that are valid. -EINVAL if no single entry is just that span.
 */
int smh_mpu_encode(struct mpu_span span, unsigned int flags, struct mpu_entry *entry);

/* The flags of an enabled entry. -ENOTSUP if smh_mpu_encode() would not write it so. */
int smh_mpu_decode(const struct mpu_entry *entry, unsigned int *flags);

/* The smallest span that has all that an entry covers; false if it is off or covers nothing. */
bool smh_mpu_span(const struct mpu_entry *entry, struct mpu_span *span);

/* Does an enabled entry cover this address? */
bool smh_mpu_covers(const struct mpu_entry *entry, uint32_t addr);

/* What an enabled entry lets privileged code do. */
unsigned int smh_mpu_rights(const struct mpu_entry *entry);

/* The number that a region for this span should get, -EEXIST or -ENOSPC. */
int smh_mpu_choose(struct mpu_span span);

/*
 * One entry from the registers, or into them, where it must be off, which switches it on. -ENOSPC
 * if its type has no place.
 */
void smh_mpu_read(unsigned int number, struct mpu_entry *entry);
int smh_mpu_write(unsigned int number, const struct mpu_entry *entry);

#endif /* SMH_MPU_ARCH != 0 */

#endif /* SMH_MPU_MPU_H_ */
