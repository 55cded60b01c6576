/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The layer for the MPU on the hardware (as emulated). Image and devices get regions of their own,
 * then the background is switched off: from there on an access to anything else is a fault, which
 * is caught and looked at.
 */

#include "mps2_mpu.h"

#include "board.h"
#include "print.h"
#include "probe.h"
#include "registers.h"
#include "tally.h"

#define MIB 0x100000u

/* What start-up has: code, data, and on ARMv7-M what is forbidden below the stack. */
#if __ARM_ARCH >= 8
#define START_REGIONS 2u
#else
#define START_REGIONS 3u
#endif

/* Placed by sections.ld, at the start of memories of 4 and of 2 MiB. */
extern uint8_t __code_start[];
extern uint8_t __stack_start[];

/* What start-up wrote, read back. */
static void test_start(void)
{
	struct smh_mpu_region code = {0, 0, 0};
	struct smh_mpu_region data = {0, 0, 0};

	heading("As start-up leaves it");
	check(smh_mpu_count() >= 8 && smh_mpu_count() <= MAX_ENTRIES, "%u regions",
	      smh_mpu_count());
	check(MPU_CONTROL == 5u, "on, with the background");
	check(smh_mpu_get(0, &code) == 0 && code.addr == (uintptr_t)__code_start &&
		      (code.flags & SMH_MPU_READ_ONLY) != 0 && (code.flags & SMH_MPU_EXECUTE) != 0,
	      "the code");
	check(smh_mpu_get(1, &data) == 0 && data.addr == (uintptr_t)__stack_start &&
		      (data.flags & (SMH_MPU_READ_ONLY | SMH_MPU_EXECUTE)) == 0,
	      "the data");
	check(smh_mpu_get(START_REGIONS, &data) == -ENOENT, "no more");
#if __ARM_ARCH < 8
	check(smh_mpu_get(2, &data) == -ENOTSUP, "no rights, which no flags say");
#endif
	check(!probe_read((uintptr_t)__stack_start - 1u) &&
		      !probe_write((uintptr_t)__stack_start - 1u),
	      "an overflow of the stack faults");
}

static void test_empty(void)
{
	check(smh_mpu_disable() == 0 && MPU_CONTROL == 0, "off");
	for (unsigned int number = 0; number < START_REGIONS; number++) {
		check(smh_mpu_unmap(number) == 0, "region %u taken away", number);
	}
	check(smh_mpu_enable(0) == -EINVAL && MPU_CONTROL == 0,
	      "without regions it stays off unless there is a background");
}

static void test_image(void)
{
	const struct smh_mpu_region code = {(uintptr_t)__code_start, 4 * MIB,
					    SMH_MPU_READ_ONLY | SMH_MPU_EXECUTE};
	const struct smh_mpu_region data = {(uintptr_t)__stack_start, 2 * MIB, SMH_MPU_WRITE_BACK};
	const struct smh_mpu_region devices = {0x40000000, 512 * MIB, SMH_MPU_DEVICE};
	uintptr_t here = (uintptr_t)test_image & ~(uintptr_t)1;

	heading("The image and nothing else");
	check(smh_mpu_map(&code) == 0 && smh_mpu_enable(0) == -EINVAL, "code without a stack");
	check(smh_mpu_map(&data) == 1, "data");
	check(smh_mpu_map(&devices) == 2, "devices");
	check(smh_mpu_enable(0) == 0 && MPU_CONTROL == 1u, "on, without the background");
	check(probe_read(here) && !probe_write(here) && is_data_violation(here),
	      "code is read-only");
	check(probe_write((uintptr_t)&code) && !probe_execute((uintptr_t)&code) &&
		      is_fetch_violation((uintptr_t)&code),
	      "the stack is not executable");
	check(!probe_execute(UART0_BASE) && is_fetch_violation(UART0_BASE),
	      "devices are not executable");
	check(!probe_read(SPARE_RAM) && is_data_violation(SPARE_RAM), "other RAM is closed");
	check(!probe_execute(SPARE_RAM) && is_fetch_violation(SPARE_RAM), "also for fetches");
}

int main(void)
{
	probe_init();
	test_start();
	test_empty();
	test_image();
	test_regions();
	test_rights();
	test_limits();
	return tally_summary();
}
