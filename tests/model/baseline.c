/* SPDX-License-Identifier: Apache-2.0 */

/* A pool that holds no block, before and after. */

#include "model.h"

#include "smh_info.h"

void model_baseline_take(struct model_baseline *baseline)
{
	baseline->regions = shared_multi_heap_region_count();
	for (unsigned int i = 0; i < baseline->regions; i++) {
		struct shared_multi_heap_region_info info = {0};

		(void)shared_multi_heap_region_info(i, &info);
		baseline->region[i].capacity = info.capacity;
		baseline->region[i].largest_free = info.largest_free;
	}
}

struct blocks_seen {
	unsigned int used;
	unsigned int free;
};

static bool see(void *arg, void *mem, size_t bytes, bool used)
{
	struct blocks_seen *seen = arg;

	(void)mem;
	(void)bytes;
	seen->used += used;
	seen->free += !used;
	return true;
}

static const char *compare_region(const struct model_baseline *baseline, unsigned int i)
{
	struct shared_multi_heap_region_info info = {0};
	struct blocks_seen seen = {0, 0};

	if (shared_multi_heap_region_info(i, &info) != 0) {
		return "region without description";
	}
	if (shared_multi_heap_region_validate(i) != 0) {
		return "region does not validate in the end";
	}
	if (shared_multi_heap_region_walk(i, see, &seen) != 0 || seen.used != 0) {
		return "region holds a block in the end";
	}
	if (seen.free != 1) {
		return "region is not one free block in the end";
	}
	if (info.allocated != 0 || info.capacity != baseline->region[i].capacity ||
	    info.largest_free != baseline->region[i].largest_free) {
		return "figures of a region differ in the end";
	}
	return NULL;
}

const char *model_baseline_compare(const struct model_baseline *baseline)
{
	if (shared_multi_heap_region_count() != baseline->regions) {
		return "number of regions changed";
	}
	for (unsigned int i = 0; i < baseline->regions; i++) {
		const char *wrong = compare_region(baseline, i);

		if (wrong != NULL) {
			return wrong;
		}
	}
	return NULL;
}
