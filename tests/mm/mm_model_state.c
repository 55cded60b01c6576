/* SPDX-License-Identifier: Apache-2.0 */

#include "mm_model_state.h"

struct model model;

/* --- What the model knows ---------------------------------------------------- */

uint32_t model_below(uint32_t limit)
{
	return random_next(&model.random) % limit;
}

bool model_is_physical(const struct model_mapping *m)
{
	return m->kind == GUARDED || m->kind == BARE || m->kind == AT;
}

bool model_is_paged(const struct model_mapping *m)
{
	return m->kind == ANON || m->kind == UNPAGED;
}

unsigned int model_records_used(void)
{
	unsigned int used = 0;

	for (unsigned int i = 0; i < SLOTS; i++) {
		used += model_is_physical(&model.slots[i]);
	}
	return used;
}

/* Pages that have memory, if none leaves; else those that must have. */
size_t model_pages_that_stay(void)
{
	size_t count = 0;

	for (unsigned int i = 0; i < SLOTS; i++) {
		for (size_t p = 0; model_is_paged(&model.slots[i]) && p < model.slots[i].count;
		     p++) {
			count += model.slots[i].pages[p].present;
		}
	}
	return count;
}

bool model_mode_conflicts(size_t spare, size_t count, uint32_t mode,
			  const struct model_mapping *but)
{
	for (unsigned int i = 0; i < SLOTS; i++) {
		const struct model_mapping *m = &model.slots[i];

		if (m != but && model_is_physical(m) && m->mode != mode &&
		    m->spare < spare + count && spare < m->spare + m->count) {
			return true;
		}
	}
	return false;
}

bool model_at_is_taken(size_t page, size_t count)
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

		for (size_t p = 0; model_is_paged(m) && p < m->count; p++) {
			const struct smh_mm_page page = page_of(page_at(m->at, p));

			CHECK(page.present || !m->pages[p].present);
			CHECK(model.run->paging || page.present == m->pages[p].present);
			count += page.present;
		}
	}
	return count;
}

void model_check_free(void)
{
	CHECK(free_frames() == model.frames - pages_in_memory());
	CHECK(no_fault());
}

/* --- Accesses ----------------------------------------------------------------- */

static uint32_t content_of(const struct model_mapping *m, size_t page)
{
	return model_is_physical(m) ? model.spare[m->spare + page] : m->pages[page].content;
}

static bool holds(const struct model_mapping *m, size_t page)
{
	const uint32_t content = content_of(m, page);

	return content == 0 ? pages_are_zero(page_at(m->at, page), 1)
			    : page_filled(page_at(m->at, page), content);
}

/* Whether a touch of the page finds memory, and that it has some then. */
bool model_can_touch(struct model_mapping *m, size_t page)
{
	if (model.run->paging || m->pages[page].present || model_is_physical(m)) {
		return true;
	}
	if (model_pages_that_stay() == model.frames) {
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

void model_read_page(struct model_mapping *m, size_t page)
{
	const bool allowed = model_can_touch(m, page);

	count_access(allowed);
	CHECK(mm_can_read(page_at(m->at, page) + model_below(PAGE)) == allowed);
	CHECK(!allowed || holds(m, page));
}

void model_write_page(struct model_mapping *m, size_t page)
{
	const uint32_t content = model.run->step + 1;
	bool allowed = model_can_touch(m, page);

	allowed = allowed && (m->pages[page].perms & K_MEM_PERM_RW) != 0;
	count_access(allowed);
	CHECK(mm_can_write(page_at(m->at, page) + model_below(PAGE)) == allowed);
	if (!allowed) {
		return;
	}
	page_fill(page_at(m->at, page), content);
	if (model_is_physical(m)) {
		model.spare[m->spare + page] = content;
	} else {
		m->pages[page].content = content;
	}
}

/* What it holds is no code, so only where it must not be tried. */
void model_execute_page(struct model_mapping *m, size_t page)
{
	if ((m->pages[page].perms & K_MEM_PERM_EXEC) == 0) {
		count_access(false);
		CHECK(!mm_can_execute(page_at(m->at, page)));
	}
}

void model_touch_guards(const struct model_mapping *m)
{
	if (m->kind != AT && m->kind != BARE) {
		count_access(false);
		CHECK(!mm_can_read(m->at - 1) && !mm_can_write(page_at(m->at, m->count)));
		CHECK(is_unmapped(m->at - 1) && is_unmapped(page_at(m->at, m->count)));
	}
}
