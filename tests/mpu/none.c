/* SPDX-License-Identifier: Apache-2.0 */

/* A processor whose MPU is not known: every call says so, and no region joins the pool. */

#include "smh_mpu.h"

#include "check.h"
#include "smh_cache.h"
#include "smh_info.h"

static uint8_t memory[4096];

void smh_cache_clean_hook(const void *addr, size_t bytes)
{
	(void)addr;
	(void)bytes;
}

/* Only of memory that has become non-cacheable. */
void smh_cache_invalidate_hook(void *addr, size_t bytes)
{
	(void)addr;
	(void)bytes;
	CHECK(false);
}

int main(void)
{
	struct shared_multi_heap_region region = {SMH_REG_ATTR_NON_CACHEABLE, (uintptr_t)memory,
						  sizeof(memory)};
	struct smh_mpu_region range = {region.addr, region.size, SMH_MPU_WRITE_BACK};
	uint8_t *start = NULL;
	size_t size = 0;

	CHECK(smh_mpu_count() == 0);
	CHECK(smh_mpu_map(&range) == -ENODEV && smh_mpu_unmap(0) == -ENODEV);
	CHECK(smh_mpu_get(0, &range) == -ENODEV && range.size == sizeof(memory));
	CHECK(smh_mpu_enable(SMH_MPU_BACKGROUND) == -ENODEV && smh_mpu_disable() == -ENODEV);
	CHECK(!smh_mpu_init_region(&region, &start, &size) && start == NULL && size == 0);
	CHECK(smh_mpu_refusal(NULL) == -ENODEV);
	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(smh_mpu_add(&region, NULL) == -ENODEV && shared_multi_heap_region_count() == 0);
	printf("none: ok\n");
	return 0;
}
