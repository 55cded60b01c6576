/* SPDX-License-Identifier: Apache-2.0 */

/* The hook and smh_mpu_add(): the memory that an attribute means, refusals, caches, the pool. */

#include "sim.h"

#include "check.h"
#include "smh_cache.h"
#include "smh_info.h"

#include <string.h>

#define BYTES 4096u
#define OWN   SMH_REG_ATTR_NUM

/* An MPU has addresses of 32 bits: this program is linked to lie below 4 GiB. */
static _Alignas(BYTES) uint8_t memory[8][BYTES];

static uint32_t address_of(const uint8_t *place)
{
	CHECK((uintptr_t)place <= UINT32_MAX);
	return (uint32_t)(uintptr_t)place;
}

static struct shared_multi_heap_region region_of(unsigned int index, unsigned int attr)
{
	return (struct shared_multi_heap_region){attr, (uintptr_t)memory[index], BYTES};
}

/* The cache: what was asked for, and whether the memory was non-cacheable then. */
static struct {
	unsigned int cleans;
	unsigned int invalidates;
	const void *addr;
	size_t bytes;
} cache;

void smh_cache_clean_hook(const void *addr, size_t bytes)
{
	CHECK(sim_look((uint32_t)(uintptr_t)addr).matches == 0);
	cache.cleans++;
	cache.addr = addr;
	cache.bytes = bytes;
}

void smh_cache_invalidate_hook(void *addr, size_t bytes)
{
	CHECK(cache.addr == addr && cache.bytes == bytes);
	CHECK(sim_look((uint32_t)(uintptr_t)addr).flags == SMH_MPU_NON_CACHEABLE);
	cache.invalidates++;
}

static void hook_accepts(unsigned int index, unsigned int attr, unsigned int flags)
{
	struct shared_multi_heap_region region = region_of(index, attr);
	uint8_t *start = NULL;
	size_t size = 0;

	CHECK(smh_mpu_init_region(&region, &start, &size));
	CHECK(start == memory[index] && size == BYTES);
	CHECK(sim_look(address_of(start)).flags == flags);
	CHECK(sim_look(address_of(start) + BYTES - 1u).matches == 1);
	CHECK(sim_look(address_of(start) + BYTES).matches == 0);
}

static void hook_refuses(struct shared_multi_heap_region *region, int error)
{
	struct shared_multi_heap_region told;
	uint8_t *start = memory[7];
	size_t size = 7;
	struct sim before = sim;

	CHECK(!smh_mpu_init_region(region, &start, &size));
	CHECK(start == memory[7] && size == 7);
	before.number = sim.number;
	CHECK(memcmp(&before, &sim, sizeof(sim)) == 0);
	CHECK(smh_mpu_refusal(&told) == error && smh_mpu_refusal(NULL) == error);
	if (region != NULL) {
		CHECK(memcmp(&told, region, sizeof(told)) == 0);
	}
}

static void hook(void)
{
	struct shared_multi_heap_region region = {77, 78, 79};
	uint8_t *start;
	size_t size;

	CHECK(smh_mpu_refusal(&region) == 0 && region.attr == 77 && region.size == 79);
	sim_reset(3);
	hook_accepts(0, SMH_REG_ATTR_CACHEABLE, SMH_MPU_WRITE_BACK);
	hook_accepts(2, SMH_REG_ATTR_EXTERNAL, SMH_MPU_WRITE_BACK);
	CHECK(cache.cleans == 0 && cache.invalidates == 0);
	region = region_of(4, OWN);
	hook_refuses(&region, -EINVAL);
	region = region_of(4, SMH_REG_ATTR_CACHEABLE);
	region.addr += 8;
	hook_refuses(&region, -EINVAL);
	region = region_of(4, SMH_REG_ATTR_CACHEABLE);
	region.size -= 8;
	hook_refuses(&region, -EINVAL);
	region.size = 0;
	hook_refuses(&region, -EINVAL);
	hook_refuses(NULL, -EINVAL);
	hook_accepts(4, SMH_REG_ATTR_NON_CACHEABLE, SMH_MPU_NON_CACHEABLE);
	CHECK(cache.cleans == 1 && cache.invalidates == 1 && cache.bytes == BYTES);
	region = region_of(6, SMH_REG_ATTR_CACHEABLE);
	hook_refuses(&region, -ENOSPC);
	CHECK(!smh_mpu_init_region(&region, NULL, &size) && smh_mpu_refusal(NULL) == -EINVAL);
	CHECK(!smh_mpu_init_region(&region, &start, NULL));
	sim_reset(0);
	hook_refuses(&region, -ENODEV);
}

static unsigned int enabled(void)
{
	unsigned int count = 0;

	for (unsigned int number = 0; number < sim.regions; number++) {
		count += sim.attr[number] & 1u;
	}
	return count;
}

static void add_refused(struct shared_multi_heap_region *region, int error, unsigned int before)
{
	unsigned int regions = shared_multi_heap_region_count();

	CHECK(smh_mpu_add(region, NULL) == error);
	CHECK(enabled() == before && shared_multi_heap_region_count() == regions);
}

static void add(void)
{
	struct shared_multi_heap_region first = region_of(1, SMH_REG_ATTR_CACHEABLE);
	struct shared_multi_heap_region second = region_of(3, SMH_REG_ATTR_NON_CACHEABLE);
	struct shared_multi_heap_region third = region_of(5, SMH_REG_ATTR_EXTERNAL);
	void *block;
	void *user_data;

	sim_reset(2);
	add_refused(&first, -EPERM, 0);
	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(smh_mpu_add(&first, &first) == 0 && enabled() == 1);
	block = shared_multi_heap_alloc(SMH_REG_ATTR_CACHEABLE, 100);
	CHECK(shared_multi_heap_owner(block, &user_data, NULL) == 0 && user_data == &first);
	/* Both refuse it: ARMv8-M for the overlap in the MPU, ARMv7-M for that in the pool. */
	add_refused(&first, -EEXIST, 1);
	third.addr += 8;
	add_refused(&third, -EINVAL, 1);
	third.addr -= 8;
	third.attr = OWN;
	add_refused(&third, -EINVAL, 1);
	add_refused(NULL, -EINVAL, 1);
	/* Enough for the MPU, too little for the pool. */
	third = (struct shared_multi_heap_region){SMH_REG_ATTR_CACHEABLE, third.addr, 32};
	add_refused(&third, -EINVAL, 1);
	CHECK(smh_mpu_add(&second, NULL) == 0 && enabled() == 2);
	third = region_of(5, SMH_REG_ATTR_EXTERNAL);
	add_refused(&third, -ENOSPC, 2);
	block = shared_multi_heap_alloc(SMH_REG_ATTR_NON_CACHEABLE, 100);
	CHECK(sim_look(address_of(block)).flags == SMH_MPU_NON_CACHEABLE);
}

void test_pool(void)
{
	hook();
	add();
	CHECK(sim_sections() > 0);
	printf("pool: ok\n");
}
