/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What the model knows of mappings and pages, and accesses to them.
 */

#ifndef MM_MODEL_STATE_H_
#define MM_MODEL_STATE_H_

#include "mm_model.h"
#include "support.h"

/** Most mappings at a time. */
#define SLOTS       14u
#define MAX_PAGES   8u
#define NUM_FRAMES  40u
#define FEW_FRAMES  14u
#define NUM_RECORDS 6u
#define STAY_LIMIT  (FEW_FRAMES - 4u) /* pages that must stay, so that others can move */
#define PERMS       (K_MEM_PERM_RW | K_MEM_PERM_EXEC | K_MEM_PERM_USER)
#define MODES       6u

/** Kinds of mappings. */
enum kind {
	NONE,
	ANON,
	UNPAGED,
	GUARDED,
	BARE,
	AT,
};

/** A page of a mapping. */
struct model_page {
	uint32_t perms;
	/* What it holds, if anonymous; 0: zero. */
	uint32_t content;
	/* It has memory, if nothing leaves; else: it must have. */
	bool present;
	bool pinned;
};

/** A mapping. */
struct model_mapping {
	enum kind kind;
	uint8_t *at;
	size_t count;
	/* First spare page and cache mode, if physical. */
	size_t spare;
	uint32_t mode;
	bool locked;
	struct model_page pages[MAX_PAGES];
};

/** All of it. */
struct model {
	struct mm_model_run *run;
	uint32_t random;
	size_t frames;
	struct model_mapping slots[SLOTS];
	/* What the spare pages hold. */
	uint32_t spare[MM_SPARE_PAGES];
};

extern struct model model;

/** A random number below a limit. */
uint32_t model_below(uint32_t limit);

/** Whether a mapping is of a physical range. */
bool model_is_physical(const struct model_mapping *m);

/** Whether it is of anonymous memory. */
bool model_is_paged(const struct model_mapping *m);

/** Physical mappings that there are. */
unsigned int model_records_used(void);

/** Pages that have memory, if none leaves; else those that must have. */
size_t model_pages_that_stay(void);

/** Whether part of the spare pages is mapped in another mode, but for one mapping. */
bool model_mode_conflicts(size_t spare, size_t count, uint32_t mode,
			  const struct model_mapping *but);

/** Whether one of these pages of mm_at() is mapped. */
bool model_at_is_taken(size_t page, size_t count);

/** As many frames are free as the model says, and no fault was reported. */
void model_check_free(void);

/** Whether a touch of the page finds memory, and that it has some then. */
bool model_can_touch(struct model_mapping *m, size_t page);

/** Read somewhere in a page: whether that may be, and all that it holds. */
void model_read_page(struct model_mapping *m, size_t page);

/** Write to it. */
void model_write_page(struct model_mapping *m, size_t page);

/** Try to execute it, if it may not: what it holds is no code. */
void model_execute_page(struct model_mapping *m, size_t page);

/** The pages beside a mapping with guards are none. */
void model_touch_guards(const struct model_mapping *m);

#endif /* MM_MODEL_STATE_H_ */
