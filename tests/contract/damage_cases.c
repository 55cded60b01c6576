/* SPDX-License-Identifier: Apache-2.0 */

/* Callers that write where they must not: headers and free blocks. */

#include "support.h"

static const uint8_t values[] = {0x00, 0xFF, 0xAA, 0x55, 0x41, 0x01, 0x80, 0x7F};

static uint8_t *block_of(size_t bytes)
{
	uint8_t *block = shared_multi_heap_alloc(FAST, bytes);

	CHECK(block != NULL);
	fill(block, bytes, (uint32_t)bytes);
	return block;
}

/* A word that a case overwrites and puts back. */
struct word {
	uint8_t *at;
	uint8_t kept[HEADER_BYTES];
};

static struct word word_overwrite(uint8_t *at, uint8_t value)
{
	struct word word = {.at = at};

	memcpy(word.kept, at, HEADER_BYTES);
	memset(at, value, HEADER_BYTES);
	return word;
}

static void word_restore(const struct word *word)
{
	memcpy(word->at, word->kept, HEADER_BYTES);
}

/* Each function refuses the block with one report, and changes nothing. */
static void check_all_refuse(uint8_t *block, bool overrun)
{
	snapshot_take(place(0), REGION_BYTES);
	for (int i = 0; i < 4; i++) {
		switch (i) {
		case 0:
			shared_multi_heap_free(block);
			break;
		case 1:
			CHECK(shared_multi_heap_realloc(FAST, block, 300) == NULL);
			break;
		case 2:
			CHECK(shared_multi_heap_aligned_realloc(FAST, block, 64, 20) == NULL);
			break;
		default:
			CHECK(shared_multi_heap_resize(block, 20) == -EINVAL);
			break;
		}
		CHECK(!overrun || faults.kind == SMH_FAULT_OVERRUN);
		CHECK(fault_about(block));
		CHECK(snapshot_same());
	}
}

void case_damage_overrun_of_live_neighbour(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = block_of(BLOCK_OF(6));
	uint8_t *next = block_of(BLOCK_OF(5));
	CHECK(next == block + BLOCK_OF(6) + HEADER_BYTES);
	uint8_t *last = block_of(BLOCK_OF(4));

	for (size_t i = 0; i < sizeof(values); i++) {
		const struct word word = word_overwrite(block + BLOCK_OF(6), values[i]);

		check_all_refuse(block, true);
		check_all_refuse(next, false);
		CHECK(shared_multi_heap_region_validate(0) == -EINVAL);
		word_restore(&word);
		CHECK(pool_sound());
	}
	CHECK(filled(block, BLOCK_OF(6), (uint32_t)BLOCK_OF(6)));
	CHECK(filled(next, BLOCK_OF(5), (uint32_t)BLOCK_OF(5)));
	CHECK(filled(last, BLOCK_OF(4), (uint32_t)BLOCK_OF(4)));
	shared_multi_heap_free(block);
	shared_multi_heap_free(last);
	shared_multi_heap_free(next);
	CHECK(pool_empty());
}

void case_damage_overrun_of_free_neighbour(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = block_of(BLOCK_OF(6));
	uint8_t *next = block_of(BLOCK_OF(5));
	(void)block_of(40);
	shared_multi_heap_free(next);
	for (size_t i = 0; i < sizeof(values); i++) {
		const struct word word = word_overwrite(block + BLOCK_OF(6), values[i]);

		check_all_refuse(block, true);
		CHECK(shared_multi_heap_region_validate(0) == -EINVAL);
		word_restore(&word);
		CHECK(pool_sound());
	}
	CHECK(filled(block, BLOCK_OF(6), (uint32_t)BLOCK_OF(6)));
}

void case_damage_long_overrun(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = block_of(BLOCK_OF(6));
	(void)block_of(BLOCK_OF(5));
	(void)block_of(BLOCK_OF(5));
	uint8_t *wall = block_of(BLOCK_OF(5));

	/* A string that runs over two whole blocks. */
	memset(block, 'A', BLOCK_OF(6) + BLOCK_OF(10) + HEADER_BYTES);
	check_all_refuse(block, true);
	CHECK(shared_multi_heap_region_validate(0) == -EINVAL);
	CHECK(filled(wall, BLOCK_OF(5), (uint32_t)BLOCK_OF(5)));
	/* What lies elsewhere still serves. */
	void *other = shared_multi_heap_alloc(FAST, 1000);
	CHECK(other != NULL && (uint8_t *)other > wall);
	fill(other, 1000, 1);
	shared_multi_heap_free(other);
	CHECK(faults.count == 0);
}

void case_damage_own_header(void)
{
	pool_with_regions(FAST, 1);
	(void)block_of(40);
	uint8_t *block = block_of(BLOCK_OF(6));
	(void)block_of(40);
	for (size_t i = 0; i < sizeof(values); i++) {
		const struct word word = word_overwrite(block - HEADER_BYTES, values[i]);

		check_all_refuse(block, false);
		CHECK(shared_multi_heap_region_validate(0) == -EINVAL);
		word_restore(&word);
		CHECK(pool_sound());
	}
	CHECK(filled(block, BLOCK_OF(6), (uint32_t)BLOCK_OF(6)));
}

/* A header is a word, whose bits lie in other bytes on a big-endian processor. */
static void flip(uint8_t *block, unsigned int bit)
{
	uint32_t header;

	memcpy(&header, block - HEADER_BYTES, sizeof(header));
	header ^= UINT32_C(1) << bit;
	memcpy(block - HEADER_BYTES, &header, sizeof(header));
}

/* With up to three bits of its header flipped a block is refused, and the region is not sound. */
static void check_flipped(uint8_t *block, unsigned int a, unsigned int b, unsigned int c)
{
	flip(block, a);
	if (b != a) {
		flip(block, b);
	}
	if (c != b) {
		flip(block, c);
	}
	CHECK(shared_multi_heap_region_validate(0) == -EINVAL);
	check_all_refuse(block, false);
	CHECK(shared_multi_heap_usable_size(block) == 0);
	CHECK(fault_about(block));
	if (c != b) {
		flip(block, c);
	}
	if (b != a) {
		flip(block, b);
	}
	flip(block, a);
}

/* Each one bit, each two, and a part of all three. */
static void flip_bits(uint8_t *block)
{
	for (unsigned int a = 0; a < 8 * HEADER_BYTES; a++) {
		for (unsigned int b = a; b < 8 * HEADER_BYTES; b++) {
			check_flipped(block, a, b, b);
			if (a < b && b < 31) {
				check_flipped(block, a, b, b + 1 + (a + b) % (31 - b));
			}
		}
	}
	CHECK(pool_sound());
}

void case_damage_few_bits(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *block = block_of(BLOCK_OF(6));
	uint8_t *next = block_of(BLOCK_OF(5));
	(void)block_of(40);
	flip_bits(next);
	shared_multi_heap_free(next);
	shared_multi_heap_free(block);
	CHECK(pool_sound());
}

/* The same behind a free block, of one granule and of more. */
void case_damage_few_bits_behind_free(void)
{
	pool_with_regions(FAST, 1);
	(void)block_of(40);
	for (unsigned int granules = SMALLEST_BLOCK; granules <= 3; granules++) {
		uint8_t *hole = block_of(BLOCK_OF(granules));
		uint8_t *next = block_of(40);

		shared_multi_heap_free(hole);
		flip_bits(next);
		shared_multi_heap_free(next);
		CHECK(pool_sound());
	}
}

/* Anything within one byte. */
void case_damage_one_byte(void)
{
	pool_with_regions(FAST, 1);
	(void)block_of(40);
	uint8_t *block = block_of(BLOCK_OF(6));
	(void)block_of(40);

	for (unsigned int at = 0; at < HEADER_BYTES; at++) {
		for (unsigned int change = 1; change < 256; change++) {
			*(block - HEADER_BYTES + at) ^= (uint8_t)change;
			check_all_refuse(block, false);
			*(block - HEADER_BYTES + at) ^= (uint8_t)change;
		}
	}
	CHECK(pool_sound());
}

/*
 * A free block of one granule was joined to the one on its left, and its header stayed there. Then
 * the size at the end of the larger block is damaged so that it leads to that header.
 */
void case_damage_footer_of_one(void)
{
	static struct sys_heap heap;
	uint8_t before[REGION_BYTES];
	const uint32_t one = 1;

	(void)smh_fault_handler_set(fault_record);
	sys_heap_init(&heap, arena, REGION_BYTES);
	uint8_t *odd = sys_heap_alloc(&heap, BLOCK_OF(2));
	bool is_odd = ((uintptr_t)(odd + 2 * SMH_ALIGN) & SMH_ALIGN) != 0;
	uint8_t *block = sys_heap_alloc(&heap, BLOCK_OF(is_odd ? 2 : 3));
	uint8_t *user = sys_heap_aligned_alloc(&heap, 2 * SMH_ALIGN, BLOCK_OF(2));
	CHECK(user == block + (is_odd ? 3 : 4) * SMH_ALIGN); /* behind a free granule */
	sys_heap_free(&heap, block);
	if (IS_NARROW(REGION_BYTES)) {
		const uint16_t half = 1;

		memcpy(user - HEADER_BYTES - sizeof(half), &half, sizeof(half));
	} else {
		memcpy(user - HEADER_BYTES - sizeof(one), &one, sizeof(one));
	}
	memcpy(before, arena, REGION_BYTES);
	faults_forget();
	sys_heap_free(&heap, user);
	CHECK(faults.count == 1);
	CHECK(memcmp(before, arena, REGION_BYTES) == 0);
	CHECK(!sys_heap_validate(&heap));
	faults_forget();
}

/* A hole of @p granules between live blocks of a full first region; gives its address. */
static uint8_t *hole_in_full_region(unsigned int granules)
{
	(void)block_of(40);
	uint8_t *hole = block_of(BLOCK_OF(granules));
	(void)block_of(40);

	take_everything(FAST);
	shared_multi_heap_free(hole);
	CHECK(pool_sound());
	return hole;
}

void case_damage_free_block_other_region_serves(void)
{
	NEEDS_REGIONS(2);
	pool_with_regions(FAST, 1);
	uint8_t *hole = hole_in_full_region(6);
	CHECK(pool_add(FAST, place(1), REGION_BYTES) == 1);
	memset(hole, 0xA5, BLOCK_OF(6));

	void *block = shared_multi_heap_alloc(FAST, BLOCK_OF(6));
	CHECK(block != NULL && region_of(block) == 1);
	CHECK(fault_was(SMH_FAULT_BAD_FREE_BLOCK, hole));
	CHECK(shared_multi_heap_region_validate(0) == -EINVAL);
	CHECK(shared_multi_heap_region_validate(1) == 0);
	/* It is not met again and again. */
	for (int i = 0; i < 10; i++) {
		block = shared_multi_heap_alloc(FAST, BLOCK_OF(6));
		CHECK(block != NULL && region_of(block) == 1);
	}
	CHECK(faults.count == 0);
}

void case_damage_free_block_nothing_else(void)
{
	pool_with_regions(FAST, 1);
	uint8_t *hole = hole_in_full_region(6);
	memset(hole, 0xA5, BLOCK_OF(6));
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(6)) == NULL);
	CHECK(fault_was(SMH_FAULT_BAD_FREE_BLOCK, hole));
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(6)) == NULL);
	CHECK(shared_multi_heap_alloc(FAST, 1) == NULL);
	CHECK(shared_multi_heap_aligned_alloc(FAST, 64, 1) == NULL);
	CHECK(shared_multi_heap_region_validate(0) == -EINVAL);
}

void case_damage_free_block_other_bin_serves(void)
{
	pool_with_regions(FAST, 1);
	(void)block_of(40);
	uint8_t *hole = block_of(BLOCK_OF(6));
	uint8_t *wall = block_of(40);
	shared_multi_heap_free(hole);
	memset(hole, 0xFF, BLOCK_OF(6));

	/* The rest of the region, in another bin, serves. */
	uint8_t *block = shared_multi_heap_alloc(FAST, BLOCK_OF(6));
	CHECK(block != NULL && block > wall);
	CHECK(fault_was(SMH_FAULT_BAD_FREE_BLOCK, hole));
	CHECK(filled(wall, 40, 40));
	uint8_t *second = shared_multi_heap_alloc(FAST, BLOCK_OF(6));
	CHECK(second > block);
	shared_multi_heap_free(second);
	CHECK(faults.count == 0);
}

void case_damage_free_block_header(void)
{
	pool_with_regions(FAST, 1);
	(void)block_of(40);
	uint8_t *hole = block_of(BLOCK_OF(6));
	uint8_t *wall = block_of(40);
	shared_multi_heap_free(hole);
	for (size_t i = 0; i < sizeof(values); i++) {
		const struct word word = word_overwrite(hole - HEADER_BYTES, values[i]);

		CHECK(shared_multi_heap_region_validate(0) == -EINVAL);
		word_restore(&word);
		CHECK(shared_multi_heap_region_validate(0) == 0);
	}
	memset(hole - HEADER_BYTES, 0xFF, HEADER_BYTES);
	uint8_t *block = shared_multi_heap_alloc(FAST, BLOCK_OF(6));
	CHECK(block != NULL && block > wall);
	CHECK(fault_was(SMH_FAULT_BAD_FREE_BLOCK, hole));
	CHECK(filled(wall, 40, 40));
}

/* A heap with one hole behind a live block; one bit of the hole's header flipped. */
static void flip_bit_of_hole(unsigned int bit)
{
	static struct sys_heap heap;

	sys_heap_init(&heap, arena, REGION_BYTES);
	uint8_t *left = sys_heap_alloc(&heap, 40);
	uint8_t *hole = sys_heap_alloc(&heap, BLOCK_OF(6));
	uint8_t *wall = sys_heap_alloc(&heap, 40);
	CHECK(left != NULL && hole > left && wall > hole);
	sys_heap_free(&heap, hole);
	CHECK(sys_heap_validate(&heap));
	flip(hole, bit);
	CHECK(!sys_heap_validate(&heap));

	uint8_t *block = sys_heap_alloc(&heap, BLOCK_OF(6));
	CHECK(fault_was(SMH_FAULT_BAD_FREE_BLOCK, hole));
	CHECK(block > wall);
	sys_heap_free(&heap, block);
	CHECK(faults.count == 0);
}

void case_damage_one_bit_of_free_header(void)
{
	(void)smh_fault_handler_set(fault_record);
	for (unsigned int bit = 0; bit < 8 * HEADER_BYTES; bit++) {
		flip_bit_of_hole(bit);
	}
}

/* One link of a hole names another place inside the heap: nobody may go there. */
static void mislead(size_t offset, size_t width, uint32_t to)
{
	static struct sys_heap heap;

	sys_heap_init(&heap, arena, REGION_BYTES);
	uint8_t *left = sys_heap_alloc(&heap, BLOCK_OF(40));
	uint8_t *hole = sys_heap_alloc(&heap, BLOCK_OF(6));
	uint8_t *wall = sys_heap_alloc(&heap, BLOCK_OF(2));
	CHECK(left != NULL && hole > left && wall > hole);
	memset(left, 0xEE, BLOCK_OF(40));
	memset(wall, 0xEE, BLOCK_OF(2));
	sys_heap_free(&heap, hole);
	const uint16_t half = (uint16_t)to;
	memcpy(hole + offset, width == 2 ? (const void *)&half : (const void *)&to, width);
	CHECK(!sys_heap_validate(&heap));

	snapshot_take(arena, REGION_BYTES);
	sys_heap_free(&heap, left);
	CHECK(fault_was(SMH_FAULT_BAD_FREE_BLOCK, hole));
	CHECK(snapshot_same());
	uint8_t *block = sys_heap_alloc(&heap, BLOCK_OF(6));
	CHECK(fault_was(SMH_FAULT_BAD_FREE_BLOCK, hole));
	CHECK(block > wall);
	CHECK(all_bytes(left, BLOCK_OF(40), 0xEE) && all_bytes(wall, BLOCK_OF(2), 0xEE));
}

void case_damage_links_to_other_places(void)
{
	const size_t width = IS_NARROW(REGION_BYTES) ? 2 : 4;

	(void)smh_fault_handler_set(fault_record);
	for (uint32_t to = 1; to < REGION_BYTES / SMH_ALIGN; to++) {
		mislead(0, width, to);
		mislead(width, width, to);
	}
}

void case_damage_free_list(void)
{
	uint8_t *holes[5];

	pool_with_regions(FAST, 1);
	for (unsigned int i = 0; i < 5; i++) {
		holes[i] = block_of(BLOCK_OF(6));
		(void)block_of(40);
	}
	take_everything(FAST);
	for (unsigned int i = 0; i < 5; i++) {
		shared_multi_heap_free(holes[i]);
	}
	memset(holes[2], 0xA5, BLOCK_OF(6));
	CHECK(shared_multi_heap_region_validate(0) == -EINVAL);

	/* What is served is one of the undamaged holes, each once. */
	unsigned int served = 0;
	for (unsigned int i = 0; i < 10; i++) {
		uint8_t *block = shared_multi_heap_alloc(FAST, BLOCK_OF(6));

		if (block == NULL) {
			continue;
		}
		unsigned int at = 0;
		while (at < 5 && holes[at] != block) {
			at++;
		}
		CHECK(at < 5 && at != 2);
		holes[at] = NULL;
		served++;
	}
	CHECK(served <= 4);
	CHECK(faults.count >= 1);
	CHECK(faults.kind == SMH_FAULT_BAD_FREE_BLOCK);
}

void case_damage_met_by_joining(void)
{
	pool_with_regions(FAST, 1);
	(void)block_of(40);
	uint8_t *left = block_of(BLOCK_OF(6));
	uint8_t *hole = block_of(BLOCK_OF(6));
	uint8_t *right = block_of(BLOCK_OF(6));
	uint8_t *wall = block_of(40);
	shared_multi_heap_free(hole);
	memset(hole, 0xA5, BLOCK_OF(6));

	/* Freeing either neighbour would join with the damaged block. */
	snapshot_take(place(0), REGION_BYTES);
	shared_multi_heap_free(left);
	CHECK(faults.count == 1 && faults.kind == SMH_FAULT_BAD_FREE_BLOCK);
	CHECK(snapshot_same());
	faults_forget();
	shared_multi_heap_free(right);
	CHECK(faults.count == 1);
	CHECK(snapshot_same());
	faults_forget();
	CHECK(shared_multi_heap_resize(left, BLOCK_OF(10)) < 0);
	CHECK(faults.count == 1);
	CHECK(snapshot_same());
	CHECK(filled(left, BLOCK_OF(6), (uint32_t)BLOCK_OF(6)));
	CHECK(filled(right, BLOCK_OF(6), (uint32_t)BLOCK_OF(6)));
	CHECK(filled(wall, 40, 40));
}
