/* SPDX-License-Identifier: Apache-2.0 */

/* What each right allows, and that what is not allowed faults. */

#include "mps2_mpu.h"

#include "probe.h"
#include "registers.h"
#include "tally.h"

#define BYTES  4096u
#define RETURN 0x4770u /* bx lr */

#define BUS_ERROR_OF_DATA (1u << 9) /* in CFSR */

static int map(uintptr_t addr, size_t size, unsigned int flags)
{
	struct smh_mpu_region region = {addr, size, flags};

	return smh_mpu_map(&region);
}

static void put_return(uintptr_t addr)
{
	(void)smh_mpu_disable();
	*(volatile uint16_t *)addr = RETURN;
	__asm__ volatile("dsb\n\tisb" ::: "memory");
	(void)smh_mpu_enable(0);
}

/* One region with these flags, every kind of access, and a violation at the address if not. */
static void check_flags(const char *what, unsigned int flags)
{
	const uintptr_t addr = SPARE_RAM;
	bool writable = (flags & SMH_MPU_READ_ONLY) == 0;
	bool user = (flags & SMH_MPU_USER) != 0;
	bool executable = (flags & SMH_MPU_EXECUTE) != 0;
	int number;

	put_return(addr);
	number = map(addr, BYTES, flags);
	check(number >= 0, "%s: mapped", what);
	check(probe_read(addr), "%s: readable", what);
	check(probe_write(addr) == writable && (writable || is_data_violation(addr)),
	      "%s: %swritable", what, writable ? "" : "not ");
	check(probe_execute(addr) == executable && (executable || is_fetch_violation(addr)),
	      "%s: %sexecutable", what, executable ? "" : "not ");
	check(probe_user_read(addr) == user && (user || is_data_violation(addr)),
	      "%s: %sreadable for unprivileged code", what, user ? "" : "not ");
	check(probe_user_write(addr) == (user && writable) &&
		      ((user && writable) || is_data_violation(addr)),
	      "%s: %swritable for unprivileged code", what, user && writable ? "" : "not ");
	check_answer(addr, number, writable);
	check(smh_mpu_unmap((unsigned int)number) == 0 && !probe_read(addr) &&
		      is_data_violation(addr),
	      "%s: gone once unmapped", what);
}

/* Two neighbours: an access across the border is one to both. */
static void check_neighbours(void)
{
	const uintptr_t border = SPARE_RAM + BYTES;
	int below = map(SPARE_RAM, BYTES, SMH_MPU_WRITE_BACK);
	int above = map(border, BYTES, SMH_MPU_READ_ONLY);

	check(below >= 0 && above >= 0 && below != above, "two neighbours");
	check(probe_write(border - 1u) && !probe_write(border) && is_data_violation(border),
	      "the border is where it should be");
	check(smh_mpu_unmap((unsigned int)below) == 0 && smh_mpu_unmap((unsigned int)above) == 0,
	      "both unmapped");
}

/* The smallest region of all, in force at once. */
static void check_granule(void)
{
	const uintptr_t addr = SPARE_RAM + 0x1220u;
	int number = map(addr, 32, SMH_MPU_WRITE_BACK);

	check(number >= 0, "32 bytes");
	check(probe_write(addr) && probe_write(addr + 31u), "both ends can be written");
	check(!probe_read(addr - 1u) && is_data_violation(addr - 1u), "the byte before faults");
	check(!probe_read(addr + 32u) && is_data_violation(addr + 32u), "the byte behind faults");
	check(smh_mpu_unmap((unsigned int)number) == 0, "unmapped");
}

static void check_background(void)
{
	put_return(SPARE_RAM);
	check(smh_mpu_enable(SMH_MPU_BACKGROUND) == 0 && MPU_CONTROL == 5u, "background on");
	check(probe_write(SPARE_RAM) && probe_execute(SPARE_RAM),
	      "what no region covers is as without an MPU");
	check(!probe_user_read(SPARE_RAM) && is_data_violation(SPARE_RAM),
	      "but not for unprivileged code");
	check(smh_mpu_enable(0) == 0 && MPU_CONTROL == 1u && !probe_read(SPARE_RAM) &&
		      is_data_violation(SPARE_RAM),
	      "background off");
}

/* What a thread without privileges meets in smh_cache_clean() with SMH_CACHE_ARMV7M. */
static void check_cache_registers(void)
{
	const uintptr_t cache_type = 0xE000ED7Cu;

	check(probe_read(cache_type), "the cache type register is readable");
	check(!probe_user_read(cache_type) && (probe_last().status & BUS_ERROR_OF_DATA) != 0,
	      "but a bus fault for unprivileged code");
}

void test_rights(void)
{
	heading("Rights");
	check_flags("read-only", SMH_MPU_READ_ONLY);
	check_flags("read and write", SMH_MPU_WRITE_BACK);
	check_flags("non-cacheable", SMH_MPU_NON_CACHEABLE);
	check_flags("write-through", SMH_MPU_WRITE_THROUGH);
	check_flags("device", SMH_MPU_DEVICE);
	check_flags("shareable", SMH_MPU_SHAREABLE);
	check_flags("code", SMH_MPU_READ_ONLY | SMH_MPU_EXECUTE);
	check_flags("code in RAM", SMH_MPU_EXECUTE);
	check_flags("unprivileged", SMH_MPU_USER);
	check_flags("unprivileged read-only", SMH_MPU_USER | SMH_MPU_READ_ONLY);
	check_flags("unprivileged code", SMH_MPU_USER | SMH_MPU_READ_ONLY | SMH_MPU_EXECUTE);
	heading("Edges");
	check_neighbours();
	check_granule();
	check_background();
	check_cache_registers();
}
