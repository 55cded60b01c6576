/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The regions of a run: how many, how large, of which kind.
 */

#ifndef POLICIES_LAYOUT_H_
#define POLICIES_LAYOUT_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOST_REGIONS 64u
#define MOST_KINDS   2u
#define MOST_BYTES   (1280u * 1024u)

/** Sizes of the regions in the order in which they are added; their sum is the same in all. */
enum shape {
	/** All alike. */
	SHAPE_EQUAL,
	/** Growing by the same factor from one to the next, 1 : 64 from the first to the last. */
	SHAPE_GEOMETRIC_UP,
	SHAPE_GEOMETRIC_DOWN,
	/** One has half of the memory, the others share the rest equally. */
	SHAPE_LARGE_LAST,
	SHAPE_LARGE_FIRST,
	SHAPE_NUM,
};

struct span {
	uint8_t *start;
	size_t bytes;
	unsigned int kind;
};

/** Regions of one kind have consecutive numbers. */
struct layout {
	enum shape shape;
	unsigned int regions;
	unsigned int kinds;
	/** Of all regions, and of those of each kind. */
	size_t bytes;
	size_t kind_bytes[MOST_KINDS];
	unsigned int first[MOST_KINDS];
	unsigned int count[MOST_KINDS];
	struct span region[MOST_REGIONS];
};

/** Name in the tables. */
const char *shape_name(enum shape shape);

/** The shape with this name; SHAPE_NUM if there is none. */
enum shape shape_of(const char *name);

/**
 * Fill in @p layout: for each kind @p regions / @p kinds regions, of so many bytes in all. False if
 * that is not possible.
 */
bool layout_make(struct layout *layout, enum shape shape, unsigned int regions, unsigned int kinds,
		 const size_t kind_bytes[]);

#endif /* POLICIES_LAYOUT_H_ */
