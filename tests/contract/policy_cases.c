/* SPDX-License-Identifier: Apache-2.0 */

/* Which region serves, and how far a bounded search looks. */

#include <limits.h>

#include "support.h"

#define MANY (REGION_BYTES / SMH_ALIGN)

void case_policy_default(void)
{
	const int expected = SMH_POLICY == SMH_POLICY_SELECT_BEST_FIT ? SMH_POLICY_BEST_FIT
								      : SMH_POLICY_FIRST_FIT;

	for (unsigned int attr = 0; attr < MAX_SHARED_MULTI_HEAP_ATTR; attr++) {
		CHECK(shared_multi_heap_policy_get(attr) == expected);
	}
	pool_start();
	for (unsigned int attr = 0; attr < MAX_SHARED_MULTI_HEAP_ATTR; attr++) {
		CHECK(shared_multi_heap_policy_get(attr) == expected);
	}
}

void case_policy_set_and_get(void)
{
	pool_start();
	for (unsigned int policy = 0; policy < SMH_POLICY_NUM; policy++) {
		if (policy_is(SLOW, policy)) {
			CHECK(shared_multi_heap_policy_get(SLOW) == (int)policy);
		} else {
			CHECK(shared_multi_heap_policy_get(SLOW) != (int)policy);
		}
	}
}

void case_policy_of_each_attr_apart(void)
{
	const unsigned int last = MAX_SHARED_MULTI_HEAP_ATTR - 1;
	const int before = shared_multi_heap_policy_get(FAST);

	pool_start();
	if (policy_is(last, SMH_POLICY_BEST_FIT)) {
		CHECK(shared_multi_heap_policy_get(last) == SMH_POLICY_BEST_FIT);
	}
	for (unsigned int attr = 0; attr < last; attr++) {
		CHECK(shared_multi_heap_policy_get(attr) == before);
	}
}

void case_policy_bounds(void)
{
	CHECK(shared_multi_heap_policy_set(MAX_SHARED_MULTI_HEAP_ATTR, SMH_POLICY_FIRST_FIT) ==
	      -EINVAL);
	CHECK(shared_multi_heap_policy_set(UINT_MAX, SMH_POLICY_BEST_FIT) == -EINVAL);
	CHECK(shared_multi_heap_policy_set(FAST, SMH_POLICY_NUM) == -EINVAL);
	CHECK(shared_multi_heap_policy_set(FAST, UINT_MAX) == -EINVAL);
	CHECK(shared_multi_heap_policy_get(MAX_SHARED_MULTI_HEAP_ATTR) == -EINVAL);
	CHECK(shared_multi_heap_policy_get(UINT_MAX) == -EINVAL);
	pool_start();
	CHECK(shared_multi_heap_policy_set(MAX_SHARED_MULTI_HEAP_ATTR, SMH_POLICY_FIRST_FIT) ==
	      -EINVAL);
	CHECK(shared_multi_heap_policy_get(MAX_SHARED_MULTI_HEAP_ATTR) == -EINVAL);
}

void case_policy_set_before_init(void)
{
	NEEDS_REGIONS(2);
	const bool best = policy_is(FAST, SMH_POLICY_BEST_FIT);

	pool_start();
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 0);
	CHECK(pool_add(FAST, place(1), 1024) == 1);
	CHECK(region_of(shared_multi_heap_alloc(FAST, 100)) == (best ? 1 : 0));
	CHECK(best == (shared_multi_heap_policy_get(FAST) == SMH_POLICY_BEST_FIT));
}

void case_policy_first_fit_takes_first_hole(void)
{
	NEEDS_REGIONS(2);
	(void)policy_is(FAST, SMH_POLICY_FIRST_FIT);
	pool_start();
	/* An exact hole in the region added first, an empty region behind it. */
	uint8_t *hole = full_but_hole(FAST, 1, 33);
	shared_multi_heap_free(hole);
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 1);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(33)) == hole);
	CHECK(region_of(shared_multi_heap_alloc(FAST, BLOCK_OF(33))) == 1);
	CHECK(pool_sound());
}

void case_policy_first_fit_passes_small_hole(void)
{
	NEEDS_REGIONS(2);
	(void)policy_is(FAST, SMH_POLICY_FIRST_FIT);
	pool_start();
	uint8_t *hole = full_but_hole(FAST, 1, 33);
	shared_multi_heap_free(hole);
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 1);
	for (size_t more = 1; more < 8 * SMH_ALIGN; more += SMH_ALIGN) {
		void *block = shared_multi_heap_alloc(FAST, BLOCK_OF(33) + more);

		CHECK(block != NULL && region_of(block) == 1);
		shared_multi_heap_free(block);
	}
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(33)) == hole);
	CHECK(pool_sound());
}

void case_policy_first_fit_earlier_before_tighter(void)
{
	NEEDS_REGIONS(3);
	(void)policy_is(FAST, SMH_POLICY_FIRST_FIT);
	const bool first = shared_multi_heap_policy_get(FAST) == SMH_POLICY_FIRST_FIT;

	/* Exact holes in later regions do not tempt it. */
	pool_start();
	uint8_t *holes[2] = {full_but_hole(FAST, 0, 33), NULL};
	holes[1] = full_but_hole(FAST, 1, 33);
	CHECK(pool_add(FAST, place(2), REGION_BYTES) == 2);
	void *block = shared_multi_heap_alloc(FAST, BLOCK_OF(33));
	CHECK(block != NULL && region_of(block) == 2);
	shared_multi_heap_free(holes[1]);
	shared_multi_heap_free(holes[0]);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(33)) == holes[0]);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(33)) == holes[1]);
	CHECK(policy_is(FAST, SMH_POLICY_FIRST_FIT) == first);
	CHECK(pool_sound());
}

void case_policy_first_fit_roomy_before_exact(void)
{
	NEEDS_REGIONS(2);
	(void)policy_is(FAST, SMH_POLICY_FIRST_FIT);
	const bool first = shared_multi_heap_policy_get(FAST) == SMH_POLICY_FIRST_FIT;

	/* The first region has room to spare, the second an exact hole in the floor bin. */
	pool_start();
	uint8_t *large = full_but_hole(FAST, 0, 90);
	uint8_t *exact = full_but_hole(FAST, 1, 33);
	shared_multi_heap_free(large);
	shared_multi_heap_free(exact);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(33)) == (first ? large : exact));
	CHECK(pool_sound());
}

void case_policy_first_fit_prefers_first_region(void)
{
	NEEDS_REGIONS(3);
	if (!policy_is(FAST, SMH_POLICY_FIRST_FIT)) {
		pool_with_regions(FAST, 3);
		CHECK(region_of(shared_multi_heap_alloc(FAST, 100)) == 0);
		return;
	}
	pool_start();
	CHECK(pool_add(FAST, place(4), REGION_BYTES) == 0);
	CHECK(pool_add(FAST, place(0), 1024) == 1);
	CHECK(pool_add(FAST, place(2), 2048) == 2);
	/* The first is neither tightest nor lowest, and yet it serves. */
	for (int i = 0; i < 20; i++) {
		CHECK(region_of(shared_multi_heap_alloc(FAST, 100)) == 0);
	}
	CHECK(pool_sound());
}

void case_policy_best_fit_takes_tightest(void)
{
	NEEDS_REGIONS(3);
	if (!policy_is(FAST, SMH_POLICY_BEST_FIT)) {
		pool_with_regions(FAST, 3);
		CHECK(region_of(shared_multi_heap_alloc(FAST, 100)) == 0);
		return;
	}
	pool_start();
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 0);
	CHECK(pool_add(FAST, place(1), 1024) == 1);
	CHECK(pool_add(FAST, place(2), 4096) == 2);
	CHECK(region_of(shared_multi_heap_alloc(FAST, 200)) == 1);
	CHECK(region_of(shared_multi_heap_alloc(FAST, 2000)) == 2);
	CHECK(region_of(shared_multi_heap_alloc(FAST, 5000)) == 0);
	/* What is left of each decides from here on. */
	const size_t rest = region_info(2).largest_free;
	CHECK(region_of(shared_multi_heap_alloc(FAST, rest)) == 2);
	CHECK(pool_sound());
}

void case_policy_best_fit_exact_hole(void)
{
	NEEDS_REGIONS(3);
	const bool best = policy_is(FAST, SMH_POLICY_BEST_FIT);

	pool_start();
	uint8_t *large = full_but_hole(FAST, 0, 90);
	uint8_t *exact = full_but_hole(FAST, 1, 40);
	uint8_t *small = full_but_hole(FAST, 2, 20);
	shared_multi_heap_free(large);
	shared_multi_heap_free(small);
	shared_multi_heap_free(exact);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(40)) == (best ? exact : large));
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(20)) ==
	      (best ? small : large + 40 * SMH_ALIGN));
	CHECK(pool_sound());
}

void case_policy_best_fit_chosen_late(void)
{
	NEEDS_REGIONS(3);
	const bool before = policy_is(FAST, SMH_POLICY_FIRST_FIT);

	/* What is free in each region was so before the policy was chosen. */
	pool_start();
	uint8_t *large = full_but_hole(FAST, 0, 90);
	uint8_t *exact = full_but_hole(FAST, 1, 40);
	uint8_t *small = full_but_hole(FAST, 2, 20);
	shared_multi_heap_free(large);
	shared_multi_heap_free(exact);
	shared_multi_heap_free(small);
	CHECK(pool_sound());
	const bool best = policy_is(FAST, SMH_POLICY_BEST_FIT);
	CHECK(before || best);
	CHECK(pool_sound());
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(20)) == (best ? small : large));
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(40)) ==
	      (best ? exact : large + 20 * SMH_ALIGN));
	shared_multi_heap_free(best ? exact : large);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(10)) == (best ? exact : large));
	/* And back: the first region serves again, what it has left is known. */
	(void)policy_is(FAST, SMH_POLICY_FIRST_FIT);
	const bool first = shared_multi_heap_policy_get(FAST) == SMH_POLICY_FIRST_FIT;
	CHECK(region_of(shared_multi_heap_alloc(FAST, BLOCK_OF(10))) == (first ? 0 : 1));
	CHECK(pool_sound());
}

void case_policy_best_fit_ties_in_order_added(void)
{
	NEEDS_REGIONS(3);
	(void)policy_is(FAST, SMH_POLICY_BEST_FIT);
	pool_start();
	CHECK(pool_add(FAST, place(2), REGION_BYTES) == 0);
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 1);
	CHECK(pool_add(FAST, place(1), REGION_BYTES) == 2);
	const size_t most = region_info(0).largest_free;
	for (unsigned int i = 0; i < 3; i++) {
		CHECK(region_of(shared_multi_heap_alloc(FAST, most)) == i);
	}
	CHECK(pool_sound());
}

void case_policy_changes_at_run_time(void)
{
	NEEDS_REGIONS(2);
	pool_start();
	CHECK(pool_add(FAST, place(0), REGION_BYTES) == 0);
	CHECK(pool_add(FAST, place(1), 1024) == 1);
	for (int round = 0; round < 3; round++) {
		if (policy_is(FAST, SMH_POLICY_BEST_FIT)) {
			void *block = shared_multi_heap_alloc(FAST, 100);

			CHECK(region_of(block) == 1);
			fill(block, 100, 1);
		}
		if (policy_is(FAST, SMH_POLICY_FIRST_FIT)) {
			void *block = shared_multi_heap_alloc(FAST, 100);

			CHECK(region_of(block) == 0);
			fill(block, 100, 1);
		}
	}
	const struct tally first = region_tally(0);
	const struct tally second = region_tally(1);
	CHECK(first.used == (SMH_POLICY == SMH_POLICY_SELECT_BEST_FIT ? 0 : 3));
	CHECK(second.used == (SMH_POLICY == SMH_POLICY_SELECT_FIRST_FIT ? 0 : 3));
	CHECK(pool_sound());
}

void case_policy_small_holes_in_many_regions(void)
{
	const unsigned int regions = SMH_MAX_REGIONS < 12 ? SMH_MAX_REGIONS : 12;
	static uint8_t *holes[12];

	/* Earlier regions have a block in the same bin that is too small; the last serves. */
	pool_start();
	for (unsigned int i = 0; i + 1 < regions; i++) {
		holes[i] = full_but_hole(FAST, i, 64);
	}
	for (unsigned int i = 0; i + 1 < regions; i++) {
		shared_multi_heap_free(holes[i]);
	}
	CHECK(pool_add(FAST, place(regions - 1), REGION_BYTES) == regions - 1);
	void *block = shared_multi_heap_alloc(FAST, BLOCK_OF(65));
	CHECK(block != NULL && region_of(block) == regions - 1);
	CHECK(pool_sound());
}

void case_policy_two_floor_blocks_looked_at(void)
{
	NEEDS_REGIONS(4);
	uint8_t *holes[3];

	/* Of three floor blocks the third fits, but only two are looked at. */
	pool_start();
	for (unsigned int i = 0; i < 3; i++) {
		holes[i] = full_but_hole(FAST, i, i < 2 ? 64 : 65);
	}
	for (unsigned int i = 0; i < 3; i++) {
		shared_multi_heap_free(holes[i]);
	}
	CHECK(pool_add(FAST, place(3), REGION_BYTES) == 3);
	CHECK(region_of(shared_multi_heap_alloc(FAST, BLOCK_OF(65))) == 3);
	/* Once the first does not count any more, the third is looked at. */
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(64)) == holes[0]);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(65)) == holes[2]);
	CHECK(pool_sound());
}

/* Two sizes that share a bin with 8 bins an octave. */
#define HOLE_SMALL 64u
#define HOLE_FITS  65u

/* Free @p small holes that are too small and one that fits, in a full region. */
static uint8_t *holes_of_one_bin(unsigned int small, bool fitting_first)
{
	static void *holes[SMH_FLOOR_TRIES + 6];
	const size_t bytes = (HOLE_SMALL * SMH_ALIGN + 6 * SMH_ALIGN) * (small + 3u);

	pool_start();
	CHECK(pool_add(FAST, arena, bytes + 1024) == 0);
	for (unsigned int i = 0; i < small; i++) {
		holes[i] = shared_multi_heap_alloc(FAST, BLOCK_OF(HOLE_SMALL));
		CHECK(holes[i] != NULL && shared_multi_heap_alloc(FAST, 1) != NULL);
	}
	void *fits = shared_multi_heap_alloc(FAST, BLOCK_OF(HOLE_FITS));
	CHECK(fits != NULL && shared_multi_heap_alloc(FAST, 1) != NULL);
	take_everything(FAST);
	if (fitting_first) {
		shared_multi_heap_free(fits);
	}
	for (unsigned int i = 0; i < small; i++) {
		shared_multi_heap_free(holes[i]);
	}
	if (!fitting_first) {
		shared_multi_heap_free(fits);
	}
	return fits;
}

void case_bound_floor_bin_newest_fits(void)
{
	uint8_t *fits = holes_of_one_bin(SMH_FLOOR_TRIES, false);

	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(HOLE_FITS)) == fits);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(HOLE_FITS)) == NULL);
	CHECK(pool_sound());
}

void case_bound_floor_bin_oldest_fits(void)
{
	uint8_t *fits = holes_of_one_bin(SMH_FLOOR_TRIES, true);

	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(HOLE_FITS)) == fits);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_OF(HOLE_FITS)) == NULL);
	CHECK(pool_sound());
}

void case_bound_missed_block_is_not_lost(void)
{
	/* More unfit blocks than tries: a miss is allowed, a wrong answer is not. */
	uint8_t *fits = holes_of_one_bin(SMH_FLOOR_TRIES + 1, true);
	uint8_t *block = shared_multi_heap_alloc(FAST, BLOCK_OF(HOLE_FITS));

	CHECK(block == NULL || block == fits);
	CHECK(pool_sound());
	const unsigned int free_blocks = region_tally(0).free;
	CHECK(free_blocks == SMH_FLOOR_TRIES + 1u + (block == NULL));
	/* Asked for a size at which each block of the bin fits, all are served. */
	unsigned int served = 0;
	while (shared_multi_heap_alloc(FAST, BLOCK_OF(HOLE_SMALL)) != NULL) {
		served++;
	}
	CHECK(served == free_blocks);
	CHECK(pool_sound());
}

void case_bound_certain_size_in_many_holes(void)
{
	(void)holes_of_one_bin(SMH_FLOOR_TRIES + 5, true);
	for (unsigned int i = 0; i < SMH_FLOOR_TRIES + 6; i++) {
		const size_t certain = region_info(0).largest_free;

		CHECK(certain != 0);
		CHECK(certain <= BLOCK_OF(HOLE_FITS));
		CHECK(shared_multi_heap_alloc(FAST, certain) != NULL);
	}
	CHECK(pool_sound());
}
