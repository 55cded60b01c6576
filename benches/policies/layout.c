/* SPDX-License-Identifier: Apache-2.0 */

#include "layout.h"

#include "harness/arena.h"

#include <string.h>

/* Every region starts and ends at a multiple of this, on every target. */
#define ROUND 64u

/* The geometric sizes span six octaves, in steps of a sixteenth of an octave. */
#define OCTAVES 6u
#define STEPS   16u

static uint8_t memory[MOST_BYTES] __attribute__((aligned(ROUND))) BENCH_LARGE;

static const char *const names[SHAPE_NUM] = {
	[SHAPE_EQUAL] = "equal",
	[SHAPE_GEOMETRIC_UP] = "geometric-up",
	[SHAPE_GEOMETRIC_DOWN] = "geometric-down",
	[SHAPE_LARGE_LAST] = "large-last",
	[SHAPE_LARGE_FIRST] = "large-first",
};

const char *shape_name(enum shape shape)
{
	return names[shape];
}

enum shape shape_of(const char *name)
{
	unsigned int i = 0;

	while (i < SHAPE_NUM && strcmp(names[i], name) != 0) {
		i++;
	}
	return (enum shape)i;
}

/* 2 to the power of OCTAVES * i / last, times STEPS: straight lines between the powers. */
static uint32_t geometric(unsigned int i, unsigned int last)
{
	unsigned int place = last == 0 ? 0 : i * OCTAVES * STEPS / last;

	return (STEPS + place % STEPS) << (place / STEPS);
}

/* The share of region i of n, in units that only compare with those of the others. */
static uint32_t weight(enum shape shape, unsigned int i, unsigned int n)
{
	switch (shape) {
	case SHAPE_GEOMETRIC_UP:
		return geometric(i, n - 1);
	case SHAPE_GEOMETRIC_DOWN:
		return geometric(n - 1 - i, n - 1);
	case SHAPE_LARGE_LAST:
		return i == n - 1 && n > 1 ? n - 1 : 1;
	case SHAPE_LARGE_FIRST:
		return i == 0 && n > 1 ? n - 1 : 1;
	default:
		return 1;
	}
}

/* Returns where the next kind starts. */
static uint8_t *add_kind(struct layout *layout, unsigned int kind, uint8_t *start)
{
	unsigned int n = layout->regions / layout->kinds;
	uint64_t sum = 0;

	layout->first[kind] = kind * n;
	layout->count[kind] = n;
	for (unsigned int i = 0; i < n; i++) {
		sum += weight(layout->shape, i, n);
	}
	for (unsigned int i = 0; i < n; i++) {
		uint64_t part = layout->kind_bytes[kind] * weight(layout->shape, i, n) / sum;
		struct span *region = &layout->region[kind * n + i];

		*region = (struct span){start, (size_t)part / ROUND * ROUND, kind};
		start += region->bytes;
	}
	return start;
}

bool layout_make(struct layout *layout, enum shape shape, unsigned int regions, unsigned int kinds,
		 const size_t kind_bytes[])
{
	uint8_t *start = memory;

	if (shape >= SHAPE_NUM || kinds == 0 || kinds > MOST_KINDS || regions == 0 ||
	    regions > MOST_REGIONS || regions % kinds != 0) {
		return false;
	}
	*layout = (struct layout){.shape = shape, .regions = regions, .kinds = kinds};
	for (unsigned int kind = 0; kind < kinds; kind++) {
		layout->kind_bytes[kind] = kind_bytes[kind];
		layout->bytes += kind_bytes[kind];
	}
	if (layout->bytes > MOST_BYTES) {
		return false;
	}
	for (unsigned int kind = 0; kind < kinds; kind++) {
		start = add_kind(layout, kind, start);
	}
	return true;
}
