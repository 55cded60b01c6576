/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Why not fdt_check_full() alone: up to libfdt 1.6.1 a property length close to 2^32 makes it
 * go round for ever, a misaligned block makes it read misaligned words (which traps on
 * processors that demand alignment), and it leaves properties behind subnodes alone, which
 * no look-up would find. So every tag is walked here first, with all lengths compared by
 * subtraction; then fdt_check_full() has its say, which covers the reservation block too.
 */

#include <stdint.h>
#include <string.h>

#include <libfdt.h>

#include "smh_devicetree.h"
#include "devicetree/blob.h"

/* The first version whose header tells the size of the structure block. */
#define OLDEST_VERSION 17u
#define HEADER_BYTES   ((uint32_t)sizeof(struct fdt_header))
#define WORD           ((uint32_t)FDT_TAGSIZE)

/* Where the walk through the structure block stands. */
struct walk {
	const fdt32_t *words; /* the block */
	uint32_t count;       /* its length in words */
	uint32_t at;          /* next word */
	const char *strings;
	uint32_t strings_bytes;
	unsigned int depth; /* nodes open */
	bool names_allowed; /* properties may stand here: no subnode was closed yet */
	bool root_closed;
};

static const void *at_offset(const void *blob, uint32_t offset)
{
	return (const char *)blob + offset;
}

/* Does a block lie behind the header and inside the blob? */
static bool block_inside(const void *blob, uint32_t offset, uint32_t bytes)
{
	uint32_t total = fdt_totalsize(blob);

	return offset >= HEADER_BYTES && offset <= total && bytes <= total - offset;
}

static bool header_sound(const void *blob, size_t max_bytes)
{
	if (fdt_magic(blob) != FDT_MAGIC || fdt_version(blob) < OLDEST_VERSION ||
	    fdt_last_comp_version(blob) > OLDEST_VERSION) {
		return false;
	}
	if (fdt_totalsize(blob) > max_bytes || fdt_totalsize(blob) >= INT32_MAX) {
		return false;
	}
	if (fdt_off_dt_struct(blob) % WORD != 0 || fdt_size_dt_struct(blob) % WORD != 0 ||
	    fdt_off_mem_rsvmap(blob) % sizeof(uint64_t) != 0) {
		return false;
	}
	return block_inside(blob, fdt_off_mem_rsvmap(blob), 0) &&
	       block_inside(blob, fdt_off_dt_struct(blob), fdt_size_dt_struct(blob)) &&
	       block_inside(blob, fdt_off_dt_strings(blob), fdt_size_dt_strings(blob));
}

/* Step over a number of bytes and the padding behind them. */
static bool skip_bytes(struct walk *walk, uint32_t bytes)
{
	uint32_t left = walk->count - walk->at;
	uint32_t words = bytes / WORD + (bytes % WORD != 0);

	if (words > left) {
		return false;
	}
	walk->at += words;
	return true;
}

static bool begin_node(struct walk *walk)
{
	const char *name = (const char *)&walk->words[walk->at];
	uint32_t left = (walk->count - walk->at) * WORD;
	const char *end = left > 0 ? memchr(name, '\0', left) : NULL;

	if (end == NULL || walk->root_closed || walk->depth == SMH_DT_MAX_DEPTH) {
		return false;
	}
	if (walk->depth == 0 && end != name) {
		return false;
	}
	walk->depth++;
	walk->names_allowed = true;
	return skip_bytes(walk, (uint32_t)(end - name) + 1);
}

static bool end_node(struct walk *walk)
{
	if (walk->depth == 0) {
		return false;
	}
	walk->depth--;
	walk->names_allowed = false;
	walk->root_closed = walk->depth == 0;
	return true;
}

static bool property(struct walk *walk)
{
	uint32_t bytes;
	uint32_t name;

	if (walk->depth == 0 || !walk->names_allowed || walk->count - walk->at < 2) {
		return false;
	}
	bytes = fdt32_to_cpu(walk->words[walk->at]);
	name = fdt32_to_cpu(walk->words[walk->at + 1]);
	walk->at += 2;
	if (name >= walk->strings_bytes ||
	    memchr(walk->strings + name, '\0', walk->strings_bytes - name) == NULL) {
		return false;
	}
	return skip_bytes(walk, bytes);
}

static bool structure_sound(const void *blob)
{
	struct walk walk = {
		.words = at_offset(blob, fdt_off_dt_struct(blob)),
		.count = fdt_size_dt_struct(blob) / WORD,
		.strings = at_offset(blob, fdt_off_dt_strings(blob)),
		.strings_bytes = fdt_size_dt_strings(blob),
	};
	bool sound = true;

	while (sound && walk.at < walk.count) {
		switch (fdt32_to_cpu(walk.words[walk.at++])) {
		case FDT_BEGIN_NODE:
			sound = begin_node(&walk);
			break;
		case FDT_END_NODE:
			sound = end_node(&walk);
			break;
		case FDT_PROP:
			sound = property(&walk);
			break;
		case FDT_NOP:
			break;
		case FDT_END:
			return walk.root_closed;
		default:
			return false;
		}
	}
	return false;
}

bool smh_dt_blob_sound(const void *blob, size_t max_bytes)
{
	if (blob == NULL || (uintptr_t)blob % sizeof(uint64_t) != 0 || max_bytes < HEADER_BYTES) {
		return false;
	}
	return header_sound(blob, max_bytes) && structure_sound(blob) &&
	       fdt_check_full(blob, max_bytes) == 0;
}
