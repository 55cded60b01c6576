/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Regions that static memory cannot be: the largest that is legal, one that is larger, and one
 * at address 0. The last needs a right that not every user has; the board's test has it always.
 */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "check.h"
#include "shared_multi_heap.h"
#include "smh_alloc.h"
#include "smh_info.h"
#include "smh_fault.h"
#include "sys_heap.h"

#define LARGE SMH_REG_ATTR_EXTERNAL
#define ZERO  SMH_REG_ATTR_NON_CACHEABLE

#define ZERO_BYTES 65536u

static unsigned int faults;

static void on_fault(unsigned int kind, const void *ptr)
{
	(void)kind;
	(void)ptr;
	faults++;
}

static int add(unsigned int attr, uintptr_t addr, size_t size)
{
	struct shared_multi_heap_region region = {attr, addr, size};

	return shared_multi_heap_add(&region, NULL);
}

static bool one_free_block(unsigned int region, size_t largest)
{
	struct shared_multi_heap_region_info info;

	return shared_multi_heap_region_info(region, &info) == 0 && info.allocated == 0 &&
	       info.largest_free == largest && shared_multi_heap_region_validate(region) == 0;
}

/*
 * A region of every size of 2^k has its top bin somewhere else in the map. With a small block taken
 * there is none of the region's capacity any more, and looking for it must end.
 */
static void every_top_bin(void)
{
	const size_t most = (size_t)1 << 27;
	uint8_t *mem = mmap(NULL, most, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	CHECK(mem != MAP_FAILED);
	for (unsigned int log2 = 12; log2 <= 27; log2++) {
		struct sys_heap heap;
		struct sys_memory_stats stats;

		sys_heap_init(&heap, mem, (size_t)1 << log2);
		CHECK(sys_heap_runtime_stats_get(&heap, &stats) == 0);
		for (size_t less = 0; less < stats.free_bytes / 4; less = less * 2 + 16) {
			void *small = sys_heap_alloc(&heap, 12);

			CHECK(small != NULL);
			CHECK(sys_heap_alloc(&heap, stats.free_bytes) == NULL);
			void *rest = sys_heap_alloc(&heap, stats.free_bytes - less);
			CHECK(rest != NULL || less < 4 * SMH_ALIGN);
			sys_heap_free(&heap, small);
			sys_heap_free(&heap, rest);
			CHECK(sys_heap_validate(&heap));
		}
	}
	CHECK(munmap(mem, most) == 0);
}

/* Blocks at both ends of a region, and one as large as it. */
static void use_large(unsigned int region)
{
	struct shared_multi_heap_region_info info;

	CHECK(shared_multi_heap_region_info(region, &info) == 0);
	const size_t largest = info.largest_free;
	uint8_t *whole = shared_multi_heap_alloc(LARGE, info.capacity);
	CHECK(whole != NULL && shared_multi_heap_usable_size(whole) == info.capacity);
	whole[0] = 1;
	whole[info.capacity - 1] = 2;
	CHECK(shared_multi_heap_alloc(LARGE, 1) == NULL);
	CHECK(shared_multi_heap_resize(whole, info.capacity - 4096) == 0);
	uint8_t *last = shared_multi_heap_alloc(LARGE, 2000);
	CHECK(last > whole && shared_multi_heap_owner(last, NULL, NULL) == (int)region);
	memset(last, 0xFF, 2000);
	CHECK(shared_multi_heap_resize(whole, 100) == 0);
	uint8_t *far = shared_multi_heap_aligned_alloc(LARGE, info.size / 2, 1000);
	CHECK(far != NULL && ((uintptr_t)far & (info.size / 2 - 1)) == 0);
	CHECK(shared_multi_heap_region_validate(region) == 0);
	shared_multi_heap_free(whole);
	shared_multi_heap_free(far);
	shared_multi_heap_free(last);
	CHECK(one_free_block(region, largest));
}

static void largest_region(void)
{
	/* All of 4 GiB where addresses reach that far; memory is not used until it is touched. */
	const size_t size = sizeof(size_t) > 4 ? (size_t)1 << 31 << 1 : (size_t)1 << 29;
	uint8_t *memory = mmap(NULL, size + SMH_ALIGN, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED) {
		printf("special regions: so much memory may not be reserved here\n");
		return;
	}
	if (sizeof(size_t) > 4) {
		CHECK(add(LARGE, (uintptr_t)memory, size + SMH_ALIGN) == -EINVAL);
		CHECK(memory[0] == 0 && memory[size] == 0);
	}
	const unsigned int region = shared_multi_heap_region_count();
	CHECK(add(LARGE, (uintptr_t)memory, size) == 0);
	use_large(region);
	CHECK(shared_multi_heap_alloc(LARGE, size) == NULL);
	if (sizeof(size_t) > 4) {
		CHECK(shared_multi_heap_alloc(LARGE, size + 100) == NULL);
		CHECK(shared_multi_heap_alloc(LARGE, 2 * size + 100) == NULL);
	}
}

static void region_at_zero(void)
{
	uint8_t *memory = mmap(NULL, ZERO_BYTES, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	struct shared_multi_heap_region_info info;
	unsigned int count = 0;

	if (memory == MAP_FAILED) {
		printf("special regions: address 0 may not be mapped here\n");
		return;
	}
	const unsigned int region = shared_multi_heap_region_count();
	CHECK(add(ZERO, 0, ZERO_BYTES) == 0);
	CHECK(shared_multi_heap_region_info(region, &info) == 0);
	CHECK(info.addr == SMH_ALIGN && info.size == ZERO_BYTES - SMH_ALIGN);
	CHECK(shared_multi_heap_owner(NULL, NULL, NULL) == -ENOENT);
	for (;;) {
		uint8_t *block = shared_multi_heap_alloc(ZERO, 24);

		if (block == NULL) {
			break;
		}
		CHECK((uintptr_t)block > SMH_ALIGN && (uintptr_t)block + 24 <= ZERO_BYTES);
		memset(block, 0xFF, 24);
		count++;
	}
	CHECK(count > ZERO_BYTES / 64);
	CHECK(shared_multi_heap_region_validate(region) == 0);
	CHECK(add(ZERO, 0, SMH_ALIGN) < 0 && add(ZERO, 0, 4096) == -EEXIST);
	printf("special regions: %u blocks in the region at address 0\n", count);
}

int main(void)
{
	(void)smh_fault_handler_set(on_fault);
	CHECK(shared_multi_heap_pool_init() == 0);
	every_top_bin();
	largest_region();
	region_at_zero();
	CHECK(faults == 0);
	return 0;
}
