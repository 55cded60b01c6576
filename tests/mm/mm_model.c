/* SPDX-License-Identifier: Apache-2.0 */

#include "mm_model.h"

#include <string.h>

#include "support.h"

#define SLOTS       14u
#define MAX_PAGES   8u
#define NUM_FRAMES  40u
#define FEW_FRAMES  14u
#define NUM_RECORDS 6u
#define STAY_LIMIT  (FEW_FRAMES - 4u) /* pages that must stay, so that others can move */
#define PERMS       (K_MEM_PERM_RW | K_MEM_PERM_EXEC | K_MEM_PERM_USER)
#define MODES       6u

enum kind {
	NONE,
	ANON,
	UNPAGED,
	GUARDED,
	BARE,
	AT,
};

struct model_page {
	uint32_t perms;
	/* What it holds, if anonymous; 0: zero. */
	uint32_t content;
	/* It has memory, if nothing leaves; else: it must have. */
	bool present;
	bool pinned;
};

struct model_mapping {
	enum kind kind;
	uint8_t *at;
	size_t count;
	/* First spare page and cache mode, if physical. */
	size_t spare;
	uint32_t mode;
	bool locked;
	struct model_page pages[MAX_PAGES];
};

static struct {
	struct mm_model_run *run;
	uint32_t random;
	size_t frames;
	struct model_mapping slots[SLOTS];
	/* What the spare pages hold. */
	uint32_t spare[MM_SPARE_PAGES];
} model;

/* --- What the model knows ---------------------------------------------------- */

static uint32_t below(uint32_t limit)
{
	return random_next(&model.random) % limit;
}

static bool is_physical(const struct model_mapping *m)
{
	return m->kind == GUARDED || m->kind == BARE || m->kind == AT;
}

static bool is_paged(const struct model_mapping *m)
{
	return m->kind == ANON || m->kind == UNPAGED;
}

static unsigned int records_used(void)
{
	unsigned int used = 0;

	for (unsigned int i = 0; i < SLOTS; i++) {
		used += is_physical(&model.slots[i]);
	}
	return used;
}

/* Pages that have memory, if none leaves; else those that must have. */
static size_t pages_that_stay(void)
{
	size_t count = 0;

	for (unsigned int i = 0; i < SLOTS; i++) {
		for (size_t p = 0; is_paged(&model.slots[i]) && p < model.slots[i].count; p++) {
			count += model.slots[i].pages[p].present;
		}
	}
	return count;
}

static bool mode_conflicts(size_t spare, size_t count, uint32_t mode,
			   const struct model_mapping *but)
{
	for (unsigned int i = 0; i < SLOTS; i++) {
		const struct model_mapping *m = &model.slots[i];

		if (m != but && is_physical(m) && m->mode != mode && m->spare < spare + count &&
		    spare < m->spare + m->count) {
			return true;
		}
	}
	return false;
}

static bool at_is_taken(size_t page, size_t count)
{
	for (unsigned int i = 0; i < SLOTS; i++) {
		const struct model_mapping *m = &model.slots[i];
		const size_t first = ((uintptr_t)m->at - mm_at(0)) / PAGE;

		if (m->kind == AT && first < page + count && page < first + m->count) {
			return true;
		}
	}
	return false;
}

/* Pages that are in memory, as the layer says. */
static size_t pages_in_memory(void)
{
	size_t count = 0;

	for (unsigned int i = 0; i < SLOTS; i++) {
		const struct model_mapping *m = &model.slots[i];

		for (size_t p = 0; is_paged(m) && p < m->count; p++) {
			const struct smh_mm_page page = page_of(page_at(m->at, p));

			CHECK(page.present || !m->pages[p].present);
			CHECK(model.run->paging || page.present == m->pages[p].present);
			count += page.present;
		}
	}
	return count;
}

static void check_free(void)
{
	CHECK(free_frames() == model.frames - pages_in_memory());
	CHECK(no_fault());
}

/* --- Accesses ----------------------------------------------------------------- */

static uint32_t content_of(const struct model_mapping *m, size_t page)
{
	return is_physical(m) ? model.spare[m->spare + page] : m->pages[page].content;
}

static bool holds(const struct model_mapping *m, size_t page)
{
	const uint32_t content = content_of(m, page);

	return content == 0 ? pages_are_zero(page_at(m->at, page), 1)
			    : page_filled(page_at(m->at, page), content);
}

/* Whether a touch of the page finds memory, and that it has some then. */
static bool can_touch(struct model_mapping *m, size_t page)
{
	if (model.run->paging || m->pages[page].present || is_physical(m)) {
		return true;
	}
	if (pages_that_stay() == model.frames) {
		return false;
	}
	m->pages[page].present = true;
	return true;
}

static void count_access(bool allowed)
{
	model.run->allowed += allowed;
	model.run->faulted += !allowed;
}

static void read_page(struct model_mapping *m, size_t page)
{
	const bool allowed = can_touch(m, page);

	count_access(allowed);
	CHECK(mm_can_read(page_at(m->at, page) + below(PAGE)) == allowed);
	CHECK(!allowed || holds(m, page));
}

static void write_page(struct model_mapping *m, size_t page)
{
	const uint32_t content = model.run->step + 1;
	bool allowed = can_touch(m, page);

	allowed = allowed && (m->pages[page].perms & K_MEM_PERM_RW) != 0;
	count_access(allowed);
	CHECK(mm_can_write(page_at(m->at, page) + below(PAGE)) == allowed);
	if (!allowed) {
		return;
	}
	page_fill(page_at(m->at, page), content);
	if (is_physical(m)) {
		model.spare[m->spare + page] = content;
	} else {
		m->pages[page].content = content;
	}
}

/* What it holds is no code, so only where it must not be tried. */
static void execute_page(struct model_mapping *m, size_t page)
{
	if ((m->pages[page].perms & K_MEM_PERM_EXEC) == 0) {
		count_access(false);
		CHECK(!mm_can_execute(page_at(m->at, page)));
	}
}

static void touch_guards(const struct model_mapping *m)
{
	if (m->kind != AT && m->kind != BARE) {
		count_access(false);
		CHECK(!mm_can_read(m->at - 1) && !mm_can_write(page_at(m->at, m->count)));
		CHECK(is_unmapped(m->at - 1) && is_unmapped(page_at(m->at, m->count)));
	}
}

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
	const bool locked = below(3) == 0;
	const size_t stay = pages_that_stay();
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
	void *at = below(2) == 0 ? k_mem_map(count * PAGE, perms | K_MEM_MAP_UNPAGED)
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
	const uint32_t flags = perms | below(2) * below(MODES);
	const size_t spare = below(MM_SPARE_PAGES / 3 - MAX_PAGES);
	const uintptr_t phys = places.spare + spare * PAGE;
	const bool free = records_used() < NUM_RECORDS &&
			  !mode_conflicts(spare, count, flags & K_MEM_CACHE_MASK, NULL);
	const size_t page = below(MM_AT_PAGES - MAX_PAGES);
	uint8_t *at = NULL;

	switch (below(3)) {
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
			     free && !at_is_taken(page, count))) {
			enter_physical(m, AT, at, count, flags, spare);
		}
		break;
	}
}

static void map_something(struct model_mapping *m)
{
	const size_t count = 1 + below(MAX_PAGES);
	const uint32_t perms = (below(4) != 0 ? K_MEM_PERM_RW : 0) |
			       (below(4) == 0 ? K_MEM_PERM_EXEC : 0) |
			       (below(4) == 0 ? K_MEM_PERM_USER : 0);

	switch (below(4)) {
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
	const size_t start = below((uint32_t)m->count);
	const size_t count = 1 + below(MAX_PAGES + 2);
	uint8_t *at = page_at(m->at, start);

	if (start == 0 && count == m->count) {
		return;
	}
	switch (below(4)) {
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
	const size_t start = below((uint32_t)m->count);
	const size_t count = 1 + below((uint32_t)(m->count - start));
	const uint32_t perms = below(8) << 3;

	CHECK(k_mem_update_flags(page_at(m->at, start), count * PAGE, perms | m->mode) == 0);
	for (size_t p = start; p < start + count; p++) {
		m->pages[p].perms = perms;
	}
}

static void update_mode(struct model_mapping *m)
{
	const uint32_t mode = below(MODES);
	const uint32_t perms = below(8) << 3;
	int error = 0;

	if (!is_physical(m)) {
		return;
	}
	if (mode != m->mode && mode_conflicts(m->spare, m->count, mode, m)) {
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
	CHECK(k_mem_update_flags(m->at, m->count * PAGE, 1u << (6 + below(26))) == -EINVAL);
	if (m->kind == ANON || m->kind == UNPAGED || m->kind == GUARDED) {
		CHECK(k_mem_update_flags(m->at, (m->count + 1) * PAGE, 0) == -EINVAL);
		CHECK(k_mem_update_flags(m->at - PAGE, 2 * PAGE, 0) == -EINVAL);
	}
}

/* --- Paging ----------------------------------------------------------------------- */

static void page_out(struct model_mapping *m)
{
	const int error = is_paged(m) ? 0 : -EINVAL;

	CHECK(k_mem_page_out(m->at, m->count * PAGE) == error);
	for (size_t p = 0; model.run->paging && error == 0 && p < m->count; p++) {
		CHECK(page_of(page_at(m->at, p)).present == m->pages[p].present);
	}
}

static void page_in(struct model_mapping *m)
{
	const size_t page = below((uint32_t)m->count);

	if (!is_paged(m)) {
		k_mem_page_in(page_at(m->at, page), PAGE);
		CHECK(fault_was(page_at(m->at, page)));
		return;
	}
	k_mem_page_in(page_at(m->at, page), PAGE);
	CHECK(page_of(page_at(m->at, page)).present == can_touch(m, page));
}

static void pin(struct model_mapping *m)
{
	const size_t page = below((uint32_t)m->count);

	if (!is_paged(m) || !model.run->paging || m->locked || pages_that_stay() + 1 > STAY_LIMIT) {
		return;
	}
	k_mem_pin(page_at(m->at, page), PAGE);
	m->pages[page].pinned = true;
	m->pages[page].present = true;
}

static void unpin(struct model_mapping *m)
{
	if (!is_paged(m)) {
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
		CHECK(page.evictable == (is_paged(m) && model.run->paging && !m->locked));
		if (is_physical(m)) {
			CHECK(page.phys == places.spare + (m->spare + p) * PAGE);
			CHECK(mm_mode(page_at(m->at, p)) == m->mode);
		}
		read_page(m, p);
	}
	touch_guards(m);
}

static void step_on(struct model_mapping *m)
{
	const size_t page = below((uint32_t)m->count);

	switch (below(20)) {
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
		execute_page(m, page);
		break;
	case 12:
		check_mapping(m);
		break;
	case 13:
	case 14:
	case 15:
		read_page(m, page);
		break;
	default:
		write_page(m, page);
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
		struct model_mapping *m = &model.slots[below(SLOTS)];

		if (m->kind == NONE) {
			map_something(m);
		} else {
			step_on(m);
		}
		check_free();
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
