/* SPDX-License-Identifier: Apache-2.0 */

/* Nothing is left of something: what fails then leaves everything as it was. */

#include "support.h"

#define MANY 64u

static uint8_t *held[MANY];

void case_mm_exhaust_frames(void)
{
	START(.window = 128, .frames = 25);
	const struct mm_left before = mm_left();

	for (unsigned int round = 0; round < 3; round++) {
		for (unsigned int i = 0; i < 25; i++) {
			CHECK(free_frames() == 25 - i);
			held[i] = k_mem_map(PAGE, K_MEM_PERM_RW);
			CHECK(held[i] != NULL);
			page_fill(held[i], i);
		}
		const struct mm_left full = mm_left();

		CHECK(full.free == 0);
		CHECK(k_mem_map(PAGE, K_MEM_PERM_RW) == NULL);
		CHECK(k_mem_map(PAGE, K_MEM_PERM_RW | K_MEM_MAP_LOCK) == NULL);
		CHECK(k_mem_map(PAGE, K_MEM_MAP_UNINIT) == NULL);
		CHECK(k_mem_map(26 * PAGE, 0) == NULL);
		CHECK(mm_left_is(&full));
		for (unsigned int i = 0; i < 25; i++) {
			CHECK(page_filled(held[i], i));
			k_mem_unmap(held[i], PAGE);
		}
		CHECK(mm_left_is(&before));
		held[0] = k_mem_map(25 * PAGE, 0);
		CHECK(held[0] != NULL && pages_are_zero(held[0], 25));
		k_mem_unmap(held[0], 25 * PAGE);
	}
	mm_stop();
}

void case_mm_exhaust_window(void)
{
	START(.window = 100, .frames = 40);
	const struct mm_left before = mm_left();
	unsigned int count = 0;

	for (unsigned int round = 0; round < 2; round++) {
		for (count = 0; count < MANY; count++) {
			held[count] = k_mem_map(PAGE, K_MEM_PERM_RW);
			if (held[count] == NULL) {
				break;
			}
		}
		/* Three pages each, beside the scratch page. */
		CHECK(count == 33 && free_frames() == 40 - 33);
		const struct mm_left full = mm_left();
		uint8_t *bare = held[0];

		CHECK(k_mem_map(PAGE, K_MEM_MAP_UNPAGED) == NULL);
		CHECK(k_mem_map_phys_guard(places.spare, PAGE, 0, false) == NULL);
		k_mem_map_phys_bare(&bare, places.spare, 1, 0);
		CHECK(bare == NULL && mm_left_is(&full));
		/* Every second one leaves holes for one page, but not for two. */
		for (unsigned int i = 0; i < count; i += 2) {
			k_mem_unmap(held[i], PAGE);
		}
		for (unsigned int i = 0; i < count; i += 2) {
			held[i] = k_mem_map(PAGE, K_MEM_PERM_RW);
			CHECK(held[i] != NULL);
		}
		CHECK(k_mem_map(PAGE, K_MEM_PERM_RW) == NULL);
		for (unsigned int i = 0; i < count; i++) {
			k_mem_unmap(held[i], PAGE);
		}
		CHECK(mm_left_is(&before));
	}
	mm_stop();
}

void case_mm_exhaust_records(void)
{
	uint8_t *bare = NULL;

	START(.window = 128, .records = 5, .frames = 4);
	const struct mm_left before = mm_left();

	for (size_t i = 0; i < 5; i++) {
		held[i] = k_mem_map_phys_guard(places.spare + i * PAGE, PAGE, 0, false);
		CHECK(held[i] != NULL);
	}
	const struct mm_left full = mm_left();

	CHECK(full.records == 0);
	CHECK(k_mem_map_phys_guard(places.spare, PAGE, 0, false) == NULL);
	k_mem_map_phys_bare(&bare, places.spare, PAGE, 0);
	CHECK(bare == NULL);
	k_mem_map_phys_bare(&bare, places.spare + 20 * PAGE, PAGE, K_MEM_DIRECT_MAP);
	CHECK(bare == NULL);
	CHECK(smh_mm_map_at(mm_at(0), places.spare, PAGE, 0) == -ENOMEM);
	CHECK(mm_left_is(&full));
	/* Anonymous memory needs none. */
	held[5] = k_mem_map(2 * PAGE, K_MEM_PERM_RW);
	CHECK(held[5] != NULL);
	k_mem_unmap(held[5], 2 * PAGE);
	for (size_t i = 0; i < 5; i++) {
		k_mem_unmap_phys_guard(held[i], PAGE, false);
		CHECK(smh_mm_map_at(mm_at(0), places.spare, PAGE, 0) == 0);
		CHECK(smh_mm_unmap_at(mm_at(0), PAGE) == 0);
	}
	CHECK(mm_left_is(&before));
	mm_stop();
}

/* Just `left` frames are free; `wanted` are asked for. */
static void try_frames(size_t left, size_t wanted, uint32_t flags)
{
	const size_t taken = free_frames() - left;
	uint8_t *rest = taken != 0 ? k_mem_map(taken * PAGE, K_MEM_PERM_RW) : NULL;
	const struct mm_left before = mm_left();
	uint8_t *at = k_mem_map(wanted * PAGE, K_MEM_PERM_RW | flags);

	CHECK((at != NULL) == (left >= wanted));
	if (at != NULL) {
		CHECK(free_frames() == left - wanted);
		k_mem_unmap(at, wanted * PAGE);
	}
	CHECK(mm_left_is(&before));
	if (rest != NULL) {
		CHECK(pages_are_zero(rest, taken));
		k_mem_unmap(rest, taken * PAGE);
	}
}

void case_mm_rollback_frames(void)
{
	START(.frames = 24);
	const struct mm_left before = mm_left();

	for (size_t left = 0; left <= 14; left++) {
		try_frames(left, 12, 0);
		try_frames(left, 12, K_MEM_MAP_LOCK);
		try_frames(left, 12, K_MEM_MAP_UNINIT);
	}
	CHECK(mm_left_is(&before));
	mm_stop();
}

/* All but `left` pages of the window are taken. */
static void try_window(size_t left)
{
	const size_t taken = 64 - 1 - 2 - left;
	uint8_t *rest = k_mem_map(taken * PAGE, K_MEM_MAP_UNPAGED);
	const struct mm_left before = mm_left();
	uint8_t *at = NULL;

	CHECK(rest != NULL);
	at = k_mem_map(6 * PAGE, 0);
	CHECK((at != NULL) == (left >= 8));
	if (at != NULL) {
		k_mem_unmap(at, 6 * PAGE);
	}
	at = k_mem_map_phys_guard(places.spare, 6 * PAGE, 0, false);
	CHECK((at != NULL) == (left >= 8));
	if (at != NULL) {
		k_mem_unmap_phys_guard(at, 6 * PAGE, false);
	}
	k_mem_map_phys_bare(&at, places.spare, 6 * PAGE, 0);
	CHECK((at != NULL) == (left >= 6));
	if (at != NULL) {
		k_mem_unmap_phys_bare(at, 6 * PAGE);
	}
	CHECK(mm_left_is(&before));
	k_mem_unmap(rest, taken * PAGE);
}

void case_mm_rollback_window(void)
{
	START(.window = 64, .frames = 8);
	const struct mm_left before = mm_left();

	for (size_t left = 0; left <= 12; left++) {
		try_window(left);
		CHECK(mm_left_is(&before));
	}
	mm_stop();
}

/* --- Tables --------------------------------------------------------------- */

static unsigned int num_held;

/* Take tables until at most `left` are free. */
static void hold_tables(size_t left)
{
	for (num_held = 0; mm_free_tables() > left; num_held++) {
		CHECK(smh_mm_map_at(mm_at_table(num_held),
				    places.spare + num_held % MM_SPARE_PAGES * PAGE, PAGE, 0) == 0);
	}
}

static void free_tables(void)
{
	while (num_held > 0) {
		CHECK(smh_mm_unmap_at(mm_at_table(--num_held), PAGE) == 0);
	}
}

/* Whether each kind of mapping is possible with `left` tables; all are, or none. */
static bool try_tables(size_t left, size_t pages)
{
	uint8_t *anon = NULL;
	uint8_t *bare = NULL;
	bool done = false;

	hold_tables(left);
	const size_t free = k_mem_free_get();
	const size_t tables = mm_free_tables();

	anon = k_mem_map(pages * PAGE, K_MEM_PERM_RW);
	done = anon != NULL;
	if (done) {
		page_fill(anon, 1);
		page_fill(page_at(anon, pages - 1), 2);
		k_mem_unmap(anon, pages * PAGE);
	}
	CHECK(mm_free_tables() == tables && k_mem_free_get() == free);
	anon = k_mem_map(pages * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	CHECK((anon != NULL) == done);
	if (anon != NULL) {
		k_mem_unmap(anon, pages * PAGE);
	}
	k_mem_map_phys_bare(&bare, places.spare, pages * PAGE, 0);
	CHECK((bare != NULL) == done);
	if (bare != NULL) {
		k_mem_unmap_phys_bare(bare, pages * PAGE);
	}
	CHECK(mm_free_tables() == tables && k_mem_free_get() == free);
	free_tables();
	return done;
}

void case_mm_rollback_tables(void)
{
	const size_t pages = 40;
	size_t enough = 0;

	START(.window = pages + WINDOW_LOSS, .frames = 64, .records = 110, .room = 45);
	const struct mm_left before = mm_left();

	while (!try_tables(enough, pages)) {
		CHECK(mm_left_is(&before));
		enough++;
	}
	/* What is needed is needed: with one more it is possible as well. */
	CHECK(enough > 0 && try_tables(enough + 1, pages));
	CHECK(mm_left_is(&before));
	mm_stop();
}

/* At an address of one's own, where not even one is left. */
void case_mm_exhaust_tables(void)
{
	START(.frames = 8, .records = 110, .room = 40);
	const struct mm_left before = mm_left();

	hold_tables(0);
	const size_t free = k_mem_free_get();

	CHECK(mm_free_tables() == 0);
	CHECK(smh_mm_map_at(mm_at_table(num_held), places.spare, PAGE, 0) == -ENOMEM);
	CHECK(is_unmapped((void *)mm_at_table(num_held)));
	CHECK(k_mem_free_get() == free);
	free_tables();
	CHECK(mm_left_is(&before));
	mm_stop();
}

/* --- What is left over after everything ------------------------------------ */

/* Mappings of all sizes, made and removed in random order, fragment nothing for good. */
void case_mm_exhaust_recovers(void)
{
	size_t pages[MANY] = {0};
	uint32_t random = 4;

	START(.window = 200, .frames = 100);
	const struct mm_left before = mm_left();

	for (unsigned int i = 0; i < 1500; i++) {
		const unsigned int slot = random_next(&random) % MANY;

		if (pages[slot] != 0) {
			k_mem_unmap(held[slot], pages[slot] * PAGE);
			pages[slot] = 0;
			continue;
		}
		pages[slot] = 1 + random_next(&random) % 7;
		held[slot] = k_mem_map(pages[slot] * PAGE, K_MEM_PERM_RW);
		if (held[slot] == NULL) {
			pages[slot] = 0;
		}
	}
	for (unsigned int slot = 0; slot < MANY; slot++) {
		if (pages[slot] != 0) {
			k_mem_unmap(held[slot], pages[slot] * PAGE);
		}
	}
	CHECK(mm_left_is(&before));
	mm_stop();
}
