/* SPDX-License-Identifier: Apache-2.0 */

#include "mm_model.h"

#include <string.h>

#include "mm_model_state.h"

/* --- Mapping ------------------------------------------------------------------- */

static void enter(struct model_mapping *m, enum kind kind, void *at, size_t count, uint32_t perms)
{
	memset(m, 0, sizeof(*m));
	m->kind = kind;
	m->at = at;
	m->count = count;
	for (size_t p = 0; p < count; p++) {
		m->pages[p].perms = perms;
		m->pages[p].present = kind == ANON && !model.run->paging;
	}
}

static bool was_made(bool made, bool foretold)
{
	CHECK(made == foretold);
	model.run->made += made;
	model.run->refused += !made;
	return made;
}

static void map_anon(struct model_mapping *m, size_t count, uint32_t perms)
{
	const bool locked = model_below(3) == 0;
	const size_t stay = model_pages_that_stay();
	const size_t limit = model.run->paging ? STAY_LIMIT : model.frames;
	void *at = NULL;

	/* With paging, only as much is locked as leaves others room to move. */
	if (locked && model.run->paging && stay + count > limit) {
		CHECK(k_mem_map((model.frames - stay + 1) * PAGE, K_MEM_MAP_LOCK) == NULL);
		model.run->refused++;
		return;
	}
	at = k_mem_map(count * PAGE, perms | (locked ? K_MEM_MAP_LOCK : 0));
	if (was_made(at != NULL, model.run->paging || stay + count <= limit)) {
		enter(m, ANON, at, count, perms);
		m->locked = locked;
		for (size_t p = 0; p < count; p++) {
			m->pages[p].present |= locked;
		}
	}
}

static void map_unpaged(struct model_mapping *m, size_t count, uint32_t perms)
{
	void *at = model_below(2) == 0
			   ? k_mem_map(count * PAGE, perms | K_MEM_MAP_UNPAGED)
			   : k_mem_map_unpaged(ARCH_UNPAGED_ANON_ZERO, count * PAGE, perms);

	CHECK(was_made(at != NULL, true));
	enter(m, UNPAGED, at, count, perms);
}

static void enter_physical(struct model_mapping *m, enum kind kind, void *at, size_t count,
			   uint32_t flags, size_t spare)
{
	enter(m, kind, at, count, flags & PERMS);
	m->spare = spare;
	m->mode = flags & K_MEM_CACHE_MASK;
}

static void map_physical(struct model_mapping *m, size_t count, uint32_t perms)
{
	const uint32_t flags = perms | model_below(2) * model_below(MODES);
	const size_t spare = model_below(MM_SPARE_PAGES / 3 - MAX_PAGES);
	const uintptr_t phys = places.spare + spare * PAGE;
	const bool free = model_records_used() < NUM_RECORDS &&
			  !model_mode_conflicts(spare, count, flags & K_MEM_CACHE_MASK, NULL);
	const size_t page = model_below(MM_AT_PAGES - MAX_PAGES);
	uint8_t *at = NULL;

	switch (model_below(3)) {
	case 0:
		at = k_mem_map_phys_guard(phys, count * PAGE, flags, false);
		if (was_made(at != NULL, free)) {
			enter_physical(m, GUARDED, at, count, flags, spare);
		}
		break;
	case 1:
		k_mem_map_phys_bare(&at, phys + 9, count * PAGE - 17, flags);
		if (was_made(at != NULL, free)) {
			enter_physical(m, BARE, at - 9, count, flags, spare);
		}
		break;
	default:
		at = (uint8_t *)mm_at((unsigned int)page);
		if (was_made(smh_mm_map_at((uintptr_t)at, phys, count * PAGE, flags) == 0,
			     free && !model_at_is_taken(page, count))) {
			enter_physical(m, AT, at, count, flags, spare);
		}
		break;
	}
}

static void map_something(struct model_mapping *m)
{
	const size_t count = 1 + model_below(MAX_PAGES);
	const uint32_t perms = (model_below(4) != 0 ? K_MEM_PERM_RW : 0) |
			       (model_below(4) == 0 ? K_MEM_PERM_EXEC : 0) |
			       (model_below(4) == 0 ? K_MEM_PERM_USER : 0);

	switch (model_below(4)) {
	case 0:
		map_physical(m, count, perms);
		break;
	case 1:
		map_unpaged(m, count, perms);
		break;
	default:
		map_anon(m, count, perms);
		break;
	}
}

/* --- Unmapping ------------------------------------------------------------------ */

static void unmap(struct model_mapping *m)
{
	switch (m->kind) {
	case GUARDED:
		k_mem_unmap_phys_guard(m->at, m->count * PAGE, false);
		break;
	case BARE:
		k_mem_unmap_phys_bare(m->at + 20, m->count * PAGE - 20);
		break;
	case AT:
		CHECK(smh_mm_unmap_at((uintptr_t)m->at, m->count * PAGE) == 0);
		break;
	default:
		k_mem_unmap(m->at, m->count * PAGE);
		break;
	}
	CHECK(no_fault());
	for (size_t p = 0; p < m->count; p++) {
		CHECK(is_unmapped(page_at(m->at, p)));
	}
	CHECK(!mm_can_read(m->at) && !mm_can_write(page_at(m->at, m->count) - 1));
	m->kind = NONE;
}

/* Of a mapping, but not as it is. */
static void unmap_wrongly(const struct model_mapping *m)
{
	const size_t start = model_below((uint32_t)m->count);
	const size_t count = 1 + model_below(MAX_PAGES + 2);
	uint8_t *at = page_at(m->at, start);

	if (start == 0 && count == m->count) {
		return;
	}
	switch (model_below(4)) {
	case 0:
		k_mem_unmap_phys_guard(at, count * PAGE, false);
		break;
	case 1:
		k_mem_unmap_phys_bare(at, count * PAGE);
		break;
	case 2:
		CHECK(smh_mm_unmap_at((uintptr_t)at, count * PAGE) == -ENOENT);
		return;
	default:
		k_mem_unmap(at, count * PAGE);
		break;
	}
	CHECK(fault_was(at));
}

/* --- Changing -------------------------------------------------------------------- */

static void update_perms(struct model_mapping *m)
{
	const size_t start = model_below((uint32_t)m->count);
	const size_t count = 1 + model_below((uint32_t)(m->count - start));
	const uint32_t perms = model_below(8) << 3;

	CHECK(k_mem_update_flags(page_at(m->at, start), count * PAGE, perms | m->mode) == 0);
	for (size_t p = start; p < start + count; p++) {
		m->pages[p].perms = perms;
	}
}

static void update_mode(struct model_mapping *m)
{
	const uint32_t mode = model_below(MODES);
	const uint32_t perms = model_below(8) << 3;
	int error = 0;

	if (!model_is_physical(m)) {
		return;
	}
	if (mode != m->mode && model_mode_conflicts(m->spare, m->count, mode, m)) {
		error = -EPERM;
	}
	CHECK(k_mem_update_flags(m->at, m->count * PAGE, mode | perms) == error);
	for (size_t p = 0; error == 0 && p < m->count; p++) {
		m->mode = mode;
		m->pages[p].perms = perms;
	}
}

static void update_beyond(struct model_mapping *m)
{
	CHECK(k_mem_update_flags(m->at, m->count * PAGE, 1u << (6 + model_below(26))) == -EINVAL);
	if (m->kind == ANON || m->kind == UNPAGED || m->kind == GUARDED) {
		CHECK(k_mem_update_flags(m->at, (m->count + 1) * PAGE, 0) == -EINVAL);
		CHECK(k_mem_update_flags(m->at - PAGE, 2 * PAGE, 0) == -EINVAL);
	}
}

/* --- Paging ----------------------------------------------------------------------- */

static void page_out(struct model_mapping *m)
{
	const int error = model_is_paged(m) ? 0 : -EINVAL;

	CHECK(k_mem_page_out(m->at, m->count * PAGE) == error);
	for (size_t p = 0; model.run->paging && error == 0 && p < m->count; p++) {
		CHECK(page_of(page_at(m->at, p)).present == m->pages[p].present);
	}
}

static void page_in(struct model_mapping *m)
{
	const size_t page = model_below((uint32_t)m->count);

	if (!model_is_paged(m)) {
		k_mem_page_in(page_at(m->at, page), PAGE);
		CHECK(fault_was(page_at(m->at, page)));
		return;
	}
	k_mem_page_in(page_at(m->at, page), PAGE);
	CHECK(page_of(page_at(m->at, page)).present == model_can_touch(m, page));
}

static void pin(struct model_mapping *m)
{
	const size_t page = model_below((uint32_t)m->count);

	if (!model_is_paged(m) || !model.run->paging || m->locked ||
	    model_pages_that_stay() + 1 > STAY_LIMIT) {
		return;
	}
	k_mem_pin(page_at(m->at, page), PAGE);
	m->pages[page].pinned = true;
	m->pages[page].present = true;
}

static void unpin(struct model_mapping *m)
{
	if (!model_is_paged(m)) {
		return;
	}
	k_mem_unpin(m->at, m->count * PAGE);
	for (size_t p = 0; model.run->paging && !m->locked && p < m->count; p++) {
		m->pages[p].pinned = false;
		m->pages[p].present = false;
	}
}

/* --- The run ----------------------------------------------------------------------- */

static void check_mapping(struct model_mapping *m)
{
	for (size_t p = 0; p < m->count; p++) {
		const struct smh_mm_page page = page_of(page_at(m->at, p));

		CHECK(page.flags == (m->mode | m->pages[p].perms));
		CHECK(page.evictable == (model_is_paged(m) && model.run->paging && !m->locked));
		if (model_is_physical(m)) {
			CHECK(page.phys == places.spare + (m->spare + p) * PAGE);
			CHECK(mm_mode(page_at(m->at, p)) == m->mode);
		}
		model_read_page(m, p);
	}
	model_touch_guards(m);
}

static void step_on(struct model_mapping *m)
{
	const size_t page = model_below((uint32_t)m->count);

	switch (model_below(20)) {
	case 0:
	case 1:
		unmap(m);
		break;
	case 2:
		unmap_wrongly(m);
		break;
	case 3:
	case 4:
		update_perms(m);
		break;
	case 5:
		update_mode(m);
		break;
	case 6:
		update_beyond(m);
		break;
	case 7:
		page_out(m);
		break;
	case 8:
		page_in(m);
		break;
	case 9:
		pin(m);
		break;
	case 10:
		unpin(m);
		break;
	case 11:
		model_execute_page(m, page);
		break;
	case 12:
		check_mapping(m);
		break;
	case 13:
	case 14:
	case 15:
		model_read_page(m, page);
		break;
	default:
		model_write_page(m, page);
		break;
	}
}

/* The spare pages hold what an earlier run left, so they are filled. */
static void fill_spare(void)
{
	uint8_t *at = NULL;

	k_mem_map_phys_bare(&at, places.spare, MM_SPARE_PAGES * PAGE, K_MEM_PERM_RW);
	CHECK(at != NULL);
	for (uint32_t i = 0; i < MM_SPARE_PAGES; i++) {
		model.spare[i] = 0x5A000000u + i;
		page_fill(page_at(at, i), model.spare[i]);
	}
	k_mem_unmap_phys_bare(at, MM_SPARE_PAGES * PAGE);
}

static void start(struct mm_model_run *run)
{
	memset(&model, 0, sizeof(model));
	model.run = run;
	model.random = run->seed * 0x9E3779B9u | 1u;
	model.frames = run->paging ? FEW_FRAMES : NUM_FRAMES;
	START(.window = 1024, .frames = model.frames, .records = NUM_RECORDS, .paging = run->paging,
	      .store = SLOTS * MAX_PAGES + 1);
	fill_spare();
}

void mm_model_go(struct mm_model_run *run)
{
	struct mm_left before;

	start(run);
	before = mm_left();
	for (run->step = 0; run->step < run->steps; run->step++) {
		struct model_mapping *m = &model.slots[model_below(SLOTS)];

		if (m->kind == NONE) {
			map_something(m);
		} else {
			step_on(m);
		}
		model_check_free();
	}
	for (unsigned int i = 0; i < SLOTS; i++) {
		if (model.slots[i].kind != NONE) {
			check_mapping(&model.slots[i]);
			unmap(&model.slots[i]);
		}
	}
	k_mem_paging_stats_get(&before.stats);
	CHECK(mm_left_is(&before));
	mm_stop();
}

bool mm_model_is_varied(const struct mm_model_run *run)
{
	return run->made != 0 && run->refused != 0 && run->allowed != 0 && run->faulted != 0;
}
