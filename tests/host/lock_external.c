/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Built with SMH_LOCK_EXTERNAL: the lock is here and watches how it is used. That no user data
 * is copied or cleared under it is seen by taking the pages of that data away: the first access
 * to each page faults, and the signal handler looks whether the lock is held.
 */

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"
#include "heap_listener.h"
#include "shared_multi_heap.h"
#include "smh_alloc.h"
#include "smh_fault.h"
#include "smh_info.h"
#include "smh_lock.h"
#include "smh_policy.h"

#define FAST         SMH_REG_ATTR_CACHEABLE
#define REGION_BYTES ((size_t)4 << 20)
#define BLOCK_BYTES  ((size_t)1 << 20)

static volatile bool held;
static uintptr_t last_token;
static unsigned int acquired;

uintptr_t smh_lock_acquire(void)
{
	CHECK(!held);
	held = true;
	acquired++;
	/* Any value must come back, 0 and all ones included. */
	last_token = acquired % 3 == 0 ? 0 : acquired % 3 == 1 ? UINTPTR_MAX : acquired * 977u;
	return last_token;
}

void smh_lock_release(uintptr_t token)
{
	CHECK(held);
	CHECK(token == last_token);
	held = false;
}

/* Whether the lock was taken since the last question, and is free now. */
static bool locked_once_or_more(void)
{
	static unsigned int before;
	const bool yes = acquired > before;

	before = acquired;
	return yes && !held;
}

static unsigned int faults;

static void on_fault(unsigned int kind, const void *ptr)
{
	CHECK(kind != SMH_FAULT_NONE && ptr != NULL);
	CHECK(!held);
	faults++;
	/* Not only is it not held: the pool can be used. */
	void *block = shared_multi_heap_alloc(FAST, 100);
	shared_multi_heap_free(block);
}

/* --- Pages that tell who touches them -------------------------------------- */

static uint8_t *region;
static uintptr_t page;
static volatile unsigned int touched;
static volatile unsigned int touched_locked;

static void on_access(int number, siginfo_t *info, void *context)
{
	const uintptr_t addr = (uintptr_t)info->si_addr;
	const bool ours = addr >= (uintptr_t)region && addr - (uintptr_t)region < REGION_BYTES;

	(void)number;
	(void)context;
	if (!ours || mprotect((void *)(addr & ~(page - 1)), page, PROT_READ | PROT_WRITE) != 0) {
		_exit(3);
	}
	touched++;
	touched_locked += held;
}

/* Take away the pages that lie wholly inside a block, its ends apart. Gives their number. */
static unsigned int guard(const uint8_t *block, size_t bytes)
{
	const uintptr_t first = ((uintptr_t)block + 64 + page - 1) & ~(page - 1);
	const uintptr_t end = ((uintptr_t)block + bytes - 64) & ~(page - 1);

	CHECK(mprotect((void *)first, end - first, PROT_NONE) == 0);
	return (unsigned int)((end - first) / page);
}

static void unguard(void)
{
	CHECK(mprotect(region, REGION_BYTES, PROT_READ | PROT_WRITE) == 0);
	touched = 0;
	touched_locked = 0;
}

static void pages_start(void)
{
	struct sigaction action = {.sa_sigaction = on_access, .sa_flags = SA_SIGINFO};

	page = (uintptr_t)sysconf(_SC_PAGESIZE);
	CHECK(sigaction(SIGSEGV, &action, NULL) == 0);
	region = mmap(NULL, REGION_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		      0);
	CHECK(region != MAP_FAILED);
}

/* --- What is checked ------------------------------------------------------- */

static void before_init(void)
{
	CHECK(shared_multi_heap_alloc(FAST, 10) == NULL);
	CHECK(shared_multi_heap_region_count() == 0 && locked_once_or_more());
	CHECK(shared_multi_heap_policy_get(FAST) >= 0 && !held);
	(void)smh_fault_handler_set(on_fault);
	CHECK(locked_once_or_more());
	shared_multi_heap_free(region);
	CHECK(faults == 1 && locked_once_or_more());
}

static void every_function(void)
{
	struct shared_multi_heap_region r = {FAST, (uintptr_t)region, REGION_BYTES};
	struct shared_multi_heap_region_info info;

	CHECK(shared_multi_heap_pool_init() == 0 && locked_once_or_more());
	CHECK(shared_multi_heap_pool_init() == -EALREADY && locked_once_or_more());
	CHECK(shared_multi_heap_add(&r, NULL) == 0 && locked_once_or_more());
	CHECK(shared_multi_heap_add(&r, NULL) == -EEXIST && locked_once_or_more());
	void *block = shared_multi_heap_alloc(FAST, 100);
	CHECK(block != NULL && locked_once_or_more());
	void *other = shared_multi_heap_aligned_alloc(FAST, 256, 100);
	CHECK(other != NULL && locked_once_or_more());
	block = shared_multi_heap_realloc(FAST, block, 5000);
	CHECK(block != NULL && locked_once_or_more());
	CHECK(shared_multi_heap_resize(block, 50) == 0 && locked_once_or_more());
	CHECK(shared_multi_heap_usable_size(block) >= 50 && locked_once_or_more());
	CHECK(shared_multi_heap_owner(block, NULL, NULL) == 0 && locked_once_or_more());
	CHECK(shared_multi_heap_region_info(0, &info) == 0 && locked_once_or_more());
	CHECK(shared_multi_heap_region_validate(0) == 0 && locked_once_or_more());
	CHECK(SMH_POLICY != SMH_POLICY_SELECT_RUNTIME ||
	      (shared_multi_heap_policy_set(FAST, SMH_POLICY_BEST_FIT) == 0 &&
	       locked_once_or_more()));
	shared_multi_heap_free(block);
	CHECK(locked_once_or_more());
	CHECK(shared_multi_heap_alloc(FAST, REGION_BYTES) == NULL && !held);
	shared_multi_heap_free(other);
}

static void every_fault(void)
{
	uint8_t *block = shared_multi_heap_alloc(FAST, 100);

	faults = 0;
	CHECK(block != NULL);
	shared_multi_heap_free(block + 1);
	CHECK(shared_multi_heap_realloc(FAST, block + 1, 10) == NULL);
	CHECK(shared_multi_heap_aligned_realloc(FAST, block + 1, 64, 10) == NULL);
	CHECK(shared_multi_heap_resize(block + 1, 10) == -EINVAL);
	CHECK(shared_multi_heap_usable_size(block + 1) == 0);
	shared_multi_heap_free(block);
	shared_multi_heap_free(block);
	CHECK(faults == 6 && !held);
	/* A damaged free block that alloc meets. */
	uint8_t *wall = shared_multi_heap_alloc(FAST, 3000);
	uint8_t *hole = shared_multi_heap_alloc(FAST, 2000);
	void *other = shared_multi_heap_alloc(FAST, 3000);
	CHECK(wall != NULL && hole != NULL && other != NULL);
	shared_multi_heap_free(hole);
	uint8_t kept[16];
	memcpy(kept, hole, sizeof(kept));
	memset(hole, 0xFF, sizeof(kept));
	CHECK(shared_multi_heap_alloc(FAST, 2000) != NULL);
	CHECK(faults == 7 && !held);
	memcpy(hole, kept, sizeof(kept));
}

static bool pattern_holds(const uint8_t *block, size_t bytes)
{
	for (size_t i = 0; i < bytes; i += 61) {
		if (block[i] != (uint8_t)(i / 61 * 7)) {
			return false;
		}
	}
	return true;
}

static uint8_t *patterned_block(void)
{
	uint8_t *block = shared_multi_heap_alloc(FAST, BLOCK_BYTES);

	CHECK(block != NULL);
	for (size_t i = 0; i < BLOCK_BYTES; i += 61) {
		block[i] = (uint8_t)(i / 61 * 7);
	}
	return block;
}

/* Where the next block of that size will be, from a trial. */
static uint8_t *next_place(size_t align, size_t bytes)
{
	uint8_t *place = shared_multi_heap_aligned_alloc(FAST, align, bytes);

	CHECK(place != NULL);
	shared_multi_heap_free(place);
	return place;
}

/* realloc that moves: all pages of both blocks are touched, none of them under the lock. */
static void copy_is_unlocked(size_t align)
{
	uint8_t *block = patterned_block();
	void *wall = shared_multi_heap_alloc(FAST, 100);
	const size_t more = BLOCK_BYTES + 3 * page;
	uint8_t *place = next_place(align, more);
	unsigned int pages = guard(block, BLOCK_BYTES);

	pages += guard(place, BLOCK_BYTES);
	uint8_t *moved = shared_multi_heap_aligned_realloc(FAST, block, align, more);
	CHECK(moved == place && moved != block);
	CHECK(touched == pages);
	CHECK(touched_locked == 0);
	unguard();
	CHECK(pattern_holds(moved, BLOCK_BYTES));
	shared_multi_heap_free(moved);
	shared_multi_heap_free(wall);
}

static void clearing_is_unlocked(void)
{
	uint8_t *place = next_place(0, BLOCK_BYTES);

	memset(place + 64, 0xFF, BLOCK_BYTES - 128);
	const unsigned int pages = guard(place, BLOCK_BYTES);
	uint8_t *block = shared_multi_heap_calloc(FAST, 4, BLOCK_BYTES / 4);
	CHECK(block == place);
	CHECK(touched == pages);
	CHECK(touched_locked == 0);
	unguard();
	for (size_t i = 0; i < BLOCK_BYTES; i++) {
		CHECK(block[i] == 0);
	}
	shared_multi_heap_free(block);
}

/* What needs no user data reads and writes none: nothing is filled, scanned or scrubbed. */
static void nothing_else_touches(void)
{
	uint8_t *block = patterned_block();
	void *wall = shared_multi_heap_alloc(FAST, 100);

	(void)guard(block, BLOCK_BYTES);
	CHECK(shared_multi_heap_usable_size(block) >= BLOCK_BYTES);
	CHECK(shared_multi_heap_resize(block, BLOCK_BYTES - 16) == 0);
	CHECK(shared_multi_heap_realloc(FAST, block, BLOCK_BYTES) == block);
	CHECK(shared_multi_heap_region_validate(0) == 0);
	CHECK(touched == 0);
	shared_multi_heap_free(block);
	CHECK(touched == 0);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_BYTES) == block);
	CHECK(touched == 0);
	unguard();
	shared_multi_heap_free(block);
	shared_multi_heap_free(wall);
}

static bool visit(void *arg, void *mem, size_t bytes, bool used)
{
	(void)mem;
	(void)bytes;
	(void)used;
	*(bool *)arg |= held;
	return true;
}

static unsigned int told;

static void on_block(uintptr_t heap_id, void *mem, size_t bytes)
{
	CHECK(held && heap_id == 7 && mem == region && bytes == 5);
	told++;
}

static void on_resize(uintptr_t heap_id, void *old_heap_end, void *new_heap_end)
{
	CHECK(held && heap_id == 7 && old_heap_end == NULL && new_heap_end == region);
	told++;
}

/* The listeners' list is behind the lock, whoever tells them. */
static void listeners_are_called_locked(void)
{
	static HEAP_LISTENER_ALLOC_DEFINE(alloc, 7, on_block);
	static HEAP_LISTENER_FREE_DEFINE(free_, 7, on_block);
	static HEAP_LISTENER_RESIZE_DEFINE(resize, 7, on_resize);
	struct heap_listener *const all[] = {&alloc, &free_, &resize};

	for (unsigned int i = 0; i < 3; i++) {
		(void)locked_once_or_more();
		heap_listener_register(all[i]);
		CHECK(locked_once_or_more());
	}
	heap_listener_notify_alloc(7, region, 5);
	CHECK(locked_once_or_more() && told == 1);
	heap_listener_notify_free(7, region, 5);
	CHECK(locked_once_or_more() && told == 2);
	heap_listener_notify_resize(7, NULL, region);
	CHECK(locked_once_or_more() && told == 3);
	for (unsigned int i = 0; i < 3; i++) {
		heap_listener_unregister(all[i]);
		CHECK(locked_once_or_more());
	}
}

int main(void)
{
	bool held_in_walk = false;

	pages_start();
	before_init();
	every_function();
	copy_is_unlocked(0);
	copy_is_unlocked(8192);
	clearing_is_unlocked();
	nothing_else_touches();
	/* The one exception: a visitor runs with the lock held. */
	CHECK(shared_multi_heap_region_walk(0, visit, &held_in_walk) == 0);
	CHECK(held_in_walk && !held);
	every_fault();
	listeners_are_called_locked();
	printf("lock: taken and released %u times\n", acquired);
	return 0;
}
