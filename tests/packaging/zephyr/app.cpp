/* SPDX-License-Identifier: Apache-2.0 */

/* The same headers and the same enumeration from C++. */

#include <cstdio>

#include <zephyr/multi_heap/shared_multi_heap.h>
#include <zephyr/sys/multi_heap.h>
#include <zephyr/sys/sys_heap.h>

static uint8_t memory[4096];

static void *get(enum shared_multi_heap_attr attr, size_t bytes)
{
	return shared_multi_heap_alloc(attr, bytes);
}

int main()
{
	struct shared_multi_heap_region region = {
		SMH_REG_ATTR_CACHEABLE, reinterpret_cast<uintptr_t>(memory), sizeof(memory)};

	if (shared_multi_heap_pool_init() != 0 || shared_multi_heap_add(&region, nullptr) != 0) {
		return 1;
	}

	void *block = get(SMH_REG_ATTR_CACHEABLE, 100);

	if (block == nullptr || get(SMH_REG_ATTR_EXTERNAL, 100) != nullptr) {
		return 1;
	}
	shared_multi_heap_free(block);
	std::puts("C++ written for Zephyr: all held");
	return 0;
}
