/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Ranges and the words that the registers must hold for them, worked out by hand from the
 * architecture manuals; ranges and flags that must be refused.
 */

#include "sim.h"

#include "check.h"

#include <string.h>

#define WB SMH_MPU_WRITE_BACK
#define WT SMH_MPU_WRITE_THROUGH
#define NC SMH_MPU_NON_CACHEABLE
#define DV SMH_MPU_DEVICE
#define RO SMH_MPU_READ_ONLY
#define EX SMH_MPU_EXECUTE
#define US SMH_MPU_USER
#define SH SMH_MPU_SHAREABLE

struct row {
	uint32_t addr;
	uint32_t size;
	unsigned int flags;
	uint32_t base;
	uint32_t attr;
	/* ARMv8-M: the byte of MAIR. */
	uint32_t type;
};

#if SMH_MPU_ARCH == 7

static const struct row rows[] = {
	/* Sizes and places. */
	{0x20000000, 32, WB, 0x20000000, 0x110B0009, 0},
	{0xFFFFFFE0, 32, WB, 0xFFFFFFE0, 0x110B0009, 0},
	{0x20000080, 128, WB, 0x20000080, 0x110B000D, 0},
	{0x20000000, 256, WB, 0x20000000, 0x110B000F, 0},
	{0x20000000, 0x400000, WB, 0x20000000, 0x110B002B, 0},
	{0x00000000, 0x80000000, WB, 0x00000000, 0x110B003D, 0},
	{0x80000000, 0x80000000, WB, 0x80000000, 0x110B003D, 0},
	/* Eighths: all but the last, the middle two, three twice, the lower six, all but the first,
	   of 4 GiB. */
	{0x20000000, 224, WB, 0x20000000, 0x110B800F, 0},
	{0x20000060, 64, WB, 0x20000000, 0x110BE70F, 0},
	{0x20000020, 96, WB, 0x20000000, 0x110BF10F, 0},
	{0x20000120, 96, WB, 0x20000100, 0x110BF10F, 0},
	{0x20380000, 0x18000, WB, 0x20380000, 0x110BC021, 0},
	{0x20002000, 0xE000, WB, 0x20000000, 0x110B011F, 0},
	{0x00000000, 0xE0000000, WB, 0x00000000, 0x110B803F, 0},
	{0x20000000, 0xE0000000, WB, 0x00000000, 0x110B013F, 0},
	/* Memory types and rights. */
	{0x20000000, 4096, WT, 0x20000000, 0x11020017, 0},
	{0x20000000, 4096, NC, 0x20000000, 0x11080017, 0},
	{0x20000000, 4096, DV, 0x20000000, 0x11010017, 0},
	{0x20000000, 4096, WB | RO, 0x20000000, 0x150B0017, 0},
	{0x20000000, 4096, WB | EX, 0x20000000, 0x010B0017, 0},
	{0x20000000, 4096, WB | US, 0x20000000, 0x130B0017, 0},
	{0x20000000, 4096, WB | SH, 0x20000000, 0x110F0017, 0},
	{0x20000000, 4096, NC | RO | EX | US | SH, 0x20000000, 0x060C0017, 0},
};

#define GRANULE_TOO_SMALL 16u

/* Not 2^n, not at a multiple of the size, and not eighths of anything. */
static const struct row refused[] = {
	{0x200000E0, 64, WB, 0, 0, 0},          {0x20000000, 0x120, WB, 0, 0, 0},
	{0x20000000, 0x4800, WB, 0, 0, 0},      {0x20001100, 0x2000, WB, 0, 0, 0},
	{0x20000000, 0x900, WB, 0, 0, 0},       {0x20000F00, 0x200, WB, 0, 0, 0},
	{0x20000000, 0xE0000020u, WB, 0, 0, 0},
};

#else

static const struct row rows[] = {
	/* Sizes and places. */
	{0x20000000, 32, WB, 0x20000001, 0x20000001, 0xFF},
	{0xFFFFFFE0, 32, WB, 0xFFFFFFE1, 0xFFFFFFE1, 0xFF},
	{0x20000020, 96, WB, 0x20000021, 0x20000061, 0xFF},
	{0x00000000, 0xFFFFFFE0, WB, 0x00000001, 0xFFFFFFC1, 0xFF},
	{0x20000020, 0xDFFFFFE0, WB, 0x20000021, 0xFFFFFFE1, 0xFF},
	{0x38200000, 0x200000, WB, 0x38200001, 0x383FFFE1, 0xFF},
	/* Memory types and rights. */
	{0x20000000, 4096, WT, 0x20000001, 0x20000FE1, 0xBB},
	{0x20000000, 4096, NC, 0x20000001, 0x20000FE1, 0x44},
	{0x20000000, 4096, DV, 0x20000001, 0x20000FE1, 0x04},
	{0x20000000, 4096, WB | RO, 0x20000005, 0x20000FE1, 0xFF},
	{0x20000000, 4096, WB | EX, 0x20000000, 0x20000FE1, 0xFF},
	{0x20000000, 4096, WB | US, 0x20000003, 0x20000FE1, 0xFF},
	{0x20000000, 4096, WB | SH, 0x20000019, 0x20000FE1, 0xFF},
	{0x20000000, 4096, NC | RO | EX | US | SH, 0x2000001E, 0x20000FE1, 0x44},
};

#define GRANULE_TOO_SMALL 16u

static const struct row refused[] = {
	{0x20000010, 64, WB, 0, 0, 0},
	{0x20000000, 0xFFFF, WB, 0, 0, 0},
};

#endif

/* The same for both kinds. */
static const struct row refused_by_all[] = {
	{0x20000000, 0, WB, 0, 0, 0},
	{0x20000000, 1, WB, 0, 0, 0},
	{0x20000000, GRANULE_TOO_SMALL, WB, 0, 0, 0},
	{0x20000000, 33, WB, 0, 0, 0},
	{0x20000001, 32, WB, 0, 0, 0},
	{0x20000010, 32, WB, 0, 0, 0},
	{0xFFFFFFE0, 64, WB, 0, 0, 0},
	{0x80000020, 0x80000000, WB, 0, 0, 0},
	{0x20000000, 4096, DV | EX, 0, 0, 0},
	{0x20000000, 4096, 0x04, 0, 0, 0},
	{0x20000000, 4096, 0x08, 0, 0, 0},
	{0x20000000, 4096, 0x100, 0, 0, 0},
	{0x20000000, 4096, ~0u, 0, 0, 0},
};

static struct smh_mpu_region region_of(const struct row *row)
{
	return (struct smh_mpu_region){row->addr, row->size, row->flags};
}

static void exact_words(const struct row *row)
{
	struct smh_mpu_region region = region_of(row);
	struct smh_mpu_region back;
	uint32_t attr;

	sim_reset(8);
	CHECK(smh_mpu_map(&region) == 0);
	attr = sim.attr[0];
	CHECK(sim.base[0] == row->base);
#if SMH_MPU_ARCH == 8
	uint32_t index = attr >> 1 & 7u;

	CHECK((sim.types[index / 4u] >> 8u * (index % 4u) & 0xFFu) == row->type);
	attr &= ~0xEu;
#endif
	CHECK(attr == row->attr);
	CHECK(smh_mpu_get(0, &back) == 0);
	CHECK(back.addr == region.addr && back.size == region.size && back.flags == region.flags);
}

static void is_refused(const struct smh_mpu_region *region, int error)
{
	struct sim before = sim;

	CHECK(smh_mpu_map(region) == error);
	before.number = sim.number;
	CHECK(memcmp(&before, &sim, sizeof(sim)) == 0);
}

static void rows_are_refused(const struct row *row, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct smh_mpu_region region = region_of(&row[i]);

		is_refused(&region, -EINVAL);
	}
}

/* Every combination of rights with every type, each seen by the MPU as it was asked for. */
static void every_flag(void)
{
	for (unsigned int flags = 0; flags < 0x100; flags++) {
		struct smh_mpu_region region = {0x20000000, 256, flags};
		bool valid = (flags & 0x0Cu) == 0 && (flags & (0x0Fu | EX)) != (DV | EX);

		sim_reset(1);
		if (!valid) {
			is_refused(&region, -EINVAL);
			continue;
		}
		CHECK(smh_mpu_map(&region) == 0);
		CHECK(sim_look(0x20000000).flags == flags && sim_look(0x200000FF).flags == flags);
		CHECK(sim_look(0x1FFFFFFF).matches == 0 && sim_look(0x20000100).matches == 0);
	}
}

/* A host with addresses of 64 bits can name what no MPU has. */
static void beyond_32_bits(void)
{
#if UINTPTR_MAX > UINT32_MAX
	struct smh_mpu_region above = {0x100000000u, 4096, WB};
	struct smh_mpu_region across = {0xFFFFF000u, 8192, WB};
	struct smh_mpu_region all = {0, 0x100000000u, WB};

	sim_reset(8);
	is_refused(&above, -EINVAL);
	is_refused(&across, -EINVAL);
	CHECK(smh_mpu_map(&all) == 0);
	CHECK(sim_look(0).matches == 1 && sim_look(UINT32_MAX).matches == 1);
#endif
}

void test_encode(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		exact_words(&rows[i]);
	}
	sim_reset(8);
	rows_are_refused(refused, sizeof(refused) / sizeof(refused[0]));
	rows_are_refused(refused_by_all, sizeof(refused_by_all) / sizeof(refused_by_all[0]));
	is_refused(NULL, -EINVAL);
	every_flag();
	beyond_32_bits();
	printf("encode: %zu ranges exact, %zu refused\n", sizeof(rows) / sizeof(rows[0]),
	       (sizeof(refused) + sizeof(refused_by_all)) / sizeof(refused[0]));
}
