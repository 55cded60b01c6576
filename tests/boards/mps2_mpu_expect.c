/* SPDX-License-Identifier: Apache-2.0 */

#include "mps2_mpu.h"

#include "probe.h"
#include "registers.h"
#include "tally.h"

#include <string.h>

#define RAW_NUMBER REGISTER(0xE000ED98u)
#define RAW_BASE   REGISTER(0xE000ED9Cu)
#define RAW_ATTR   REGISTER(0xE000EDA0u)

#define MEMMANAGE        4u
#define FETCH_VIOLATION  0x01u
#define DATA_VIOLATION   0x02u
#define ADDRESS_IS_VALID 0x80u

/* Worked out by hand, in the order of board_regions. */
#if __ARM_ARCH >= 8
#define RAW_TYPES(word) REGISTER(0xE000EDC0u + 4u * (word))

static const struct raw_entry expected[] = {
	{0x38210021, 0x38333461, 0xFF},
	{0x30000401, 0x30007001, 0x44},
	{0x80900001, 0x80DFFFE1, 0xFF},
};

static void split_attr(struct raw_entry *entry)
{
	uint32_t index = entry->attr >> 1 & 7u;

	entry->type = RAW_TYPES(index / 4u) >> 8u * (index % 4u) & 0xFFu;
	entry->attr &= ~0xEu;
}
#else
static const struct raw_entry expected[] = {
	{0x20240000, 0x110B0023, 0},
	{0x20380000, 0x1108C021, 0},
	{0x21800000, 0x110B002B, 0},
};

static void split_attr(struct raw_entry *entry)
{
	entry->base &= ~0x1Fu;
}
#endif

struct raw_entry expected_entry(unsigned int index)
{
	return expected[index];
}

struct raw_entry raw_entry(unsigned int number)
{
	struct raw_entry entry = {0, 0, 0};

	RAW_NUMBER = number;
	entry.base = RAW_BASE;
	entry.attr = RAW_ATTR;
	split_attr(&entry);
	return entry;
}

struct raw_mpu raw_mpu(void)
{
	struct raw_mpu mpu;

	memset(&mpu, 0, sizeof(mpu));
	mpu.control = MPU_CONTROL;
	for (unsigned int number = 0; number < smh_mpu_count(); number++) {
		mpu.entries[number] = raw_entry(number);
	}
	return mpu;
}

bool is_unchanged(const struct raw_mpu *then)
{
	struct raw_mpu now = raw_mpu();

	return memcmp(then, &now, sizeof(now)) == 0;
}

#if __ARM_ARCH >= 8

#define TT_NUMBER(answer)       ((answer) & 0xFFu)
#define TT_NUMBER_VALID(answer) (((answer) >> 16 & 1u) != 0)
#define TT_READABLE(answer)     (((answer) >> 18 & 1u) != 0)
#define TT_WRITABLE(answer)     (((answer) >> 19 & 1u) != 0)

void check_answer(uintptr_t addr, int number, bool writable)
{
	uint32_t answer;

	__asm__ volatile("tt %0, %1" : "=r"(answer) : "r"(addr) : "memory");
	if (number < 0) {
		check(!TT_NUMBER_VALID(answer), "TT: %08lx has no region", (unsigned long)addr);
		return;
	}
	check(TT_NUMBER_VALID(answer) && TT_NUMBER(answer) == (uint32_t)number &&
		      TT_READABLE(answer) && TT_WRITABLE(answer) == writable,
	      "TT: %08lx has region %d, %s", (unsigned long)addr, number,
	      writable ? "read and write" : "read-only");
}

#else

void check_answer(uintptr_t addr, int number, bool writable)
{
	(void)addr;
	(void)number;
	(void)writable;
}

#endif

bool is_data_violation(uintptr_t addr)
{
	struct probe_fault fault = probe_last();

	return fault.exception == MEMMANAGE &&
	       fault.status == (DATA_VIOLATION | ADDRESS_IS_VALID) && fault.address == addr;
}

bool is_fetch_violation(uintptr_t addr)
{
	struct probe_fault fault = probe_last();

	return fault.exception == MEMMANAGE && fault.status == FETCH_VIOLATION && fault.pc == addr;
}
