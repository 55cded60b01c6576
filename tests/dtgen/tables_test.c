/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * What smh-dtgen has made of a blob is what the reader says of it at run time: the same regions,
 * and the same calls of the hook. The tables were made when this program was built.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "smh_info.h"
#include "smh_region_table.h"
#include "harness.h"

struct made {
	const char *blob;
	struct smh_region_table *table;
	int (*add)(smh_init_reg_fn_t init_reg, struct smh_table_result *result);
};

#include "all_tables.h"

#define COUNT (sizeof(made) / sizeof(made[0]))

/* The options that the tool was run with. */
static const struct smh_dt_options elsewhere = {.blob_elsewhere = true};

static void a_table_has_the_regions_of_its_blob(void)
{
	unsigned int regions = 0;

	for (size_t i = 0; i < COUNT; i++) {
		struct blob blob = blob_load(made[i].blob);
		struct smh_dt_plan plan;

		CHECK_FOR(made[i].blob, scan(&blob, &elsewhere, &plan) == 0);
		CHECK_FOR(made[i].blob, plan.count == made[i].table->count);
		CHECK(!made[i].table->added);
		for (unsigned int j = 0; j < plan.count; j++) {
			const struct smh_dt_region *read = &plan.regions[j];
			const struct smh_table_region *written = &made[i].table->regions[j];

			CHECK_FOR(made[i].blob, written->region.attr == read->region.attr);
			CHECK_FOR(made[i].blob, written->region.addr == read->region.addr);
			CHECK_FOR(made[i].blob, written->region.size == read->region.size);
			CHECK_FOR(made[i].blob, strcmp(written->label, read->label) == 0);
		}
		regions += plan.count;
		blob_drop(&blob);
	}
	CHECK(COUNT > 20 && regions > 40);
}

/* What a hook saw and what became of it, told through a pipe. */
struct story {
	int error;
	unsigned int added;
	unsigned int skipped;
	unsigned int calls;
	struct shared_multi_heap_region seen[SMH_MAX_REGIONS];
	uintptr_t served[MAX_SHARED_MULTI_HEAP_ATTR]; /* which region a block comes from, or 0 */
};

static struct story story;
static _Alignas(64) uint8_t arenas[SMH_MAX_REGIONS][4096];

/* Refuses each third region, makes the others small. */
static bool hook(struct shared_multi_heap_region *region, uint8_t **mapped, size_t *size)
{
	unsigned int call = story.calls++;

	CHECK(call < SMH_MAX_REGIONS);
	story.seen[call] = *region;
	*mapped = arenas[call];
	*size = region->size < sizeof(arenas[call]) ? region->size : sizeof(arenas[call]);
	return call % 3 != 2;
}

/* The origin of the region that serves each attribute, which the user data begins with. */
static void ask_for_blocks(void)
{
	for (unsigned int attr = 0; attr < MAX_SHARED_MULTI_HEAP_ATTR; attr++) {
		void *block = shared_multi_heap_alloc(attr, 1);
		void *from = NULL;

		if (block != NULL) {
			CHECK(shared_multi_heap_owner(block, &from, NULL) >= 0);
			story.served[attr] = ((struct shared_multi_heap_region *)from)->addr + 1;
		}
	}
}

static void tell_of_table(const struct made *row)
{
	struct smh_table_result result = {99, 99};

	CHECK(row->add(hook, &result) == -EPERM);
	CHECK(story.calls == 0 && shared_multi_heap_pool_init() == 0);
	story.error = row->add(hook, &result);
	story.added = result.added;
	story.skipped = result.skipped;
	ask_for_blocks();
	CHECK(row->add(hook, &result) == (row->table->count > 0 ? -EALREADY : 0));
	CHECK(result.added == 0 && result.skipped == 0);
}

static void tell_of_blob(const struct made *row)
{
	static struct smh_dt_plan plan;
	struct blob blob = blob_load(row->blob);
	struct smh_dt_result result = {99, 99};

	CHECK(scan(&blob, &elsewhere, &plan) == 0);
	CHECK(smh_devicetree_add(&plan, hook, &result) == -EPERM);
	CHECK(story.calls == 0 && shared_multi_heap_pool_init() == 0);
	story.error = smh_devicetree_add(&plan, hook, &result);
	story.added = result.added;
	story.skipped = result.skipped;
	ask_for_blocks();
	blob_drop(&blob);
}

/* The pool is one for a process, so each story is told in one of its own. */
static struct story in_child(void (*tell)(const struct made *row), const struct made *row)
{
	struct story told;
	int ends[2];
	int status = -1;
	pid_t child;

	CHECK(pipe(ends) == 0);
	child = fork();
	CHECK(child >= 0);
	if (child == 0) {
		tell(row);
		_exit(write(ends[1], &story, sizeof(story)) == (ssize_t)sizeof(story) ? 0 : 1);
	}
	CHECK_FOR(row->blob, read(ends[0], &told, sizeof(told)) == (ssize_t)sizeof(told));
	CHECK_FOR(row->blob, waitpid(child, &status, 0) == child && status == 0);
	close(ends[0]);
	close(ends[1]);
	return told;
}

static void a_table_is_added_as_its_blob_is(void)
{
	unsigned int added = 0;
	unsigned int skipped = 0;

	for (size_t i = 0; i < COUNT; i++) {
		struct story table = in_child(tell_of_table, &made[i]);
		struct story blob = in_child(tell_of_blob, &made[i]);

		CHECK_FOR(made[i].blob, memcmp(&table, &blob, sizeof(table)) == 0);
		CHECK_FOR(made[i].blob, table.error == 0 && table.calls == made[i].table->count);
		added += table.added;
		skipped += table.skipped;
	}
	printf("%u regions added, %u skipped\n", added, skipped);
	CHECK(added > 20 && skipped > 3);
}

const struct dt_case dt_cases[] = {
	{"a_table_has_the_regions_of_its_blob", a_table_has_the_regions_of_its_blob},
	{"a_table_is_added_as_its_blob_is", a_table_is_added_as_its_blob_is},
};
const unsigned int dt_case_count = sizeof(dt_cases) / sizeof(dt_cases[0]);
