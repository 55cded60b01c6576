/* SPDX-License-Identifier: Apache-2.0 */

#include "clock_model.h"

#include <string.h>

#include "contract.h"

void clock_start(struct clock_model *model, size_t frames)
{
	memset(model, 0, sizeof(*model));
	model->free = frames;
}

static void ring_add(struct clock_model *model, size_t page)
{
	model->ring[model->in_ring++] = page;
}

static void ring_remove(struct clock_model *model, size_t page)
{
	size_t i = 0;

	while (model->ring[i] != page) {
		CHECK(++i < model->in_ring);
	}
	model->in_ring--;
	memmove(&model->ring[i], &model->ring[i + 1],
		(model->in_ring - i) * sizeof(model->ring[0]));
}

/* The hand passes over touched pages, which are touched no more, and stops behind the other. */
static size_t ring_select(struct clock_model *model)
{
	CHECK(model->in_ring > 0);
	for (;;) {
		const size_t page = model->ring[0];

		ring_remove(model, page);
		ring_add(model, page);
		if (!model->pages[page].accessed) {
			return page;
		}
		model->pages[page].accessed = false;
	}
}

static void leave(struct clock_model *model, size_t page)
{
	if (model->pages[page].dirty) {
		model->stats.eviction.dirty++;
	} else {
		model->stats.eviction.clean++;
	}
	ring_remove(model, page);
	model->pages[page] = (struct clock_page){.present = false};
	model->free++;
}

void clock_bring(struct clock_model *model, size_t page)
{
	if (model->pages[page].present) {
		return;
	}
	if (model->free == 0) {
		leave(model, ring_select(model));
	}
	model->free--;
	model->pages[page].present = true;
	ring_add(model, page);
}

void clock_touch(struct clock_model *model, size_t page, bool write)
{
	if (!model->pages[page].present) {
		model->stats.pagefaults.cnt++;
		clock_bring(model, page);
	}
	model->pages[page].accessed = true;
	model->pages[page].dirty |= write;
}

void clock_out(struct clock_model *model, size_t page)
{
	if (model->pages[page].present && !model->pages[page].pinned) {
		leave(model, page);
	}
}

/* A pinned page is asked nothing, so that it counts as written to afterwards. */
void clock_pin(struct clock_model *model, size_t page)
{
	clock_bring(model, page);
	if (!model->pages[page].pinned) {
		ring_remove(model, page);
		model->pages[page].pinned = true;
		model->pages[page].accessed = true;
		model->pages[page].dirty = true;
	}
}

void clock_unpin(struct clock_model *model, size_t page)
{
	if (model->pages[page].pinned) {
		model->pages[page].pinned = false;
		ring_add(model, page);
	}
}
