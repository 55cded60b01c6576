/* SPDX-License-Identifier: Apache-2.0 */

#include "own_paging.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

static int file = -1;
static bool swap_used[OWN_SWAP_PAGES];
static struct own_store_calls calls;

struct own_store_calls own_store_calls(void)
{
	return calls;
}

void own_store_make(void)
{
	uint32_t words[K_MEM_PAGE_SIZE / sizeof(uint32_t)];
	FILE *stream = tmpfile();

	CHECK(stream != NULL);
	if (file >= 0) {
		(void)close(file);
	}
	file = dup(fileno(stream));
	(void)fclose(stream);
	memset(&calls, 0, sizeof(calls));
	for (uint32_t p = 0; p < OWN_PAGES; p++) {
		for (uint32_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			words[i] = p * 65536u + i;
		}
		CHECK(pwrite(file, words, sizeof(words), (off_t)(p * OWN_PAGE)) == OWN_PAGE);
	}
}

void own_store_read(size_t page, void *to)
{
	CHECK(pread(file, to, OWN_PAGE, (off_t)(page * OWN_PAGE)) == OWN_PAGE);
}

static off_t offset_of(uintptr_t location)
{
	const uintptr_t offset = location - OWN_STORE;

	if (offset % OWN_PAGE != 0 || offset / OWN_PAGE >= OWN_PAGES) {
		calls.bad++;
		return 0;
	}
	return (off_t)offset;
}

/* The first pages cannot be written. */
bool smh_mm_backing_store_accepts(uintptr_t location, size_t size, uint32_t flags)
{
	if ((flags & K_MEM_PERM_RW) != 0 && location < OWN_DATA) {
		return false;
	}
	return location >= OWN_STORE && location < OWN_SWAP && location % OWN_PAGE == 0 &&
	       size <= OWN_SWAP - location;
}

void k_mem_paging_backing_store_init(void)
{
	memset(swap_used, 0, sizeof(swap_used));
}

int k_mem_paging_backing_store_location_get(struct k_mem_page_frame *pf, uintptr_t *location,
					    bool page_fault)
{
	(void)page_fault;
	calls.bad += k_mem_page_frame_is_backed(pf);
	for (size_t i = 0; i < OWN_SWAP_PAGES; i++) {
		if (!swap_used[i]) {
			swap_used[i] = true;
			calls.swap_in_use++;
			*location = OWN_SWAP + i * OWN_PAGE;
			return 0;
		}
	}
	return -ENOMEM;
}

void k_mem_paging_backing_store_location_free(uintptr_t location)
{
	const size_t slot = (location - OWN_SWAP) / OWN_PAGE;

	(void)offset_of(location);
	if (location < OWN_SWAP) {
		calls.freed_of_user++;
		return;
	}
	calls.bad += !swap_used[slot];
	swap_used[slot] = false;
	calls.swap_in_use--;
}

void k_mem_paging_backing_store_page_out(uintptr_t location)
{
	calls.out++;
	calls.out_to_rom += location < OWN_DATA;
	if (pwrite(file, K_MEM_SCRATCH_PAGE, OWN_PAGE, offset_of(location)) != OWN_PAGE) {
		calls.bad++;
	}
}

void k_mem_paging_backing_store_page_in(uintptr_t location)
{
	calls.in++;
	if (pread(file, K_MEM_SCRATCH_PAGE, OWN_PAGE, offset_of(location)) != OWN_PAGE) {
		calls.bad++;
	}
}

/* A page of the user keeps its place; one of the swap gives it back, and is written anew. */
void k_mem_paging_backing_store_page_finalize(struct k_mem_page_frame *pf, uintptr_t location)
{
	if (location < OWN_SWAP) {
		k_mem_page_frame_set(pf, K_MEM_PAGE_FRAME_BACKED);
	} else {
		k_mem_paging_backing_store_location_free(location);
	}
}
