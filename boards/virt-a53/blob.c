/* SPDX-License-Identifier: Apache-2.0 */

#include "blob.h"

#include "mmu.h"

#include <stdint.h>

/* What the arm64 boot protocol promises: aligned to 8 bytes, and no larger than 2 MiB. */
#define BLOB_ALIGNMENT 8
#define BLOB_BYTES_MAX ((size_t)2 << 20)
#define BLOB_MAGIC     0xD00DFEEDU

struct blob_head {
	uint32_t magic;
	uint32_t total_bytes;
};

/* Written by start-up before main(); a restart finds the same blob. */
uintptr_t board_blob_address __attribute__((section(".noinit.blob")));

static size_t mapped_bytes __attribute__((section(".noinit.blob")));

static uint32_t from_big_endian(uint32_t value)
{
	return __builtin_bswap32(value);
}

/* The size that the blob claims, or as much of it as a boot loader may hand over. */
static size_t claimed_bytes(const struct blob_head *head)
{
	size_t total = from_big_endian(head->total_bytes);

	if (from_big_endian(head->magic) != BLOB_MAGIC || total > BLOB_BYTES_MAX) {
		return sizeof(*head);
	}
	return total;
}

void blob_map(void)
{
	uintptr_t start = board_blob_address;
	uintptr_t first = start - start % MMU_PAGE_BYTES;
	uintptr_t end;

	if (start == 0 || start % BLOB_ALIGNMENT != 0) {
		return;
	}
	end = start + claimed_bytes((const struct blob_head *)start) + MMU_PAGE_BYTES - 1;
	end -= end % MMU_PAGE_BYTES;
	mmu_boot_map(first, end - first, K_MEM_CACHE_WB);
	mapped_bytes = end - start;
}

const void *board_blob(size_t *max_bytes)
{
	*max_bytes = mapped_bytes;
	return mapped_bytes != 0 ? (const void *)(uintptr_t)board_blob_address : NULL;
}
