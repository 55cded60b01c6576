/* SPDX-License-Identifier: Apache-2.0 */

/* Regions of other code, numbers, overlaps, memory types, on and off. */

#include "sim.h"

#include "check.h"

#include <string.h>

#define KIB 1024u

static int map(uint32_t addr, uint32_t size, unsigned int flags)
{
	struct smh_mpu_region region = {addr, size, flags};

	return smh_mpu_map(&region);
}

/* As map(), for what must be refused and change nothing but the number that is shown. */
static int refuse(uint32_t addr, uint32_t size, unsigned int flags)
{
	struct sim before = sim;
	int error = map(addr, size, flags);

	before.number = sim.number;
	CHECK(error < 0 && memcmp(&before, &sim, sizeof(sim)) == 0);
	return error;
}

static void without_an_mpu(void)
{
	struct smh_mpu_region region = {0x20000000, KIB, 0};

	sim_reset(0);
	CHECK(smh_mpu_count() == 0);
	CHECK(smh_mpu_map(&region) == -ENODEV && smh_mpu_map(NULL) == -ENODEV);
	CHECK(smh_mpu_unmap(0) == -ENODEV && smh_mpu_get(0, &region) == -ENODEV);
	CHECK(smh_mpu_enable(SMH_MPU_BACKGROUND) == -ENODEV && smh_mpu_disable() == -ENODEV);
	CHECK(sim.control == 0);
}

static void numbers(void)
{
	struct smh_mpu_region back = {1, 2, 3};

	sim_reset(8);
	CHECK(smh_mpu_count() == 8);
	CHECK(smh_mpu_get(0, &back) == -ENOENT && back.addr == 1 && back.flags == 3);
	for (unsigned int i = 0; i < 8; i++) {
		CHECK(map(0x20000000 + i * KIB, KIB, SMH_MPU_WRITE_BACK) == (int)i);
	}
	CHECK(refuse(0x20100000, KIB, SMH_MPU_WRITE_BACK) == -ENOSPC);
	CHECK(smh_mpu_unmap(8) == -EINVAL && smh_mpu_unmap(UINT32_MAX) == -EINVAL);
	CHECK(smh_mpu_get(8, &back) == -EINVAL && smh_mpu_get(0, NULL) == -EINVAL);
	CHECK(smh_mpu_unmap(3) == 0 && smh_mpu_unmap(3) == -ENOENT);
	CHECK(sim_look(0x20000C00).matches == 0 && sim_look(0x20001000).matches == 1);
	CHECK(map(0x20100000, KIB, SMH_MPU_WRITE_BACK) == 3);
	CHECK(smh_mpu_get(3, &back) == 0 && back.addr == 0x20100000 && back.size == KIB);
}

static void on_and_off(void)
{
	sim_reset(4);
	sim_code = 0x10000100;
	sim_stack = 0x20000FF0;
	CHECK(smh_mpu_enable(2) == -EINVAL && smh_mpu_enable(~0u) == -EINVAL);
	CHECK(smh_mpu_enable(0) == -EINVAL && sim.control == 0);
	CHECK(smh_mpu_enable(SMH_MPU_BACKGROUND) == 0 && sim.control == 5);
	CHECK(smh_mpu_disable() == 0 && sim.control == 0);
	/* Neither code that cannot be executed nor a stack that cannot be written will do. */
	CHECK(map(0x10000000, KIB, SMH_MPU_READ_ONLY) == 0);
	CHECK(map(0x20000000, 4 * KIB, SMH_MPU_WRITE_BACK) == 1);
	CHECK(smh_mpu_enable(0) == -EINVAL && sim.control == 0);
	CHECK(smh_mpu_unmap(0) == 0);
	CHECK(map(0x10000000, KIB, SMH_MPU_READ_ONLY | SMH_MPU_EXECUTE) == 0);
	CHECK(smh_mpu_unmap(1) == 0);
	CHECK(smh_mpu_enable(0) == -EINVAL && sim.control == 0);
	CHECK(map(0x20000000, 4 * KIB, SMH_MPU_READ_ONLY) == 1);
	CHECK(smh_mpu_enable(0) == -EINVAL && sim.control == 0);
	CHECK(smh_mpu_unmap(1) == 0 && map(0x20000000, 4 * KIB, SMH_MPU_NON_CACHEABLE) == 1);
	CHECK(smh_mpu_enable(0) == 0 && sim.control == 1);
	CHECK(smh_mpu_disable() == 0 && sim_look(0x20000000).matches == 1);
}

/* An entry as other code writes it. */
static void foreign(unsigned int number, uint32_t base, uint32_t attr)
{
	sim.base[number] = base;
	sim.attr[number] = attr;
}

#if SMH_MPU_ARCH == 7

static void overlaps(void)
{
	sim_reset(8);
	/* The image's own region, which is larger, keeps a higher number than a hole below it. */
	foreign(2, 0x20000000, 0x030B0031);
	CHECK(map(0x10000000, KIB, SMH_MPU_READ_ONLY) == 0);
	CHECK(map(0x20100000, 64 * KIB, SMH_MPU_NON_CACHEABLE) == 3);
	CHECK(map(0x20100000, KIB, SMH_MPU_READ_ONLY) == 4);
	CHECK(sim_look(0x20100000).matches == 3 && sim_look(0x20100000).flags == SMH_MPU_READ_ONLY);
	CHECK(sim_look(0x20100400).flags == SMH_MPU_NON_CACHEABLE);
	/* Beside it a lower one will do. */
	CHECK(map(0x30000000, KIB, SMH_MPU_WRITE_BACK) == 1);
	foreign(7, 0x20000000, 0x030B0031);
	CHECK(refuse(0x20100000, KIB, SMH_MPU_WRITE_BACK) == -ENOSPC);
	CHECK(map(0x30000400, KIB, SMH_MPU_WRITE_BACK) == 5);
}

static void regions_of_others(void)
{
	struct smh_mpu_region back;

	sim_reset(8);
	/* Holes; less for unprivileged code; no access; strongly ordered; 4 GiB; a size of 16. */
	foreign(0, 0x20000000, 0x110B5517);
	foreign(1, 0x20000000, 0x120B0017);
	foreign(2, 0x20000000, 0x100B0017);
	foreign(3, 0x20000000, 0x11000017);
	foreign(4, 0x00000000, 0x110B003F);
	foreign(5, 0x20000000, 0x110B0007);
	foreign(6, 0x20000000, 0x110BFF17);
	for (unsigned int number = 0; number < 7; number++) {
		CHECK(smh_mpu_get(number, &back) == -ENOTSUP);
	}
	/* Four eighths of 4 KiB, which would have been 2 KiB; eighths below 256 bytes mean nothing.
	 */
	foreign(0, 0x20000000, 0x110BF017);
	CHECK(smh_mpu_get(0, &back) == 0 && back.addr == 0x20000000 && back.size == 2 * KIB);
	foreign(0, 0x20000000, 0x110BF00D);
	CHECK(smh_mpu_get(0, &back) == 0 && back.size == 128);
}

/* Code in an eighth that is left out is not covered; what lies below rules. */
static void eighths_and_the_code(void)
{
	sim_reset(4);
	sim_code = 0x10000100;
	sim_stack = 0x20000FF0;
	foreign(0, 0x10000000, 0x060B0013);
	foreign(1, 0x20000000, 0x110B0017);
	foreign(2, 0x20000000, 0x150B7F17);
	CHECK(smh_mpu_enable(0) == -EINVAL);
	foreign(2, 0x20000000, 0x150B8017);
	CHECK(smh_mpu_enable(0) == 0);
}

#else

static void overlaps(void)
{
	sim_reset(8);
	CHECK(map(0x20000400, KIB, SMH_MPU_WRITE_BACK) == 0);
	CHECK(refuse(0x20000400, KIB, SMH_MPU_WRITE_BACK) == -EEXIST);
	CHECK(refuse(0x20000000, 0x420, SMH_MPU_WRITE_BACK) == -EEXIST);
	CHECK(refuse(0x200007E0, 32, SMH_MPU_WRITE_BACK) == -EEXIST);
	CHECK(refuse(0x20000000, 0x10000, SMH_MPU_READ_ONLY) == -EEXIST);
	CHECK(map(0x20000000, KIB, SMH_MPU_NON_CACHEABLE) == 1);
	CHECK(map(0x20000800, 32, SMH_MPU_NON_CACHEABLE) == 2);
	/* Also what other code made; not what it switched off, or what covers nothing. */
	foreign(7, 0x30000001, 0x30000FE1);
	foreign(6, 0x40000001, 0x40000FE0);
	foreign(5, 0x50000041, 0x50000001);
	CHECK(refuse(0x30000FE0, 32, SMH_MPU_WRITE_BACK) == -EEXIST);
	CHECK(map(0x40000000, KIB, SMH_MPU_WRITE_BACK) == 3);
	CHECK(map(0x50000000, KIB, SMH_MPU_WRITE_BACK) == 4);
}

static void regions_of_others(void)
{
	struct smh_mpu_region back;

	sim_reset(8);
	sim.types[0] = 0x0C4400FF;
	/* Outer shareable; privileged execute-never; two other memory types; nothing; 4 GiB. */
	foreign(0, 0x20000011, 0x20000FE1);
	foreign(1, 0x20000000, 0x20000FF1);
	foreign(2, 0x20000001, 0x20000FE3);
	foreign(3, 0x20000001, 0x20000FE7);
	foreign(4, 0x20000021, 0x20000001);
	foreign(5, 0x00000001, 0xFFFFFFE1);
	for (unsigned int number = 0; number < 6; number++) {
		CHECK(smh_mpu_get(number, &back) == -ENOTSUP);
	}
	foreign(0, 0x20000007, 0x20000FE5);
	CHECK(smh_mpu_get(0, &back) == 0 && back.size == 4 * KIB);
	CHECK(back.flags == (SMH_MPU_NON_CACHEABLE | SMH_MPU_READ_ONLY | SMH_MPU_USER));
}

/* Bytes of MAIR that are there are used; those that regions point to stay. */
static void memory_types(void)
{
	sim_reset(16);
	sim.types[0] = 0x00FF0044;
	CHECK(map(0x20000000, KIB, SMH_MPU_NON_CACHEABLE) == 0 && (sim.attr[0] & 0xEu) == 0);
	CHECK(map(0x20001000, KIB, SMH_MPU_WRITE_BACK) == 1 && (sim.attr[1] & 0xEu) == 4);
	CHECK(map(0x20002000, KIB, SMH_MPU_DEVICE) == 2 && (sim.attr[2] & 0xEu) == 14);
	CHECK(sim.types[0] == 0x00FF0044 && sim.types[1] == 0x04000000);
	/* Regions of others with the five bytes that are left: no place for a new type. */
	sim.types[0] = 0x00FF0844;
	sim.types[1] = 0x040C1122;
	for (uint32_t i = 0; i < 5; i++) {
		static const uint32_t index[] = {1, 3, 4, 5, 6};

		foreign(3 + i, 0x30000001 + i * 0x1000, (0x30000FE1 + i * 0x1000) | index[i] << 1);
	}
	CHECK(refuse(0x20003000, KIB, SMH_MPU_WRITE_THROUGH) == -ENOSPC);
	CHECK(map(0x20003000, KIB, SMH_MPU_DEVICE) == 8);
	CHECK(smh_mpu_unmap(3) == 0);
	CHECK(map(0x20004000, KIB, SMH_MPU_WRITE_THROUGH) == 3 && (sim.attr[3] & 0xEu) == 2);
	CHECK(sim.types[0] == 0x00FFBB44 && sim.types[1] == 0x040C1122);
}

#endif

void test_others(void)
{
	without_an_mpu();
	numbers();
	on_and_off();
	overlaps();
	regions_of_others();
#if SMH_MPU_ARCH == 7
	eighths_and_the_code();
#else
	memory_types();
#endif
	CHECK(sim_sections() > 0);
	printf("others: ok\n");
}
