/* SPDX-License-Identifier: Apache-2.0 */

/* KMEM-ALIGN: k_mem_region_align(), against the definition. */

#include "support.h"

static bool aligns(uintptr_t addr, size_t size, size_t align, uintptr_t start, size_t bytes)
{
	uintptr_t aligned_addr = 1;
	size_t aligned_size = 1;
	const size_t offset = k_mem_region_align(&aligned_addr, &aligned_size, addr, size, align);

	return aligned_addr == start && aligned_size == bytes && offset == addr - start;
}

void case_mm_align_examples(void)
{
	CHECK(aligns(0, 0, 4096, 0, 0));
	CHECK(aligns(0, 1, 4096, 0, 4096));
	CHECK(aligns(4095, 1, 4096, 0, 4096));
	CHECK(aligns(4095, 2, 4096, 0, 8192));
	CHECK(aligns(4096, 4096, 4096, 4096, 4096));
	CHECK(aligns(4097, 4096, 4096, 4096, 8192));
	CHECK(aligns(4097, 0, 4096, 4096, 4096));
	CHECK(aligns(10, 5, 3, 9, 6));
	CHECK(aligns(123, 45, 1, 123, 45));
	CHECK(aligns(123, 45, 0, 123, 45));
	CHECK(aligns(UINTPTR_MAX, SIZE_MAX, 0, UINTPTR_MAX, SIZE_MAX));
}

void case_mm_align_overflow(void)
{
	const size_t most = SIZE_MAX - 4095;

	CHECK(aligns(0, SIZE_MAX, 4096, 0, most));
	CHECK(aligns(1, SIZE_MAX, 4096, 0, most));
	CHECK(aligns(4095, SIZE_MAX - 4095, 4096, 0, most));
	CHECK(aligns(0, most, 4096, 0, most));
	CHECK(aligns(0, most - 1, 4096, 0, most));
	CHECK(aligns(1, most - 1, 4096, 0, most));
	CHECK(aligns(0, most + 1, 4096, 0, most));
	CHECK(aligns(UINTPTR_MAX, 1, 4096, UINTPTR_MAX - 4095, 4096));
	CHECK(aligns(UINTPTR_MAX, SIZE_MAX, SIZE_MAX, UINTPTR_MAX, SIZE_MAX));
	CHECK(aligns(5, SIZE_MAX, SIZE_MAX / 2 + 1, 0, SIZE_MAX / 2 + 1));
}

/* Random figures, small enough that the sums are right as they stand. */
void case_mm_align_random(void)
{
	uint32_t random = 99;

	for (unsigned int i = 0; i < 2000; i++) {
		const uintptr_t addr = random_next(&random) >> 2;
		const size_t size = random_next(&random) >> 2;
		const size_t align = 1 + (random_next(&random) >> (2 + random_next(&random) % 28));
		uintptr_t start;
		size_t bytes;
		const size_t offset = k_mem_region_align(&start, &bytes, addr, size, align);

		CHECK(start % align == 0 && bytes % align == 0);
		CHECK(start <= addr && addr - start == offset && offset < align);
		CHECK(start + bytes >= addr + size && start + bytes - (addr + size) < align);
	}
}
