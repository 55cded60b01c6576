/* SPDX-License-Identifier: Apache-2.0 */

/* The library under its three interfaces, each seen in the same way. */

#ifndef DAMAGE_FACE_H_
#define DAMAGE_FACE_H_

#include "arena.h"
#include "smh_info.h"

#define NUM_REGIONS 3

/* Attribute of the damaged region and of a neighbour; the third region has the other one. */
#define ATTR       0u
#define OTHER_ATTR 1u

struct region {
	struct arena *arena;
	uint8_t *raw; /* as passed to the library */
	size_t raw_bytes;
	uint8_t *start; /* after trimming to granules */
	uint8_t *end;
	uint8_t *first; /* payload of the first block */
	unsigned int attr;
	unsigned int number; /* in the order added */
};

struct face {
	const char *name;
	unsigned int regions; /* how many of them it can have */
	/* Forget all regions; add one; keep all state outside the regions, and go back to it. */
	void (*clear)(void);
	bool (*add)(const struct region *region);
	void (*save)(void);
	void (*load)(void);
	/* The calls. Those without an attribute ignore it; NULL where there is no such function. */
	void *(*alloc)(unsigned int attr, size_t bytes);
	void *(*aligned_alloc)(unsigned int attr, size_t align, size_t bytes);
	void *(*calloc)(unsigned int attr, size_t count, size_t size);
	void *(*realloc)(unsigned int attr, void *ptr, size_t bytes);
	void *(*aligned_realloc)(unsigned int attr, void *ptr, size_t align, size_t bytes);
	int (*resize)(void *ptr, size_t bytes);
	void (*free)(void *ptr);
	size_t (*usable_size)(void *ptr);
	bool (*validate)(unsigned int region);
	bool (*walk)(unsigned int region, smh_block_visitor_t visit, void *arg);
	/* Every other question. False if the answer about what lies outside the region is wrong. */
	bool (*ask)(const struct region *region);
	/* Whether a pointer that is no multiple of SMH_ALIGN may stand for a block below it. */
	bool rewinds;
};

extern const struct face face_heap;
extern const struct face face_multi;
extern const struct face face_pool;

#endif /* DAMAGE_FACE_H_ */
