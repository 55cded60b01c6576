/* SPDX-License-Identifier: Apache-2.0 */

/* KMEM-UNMAP: what is no mapping as a whole is reported, and nothing changes. */

#include "support.h"

/* A mapping and how it is removed. */
struct mapping {
	uint8_t *at;
	size_t pages;
	void (*unmap)(void *at, size_t size);
};

static void unmap_anon(void *at, size_t size)
{
	k_mem_unmap(at, size);
}

static void unmap_guarded(void *at, size_t size)
{
	k_mem_unmap_phys_guard(at, size, false);
}

static void unmap_bare(void *at, size_t size)
{
	k_mem_unmap_phys_bare(at, size);
}

static struct mapping make_anon(size_t pages)
{
	return (struct mapping){k_mem_map(pages * PAGE, K_MEM_PERM_RW), pages, unmap_anon};
}

static struct mapping make_guarded(size_t pages)
{
	uint8_t *at = k_mem_map_phys_guard(places.spare, pages * PAGE, K_MEM_PERM_RW, false);

	return (struct mapping){at, pages, unmap_guarded};
}

static struct mapping make_bare(size_t pages)
{
	uint8_t *at = NULL;

	k_mem_map_phys_bare(&at, places.spare + 16 * PAGE, pages * PAGE, K_MEM_PERM_RW);
	return (struct mapping){at, pages, unmap_bare};
}

static void fill(const struct mapping *m)
{
	for (size_t p = 0; p < m->pages; p++) {
		page_fill(page_at(m->at, p), (uint32_t)((uintptr_t)m->at / PAGE + p));
	}
}

static bool holds(const struct mapping *m)
{
	for (size_t p = 0; p < m->pages; p++) {
		if (!page_filled(page_at(m->at, p), (uint32_t)((uintptr_t)m->at / PAGE + p))) {
			return false;
		}
	}
	return !mm_can_read(m->at - PAGE) && !mm_can_read(page_at(m->at, m->pages));
}

static void refuses(const struct mapping *m, void *at, size_t size)
{
	const size_t free = k_mem_free_get();
	const size_t tables = mm_free_tables();

	m->unmap(at, size);
	CHECK(fault_was(at));
	CHECK(holds(m) && k_mem_free_get() == free && mm_free_tables() == tables);
}

/* Starts and sizes around the right ones. */
static void refuses_neighbours(const struct mapping *m)
{
	for (int start = -2; start <= (int)m->pages + 1; start++) {
		for (size_t pages = 0; pages <= m->pages + 3; pages++) {
			if (start != 0 || pages != m->pages) {
				refuses(m, m->at + start * (int)PAGE, pages * PAGE);
			}
		}
	}
}

static void refuses_odd_figures(const struct mapping *m)
{
	static uint8_t object[2 * K_MEM_PAGE_SIZE];
	const size_t size = m->pages * PAGE;

	refuses(m, m->at, SIZE_MAX - PAGE + 1);
	refuses(m, m->at, (size_t)0 - (uintptr_t)m->at);
	refuses(m, m->at, SIZE_MAX / 2 + 1);
	refuses(m, NULL, size);
	refuses(m, object, PAGE);
	refuses(m, (void *)(UINTPTR_MAX - PAGE + 1), PAGE);
	refuses(m, (void *)mm_not_covered(), PAGE);
	refuses(m, (void *)mm_at(0), PAGE);
	refuses(m, (void *)places.window, PAGE);
	refuses(m, smh_mm_scratch_page(), PAGE);
}

/* Only bare mappings begin and end within a page. */
static void refuses_unaligned(const struct mapping *m)
{
	refuses(m, m->at + 1, m->pages * PAGE);
	refuses(m, m->at, m->pages * PAGE - 1);
	refuses(m, m->at, m->pages * PAGE + 1);
	refuses(m, m->at, 1);
}

static void can_go(const struct mapping *m, const struct mm_left *before)
{
	m->unmap(m->at, m->pages * PAGE);
	CHECK(no_fault() && mm_left_is(before));
	for (size_t p = 0; p < m->pages; p++) {
		CHECK(is_unmapped(page_at(m->at, p)) && !mm_can_read(page_at(m->at, p)));
	}
	m->unmap(m->at, m->pages * PAGE);
	CHECK(fault_was(m->at) && mm_left_is(before));
}

static void try_all(struct mapping (*make)(size_t pages), bool aligned_only)
{
	START(.frames = 8);
	for (size_t pages = 1; pages <= 4; pages++) {
		const struct mm_left before = mm_left();
		const struct mapping m = make(pages);

		CHECK(m.at != NULL);
		fill(&m);
		refuses_neighbours(&m);
		refuses_odd_figures(&m);
		if (aligned_only) {
			refuses_unaligned(&m);
		}
		CHECK(holds(&m));
		can_go(&m, &before);
	}
	mm_stop();
}

void case_mm_unmap_bad_anonymous(void)
{
	try_all(make_anon, true);
}

void case_mm_unmap_bad_physical(void)
{
	try_all(make_guarded, true);
}

void case_mm_unmap_bad_bare(void)
{
	try_all(make_bare, false);
}

/* Each with the function of another. */
void case_mm_unmap_wrong_kind(void)
{
	START(.frames = 8);
	struct mapping all[] = {make_anon(3), make_guarded(3), make_bare(3)};
	const size_t count = sizeof(all) / sizeof(all[0]);

	CHECK(smh_mm_map_at(mm_at(2), places.spare, 3 * PAGE, 0) == 0);
	for (size_t i = 0; i < count; i++) {
		fill(&all[i]);
		for (size_t other = 0; other < count; other++) {
			if (other != i) {
				all[other].unmap(all[i].at, 3 * PAGE);
				CHECK(fault_was(all[i].at) && holds(&all[i]));
			}
		}
		CHECK(smh_mm_unmap_at((uintptr_t)all[i].at, 3 * PAGE) == -ENOENT);
		CHECK(holds(&all[i]));
		all[i].unmap((void *)mm_at(2), 3 * PAGE);
		CHECK(fault_was((void *)mm_at(2)) && mm_can_read((void *)mm_at(2)));
	}
	for (size_t i = 0; i < count; i++) {
		all[i].unmap(all[i].at, 3 * PAGE);
	}
	CHECK(smh_mm_unmap_at(mm_at(2), 3 * PAGE) == 0);
	mm_stop();
}

/* Two mappings side by side are not one. */
void case_mm_unmap_two_at_once(void)
{
	START(.frames = 8);
	struct mapping a = make_anon(2);
	struct mapping b = make_anon(2);
	struct mapping *low = a.at < b.at ? &a : &b;
	struct mapping *high = a.at < b.at ? &b : &a;
	const size_t both = (size_t)(high->at - low->at) + 2 * PAGE;

	fill(&a);
	fill(&b);
	refuses(low, low->at, both);
	refuses(high, low->at, both);
	refuses(high, low->at, (size_t)(high->at - low->at));
	CHECK(holds(&a) && holds(&b));
	mm_stop();
}

/* A mapping that is partly or wholly out of memory, locked or pinned goes like any other. */
void case_mm_unmap_in_any_state(void)
{
	START(.frames = 16, .paging = true, .store = 8);
	const struct mm_left before = mm_left();
	uint8_t *out = k_mem_map(4 * PAGE, K_MEM_PERM_RW);
	uint8_t *touched = k_mem_map(4 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	uint8_t *locked = k_mem_map(2 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_LOCK);
	uint8_t *pinned = k_mem_map(2 * PAGE, K_MEM_PERM_RW);

	page_fill(out, 1);
	page_fill(out + PAGE, 2);
	CHECK(k_mem_page_out(out, 3 * PAGE) == 0);
	CHECK(mm_can_write(touched + PAGE) && mm_can_read(touched + 3 * PAGE));
	k_mem_pin(pinned, 2 * PAGE);
	CHECK(free_frames() == 16 - 1 - 2 - 2 - 2);
	k_mem_unmap(out, 4 * PAGE);
	k_mem_unmap(touched, 4 * PAGE);
	k_mem_unmap(locked, 2 * PAGE);
	k_mem_unmap(pinned, 2 * PAGE);

	const struct mm_left after = mm_left();

	CHECK(after.free == before.free && after.tables == before.tables);
	CHECK(after.window == before.window);
	mm_stop();
}
