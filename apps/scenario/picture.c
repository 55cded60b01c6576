/* SPDX-License-Identifier: Apache-2.0 */

#include "picture.h"

#include "places.h"
#include "print.h"
#include "tally.h"

#define CELLS 64

/* A region in CELLS equal shares, and what each share holds. */
struct bar {
	uintptr_t start;
	size_t size;
	size_t used[CELLS];
	size_t unused[CELLS];
	unsigned int used_blocks;
};

/* Offset at which a cell begins; the product stays small, for regions are below 2^32. */
static size_t cell_start(const struct bar *bar, size_t cell)
{
	return (size_t)((uint64_t)bar->size * cell / CELLS);
}

static size_t overlap(size_t a, size_t a_end, size_t b, size_t b_end)
{
	size_t first = a > b ? a : b;
	size_t end = a_end < b_end ? a_end : b_end;

	return end > first ? end - first : 0;
}

static bool count_block(void *arg, void *mem, size_t bytes, bool used)
{
	struct bar *bar = arg;
	size_t *cells = used ? bar->used : bar->unused;
	size_t start = (uintptr_t)mem - bar->start;

	bar->used_blocks += used ? 1 : 0;
	for (size_t i = 0; i < CELLS; i++) {
		cells[i] +=
			overlap(start, start + bytes, cell_start(bar, i), cell_start(bar, i + 1));
	}
	return true;
}

static char cell_sign(const struct bar *bar, size_t cell)
{
	size_t share = cell_start(bar, cell + 1) - cell_start(bar, cell);

	if (bar->used[cell] == 0) {
		return bar->unused[cell] != 0 ? '.' : '-';
	}
	return bar->used[cell] * 4 >= share * 3 ? '#' : '+';
}

static void draw_bar(const struct bar *bar)
{
	char text[CELLS + 1];

	for (size_t i = 0; i < CELLS; i++) {
		text[i] = cell_sign(bar, i);
	}
	text[CELLS] = '\0';
	print("|%s|", text);
}

static bool print_block(void *arg, void *mem, size_t bytes, bool used)
{
	(void)arg;
	(void)mem;
	print("[%s %zu]", used ? "used" : "free", bytes);
	return true;
}

static void draw_region(unsigned int region)
{
	struct shared_multi_heap_region_info info;
	struct bar bar = {.used_blocks = 0};

	if (shared_multi_heap_region_info(region, &info) != 0) {
		return;
	}
	bar.start = info.addr;
	bar.size = info.size;
	(void)shared_multi_heap_region_walk(region, count_block, &bar);
	print("  %-8s ", places_label((int)region));
	draw_bar(&bar);
	print(" %zu of %zu bytes in %u block%s\n", info.allocated, info.capacity, bar.used_blocks,
	      bar.used_blocks == 1 ? "" : "s");
	print("           ");
	(void)shared_multi_heap_region_walk(region, print_block, NULL);
	print("\n");
}

void picture_draw(void)
{
	heading("Occupancy");
	print("'#' used, '+' partly used, '.' free, '-' the heap's own; below: each block's "
	      "bytes\n");
	for (unsigned int i = 0; i < places_count(); i++) {
		draw_region(i);
	}
}
