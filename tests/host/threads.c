/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Threads on one pool, with the mutex as lock; made for ThreadSanitizer. The race for pool_init
 * is run in forked children, since it can be won once in a process.
 */

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "model.h"
#include "smh_fault.h"
#include "smh_info.h"
#include "smh_policy.h"

#define RACERS     4u
#define RACES      60u
#define WORKERS    4u
#define OPERATIONS 20000u
#define SLOT_BYTES 49152u

static _Alignas(64) uint8_t memory[SMH_MAX_REGIONS][SLOT_BYTES];

static int add(unsigned int attr, unsigned int slot, size_t bytes)
{
	struct shared_multi_heap_region region = {attr, (uintptr_t)memory[slot], bytes};

	return shared_multi_heap_add(&region, memory[slot]);
}

/* --- The race for pool_init ------------------------------------------------ */

static pthread_barrier_t barrier;
static int results[RACERS];

static void *race(void *arg)
{
	const unsigned int me = (unsigned int)(uintptr_t)arg;

	(void)pthread_barrier_wait(&barrier);
	results[me] = shared_multi_heap_pool_init();
	/* Whoever won, the pool is complete: a region joins and serves. */
	CHECK(add(me, me, 4096) == 0);
	void *block = shared_multi_heap_alloc(me, 1000);
	CHECK(block != NULL);
	memset(block, 0xFF, 1000);
	shared_multi_heap_free(block);
	return NULL;
}

static void race_once(void)
{
	pthread_t threads[RACERS];
	unsigned int won = 0;

	CHECK(pthread_barrier_init(&barrier, NULL, RACERS) == 0);
	for (uintptr_t i = 0; i < RACERS; i++) {
		CHECK(pthread_create(&threads[i], NULL, race, (void *)i) == 0);
	}
	for (unsigned int i = 0; i < RACERS; i++) {
		CHECK(pthread_join(threads[i], NULL) == 0);
		CHECK(results[i] == 0 || results[i] == -EALREADY);
		won += results[i] == 0;
	}
	CHECK(won == 1);
	CHECK(shared_multi_heap_region_count() == RACERS);
	for (unsigned int i = 0; i < RACERS; i++) {
		CHECK(shared_multi_heap_region_validate(i) == 0);
	}
}

static void races(void)
{
	for (unsigned int i = 0; i < RACES; i++) {
		int status = 0;

		(void)fflush(stdout);
		const pid_t child = fork();
		if (child == 0) {
			race_once();
			_exit(0);
		}
		CHECK(child > 0 && waitpid(child, &status, 0) == child);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
}

/* --- Models in parallel ---------------------------------------------------- */

static struct model models[WORKERS];
static struct model_block blocks[WORKERS][300];

static void *work(void *arg)
{
	struct model *m = arg;

	(void)(model_run(m, OPERATIONS) && model_check(m) && model_finish(m));
	return NULL;
}

static volatile bool finished;
static pthread_mutex_t finished_lock = PTHREAD_MUTEX_INITIALIZER;

static bool is_finished(void)
{
	(void)pthread_mutex_lock(&finished_lock);
	const bool yes = finished;
	(void)pthread_mutex_unlock(&finished_lock);
	return yes;
}

static void count_fault(unsigned int kind, const void *ptr)
{
	(void)ptr;
	CHECK(kind == SMH_FAULT_FOREIGN_POINTER);
}

static void ask(uint32_t *reported)
{
	static _Alignas(64) uint8_t foreign[64];
	const unsigned int count = shared_multi_heap_region_count();
	struct shared_multi_heap_region_info info;

	for (unsigned int i = 0; i < count; i++) {
		CHECK(shared_multi_heap_region_info(i, &info) == 0);
		CHECK(info.user_data == (void *)info.addr);
		CHECK(shared_multi_heap_region_validate(i) == 0);
		CHECK(shared_multi_heap_owner(memory[i], NULL, NULL) == (int)i);
	}
	CHECK(shared_multi_heap_policy_get(0) >= 0);
	(void)smh_fault_handler_set(count_fault);
	shared_multi_heap_free(foreign);
	CHECK(smh_fault_count(SMH_FAULT_FOREIGN_POINTER) == ++*reported);
}

/* Everything that is no allocation, meanwhile. */
static void *inquire(void *arg)
{
	uint32_t reported = 0;

	(void)arg;
	while (!is_finished()) {
		ask(&reported);
	}
	return NULL;
}

static void start_models(pthread_t *threads)
{
	for (unsigned int i = 0; i < WORKERS; i++) {
		const struct model_config config = {
			.seed = 100 + i,
			.num_attrs = 2,
			.max_bytes = 3000,
			.max_align = 256,
			.blocks = blocks[i],
			.max_blocks = 300,
			.validate_every = 400,
			.check_every = 1000,
			.change_policy = i == 0,
		};

		model_init(&models[i], &config);
		CHECK(pthread_create(&threads[i], NULL, work, &models[i]) == 0);
	}
}

static void stop_models(pthread_t *threads)
{
	for (unsigned int i = 0; i < WORKERS; i++) {
		CHECK(pthread_join(threads[i], NULL) == 0);
		printf("threads: model %u: %u operations, %u served, %u refused: %s\n", i,
		       (unsigned int)models[i].operation, (unsigned int)models[i].served,
		       (unsigned int)models[i].refused,
		       models[i].failure == NULL ? "sound" : models[i].failure);
	}
	for (unsigned int i = 0; i < WORKERS; i++) {
		CHECK(models[i].failure == NULL);
		CHECK(models[i].served != 0);
	}
}

static void parallel(void)
{
	static struct model_baseline baseline;
	pthread_t threads[WORKERS];
	pthread_t inquirer;

	(void)smh_fault_handler_set(count_fault);
	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(add(0, 0, SLOT_BYTES) == 0);
	start_models(threads);
	CHECK(pthread_create(&inquirer, NULL, inquire, NULL) == 0);
	/* The pool grows while it is in use. */
	for (unsigned int slot = 1; slot < SMH_MAX_REGIONS; slot++) {
		(void)usleep(2000);
		CHECK(add(slot % 2, slot, SLOT_BYTES - 512 * slot) == 0);
	}
	CHECK(add(0, 0, 64) == -EEXIST);
	stop_models(threads);
	(void)pthread_mutex_lock(&finished_lock);
	finished = true;
	(void)pthread_mutex_unlock(&finished_lock);
	CHECK(pthread_join(inquirer, NULL) == 0);
	model_baseline_take(&baseline);
	CHECK(model_baseline_compare(&baseline) == NULL);
}

int main(void)
{
	races();
	parallel();
	printf("threads: %u races, %u workers\n", RACES, WORKERS);
	return 0;
}
