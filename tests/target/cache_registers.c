/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The cache registers of ARMv7-M, which no emulated board has: the code of the library over
 * registers in memory that tell what real processors tell and write down what is written.
 */

#include "check.h"

#include <stdint.h>

/* Which lock and which line are of no matter here. */
#define SMH_CACHE      2
#define SMH_CACHE_LINE 32

#define CLIDR_ADDR   0xE000ED78u
#define CTR_ADDR     0xE000ED7Cu
#define DCIMVAC_ADDR 0xE000EF5Cu
#define DCCMVAC_ADDR 0xE000EF68u

#define MAX_WRITES 16u

static volatile uint32_t clidr;
static volatile uint32_t ctr;

static struct {
	uint32_t reg;
	volatile uint32_t value;
} writes[MAX_WRITES];
static unsigned int num_writes;

static volatile uint32_t *fake_register(uint32_t addr)
{
	if (addr == CLIDR_ADDR) {
		return &clidr;
	}
	if (addr == CTR_ADDR) {
		return &ctr;
	}
	REQUIRE(num_writes < MAX_WRITES);
	writes[num_writes].reg = addr;
	return &writes[num_writes++].value;
}

#define SCB_REGISTER(addr) (*fake_register(addr))
#include "port/cache.c"

/* Cortex-M7 with caches, as its manual gives the values after reset. */
#define M7_CLIDR 0x09000003u
#define M7_CTR   0x8303C003u

static void processor(uint32_t cache_level_id, uint32_t cache_type)
{
	clidr = cache_level_id;
	ctr = cache_type;
	num_writes = 0;
}

static void wrote(uint32_t reg, uint32_t first, uint32_t line, unsigned int count)
{
	REQUIRE(num_writes == count);
	for (unsigned int i = 0; i < count; i++) {
		REQUIRE(writes[i].reg == reg && writes[i].value == first + i * line);
	}
	num_writes = 0;
}

static void writes_nothing(void)
{
	smh_cache_clean((const void *)0x20000000u, 4096);
	smh_cache_invalidate((void *)0x20000000u, 4096);
	REQUIRE(num_writes == 0);
	REQUIRE(smh_cache_line_check() == 0);
}

int main(void)
{
	processor(M7_CLIDR, M7_CTR);
	REQUIRE(smh_cache_line_check() == 0);
	smh_cache_clean((const void *)0x2000001Fu, 2);
	wrote(DCCMVAC_ADDR, 0x20000000u, 32, 2);
	smh_cache_invalidate((void *)0x20000040u, 128);
	wrote(DCIMVAC_ADDR, 0x20000040u, 32, 4);
	smh_cache_invalidate((void *)0xFFFFFFE0u, 32);
	wrote(DCIMVAC_ADDR, 0xFFFFFFE0u, 32, 1);
	smh_cache_clean(NULL, 64);
	smh_cache_clean((const void *)0x20000000u, 0);
	REQUIRE(num_writes == 0);

	/* Lines of 64 bytes, and lines of 32 in front of a cache with larger ones. */
	processor(M7_CLIDR, 0x8004C004u);
	REQUIRE(smh_cache_line_check() == -EINVAL);
	smh_cache_clean((const void *)0x20000020u, 64);
	wrote(DCCMVAC_ADDR, 0x20000000u, 64, 2);
	processor(M7_CLIDR, 0x8403C003u);
	REQUIRE(smh_cache_line_check() == -EINVAL);

	/* No registers at all, caches left out, only one for instructions, another format. */
	processor(0, 0);
	writes_nothing();
	processor(0, M7_CTR);
	writes_nothing();
	processor(1, M7_CTR);
	writes_nothing();
	processor(M7_CLIDR, 0x0303C003u);
	writes_nothing();
	print("cache registers: ok\n");
	return 0;
}
