/* SPDX-License-Identifier: Apache-2.0 */

#include "sim.h"

#include "check.h"
#include "mpu/mpu_regs.h"

#define ENABLED(number) ((sim.attr[number] & 1u) != 0)

struct sim sim;
uint32_t sim_code;
uint32_t sim_stack;

static bool masked;
static unsigned int sections;
/* A write needs a barrier before it, and one behind it before anything else happens. */
static bool barrier_stands;
static bool barrier_due;

void sim_reset(uint32_t regions)
{
	sim = (struct sim){.regions = regions};
	for (uint32_t number = 0; number < SIM_MAX_REGIONS; number++) {
		/* Unknown after reset, but not enabled. */
		sim.base[number] = (number * 0x9E3779B1u) & ~0x1Fu;
		sim.attr[number] = (number * 0x85EBCA6Bu) & ~1u;
	}
	sections = 0;
}

unsigned int sim_sections(void)
{
	CHECK(!masked && !barrier_due);
	return sections;
}

uintptr_t smh_mpu_lock(void)
{
	CHECK(!masked);
	masked = true;
	sections++;
	return 0x5AFE;
}

void smh_mpu_unlock(uintptr_t key)
{
	CHECK(masked && key == 0x5AFE && !barrier_due);
	masked = false;
	barrier_stands = false;
}

void smh_mpu_barrier_before(void)
{
	barrier_stands = true;
}

void smh_mpu_barrier_after(void)
{
	barrier_due = false;
	barrier_stands = false;
}

uint32_t smh_mpu_code_here(void)
{
	return sim_code;
}

uint32_t smh_mpu_stack_here(void)
{
	return sim_stack;
}

uint32_t smh_mpu_register_get(uint32_t addr)
{
	CHECK(addr == 0xE000ED90u || masked);
	switch (addr) {
	case 0xE000ED90u:
		return sim.regions << 8;
	case 0xE000ED94u:
		return sim.control;
	case 0xE000ED98u:
		return sim.number;
	case 0xE000ED9Cu:
#if SMH_MPU_ARCH == 7
		return sim.base[sim.number] | sim.number;
#else
		return sim.base[sim.number];
#endif
	case 0xE000EDA0u:
		return sim.attr[sim.number];
	default:
		CHECK(SMH_MPU_ARCH == 8 && (addr == 0xE000EDC0u || addr == 0xE000EDC4u));
		return sim.types[(addr - 0xE000EDC0u) / 4u];
	}
}

/* No region that is enabled may see its memory type change. */
static void set_types(unsigned int word, uint32_t value)
{
	for (uint32_t number = 0; number < sim.regions; number++) {
		uint32_t index = (sim.attr[number] >> 1) & 7u;
		uint32_t byte = 0xFFu << 8u * (index % 4u);

		if (ENABLED(number) && index / 4u == word) {
			CHECK((value & byte) == (sim.types[word] & byte));
		}
	}
	sim.types[word] = value;
}

void smh_mpu_register_set(uint32_t addr, uint32_t value)
{
	if (addr == 0xE000ED98u) {
		CHECK(masked && value < sim.regions);
		sim.number = value;
		return;
	}
	CHECK(barrier_stands);
	barrier_due = true;
	if (addr == 0xE000ED94u) {
		sim.control = value;
		return;
	}
	CHECK(masked);
	switch (addr) {
	case 0xE000ED9Cu:
		/* Half of an entry is never in force. On ARMv7-M bit 4 would choose another. */
		CHECK(!ENABLED(sim.number) && (SMH_MPU_ARCH == 8 || (value & 0x1Fu) == 0));
		sim.base[sim.number] = value;
		break;
	case 0xE000EDA0u:
		CHECK(!ENABLED(sim.number) || value == 0);
		sim.attr[sim.number] = value;
		break;
	default:
		CHECK(SMH_MPU_ARCH == 8 && (addr == 0xE000EDC0u || addr == 0xE000EDC4u));
		set_types((addr - 0xE000EDC0u) / 4u, value);
		break;
	}
}

#if SMH_MPU_ARCH == 7

static bool covers(unsigned int number, uint32_t addr)
{
	uint32_t attr = sim.attr[number];
	uint64_t bytes = (uint64_t)1 << (((attr >> 1) & 0x1Fu) + 1u);
	uint64_t start = sim.base[number] / bytes * bytes;

	if (!ENABLED(number) || addr < start || addr >= start + bytes) {
		return false;
	}
	return bytes < 256 || (attr >> (8 + (addr - start) / (bytes / 8)) & 1u) == 0;
}

static unsigned int flags_of(unsigned int number)
{
	uint32_t attr = sim.attr[number];
	unsigned int flags = (attr >> 28 & 1u) != 0 ? 0 : SMH_MPU_EXECUTE;

	/* TEX, C and B. */
	switch ((attr >> 17 & 0x1Cu) | (attr >> 16 & 3u)) {
	case 0x07:
		flags |= SMH_MPU_WRITE_BACK;
		break;
	case 0x02:
		flags |= SMH_MPU_WRITE_THROUGH;
		break;
	case 0x04:
		flags |= SMH_MPU_NON_CACHEABLE;
		break;
	case 0x01:
		flags |= SMH_MPU_DEVICE;
		break;
	default:
		CHECK(false);
	}
	switch (attr >> 24 & 7u) {
	case 1:
		break;
	case 3:
		flags |= SMH_MPU_USER;
		break;
	case 5:
		flags |= SMH_MPU_READ_ONLY;
		break;
	case 6:
		flags |= SMH_MPU_READ_ONLY | SMH_MPU_USER;
		break;
	default:
		CHECK(false);
	}
	return flags | ((attr >> 18 & 1u) != 0 ? SMH_MPU_SHAREABLE : 0);
}

#else

static bool covers(unsigned int number, uint32_t addr)
{
	return ENABLED(number) && addr >= (sim.base[number] & 0xFFFFFFE0u) &&
	       addr <= (sim.attr[number] | 0x1Fu);
}

static unsigned int flags_of(unsigned int number)
{
	uint32_t base = sim.base[number];
	uint32_t index = sim.attr[number] >> 1 & 7u;
	unsigned int flags = (base & 1u) != 0 ? 0 : SMH_MPU_EXECUTE;

	switch (sim.types[index / 4u] >> 8u * (index % 4u) & 0xFFu) {
	case 0xFF:
		flags |= SMH_MPU_WRITE_BACK;
		break;
	case 0xBB:
		flags |= SMH_MPU_WRITE_THROUGH;
		break;
	case 0x44:
		flags |= SMH_MPU_NON_CACHEABLE;
		break;
	case 0x04:
		flags |= SMH_MPU_DEVICE;
		break;
	default:
		CHECK(false);
	}
	flags |= (base & 2u) != 0 ? SMH_MPU_USER : 0;
	flags |= (base & 4u) != 0 ? SMH_MPU_READ_ONLY : 0;
	CHECK((base >> 3 & 3u) == 0 || (base >> 3 & 3u) == 3u);
	return flags | ((base >> 3 & 3u) != 0 ? SMH_MPU_SHAREABLE : 0);
}

#endif

struct sim_view sim_look(uint32_t addr)
{
	struct sim_view view = {0, 0, 0};

	for (unsigned int number = 0; number < sim.regions; number++) {
		if (covers(number, addr)) {
			view.matches++;
			view.number = number;
		}
	}
	if (view.matches != 0) {
		view.flags = flags_of(view.number);
	}
	return view;
}
