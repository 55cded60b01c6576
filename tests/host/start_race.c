/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Threads that start at the same time and all want the pool: they race for one table, follow the
 * recipe of shared_multi_heap_pool_init(), and report faults of heaps of their own. Made for
 * ThreadSanitizer. Each race is run in a forked child, since it can be won once in a process.
 */

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "smh_fault.h"
#include "smh_info.h"
#include "smh_region_table.h"
#include "sys_heap.h"

#define RACERS       4u
#define RACES        60u
#define REGIONS      3u
#define REGION_BYTES 8192u
#define FAULTS       2000u

static _Alignas(64) uint8_t memory[REGIONS][REGION_BYTES];
static struct smh_table_region regions[REGIONS];
static struct smh_region_table table = {regions, REGIONS, false};

static pthread_barrier_t barrier;
static int results[RACERS];
static atomic_uint hooks;

/* Long enough for the others to come meanwhile. */
static bool make_ready(struct shared_multi_heap_region *reg, uint8_t **v_addr, size_t *size)
{
	(void)sched_yield();
	atomic_fetch_add(&hooks, 1);
	*v_addr = (uint8_t *)reg->addr;
	*size = reg->size;
	return true;
}

static void use_block(void)
{
	void *block = shared_multi_heap_alloc(0, 500);

	CHECK(block != NULL);
	memset(block, 0xFF, 500);
	shared_multi_heap_free(block);
}

/* One thread adds the table, each of its regions once; the others are told. */
static void *race_for_table(void *arg)
{
	struct smh_table_result counts;
	const unsigned int me = (unsigned int)(uintptr_t)arg;

	(void)shared_multi_heap_pool_init();
	(void)pthread_barrier_wait(&barrier);
	results[me] = smh_region_table_add(&table, make_ready, &counts);
	CHECK(counts.added == (results[me] == 0 ? REGIONS : 0) && counts.skipped == 0);
	return NULL;
}

static atomic_bool regions_ready;

/* The recipe as shared_multi_heap.h has it. */
static void *follow_recipe(void *arg)
{
	const unsigned int me = (unsigned int)(uintptr_t)arg;

	(void)pthread_barrier_wait(&barrier);
	results[me] = shared_multi_heap_pool_init();
	if (results[me] == 0) {
		CHECK(smh_region_table_add(&table, make_ready, NULL) == 0);
		atomic_store(&regions_ready, true);
	} else {
		while (!atomic_load(&regions_ready)) {
			(void)sched_yield();
		}
	}
	use_block();
	return NULL;
}

static void race(void *(*racer)(void *arg))
{
	pthread_t threads[RACERS];
	unsigned int won = 0;

	CHECK(pthread_barrier_init(&barrier, NULL, RACERS) == 0);
	for (uintptr_t i = 0; i < RACERS; i++) {
		CHECK(pthread_create(&threads[i], NULL, racer, (void *)i) == 0);
	}
	for (unsigned int i = 0; i < RACERS; i++) {
		CHECK(pthread_join(threads[i], NULL) == 0);
		CHECK(results[i] == 0 || results[i] == -EALREADY);
		won += results[i] == 0;
	}
	CHECK(won == 1 && atomic_load(&hooks) == REGIONS);
	CHECK(shared_multi_heap_region_count() == REGIONS);
	use_block();
}

static void races(void *(*racer)(void *arg))
{
	for (unsigned int i = 0; i < RACES; i++) {
		int status = 0;

		(void)fflush(stdout);
		const pid_t child = fork();
		if (child == 0) {
			race(racer);
			_exit(0);
		}
		CHECK(child > 0 && waitpid(child, &status, 0) == child);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
}

/* --- Faults of heaps that have no lock ------------------------------------- */

static atomic_uint heard;

static void hear(unsigned int kind, const void *ptr)
{
	(void)ptr;
	CHECK(kind == SMH_FAULT_DOUBLE_FREE);
	atomic_fetch_add(&heard, 1);
}

static void hear_too(unsigned int kind, const void *ptr)
{
	hear(kind, ptr);
}

static void *free_twice(void *arg)
{
	static struct sys_heap heaps[RACERS];
	static _Alignas(64) uint8_t own[RACERS][4096];
	const unsigned int me = (unsigned int)(uintptr_t)arg;

	sys_heap_init(&heaps[me], own[me], sizeof(own[me]));
	void *block = sys_heap_alloc(&heaps[me], 40);
	CHECK(block != NULL);
	sys_heap_free(&heaps[me], block);
	(void)pthread_barrier_wait(&barrier);
	for (unsigned int i = 0; i < FAULTS; i++) {
		sys_heap_free(&heaps[me], block);
	}
	return NULL;
}

/* Every fault is counted and told, though the handler changes and nobody locks. */
static void faults_of_many(void)
{
	pthread_t threads[RACERS];

	(void)smh_fault_handler_set(hear);
	CHECK(pthread_barrier_init(&barrier, NULL, RACERS + 1) == 0);
	for (uintptr_t i = 0; i < RACERS; i++) {
		CHECK(pthread_create(&threads[i], NULL, free_twice, (void *)i) == 0);
	}
	(void)pthread_barrier_wait(&barrier);
	while (atomic_load(&heard) < RACERS * FAULTS / 2) {
		smh_fault_handler_t before = smh_fault_handler_set(hear_too);

		CHECK(before == hear && smh_fault_handler_set(hear) == hear_too);
	}
	for (unsigned int i = 0; i < RACERS; i++) {
		CHECK(pthread_join(threads[i], NULL) == 0);
	}
	CHECK(atomic_load(&heard) == RACERS * FAULTS);
	CHECK(smh_fault_count(SMH_FAULT_DOUBLE_FREE) == RACERS * FAULTS);
}

int main(void)
{
	for (unsigned int i = 0; i < REGIONS; i++) {
		regions[i].region.addr = (uintptr_t)memory[i];
		regions[i].region.size = REGION_BYTES;
	}
	races(race_for_table);
	races(follow_recipe);
	faults_of_many();
	printf("start race: 2 x %u races, %u faults\n", RACES, RACERS * FAULTS);
	return 0;
}
