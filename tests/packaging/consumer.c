/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A user of the installed library. The project that builds it passes nothing but what the
 * package gives and the values that the library was built with (EXPECT_*), so that a
 * tunable that did not reach it shows: in the macros, in what the library does to structures
 * that this file laid out, and in the build tag that SMH_BUILD_CHECK() asks for.
 */

#include <stdio.h>
#include <string.h>

#include <shared_multi_heap.h>
#include <smh_build.h>
#include <smh_fault.h>
#include <sys_multi_heap.h>

#define REGION_BYTES 1024u

static unsigned int checks;
static unsigned int failures;

static void check(int held, const char *what)
{
	checks++;
	if (!held) {
		failures++;
		printf("FAILED: %s\n", what);
	}
}

#define CHECK(expr) check((expr) ? 1 : 0, #expr)

static uint8_t memory[EXPECT_MAX_REGIONS + 1][REGION_BYTES];

static void count_only(unsigned int kind, const void *ptr)
{
	(void)kind;
	(void)ptr;
}

static void tunables_reached_the_consumer(void)
{
	printf("SMH_MAX_REGIONS=%d SMH_ALIGN=%d SMH_LOCK=%d SMH_POLICY=%d\n", SMH_MAX_REGIONS,
	       SMH_ALIGN, SMH_LOCK, SMH_POLICY);
	CHECK(SMH_MAX_REGIONS == EXPECT_MAX_REGIONS);
	CHECK(SMH_ALIGN == EXPECT_ALIGN);
	CHECK(SMH_LOCK == EXPECT_LOCK);
	CHECK(sizeof(((struct sys_multi_heap *)0)->heaps) ==
	      EXPECT_MAX_REGIONS * sizeof(struct sys_multi_heap_rec));
}

static void pool_has_the_same_tunables(void)
{
	struct shared_multi_heap_region region = {.attr = SMH_REG_ATTR_EXTERNAL,
						  .size = REGION_BYTES};
	uintptr_t block;

	CHECK(shared_multi_heap_pool_init() == 0);
	for (unsigned int i = 0; i < EXPECT_MAX_REGIONS; i++) {
		region.addr = (uintptr_t)memory[i];
		CHECK(shared_multi_heap_add(&region, NULL) == 0);
	}
	region.addr = (uintptr_t)memory[EXPECT_MAX_REGIONS];
	CHECK(shared_multi_heap_add(&region, NULL) == -ENOMEM);

	for (unsigned int i = 0; i < 4; i++) {
		block = (uintptr_t)shared_multi_heap_alloc(SMH_REG_ATTR_EXTERNAL, 1);
		CHECK(block != 0 && block % EXPECT_ALIGN == 0);
	}
}

static void *choose_last(struct sys_multi_heap *mheap, void *cfg, size_t align, size_t size)
{
	(void)cfg;
	return sys_heap_aligned_alloc(mheap->heaps[mheap->nheaps - 1].heap, align, size);
}

/* The library must fill exactly the table that this file laid out, and nothing behind it. */
static void structures_have_the_same_layout(void)
{
	static uint8_t spans[EXPECT_MAX_REGIONS + 1][REGION_BYTES];
	static struct sys_heap heaps[EXPECT_MAX_REGIONS + 1];
	struct {
		struct sys_multi_heap set;
		uint8_t behind[64];
	} mine;
	uint8_t untouched[sizeof(mine.behind)];
	void *block;

	memset(&mine, 0x5a, sizeof(mine));
	memset(untouched, 0x5a, sizeof(untouched));
	sys_multi_heap_init(&mine.set, choose_last);
	for (unsigned int i = 0; i <= EXPECT_MAX_REGIONS; i++) {
		sys_heap_init(&heaps[i], spans[i], REGION_BYTES);
		sys_multi_heap_add_heap(&mine.set, &heaps[i], &heaps[i]);
	}
	CHECK(mine.set.nheaps == EXPECT_MAX_REGIONS);
	CHECK(smh_fault_count(SMH_FAULT_TABLE_FULL) == 1);
	CHECK(memcmp(mine.behind, untouched, sizeof(untouched)) == 0);

	block = sys_multi_heap_alloc(&mine.set, NULL, 100);
	CHECK(block != NULL);
	CHECK(sys_multi_heap_get_heap(&mine.set, block)->user_data ==
	      &heaps[EXPECT_MAX_REGIONS - 1]);
	sys_multi_heap_free(&mine.set, block);
}

#ifdef EXPECT_VERSION
/* The package takes its version from the headers. */
static void package_has_the_version_of_the_headers(void)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%d.%d.%d", SMH_VERSION_MAJOR, SMH_VERSION_MINOR,
		       SMH_VERSION_PATCH);
	CHECK(strcmp(text, EXPECT_VERSION) == 0);
}
#endif

int main(void)
{
	SMH_BUILD_CHECK();
	smh_fault_handler_set(count_only);
	tunables_reached_the_consumer();
	pool_has_the_same_tunables();
	structures_have_the_same_layout();
#ifdef EXPECT_VERSION
	package_has_the_version_of_the_headers();
#endif
	printf("%u checks, %u failed\n", checks, failures);
	return failures == 0 ? 0 : 1;
}
