/* SPDX-License-Identifier: Apache-2.0 */

/*
 * fork() in a program whose threads use the pool. The child has one thread and a copy of the
 * lock: it must find the lock free and the pool whole, and so must the parent. An alarm ends who
 * waits for a lock that nobody gives back.
 */

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "heap_listener.h"
#include "shared_multi_heap.h"
#include "smh_fault.h"
#include "smh_info.h"

#define FORKS        400u
#define WORKERS      3u
#define BLOCKS       40u
#define REGIONS      2u
#define REGION_BYTES 65536u
#define HOLD_US      1000u
#define CHILD_ENDS   30u  /* seconds; a child that does not hang needs milliseconds */
#define PARENT_ENDS  280u /* less than the test's own limit, so that it is told */

static _Alignas(64) uint8_t memory[REGIONS][REGION_BYTES];
static atomic_bool finished;
static atomic_bool held; /* by the walker, which stays there for HOLD_US */

/* Blocks of all sizes; each holds its number, so that two that overlap are seen. */
static void churn(uint8_t **blocks, unsigned int number, uint32_t *random)
{
	for (unsigned int i = 0; i < BLOCKS; i++) {
		*random = *random * 1664525u + 1013904223u;
		const size_t bytes = 1 + (*random >> 16) % 400;

		CHECK(blocks[i] == NULL || blocks[i][0] == (uint8_t)(number + i));
		shared_multi_heap_free(blocks[i]);
		blocks[i] = shared_multi_heap_alloc(i % REGIONS, bytes);
		if (blocks[i] != NULL) {
			memset(blocks[i], (int)(number + i), bytes);
		}
	}
}

static bool stay(void *arg, void *mem, size_t bytes, bool used)
{
	(void)arg;
	(void)mem;
	(void)bytes;
	(void)used;
	atomic_store(&held, true);
	(void)usleep(HOLD_US);
	atomic_store(&held, false);
	return false;
}

/* A visitor runs with the lock held: this thread has it whenever the main thread forks. */
static void *walk(void *arg)
{
	(void)arg;
	while (!atomic_load(&finished)) {
		CHECK(shared_multi_heap_region_walk(0, stay, NULL) == 0);
		(void)usleep(HOLD_US);
	}
	return NULL;
}

static void *work(void *arg)
{
	const unsigned int me = (unsigned int)(uintptr_t)arg;
	uint8_t *blocks[BLOCKS] = {NULL};
	uint32_t random = me;

	while (!atomic_load(&finished)) {
		churn(blocks, me * BLOCKS, &random);
		(void)usleep(HOLD_US / 10); /* mutexes are not fair: the others get it too */
	}
	for (unsigned int i = 0; i < BLOCKS; i++) {
		shared_multi_heap_free(blocks[i]);
	}
	return NULL;
}

/* All that takes the lock, and the heap as whole as between two calls. */
static void use_all(void)
{
	static uint8_t *blocks[BLOCKS];
	struct heap_listener listener = {.heap_id = 1, .event = HEAP_ALLOC};
	uint32_t random = 9;

	for (unsigned int i = 0; i < REGIONS; i++) {
		CHECK(shared_multi_heap_region_validate(i) == 0);
	}
	churn(blocks, 200, &random);
	churn(blocks, 200, &random);
	for (unsigned int i = 0; i < BLOCKS; i++) {
		shared_multi_heap_free(blocks[i]);
		blocks[i] = NULL;
	}
	heap_listener_register(&listener);
	heap_listener_unregister(&listener);
	(void)smh_fault_handler_set(NULL);
	for (unsigned int i = 0; i < REGIONS; i++) {
		CHECK(shared_multi_heap_region_validate(i) == 0);
	}
	for (unsigned int kind = 0; kind < SMH_FAULT_NUM; kind++) {
		CHECK(smh_fault_count(kind) == 0);
	}
}

static void fork_once(unsigned int number)
{
	int status = 0;

	while (!atomic_load(&held)) {
		(void)usleep(HOLD_US / 20);
	}
	const pid_t child = fork();
	if (child == 0) {
		use_all();
		_exit(0);
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) {
		printf("the child of fork %u hangs\n", number);
	}
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	use_all();
}

/* Handlers of the program's own may use the pool: they run while the library does not hold it. */
static bool handlers_use_pool;
static unsigned int handled;

static void use_pool(void)
{
	if (!handlers_use_pool) {
		return;
	}
	void *block = shared_multi_heap_alloc(0, 20);

	handled += block != NULL;
	shared_multi_heap_free(block);
}

static void use_pool_in_child(void)
{
	(void)alarm(CHILD_ENDS);
	use_pool();
}

/* Before main(), as a library of the user's would. */
__attribute__((constructor)) static void register_own(void)
{
	CHECK(pthread_atfork(use_pool, use_pool, use_pool_in_child) == 0);
}

static void start(pthread_t *threads)
{
	CHECK(shared_multi_heap_pool_init() == 0);
	for (unsigned int i = 0; i < REGIONS; i++) {
		struct shared_multi_heap_region region = {i, (uintptr_t)memory[i], REGION_BYTES};

		CHECK(shared_multi_heap_add(&region, NULL) == 0);
	}
	for (uintptr_t i = 0; i < WORKERS; i++) {
		CHECK(pthread_create(&threads[i], NULL, work, (void *)i) == 0);
	}
	CHECK(pthread_create(&threads[WORKERS], NULL, walk, NULL) == 0);
}

int main(void)
{
	pthread_t threads[WORKERS + 1];

	(void)alarm(PARENT_ENDS);
	start(threads);
	for (unsigned int i = 0; i < FORKS; i++) {
		handlers_use_pool = i >= FORKS / 2;
		fork_once(i);
	}
	atomic_store(&finished, true);
	for (unsigned int i = 0; i <= WORKERS; i++) {
		CHECK(pthread_join(threads[i], NULL) == 0);
	}
	use_all();
	CHECK(handled == FORKS); /* twice in each of the second half */
	printf("fork: %u times\n", FORKS);
	return 0;
}
