/* SPDX-License-Identifier: Apache-2.0 */

/*
 * With SMH_ASAN a program can touch what it was given and nothing else. What must be accessible
 * is touched here; what must not be is touched in child processes, which must die of it.
 */

#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../check.h"
#include "shared_multi_heap.h"
#include "smh_alloc.h"
#include "smh_fault.h"
#include "smh_info.h"
#include "sys_heap.h"
#include "sys_multi_heap.h"

#define FAST         SMH_REG_ATTR_CACHEABLE
#define REGION_BYTES 65536u

/* Of the sanitizer's runtime. */
int __asan_address_is_poisoned(const volatile void *addr);
void __asan_unpoison_memory_region(const volatile void *addr, size_t bytes);

static _Alignas(4096) uint8_t memory[2][REGION_BYTES];
static _Alignas(64) uint8_t lone_memory[8192];
static struct sys_heap lone;

static bool poisoned(const uint8_t *at)
{
	return __asan_address_is_poisoned(at) != 0;
}

/* The first bytes of a block are accessible; the byte before it and the one behind are not. */
static void check_bounds(uint8_t *block, size_t bytes)
{
	CHECK(block != NULL);
	memset(block, 0x5A, bytes);
	CHECK(!poisoned(block + bytes - 1));
	CHECK(poisoned(block - 1) && poisoned(block + bytes));
}

static bool all_poisoned(const uint8_t *from, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		if (!poisoned(from + i)) {
			return false;
		}
	}
	return true;
}

/* --- What must not be touched ------------------------------------------- */

static uint8_t *block; /* of 21 bytes, in the pool */

/* The compiler leaves the check out where it can see that an address lies inside an array. */
static void touch(const uint8_t *at)
{
	const volatile uint8_t *volatile hidden = at;

	(void)*hidden;
}

static void read_freed(void)
{
	shared_multi_heap_free(block);
	touch(block + 20);
}

static void read_freed_links(void)
{
	shared_multi_heap_free(block);
	touch(block);
}

static void write_behind(void)
{
	*(volatile uint8_t *)(block + 21) = 1;
}

static void copy_behind(void)
{
	memset(block, 1, 22);
}

static void read_header(void)
{
	touch(block - 1);
}

static void read_free_memory(void)
{
	touch(memory[0] + REGION_BYTES / 2);
}

static void read_control(void)
{
	touch(memory[1]);
}

static void read_moved(void)
{
	CHECK(shared_multi_heap_realloc(FAST, block, 30000) != block);
	touch(block);
}

static void read_given_up(void)
{
	CHECK(shared_multi_heap_resize(block, 20) == 0);
	touch(block + 20);
}

static void read_lone_freed(void)
{
	uint8_t *mine = sys_heap_alloc(&lone, 100);

	sys_heap_free(&lone, mine);
	touch(mine + 50);
}

static const struct {
	const char *name;
	void (*deed)(void);
} deeds[] = {
	{"read freed memory", read_freed},
	{"read the start of freed memory", read_freed_links},
	{"write behind the bytes asked for", write_behind},
	{"memset behind the bytes asked for", copy_behind},
	{"read a header", read_header},
	{"read free memory of a region", read_free_memory},
	{"read the control block of a region", read_control},
	{"read a block that moved", read_moved},
	{"read what a resize gave up", read_given_up},
	{"read a block freed in a lone heap", read_lone_freed},
};

/* Standard error of a child that does a deed, and how it ended. */
static int output_of(void (*deed)(void), char *output, size_t room)
{
	int ends[2];
	int status = 0;
	ssize_t got;
	pid_t child;

	CHECK(pipe(ends) == 0);
	child = fork();
	CHECK(child >= 0);
	if (child == 0) {
		(void)dup2(ends[1], STDERR_FILENO);
		deed();
		_exit(0);
	}
	(void)close(ends[1]);
	while (room > 1 && (got = read(ends[0], output, room - 1)) > 0) {
		output += got;
		room -= (size_t)got;
	}
	*output = '\0';
	(void)close(ends[0]);
	CHECK(waitpid(child, &status, 0) == child);
	return status;
}

static void deeds_are_found_out(void)
{
	static char output[65536];

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		const int status = output_of(deeds[i].deed, output, sizeof(output));

		printf("%s: status %d\n", deeds[i].name, status);
		CHECK(status != 0);
		CHECK(strstr(output, "AddressSanitizer: use-after-poison") != NULL);
	}
}

/* --- What must be accessible -------------------------------------------- */

static void every_size(void)
{
	for (size_t bytes = 1; bytes < 200; bytes++) {
		uint8_t *plain = shared_multi_heap_alloc(FAST, bytes);
		uint8_t *aligned = shared_multi_heap_aligned_alloc(FAST, 128, bytes);
		uint8_t *zeroes = shared_multi_heap_calloc(FAST, 1, bytes);

		check_bounds(plain, bytes);
		CHECK(zeroes[bytes - 1] == 0);
		check_bounds(aligned, bytes);
		check_bounds(zeroes, bytes);
		shared_multi_heap_free(plain);
		CHECK(all_poisoned(plain, bytes));
		shared_multi_heap_free(zeroes);
		shared_multi_heap_free(aligned);
		CHECK(all_poisoned(aligned, bytes) && all_poisoned(zeroes, bytes));
	}
}

static void every_resize(void)
{
	uint8_t *growing = shared_multi_heap_alloc(FAST, 1);

	for (size_t bytes = 2; bytes < 200; bytes++) {
		CHECK(shared_multi_heap_resize(growing, bytes) == 0);
		check_bounds(growing, bytes);
	}
	for (size_t bytes = 198; bytes != 0; bytes--) {
		CHECK(shared_multi_heap_resize(growing, bytes) == 0);
		check_bounds(growing, bytes);
	}
	for (size_t bytes = 1; bytes < 3000; bytes += 37) {
		CHECK(shared_multi_heap_realloc(FAST, growing, bytes) == growing);
		check_bounds(growing, bytes);
	}
	CHECK(shared_multi_heap_resize(growing, 2000) == 0);
	CHECK(all_poisoned(growing + 2000, 900));
	CHECK(shared_multi_heap_realloc(FAST, growing, 10) == growing);
	CHECK(all_poisoned(growing + 10, 1990));
	shared_multi_heap_free(growing);
}

/* A block that moves takes all of its bytes along, those included that only it knew of. */
static void move(void)
{
	uint8_t *moving = shared_multi_heap_alloc(FAST, 77);
	uint8_t *wall = shared_multi_heap_alloc(FAST, 1);
	uint8_t *moved;

	memset(moving, 0x21, 77);
	moved = shared_multi_heap_aligned_realloc(FAST, moving, 1024, 500);
	CHECK(moved != NULL && moved != moving && moved[0] == 0x21 && moved[76] == 0x21);
	check_bounds(moved, 500);
	CHECK(all_poisoned(moving, 77));
	shared_multi_heap_free(moved);
	shared_multi_heap_free(wall);
}

static void usable_size(void)
{
	uint8_t *mine = shared_multi_heap_alloc(FAST, 21);
	size_t usable;

	check_bounds(mine, 21);
	usable = shared_multi_heap_usable_size(mine);
	CHECK(usable >= 21);
	check_bounds(mine, usable);
	CHECK(shared_multi_heap_resize(mine, 21) == 0);
	check_bounds(mine, 21);
	shared_multi_heap_free(mine);
}

/* A refused call changes nothing. */
static void refusals(void)
{
	uint8_t *mine = shared_multi_heap_alloc(FAST, 100);
	uint8_t *wall = shared_multi_heap_alloc(FAST, 1);

	CHECK(shared_multi_heap_resize(mine, 4000) == -ENOMEM);
	check_bounds(mine, 100);
	CHECK(shared_multi_heap_realloc(FAST, mine, 10 * REGION_BYTES) == NULL);
	memset(mine, 1, 100);
	CHECK(poisoned(mine - 1) && poisoned(mine + 128));
	shared_multi_heap_free(wall);
	shared_multi_heap_free(mine);
}

static bool visit(void *arg, void *mem, size_t bytes, bool used)
{
	(void)mem;
	(void)bytes;
	(void)used;
	(*(unsigned int *)arg)++;
	return true;
}

static void questions(void)
{
	struct shared_multi_heap_region_info info;
	unsigned int visits = 0;

	CHECK(shared_multi_heap_region_info(0, &info) == 0 && info.allocated != 0);
	CHECK(shared_multi_heap_region_validate(0) == 0);
	CHECK(shared_multi_heap_region_walk(0, visit, &visits) == 0 && visits != 0);
	CHECK(shared_multi_heap_owner(block, NULL, NULL) == 0);
	check_bounds(block, 21);
}

static void lone_heap(void)
{
	for (size_t bytes = 1; bytes < 100; bytes++) {
		uint8_t *plain = sys_heap_alloc(&lone, bytes);
		uint8_t *aligned = sys_heap_aligned_alloc(&lone, 256, bytes);
		uint8_t *rewound = sys_heap_aligned_alloc(&lone, 64 | 4, bytes);

		check_bounds(plain, bytes);
		check_bounds(aligned, bytes);
		memset(rewound, 1, bytes);
		CHECK(poisoned(rewound + bytes));
		plain = sys_heap_realloc(&lone, plain, 2 * bytes);
		check_bounds(plain, 2 * bytes);
		rewound = sys_heap_aligned_realloc(&lone, rewound, 64 | 4, bytes + 40);
		CHECK(rewound[bytes - 1] == 1 && poisoned(rewound + bytes + 40));
		sys_heap_free(&lone, aligned);
		sys_heap_free(&lone, plain);
		sys_heap_free(&lone, rewound);
	}
	CHECK(sys_heap_validate(&lone));
}

static void *choose(struct sys_multi_heap *mheap, void *cfg, size_t align, size_t bytes)
{
	(void)cfg;
	return sys_heap_aligned_alloc(mheap->heaps[mheap->nheaps - 1].heap, align, bytes);
}

/* From one heap of a set to another. */
static void set_of_heaps(void)
{
	static struct sys_heap heaps[2];
	static struct sys_multi_heap set;
	static _Alignas(64) uint8_t spaces[2][1024];
	uint8_t *mine;
	uint8_t *moved;

	sys_multi_heap_init(&set, choose);
	for (int i = 0; i < 2; i++) {
		sys_heap_init(&heaps[i], spaces[i], sizeof(spaces[i]) / (i == 0 ? 4 : 1));
		sys_multi_heap_add_heap(&set, &heaps[i], NULL);
	}
	mine = sys_heap_alloc(&heaps[0], 61);
	memset(mine, 9, 61);
	moved = sys_multi_heap_aligned_realloc(&set, NULL, mine, 0, 500);
	CHECK(moved != NULL && moved >= spaces[1] && moved[60] == 9);
	check_bounds(moved, 500);
	sys_multi_heap_free(&set, moved);
}

/* Memory that was a heap can be one again, or something else once it is unpoisoned. */
static void reuse(void)
{
	static _Alignas(64) uint8_t space[1024];
	static struct sys_heap heap;

	for (int round = 0; round < 2; round++) {
		sys_heap_init(&heap, space, sizeof(space));
		check_bounds(sys_heap_alloc(&heap, 50), 50);
	}
	__asan_unpoison_memory_region(space, sizeof(space));
	memset(space, 0, sizeof(space));
}

static void no_fault(unsigned int kind, const void *ptr)
{
	printf("fault: %s at %p\n", smh_fault_name(kind), ptr);
	(void)fflush(stdout);
	abort();
}

int main(void)
{
	(void)smh_fault_handler_set(no_fault);
	CHECK(shared_multi_heap_pool_init() == 0);
	for (int i = 0; i < 2; i++) {
		struct shared_multi_heap_region region = {
			.attr = FAST, .addr = (uintptr_t)memory[i], .size = REGION_BYTES};

		CHECK(shared_multi_heap_add(&region, NULL) == 0);
		CHECK(all_poisoned(memory[i], REGION_BYTES));
	}
	sys_heap_init(&lone, lone_memory, sizeof(lone_memory));
	CHECK(all_poisoned(lone_memory, sizeof(lone_memory)));

	block = shared_multi_heap_alloc(FAST, 21);
	(void)shared_multi_heap_alloc(FAST, 1);
	check_bounds(block, 21);
	every_size();
	every_resize();
	move();
	usable_size();
	refusals();
	lone_heap();
	set_of_heaps();
	reuse();
	questions();
	deeds_are_found_out();
	return 0;
}
