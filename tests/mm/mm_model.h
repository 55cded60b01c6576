/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Random operations on mappings, each foretold by a model of the page table.
 *
 * The model knows of every page what it may do, what it holds and whether it has to be in memory;
 * of physical memory what is in it; and so of every call whether it succeeds and what is free
 * afterwards. A step that goes otherwise ends in check_failed().
 */

#ifndef MM_MODEL_H_
#define MM_MODEL_H_

#include <stdbool.h>
#include <stdint.h>

/** A run; how far it is stands in the last two. */
struct mm_model_run {
	/** Not 0. */
	uint32_t seed;
	/** Steps to go. */
	uint32_t steps;
	/** Whether pages leave memory. */
	bool paging;
	/** The step that is made now. */
	uint32_t step;
	/** What came up: mappings made and refused, accesses that went through and that faulted. */
	uint32_t made;
	uint32_t refused;
	uint32_t allowed;
	uint32_t faulted;
};

/** Start the mapping layer, make the steps, remove everything, stop. */
void mm_model_go(struct mm_model_run *run);

/** Whether each kind of outcome came up; else the run has proved little. */
bool mm_model_is_varied(const struct mm_model_run *run);

#endif /* MM_MODEL_H_ */
