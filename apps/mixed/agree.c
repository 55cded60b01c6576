/* SPDX-License-Identifier: Apache-2.0 */

#include "agree.h"

#include "memory.h"
#include "print.h"
#include "smh_driver.h"
#include "smh_info.h"
#include "tally.h"

#include <string.h>

void agree_on_start(void)
{
	struct smh_region region;

	heading("Pool");
	check(shared_multi_heap_pool_init() == 0, "C initialises it");
	check(shared_multi_heap_pool_init() == -EALREADY,
	      "C cannot initialise it again: -EALREADY");
	check(smh_driver_pool_init() == SMH_DRIVER_ALREADY, "Rust cannot either: \"%s\"",
	      smh_driver_error_name(smh_driver_pool_init()));
	check(smh_driver_region(0, &region) == SMH_DRIVER_NO_REGION &&
		      smh_driver_regions_check() == SMH_DRIVER_NO_REGION,
	      "neither knows a region yet");
}

static bool says_the_same(const struct shared_multi_heap_region_info *info,
			  const struct smh_region *region)
{
	return region->attr == info->attr && region->user_data == info->user_data &&
	       (uintptr_t)region->addr == info->addr && region->size == info->size &&
	       region->capacity == info->capacity && region->allocated == info->allocated;
}

/* An address of the region has the same owner for both, an address outside has none. */
static bool owner_is_the_same(const void *address, int number)
{
	struct smh_region region = {.number = UINT32_MAX};
	void *user_data = NULL;
	unsigned int attr = 0;
	int owner = shared_multi_heap_owner(address, &user_data, &attr);
	int32_t result = smh_driver_owner(address, &region);

	if (number < 0) {
		return owner == -ENOENT && result == SMH_DRIVER_NO_REGION;
	}
	return owner == number && result == SMH_DRIVER_OK && region.number == (uint32_t)number &&
	       region.user_data == user_data && region.attr == attr;
}

static void compare_region(unsigned int number)
{
	struct shared_multi_heap_region_info info;
	struct smh_region region;
	const uint8_t *start;

	memset(&region, 0, sizeof(region));
	check(shared_multi_heap_region_info(number, &info) == 0 &&
		      smh_driver_region(number, &region) == SMH_DRIVER_OK &&
		      says_the_same(&info, &region),
	      "region %u, attribute %u, %zu bytes: the same to both", number, info.attr, info.size);
	check(region.user_data == memory_user_data(number), "it has the user data that C gave it");
	start = (const uint8_t *)info.addr;
	check(owner_is_the_same(start, (int)number) &&
		      owner_is_the_same(start + info.size - 1, (int)number),
	      "its first and last byte belong to it");
}

void agree_on_regions(void)
{
	unsigned int count = shared_multi_heap_region_count();
	struct smh_region region;

	heading("Regions");
	for (unsigned int i = 0; i < count; i++) {
		compare_region(i);
	}
	check(smh_driver_region(count, &region) == SMH_DRIVER_NO_REGION, "there are no more");
	check(owner_is_the_same(&region, -1) && owner_is_the_same(NULL, -1),
	      "a variable and NULL belong to none");
	check(smh_driver_region(0, NULL) == SMH_DRIVER_NULL &&
		      smh_driver_owner(&region, NULL) == SMH_DRIVER_NULL,
	      "NULL for the answer is refused");
}

static bool is_empty(unsigned int number)
{
	struct shared_multi_heap_region_info info;

	return shared_multi_heap_region_validate(number) == 0 &&
	       shared_multi_heap_region_info(number, &info) == 0 && info.allocated == 0;
}

void agree_on_end(void)
{
	bool empty = true;

	heading("End");
	for (unsigned int i = 0; i < shared_multi_heap_region_count(); i++) {
		empty = is_empty(i) && empty;
	}
	check(empty, "to C every region is sound and empty");
	check(smh_driver_regions_check() == SMH_DRIVER_OK, "to Rust as well");
}
