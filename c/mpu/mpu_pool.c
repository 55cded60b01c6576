/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Regions of the pool: the memory that an attribute means, the hook, and both steps at once. */

#include "smh_mpu.h"
#include "smh_cache.h"

static struct {
	struct shared_multi_heap_region region;
	int error;
} refusal;

static int flags_for(unsigned int attr, unsigned int *flags)
{
	switch (attr) {
	case SMH_REG_ATTR_CACHEABLE:
	case SMH_REG_ATTR_EXTERNAL:
		*flags = SMH_MPU_WRITE_BACK;
		return 0;
	case SMH_REG_ATTR_NON_CACHEABLE:
		*flags = SMH_MPU_NON_CACHEABLE;
		return 0;
	default:
		return -EINVAL;
	}
}

/*
 * A line that is dirty when its memory becomes non-cacheable would be written back over what was
 * stored since, so lines are cleaned while the memory is still cached. Lines fetched between that
 * and the change are clean; they are dropped, so that none is hit if the memory is cached again.
 */
static int map_as(const struct smh_mpu_region *region)
{
	bool uncached = region->flags == SMH_MPU_NON_CACHEABLE;
	int number;

	if (uncached) {
		smh_cache_clean((const void *)region->addr, region->size);
	}
	number = smh_mpu_map(region);
	if (uncached && number >= 0) {
		smh_cache_invalidate((void *)region->addr, region->size);
	}
	return number;
}

/* The number of the MPU region, or the error. */
static int make_ready(const struct shared_multi_heap_region *region)
{
	struct smh_mpu_region wanted;
	int error;

	if (region == NULL) {
		return -EINVAL;
	}
	error = flags_for(region->attr, &wanted.flags);
	if (error != 0) {
		return error;
	}
	wanted.addr = region->addr;
	wanted.size = region->size;
	return map_as(&wanted);
}

bool smh_mpu_init_region(struct shared_multi_heap_region *region, uint8_t **v_addr, size_t *size)
{
	int number = v_addr != NULL && size != NULL ? make_ready(region) : -EINVAL;

	if (number < 0) {
		refusal.error = number;
		refusal.region = region != NULL ? *region : (struct shared_multi_heap_region){0};
		return false;
	}
	*v_addr = (uint8_t *)region->addr;
	*size = region->size;
	return true;
}

int smh_mpu_refusal(struct shared_multi_heap_region *region)
{
	if (refusal.error != 0 && region != NULL) {
		*region = refusal.region;
	}
	return refusal.error;
}

int smh_mpu_add(struct shared_multi_heap_region *region, void *user_data)
{
	int number = make_ready(region);
	int error;

	if (number < 0) {
		return number;
	}
	error = shared_multi_heap_add(region, user_data);
	if (error != 0) {
		/* What was just mapped can be unmapped. */
		(void)smh_mpu_unmap((unsigned int)number);
	}
	return error;
}
