/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Enumerates the arithmetic of the heap. Usage: enumerate short|full [sizes|bins|code]
 *
 * Ends with 0 if all holds, 1 if something does not, 2 if it was called otherwise.
 */

#include <stdio.h>
#include <string.h>

#include "enumerate.h"
#include "heap/heap.h"

#define ALL UINT64_C(0x100000000)

/* A short run looks at so many inputs on each side of each multiple of 2^22. */
#define BESIDE UINT64_C(1024)
#define STEP   (UINT64_C(1) << 22)

typedef uint64_t (*range_check_t)(uint64_t from, uint64_t count);

/* Check 2^32 inputs from a start on, or those near multiples of STEP. Returns how many are wrong.
 */
static uint64_t over(range_check_t check, uint64_t start, bool full, uint64_t *tried)
{
	uint64_t wrong;

	if (full) {
		*tried += ALL;
		return check(start, ALL);
	}
	wrong = check(start, 64 * BESIDE) + check(start + ALL - 64 * BESIDE, 64 * BESIDE);
	*tried += 128 * BESIDE;
	for (uint64_t at = STEP; at < ALL; at += STEP) {
		wrong += check(start + at - BESIDE, 2 * BESIDE);
		*tried += 2 * BESIDE;
	}
	return wrong;
}

/* Granules of a block for so many bytes, where nothing can overflow: bytes and a header. */
static uint64_t granules_for(uint64_t bytes)
{
	return bytes / SMH_ALIGN + (bytes % SMH_ALIGN + HEADER_BYTES + SMH_ALIGN - 1) / SMH_ALIGN;
}

static uint64_t check_sizes(uint64_t from, uint64_t count)
{
	uint64_t wrong = 0;

	for (uint64_t i = 0; i < count; i++) {
		uint64_t bytes = from + i;
		uint64_t expected = granules_for(bytes);
		bool possible = bytes != 0 && expected < MAX_GRANULES;
		uint64_t granules = heap_granules((size_t)bytes);
		struct request r;

		wrong += possible ? granules != expected : granules < MAX_GRANULES;
		wrong += heap_request(&r, 0, (size_t)bytes) != possible;
	}
	return wrong;
}

bool enumerate_sizes(bool full)
{
	uint64_t tried = 0;
	uint64_t wrong = over(check_sizes, 0, full, &tried);

	if (sizeof(size_t) == 8) {
		wrong += over(check_sizes, ALL, full, &tried);
		wrong += over(check_sizes, (uint64_t)0 - ALL, full, &tried);
	}
	printf("sizes: %llu tried, align %d, %u-bit: %llu wrong\n", (unsigned long long)tried,
	       SMH_ALIGN, (unsigned int)(8 * sizeof(size_t)), (unsigned long long)wrong);
	return wrong == 0;
}

/* The smallest n of a bin, by the table in heap/bin.h; 2^32 for a bin that no number belongs to. */
static uint64_t floor_of(uint32_t bin)
{
	return bin < 16 ? bin : (uint64_t)(8 + bin % 8) << (bin / 8 - 1);
}

/* Each n belongs to the bin whose floor is the last one not above n. */
static uint64_t check_bins(uint64_t from, uint64_t count)
{
	uint64_t wrong = 0;

	for (uint64_t i = 0; i < count; i++) {
		uint32_t n = (uint32_t)(from + i);
		uint32_t bin = bin_of(n);
		uint32_t floor = bin_floor(bin);

		wrong += floor > n || floor != floor_of(bin) || floor_of(bin + 1) <= n ||
			 bin_is_mixed(n) != (n != floor) || (n != 0 && bin_of(n - 1) > bin) ||
			 (n != 0 && bin - bin_of(n - 1) > 1) ||
			 bin_octave(bin) != bin / BINS_PER_OCTAVE;
	}
	return wrong;
}

bool enumerate_bins(bool full)
{
	uint64_t tried = 0;
	uint64_t wrong = over(check_bins, 0, full, &tried);
	/* The largest block of any heap must have a bin of this build. */
	bool fits = bin_of(MAX_GRANULES - 1) < NUM_BINS;

	printf("bins: %llu tried: %llu wrong%s\n", (unsigned long long)tried,
	       (unsigned long long)wrong, fits ? "" : ", the largest block has no bin");
	return wrong == 0 && fits;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		bool (*enumerate)(bool full);
	} parts[] = {
		{"sizes", enumerate_sizes}, {"bins", enumerate_bins}, {"code", enumerate_code}};
	bool full = argc > 1 && strcmp(argv[1], "full") == 0;
	bool holds = true;
	bool any = false;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (argc == 2 || (argc == 3 && strcmp(argv[2], parts[i].name) == 0)) {
			any = true;
			holds = parts[i].enumerate(full) && holds;
		}
	}
	if (!any || (!full && strcmp(argv[1], "short") != 0)) {
		fprintf(stderr, "usage: enumerate short|full [sizes|bins|code]\n");
		return 2;
	}
	return holds ? 0 : 1;
}
