/* SPDX-License-Identifier: Apache-2.0 */

#include "model.h"

#include <string.h>

#include "smh_alloc.h"
#include "smh_info.h"
#include "smh_policy.h"

static bool fail(struct model *m, const char *what)
{
	if (m->failure == NULL) {
		m->failure = what;
	}
	return false;
}

/* --- Random numbers ------------------------------------------------------ */

static uint32_t next(struct model *m)
{
	uint32_t x = m->random += 0x9E3779B9u;

	x = (x ^ x >> 16) * 0x21F0AAADu;
	x = (x ^ x >> 15) * 0x735A2D97u;
	return x ^ x >> 15;
}

static uint32_t below(struct model *m, uint32_t limit)
{
	return next(m) % limit;
}

static unsigned int octaves(size_t limit)
{
	unsigned int n = 0;

	while (limit != 0) {
		limit /= 2;
		n++;
	}
	return n;
}

/* 1 to max_bytes; every octave is as likely as any other. */
static size_t some_size(struct model *m)
{
	const size_t low = (size_t)1 << below(m, octaves(m->config.max_bytes));
	const size_t size = low + ((size_t)next(m) & (low - 1));

	return size < m->config.max_bytes ? size : m->config.max_bytes;
}

static size_t some_align(struct model *m)
{
	return below(m, 8) == 0 ? 0 : (size_t)1 << below(m, octaves(m->config.max_align));
}

static unsigned int some_attr(struct model *m)
{
	return below(m, m->config.num_attrs);
}

/* --- Content -------------------------------------------------------------- */

static uint32_t pattern_word(uint32_t seed, size_t index)
{
	const uint32_t x = seed + (uint32_t)index * 0x9E3779B9u;

	return x ^ x >> 13;
}

static void pattern_write(const struct model_block *b)
{
	const size_t words = b->bytes / 4;

	for (size_t i = 0; i < words; i++) {
		const uint32_t word = pattern_word(b->seed, i);

		memcpy(b->mem + 4 * i, &word, 4);
	}
	const uint32_t last = pattern_word(b->seed, words);

	memcpy(b->mem + 4 * words, &last, b->bytes % 4);
}

static bool pattern_holds(const uint8_t *mem, uint32_t seed, size_t bytes)
{
	const size_t words = bytes / 4;

	for (size_t i = 0; i < words; i++) {
		uint32_t word;

		memcpy(&word, mem + 4 * i, 4);
		if (word != pattern_word(seed, i)) {
			return false;
		}
	}
	const uint32_t last = pattern_word(seed, words);

	return memcmp(mem + 4 * words, &last, bytes % 4) == 0;
}

static bool content_holds(struct model *m, const struct model_block *b)
{
	return pattern_holds(b->mem, b->seed, b->bytes) ||
	       fail(m, "content of a live block changed");
}

/* --- Properties of a block ------------------------------------------------ */

static bool in_region_of_attr(struct model *m, const struct model_block *b)
{
	unsigned int attr = 0;
	const int first = shared_multi_heap_owner(b->mem, NULL, &attr);
	const int last = shared_multi_heap_owner(b->mem + b->bytes - 1, NULL, NULL);

	if (first < 0 || first != last) {
		return fail(m, "block does not lie in one region");
	}
	return attr == b->attr || fail(m, "block lies in a region of another attribute");
}

static bool overlaps_none(struct model *m, const struct model_block *b)
{
	const uintptr_t start = (uintptr_t)b->mem;

	for (unsigned int i = 0; i < m->num_blocks; i++) {
		const struct model_block *other = &m->config.blocks[i];
		const uintptr_t at = (uintptr_t)other->mem;

		if (other != b && start < at + other->bytes && at < start + b->bytes) {
			return fail(m, "block overlaps another one");
		}
	}
	return true;
}

/*
 * Check a block that was just given or changed and write its pattern, now and then over all that
 * it can hold.
 */
static bool adopt(struct model *m, struct model_block *b)
{
	const size_t align = b->align > SMH_ALIGN ? b->align : SMH_ALIGN;
	const size_t usable = shared_multi_heap_usable_size(b->mem);

	if (((uintptr_t)b->mem & (align - 1)) != 0) {
		return fail(m, "block is not aligned as asked");
	}
	if (usable < b->bytes) {
		return fail(m, "block holds less than asked for");
	}
	if (below(m, 4) == 0) {
		b->bytes = usable;
	}
	b->seed = next(m);
	if (!in_region_of_attr(m, b) || !overlaps_none(m, b)) {
		return false;
	}
	pattern_write(b);
	return true;
}

/*
 * A refusal is unfounded if some region of the attribute says that a block this large is certain
 * to be served. With granules of 8 bytes the smallest block may have two of them.
 */
static bool refusal_is_founded(struct model *m, unsigned int attr, size_t align, size_t bytes)
{
	const size_t smallest = SMH_ALIGN < 16 ? 12 : 1;
	const size_t block = bytes > smallest ? bytes : smallest;
	const size_t sure = align > SMH_ALIGN ? block + align - SMH_ALIGN : bytes;

	m->refused++;
	for (unsigned int i = 0; m->config.alone && i < shared_multi_heap_region_count(); i++) {
		struct shared_multi_heap_region_info info;

		if (shared_multi_heap_region_info(i, &info) != 0) {
			return fail(m, "region without description");
		}
		if (info.attr == attr && sure <= info.largest_free) {
			return fail(m, "refused although certain to be served");
		}
	}
	return true;
}

/* --- Operations ----------------------------------------------------------- */

static bool take(struct model *m, struct model_block block)
{
	struct model_block *slot = &m->config.blocks[m->num_blocks];

	if (block.mem == NULL) {
		return refusal_is_founded(m, block.attr, block.align, block.bytes);
	}
	m->served++;
	*slot = block;
	m->num_blocks++;
	return adopt(m, slot);
}

static bool do_alloc(struct model *m)
{
	struct model_block b = {.attr = some_attr(m), .bytes = some_size(m)};

	b.mem = shared_multi_heap_alloc(b.attr, b.bytes);
	return take(m, b);
}

static bool do_aligned_alloc(struct model *m)
{
	struct model_block b = {.attr = some_attr(m), .bytes = some_size(m)};

	b.align = some_align(m);
	b.mem = shared_multi_heap_aligned_alloc(b.attr, b.align, b.bytes);
	return take(m, b);
}

static bool do_calloc(struct model *m)
{
	const size_t count = 1 + below(m, 8);
	struct model_block b = {.attr = some_attr(m), .bytes = some_size(m)};

	b.bytes = (b.bytes + count - 1) / count * count;
	b.mem = shared_multi_heap_calloc(b.attr, count, b.bytes / count);
	for (size_t i = 0; b.mem != NULL && i < b.bytes; i++) {
		if (b.mem[i] != 0) {
			return fail(m, "calloc gave a byte that is not 0");
		}
	}
	return take(m, b);
}

static void drop(struct model *m, struct model_block *b)
{
	*b = m->config.blocks[--m->num_blocks];
	m->freed++;
}

static bool do_free(struct model *m)
{
	struct model_block *b = &m->config.blocks[below(m, m->num_blocks)];

	if (!content_holds(m, b)) {
		return false;
	}
	if (below(m, 16) == 0) {
		if (shared_multi_heap_realloc(b->attr, b->mem, 0) != NULL) {
			return fail(m, "realloc to 0 bytes gave a block");
		}
	} else {
		shared_multi_heap_free(b->mem);
	}
	drop(m, b);
	return true;
}

/* Take over what realloc gave for a block. */
static bool changed(struct model *m, struct model_block *b, uint8_t *mem, size_t bytes)
{
	const size_t kept = b->bytes < bytes ? b->bytes : bytes;

	if (!pattern_holds(mem, b->seed, kept)) {
		return fail(m, "realloc lost content");
	}
	if (mem == b->mem) {
		m->stayed++;
	} else {
		m->moved++;
	}
	b->mem = mem;
	b->bytes = bytes;
	return adopt(m, b);
}

static bool do_realloc(struct model *m)
{
	struct model_block *b = &m->config.blocks[below(m, m->num_blocks)];
	const unsigned int attr = below(m, 8) == 0 ? some_attr(m) : b->attr;
	const bool aligned = below(m, 4) == 0;
	const size_t align = aligned ? some_align(m) : 0;
	const size_t bytes = some_size(m);

	if (!content_holds(m, b)) {
		return false;
	}
	uint8_t *mem = aligned ? shared_multi_heap_aligned_realloc(attr, b->mem, align, bytes)
			       : shared_multi_heap_realloc(attr, b->mem, bytes);
	if (mem == NULL) {
		return refusal_is_founded(m, attr, align, bytes) && content_holds(m, b);
	}
	b->attr = attr;
	b->align = align;
	return changed(m, b, mem, bytes);
}

static bool do_resize(struct model *m)
{
	struct model_block *b = &m->config.blocks[below(m, m->num_blocks)];
	const size_t bytes = some_size(m);

	if (!content_holds(m, b)) {
		return false;
	}
	const int result = shared_multi_heap_resize(b->mem, bytes);
	if (result == 0) {
		return changed(m, b, b->mem, bytes);
	}
	m->refused++;
	if (result != -ENOMEM || bytes <= b->bytes) {
		return fail(m, "resize refused to shrink, or for a wrong reason");
	}
	return content_holds(m, b);
}

static bool do_nonsense(struct model *m)
{
	const unsigned int attr = some_attr(m);
	const size_t sizes[] = {0, SIZE_MAX, SIZE_MAX - below(m, 4096), SIZE_MAX / 2};
	const size_t aligns[] = {3, 24, SIZE_MAX, (SIZE_MAX >> 1) + 1};
	const size_t bytes = sizes[below(m, 4)];
	const size_t align = aligns[below(m, 4)];
	void *mem = below(m, 2) == 0 ? shared_multi_heap_alloc(attr, bytes)
				     : shared_multi_heap_aligned_alloc(attr, align, 8);

	return mem == NULL || fail(m, "a request that no region can serve was served");
}

static bool do_policy(struct model *m)
{
	const int result = shared_multi_heap_policy_set(some_attr(m), below(m, SMH_POLICY_NUM));

	return result == 0 || result == -ENOTSUP || fail(m, "policy refused");
}

/* --- Checks now and then -------------------------------------------------- */

static bool figures_match(struct model *m)
{
	size_t held = 0;
	size_t told = 0;

	for (unsigned int i = 0; i < m->num_blocks; i++) {
		held += shared_multi_heap_usable_size(m->config.blocks[i].mem);
	}
	for (unsigned int i = 0; i < shared_multi_heap_region_count(); i++) {
		struct shared_multi_heap_region_info info;

		if (shared_multi_heap_region_info(i, &info) != 0) {
			return fail(m, "region without description");
		}
		told += info.allocated;
	}
	return !SMH_STATS || held == told || fail(m, "bytes allocated are counted wrongly");
}

static bool due(const struct model *m, uint32_t every)
{
	return every != 0 && m->operation % every == 0;
}

static bool check_when_due(struct model *m)
{
	if (due(m, m->config.validate_every)) {
		const uint32_t turn = m->operation / m->config.validate_every;
		const unsigned int regions = shared_multi_heap_region_count();

		if (regions != 0 && shared_multi_heap_region_validate(turn % regions) != 0) {
			return fail(m, "region does not validate");
		}
	}
	if (due(m, m->config.check_every)) {
		return model_check(m) && (!m->config.alone || figures_match(m));
	}
	return true;
}

bool model_check(struct model *m)
{
	for (unsigned int i = 0; i < m->num_blocks; i++) {
		if (!content_holds(m, &m->config.blocks[i])) {
			return false;
		}
	}
	return true;
}

/* --- The run -------------------------------------------------------------- */

void model_init(struct model *m, const struct model_config *config)
{
	memset(m, 0, sizeof(*m));
	m->config = *config;
	m->random = config->seed * 0x85EBCA6Bu + 1u;
	m->pressure = 60;
}

static bool take_some(struct model *m)
{
	const uint32_t kind = below(m, 10);

	return kind < 6 ? do_alloc(m) : kind < 8 ? do_aligned_alloc(m) : do_calloc(m);
}

static bool operate(struct model *m)
{
	const uint32_t kind = below(m, 100);

	if (kind == 0) {
		return do_nonsense(m);
	}
	if (kind == 1 && m->config.change_policy) {
		return do_policy(m);
	}
	if (m->num_blocks == 0) {
		return take_some(m);
	}
	if (kind < 20) {
		return do_realloc(m);
	}
	if (kind < 30) {
		return do_resize(m);
	}
	if (m->num_blocks < m->config.max_blocks && below(m, 100) < m->pressure) {
		return take_some(m);
	}
	return do_free(m);
}

bool model_step(struct model *m)
{
	if (m->failure != NULL) {
		return false;
	}
	m->operation++;
	/* Phases of growth, up to exhaustion, and of decline, down to nothing. */
	if (m->operation % 1024 == 0) {
		m->pressure = 20 + below(m, 70);
	}
	return operate(m) && check_when_due(m);
}

bool model_run(struct model *m, uint32_t operations)
{
	for (uint32_t i = 0; i < operations; i++) {
		if (!model_step(m)) {
			return false;
		}
	}
	return m->failure == NULL;
}

bool model_finish(struct model *m)
{
	while (m->failure == NULL && m->num_blocks != 0) {
		m->operation++;
		(void)do_free(m);
	}
	return m->failure == NULL;
}
