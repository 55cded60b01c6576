/* SPDX-License-Identifier: Apache-2.0 */

#include <stdio.h>
#include <string.h>

#include "machine.h"

#define STALE_FILL 0x5A

/* A walk that notes what it meets. */
struct look {
	const struct machine *m;
	struct picture *picture;
	bool sound;
};

static bool look_visit(void *arg, void *mem, size_t bytes, bool used)
{
	struct look *look = arg;
	uintptr_t at = (uintptr_t)mem - (uintptr_t)look->m->region;
	struct picture *picture = look->picture;

	if (at >= look->m->bytes || bytes > look->m->bytes - at ||
	    picture->count == MACHINE_MAX_BLOCKS) {
		look->sound = false;
		return false;
	}
	picture->block[picture->count++] = (struct block){(uint32_t)at, (uint32_t)bytes, used};
	return true;
}

/* Whether the blocks fill the heap, and no two neighbours are free. */
static bool is_gapless(const struct machine *m, const struct picture *picture)
{
	uint32_t next = m->first;
	bool left_free = false;

	for (uint32_t i = 0; i < picture->count; i++) {
		const struct block *block = &picture->block[i];

		if (block->at != next || (left_free && !block->used) ||
		    (block->bytes + ADAPTER_HEADER) % SMH_ALIGN != 0) {
			return false;
		}
		left_free = !block->used;
		next = block->at + block->bytes + ADAPTER_HEADER;
	}
	return next == m->first + m->granules * SMH_ALIGN;
}

bool machine_look(struct machine *m, struct picture *picture)
{
	struct look look = {m, picture, true};

	picture->count = 0;
	m->operations++;
	return adapter_walk(&m->heap, look_visit, &look) && look.sound && is_gapless(m, picture);
}

/* Granules of a block that fills a new heap, and where it starts; 0 if there is no heap. */
static uint32_t capacity_of(struct sys_heap *heap, uint8_t *region, uint32_t bytes, uint32_t *first)
{
	struct picture picture = {.count = 0};
	const struct machine m = {.region = region, .bytes = bytes};
	struct look look = {&m, &picture, true};

	sys_heap_init(heap, region, bytes);
	if (!sys_heap_validate(heap) || !adapter_walk(heap, look_visit, &look) ||
	    picture.count != 1) {
		return 0;
	}
	*first = picture.block[0].at;
	return (picture.block[0].bytes + ADAPTER_HEADER) / SMH_ALIGN;
}

static uint32_t bytes_for(uint32_t granules)
{
	static _Alignas(4096) uint8_t scratch[ARENA_MAX_BYTES];
	struct sys_heap heap;
	uint32_t bytes = SMH_ALIGN;
	uint32_t first;

	while (bytes <= ARENA_MAX_BYTES && capacity_of(&heap, scratch, bytes, &first) < granules) {
		bytes += SMH_ALIGN;
	}
	return bytes;
}

static void sizes_set(struct machine *m)
{
	if (m->num_sizes != 0) {
		return;
	}
	for (uint32_t n = 1; n <= m->granules + 1; n++) {
		m->sizes[m->num_sizes++] = n;
	}
}

bool machine_open(struct machine *m, uint32_t granules, bool high, uint32_t setups)
{
	m->bytes = bytes_for(granules);
	if (granules == 0 || granules > MACHINE_MAX_GRANULES || m->bytes > ARENA_MAX_BYTES) {
		fprintf(stderr, "exhaust: granules=%u: from 1 to %u are possible\n", granules,
			MACHINE_MAX_GRANULES);
		return false;
	}
	m->region = arena_open(m->bytes, high);
	if (m->region == NULL) {
		return false;
	}
	m->state = (uint32_t)((m->bytes + sizeof(m->heap) + 7) / 8 * 8);
	for (uint32_t i = 0; i < setups; i++) {
		m->granules = capacity_of(&m->heap, m->region, m->bytes, &m->first);
	}
	if (m->granules < granules || m->granules > MACHINE_MAX_GRANULES) {
		fprintf(stderr, "exhaust: granules=%u: the heap has %u\n", granules, m->granules);
		return false;
	}
	sizes_set(m);
	return true;
}

void machine_save(const struct machine *m, uint8_t *state)
{
	memcpy(state, m->region, m->bytes);
	memcpy(state + m->bytes, &m->heap, sizeof(m->heap));
	memset(state + m->bytes + sizeof(m->heap), 0, m->state - m->bytes - sizeof(m->heap));
}

void machine_load(struct machine *m, const uint8_t *state)
{
	memcpy(m->region, state, m->bytes);
	memcpy(&m->heap, state + m->bytes, sizeof(m->heap));
}

bool machine_is(const struct machine *m, const uint8_t *state)
{
	return memcmp(m->region, state, m->bytes) == 0 && machine_kept_inside(m, state);
}

bool machine_kept_inside(const struct machine *m, const uint8_t *state)
{
	return memcmp(state + m->bytes, &m->heap, sizeof(m->heap)) == 0 && arena_near_is_whole();
}

uint8_t machine_fill(const struct machine *m, uint32_t at)
{
	return (uint8_t)(0x40 + (at - m->first) / SMH_ALIGN);
}

bool machine_stale(const struct block *block, uint32_t *from, uint32_t *to)
{
	*from = block->at + adapter_links(block->bytes);
	*to = block->at + block->bytes - adapter_footer(block->bytes);
	return *from < *to;
}

static void fill_live(struct machine *m, const struct block *block)
{
	for (uint32_t at = block->at; at < block->at + block->bytes; at += SMH_ALIGN) {
		uint32_t left = block->at + block->bytes - at;

		memset(m->region + at, machine_fill(m, at), left < SMH_ALIGN ? left : SMH_ALIGN);
	}
}

void machine_normalise(struct machine *m, const struct picture *picture)
{
	(void)sys_heap_runtime_stats_reset_max(&m->heap);
	if (m->keep_stale) {
		return;
	}
	for (uint32_t i = 0; i < picture->count; i++) {
		const struct block *block = &picture->block[i];
		uint32_t from;
		uint32_t to;

		if (block->used) {
			fill_live(m, block);
		} else if (machine_stale(block, &from, &to)) {
			memset(m->region + from, STALE_FILL, to - from);
		}
	}
}

const struct block *picture_at(const struct picture *picture, uint32_t at)
{
	for (uint32_t i = 0; i < picture->count; i++) {
		if (picture->block[i].at == at) {
			return &picture->block[i];
		}
	}
	return NULL;
}
