/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * PMSAv7, the MPU of ARMv7-M. A region is a window of 2^n bytes at a multiple of its size; from 256
 * bytes on each eighth of it can be left out:
 *
 *     window  |  0  |  1  |  2  |  3  |  4  |  5  |  6  |  7  |
 *     range               |================|                        eighths 2, 3, 4
 *     SRD        1     1     0     0     0     1     1     1        a set bit leaves one out
 *
 *     RBAR    | base, multiple of 2^n                    | 0 VALID 0 | 0 REGION 0 |
 *     RASR    | XN 28 | AP 26:24 | TEX 21:19 | S 18 | C 17 | B 16 | SRD 15:8 | n - 1 5:1 | EN 0 |
 *
 * Regions may overlap; the one with the highest number rules.
 */

#include "mpu/mpu_regs.h"
#include "bits/bits.h"

#if SMH_MPU_ARCH == 7

#define MIN_SHIFT     5u /* 32 bytes */
#define EIGHTHS_SHIFT 8u /* the smallest window that has eighths: 256 bytes */
#define ALL_SHIFT     32u

#define RASR_XN           (1u << 28)
#define RASR_AP(ap)       ((uint32_t)(ap) << 24)
#define RASR_AP_OF(rasr)  (((rasr) >> 24) & 7u)
#define RASR_TEX(tex)     ((uint32_t)(tex) << 19)
#define RASR_S            (1u << 18)
#define RASR_C            (1u << 17)
#define RASR_B            (1u << 16)
#define RASR_SRD(srd)     ((uint32_t)(srd) << 8)
#define RASR_SRD_OF(rasr) (((rasr) >> 8) & 0xFFu)
#define RASR_SIZE(shift)  (((uint32_t)(shift) - 1u) << 1)
#define RASR_SHIFT(rasr)  ((((rasr) >> 1) & 0x1Fu) + 1u)
#define RASR_TYPE_MASK    (RASR_TEX(7) | RASR_C | RASR_B)
#define RASR_ATTRIBUTES   (RASR_XN | RASR_AP(7) | RASR_S | RASR_TYPE_MASK)

/* Access permissions, without and with unprivileged code. */
#define AP_READ_WRITE      1u
#define AP_READ_WRITE_USER 3u
#define AP_READ            5u
#define AP_READ_USER       6u

/* By number of SMH_MPU_*: cached types allocate on reads and writes where there is a choice. */
static const uint32_t types[] = {
	RASR_TEX(1) | RASR_C | RASR_B, /* write-back */
	RASR_C,                        /* write-through */
	RASR_TEX(1),                   /* non-cacheable */
	RASR_B,                        /* device */
};

#define NUM_TYPES (sizeof(types) / sizeof(types[0]))

/* Everything below a power of two, which may be 2^32. */
static uint32_t below(uint32_t shift)
{
	return shift >= ALL_SHIFT ? UINT32_MAX : (1u << shift) - 1u;
}

/* Is a span all of the window of 2^shift bytes that its first byte is in? */
static bool is_whole(struct mpu_span span, uint32_t shift)
{
	return (span.first & below(shift)) == 0 && span.last == (span.first | below(shift));
}

/*
 * Binary logarithm of the smallest window that may do. A larger one never does: what is no multiple
 * of its eighths is none of larger ones.
 */
static uint32_t window_of(struct mpu_span span)
{
	uint32_t differ = span.first ^ span.last;
	uint32_t shift = differ == 0 ? 0 : bits_last(differ) + 1u;

	if (shift < EIGHTHS_SHIFT && !(shift >= MIN_SHIFT && is_whole(span, shift))) {
		return EIGHTHS_SHIFT;
	}
	return shift;
}

/* The eighths of the window to leave out, or -EINVAL. */
static int eighths_of(struct mpu_span span, uint32_t shift)
{
	uint32_t first = span.first & below(shift);
	uint32_t last = span.last & below(shift);
	uint32_t eighth = shift - 3u;

	if (is_whole(span, shift)) {
		return 0;
	}
	if ((first & below(eighth)) != 0 || (last & below(eighth)) != below(eighth)) {
		return -EINVAL;
	}
	return (int)(0xFFu & ~(below((last >> eighth) + 1u) & ~below(first >> eighth)));
}

static uint32_t permissions(unsigned int flags)
{
	if ((flags & SMH_MPU_READ_ONLY) != 0) {
		return (flags & SMH_MPU_USER) != 0 ? AP_READ_USER : AP_READ;
	}
	return (flags & SMH_MPU_USER) != 0 ? AP_READ_WRITE_USER : AP_READ_WRITE;
}

static uint32_t attributes(unsigned int flags)
{
	uint32_t rasr = types[flags & MPU_TYPE_MASK] | RASR_AP(permissions(flags));

	rasr |= (flags & SMH_MPU_EXECUTE) == 0 ? RASR_XN : 0;
	rasr |= (flags & SMH_MPU_SHAREABLE) != 0 ? RASR_S : 0;
	return rasr;
}

int smh_mpu_encode(struct mpu_span span, unsigned int flags, struct mpu_entry *entry)
{
	uint32_t shift = window_of(span);
	int left_out = eighths_of(span, shift);

	if (left_out < 0) {
		return left_out;
	}
	entry->base = span.first & ~below(shift);
	entry->attr = attributes(flags) | RASR_SRD(left_out) | RASR_SIZE(shift) | MPU_ENTRY_ENABLE;
	entry->type = 0;
	return 0;
}

/* Windows too small to have eighths ignore the bits. */
static uint32_t left_out_of(uint32_t rasr)
{
	return RASR_SHIFT(rasr) < EIGHTHS_SHIFT ? 0 : RASR_SRD_OF(rasr);
}

bool smh_mpu_span(const struct mpu_entry *entry, struct mpu_span *span)
{
	uint32_t shift = RASR_SHIFT(entry->attr);
	uint32_t there = 0xFFu & ~left_out_of(entry->attr);

	if ((entry->attr & MPU_ENTRY_ENABLE) == 0 || shift < MIN_SHIFT || there == 0) {
		return false;
	}
	span->first = entry->base & ~below(shift);
	span->last = span->first | below(shift);
	if (there != 0xFFu) {
		uint32_t eighth = shift - 3u;

		span->last = span->first + (bits_last(there) << eighth) + below(eighth);
		span->first += bits_first(there) << eighth;
	}
	return true;
}

bool smh_mpu_covers(const struct mpu_entry *entry, uint32_t addr)
{
	uint32_t shift = RASR_SHIFT(entry->attr);
	struct mpu_span span;

	if (!smh_mpu_span(entry, &span) || addr < span.first || addr > span.last) {
		return false;
	}
	return ((left_out_of(entry->attr) >> ((addr & below(shift)) >> (shift - 3u))) & 1u) == 0;
}

unsigned int smh_mpu_rights(const struct mpu_entry *entry)
{
	uint32_t ap = RASR_AP_OF(entry->attr);
	unsigned int rights = ap >= AP_READ_WRITE && ap <= AP_READ_WRITE_USER ? MPU_MAY_WRITE : 0;

	if (ap != 0 && (entry->attr & RASR_XN) == 0) {
		rights |= MPU_MAY_EXECUTE;
	}
	return rights;
}

static unsigned int rights_flags(uint32_t rasr)
{
	uint32_t ap = RASR_AP_OF(rasr);
	unsigned int flags = (rasr & RASR_XN) == 0 ? SMH_MPU_EXECUTE : 0;

	flags |= ap >= AP_READ ? SMH_MPU_READ_ONLY : 0;
	flags |= ap == AP_READ_WRITE_USER || ap == AP_READ_USER ? SMH_MPU_USER : 0;
	flags |= (rasr & RASR_S) != 0 ? SMH_MPU_SHAREABLE : 0;
	return flags;
}

/* Neighbouring eighths: what is left out lies before and behind. */
static bool is_contiguous(uint32_t rasr)
{
	uint32_t there = 0xFFu & ~left_out_of(rasr);
	uint32_t run = there >> bits_first(there);

	return (run & (run + 1u)) == 0;
}

/* Rights that no flags give, such as less for unprivileged code, are those of other code. */
int smh_mpu_decode(const struct mpu_entry *entry, unsigned int *flags)
{
	struct mpu_span span;
	unsigned int type = 0;

	while (type < NUM_TYPES && types[type] != (entry->attr & RASR_TYPE_MASK)) {
		type++;
	}
	if (type == NUM_TYPES || !smh_mpu_span(entry, &span) || !is_contiguous(entry->attr)) {
		return -ENOTSUP;
	}
	*flags = type | rights_flags(entry->attr);
	return attributes(*flags) == (entry->attr & RASR_ATTRIBUTES) ? 0 : -ENOTSUP;
}

int smh_mpu_choose(struct mpu_span span)
{
	unsigned int count = smh_mpu_count();
	int free = -ENOSPC;

	for (unsigned int number = 0; number < count; number++) {
		struct mpu_entry entry;
		struct mpu_span taken;

		smh_mpu_read(number, &entry);
		if ((entry.attr & MPU_ENTRY_ENABLE) == 0) {
			free = free < 0 ? (int)number : free;
		} else if (smh_mpu_span(&entry, &taken) && mpu_overlap(span, taken)) {
			free = -ENOSPC;
		}
	}
	return free;
}

void smh_mpu_read(unsigned int number, struct mpu_entry *entry)
{
	smh_mpu_register_set(MPU_RNR, number);
	entry->base = smh_mpu_register_get(MPU_RBAR) & ~below(MIN_SHIFT);
	entry->attr = smh_mpu_register_get(MPU_RASR);
	entry->type = 0;
}

/* The entry is off, and comes on when both of its words are the new ones. */
int smh_mpu_write(unsigned int number, const struct mpu_entry *entry)
{
	smh_mpu_register_set(MPU_RNR, number);
	smh_mpu_register_set(MPU_RBAR, entry->base);
	smh_mpu_register_set(MPU_RASR, entry->attr);
	return 0;
}

#endif /* SMH_MPU_ARCH == 7 */
