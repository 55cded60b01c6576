/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The futex lock: no system call while threads do not meet; sleep, wake and exclusion when they do.
 * The linker replaces syscall(), by which the lock reaches the kernel, with the function here: it
 * counts, and returns from some sleeps at once, as a signal would. A thread that is never woken
 * would wait for ever: the alarm ends the program.
 */

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "shared_multi_heap.h"
#include "smh_info.h"

#define FUTEX_WAIT_PRIVATE 128
#define FUTEX_WAKE_PRIVATE 129

#define REGION_BYTES 65536u
#define PAIRS        20000u
#define SLEEPERS     6u
#define WORKERS      6u
#define VISITS       400u
#define ENOUGH       5000u /* calls of each thread in a crowd */
#define ENDS         250u  /* seconds; less than the test's own limit */

static _Alignas(64) uint8_t memory[REGION_BYTES];

static atomic_uint sleeps;
static atomic_uint wakes;

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

/* Every second sleep ends at once, as a signal would end it. */
static long sleep_on(long number, void *word, int state)
{
	if (atomic_fetch_add(&sleeps, 1) % 2 == 0) {
		errno = EINTR;
		return -1;
	}
	return __real_syscall(number, word, FUTEX_WAIT_PRIVATE, state, NULL);
}

long __wrap_syscall(long number, ...)
{
	va_list arguments;

	va_start(arguments, number);
	void *word = va_arg(arguments, void *);
	const int operation = va_arg(arguments, int);
	const int value = va_arg(arguments, int);
	va_end(arguments);
	if (operation == FUTEX_WAIT_PRIVATE) {
		return sleep_on(number, word, value);
	}
	CHECK(operation == FUTEX_WAKE_PRIVATE && value == 1);
	atomic_fetch_add(&wakes, 1);
	return __real_syscall(number, word, operation, value);
}

static unsigned int calls(void)
{
	return atomic_load(&sleeps) + atomic_load(&wakes);
}

static void use_block(size_t bytes)
{
	void *block = shared_multi_heap_alloc(0, bytes);

	if (block != NULL) {
		memset(block, 0xA5, bytes);
	}
	shared_multi_heap_free(block);
}

static void pairs(unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		use_block(1 + i % 300);
	}
}

static void start(pthread_t *thread, void *(*function)(void *), void *arg)
{
	CHECK(pthread_create(thread, NULL, function, arg) == 0);
}

static void join(pthread_t thread)
{
	CHECK(pthread_join(thread, NULL) == 0);
}

/* --- Threads that do not meet ---------------------------------------------- */

static atomic_bool may_end;

static void *wait_for_end(void *arg)
{
	(void)arg;
	while (!atomic_load(&may_end)) {
		(void)usleep(1000);
	}
	return NULL;
}

static void no_calls_unless_threads_meet(void)
{
	pthread_t other;

	pairs(PAIRS);
	start(&other, wait_for_end, NULL);
	pairs(PAIRS);
	atomic_store(&may_end, true);
	join(other);
	pairs(PAIRS);
	CHECK(calls() == 0);
}

/* --- The second thread begins and ends with the lock held -------------------- */

static void *use_once(void *arg)
{
	(void)arg;
	use_block(100);
	return NULL;
}

/* A visitor: it runs with the lock held, until the thread that it starts has slept twice. */
static bool start_sleeper(void *arg, void *mem, size_t bytes, bool used)
{
	const unsigned int before = atomic_load(&sleeps);

	(void)mem;
	(void)bytes;
	(void)used;
	start(arg, use_once, NULL);
	while (atomic_load(&sleeps) < before + 2) {
		(void)sched_yield();
	}
	return false;
}

static bool end_other(void *arg, void *mem, size_t bytes, bool used)
{
	(void)mem;
	(void)bytes;
	(void)used;
	atomic_store(&may_end, true);
	join(*(pthread_t *)arg);
	return false;
}

static void alone_and_not(void)
{
	pthread_t other;

	CHECK(shared_multi_heap_region_walk(0, start_sleeper, &other) == 0);
	join(other);
	CHECK(atomic_load(&wakes) != 0);
	atomic_store(&may_end, false);
	start(&other, wait_for_end, NULL);
	CHECK(shared_multi_heap_region_walk(0, end_other, &other) == 0);
	pairs(100);
}

/* --- Many sleep, and all are woken ------------------------------------------- */

static atomic_uint served;

/* As a caller that reads errno after free() would see it. */
static void *be_served(void *arg)
{
	(void)arg;
	errno = 77;
	use_block(100);
	CHECK(errno == 77);
	atomic_fetch_add(&served, 1);
	return NULL;
}

/* Each sleeps for no reason at first, and again: none may have the lock until the visitor ends. */
static bool start_many(void *arg, void *mem, size_t bytes, bool used)
{
	const unsigned int before = atomic_load(&sleeps);
	pthread_t *threads = arg;

	(void)mem;
	(void)bytes;
	(void)used;
	for (unsigned int i = 0; i < SLEEPERS; i++) {
		start(&threads[i], be_served, NULL);
	}
	while (atomic_load(&sleeps) < before + 2 * SLEEPERS) {
		(void)sched_yield();
	}
	CHECK(atomic_load(&served) == 0);
	return false;
}

static void all_sleepers_are_served(void)
{
	pthread_t threads[SLEEPERS];

	CHECK(shared_multi_heap_region_walk(0, start_many, threads) == 0);
	for (unsigned int i = 0; i < SLEEPERS; i++) {
		join(threads[i]);
	}
	CHECK(atomic_load(&served) == SLEEPERS);
}

/* --- A crowd ----------------------------------------------------------------- */

static unsigned int visited; /* no atomic: the lock guards it */

static bool count_visit(void *arg, void *mem, size_t bytes, bool used)
{
	const unsigned int before = visited;

	(void)arg;
	(void)mem;
	(void)bytes;
	(void)used;
	(void)sched_yield();
	visited = before + 1;
	return false;
}

static void *visit(void *arg)
{
	(void)arg;
	for (unsigned int i = 0; i < VISITS; i++) {
		CHECK(shared_multi_heap_region_walk(0, count_visit, NULL) == 0);
		use_block(1 + i);
	}
	return NULL;
}

static void one_at_a_time(void)
{
	pthread_t threads[WORKERS];

	for (unsigned int i = 0; i < WORKERS; i++) {
		start(&threads[i], visit, NULL);
	}
	for (unsigned int i = 0; i < WORKERS; i++) {
		join(threads[i]);
	}
	CHECK(visited == WORKERS * VISITS);
	CHECK(shared_multi_heap_region_validate(0) == 0);
}

static atomic_uint done[WORKERS];
static atomic_bool all_done;

static void *press(void *arg)
{
	atomic_uint *mine = arg;

	while (!atomic_load(&all_done)) {
		use_block(64);
		atomic_fetch_add(mine, 1);
	}
	return NULL;
}

/* Nobody stops before the slowest has had its share. */
static void nobody_starves(void)
{
	pthread_t threads[WORKERS];

	for (unsigned int i = 0; i < WORKERS; i++) {
		start(&threads[i], press, &done[i]);
	}
	for (unsigned int i = 0; i < WORKERS; i++) {
		while (atomic_load(&done[i]) < ENOUGH) {
			(void)usleep(1000);
		}
	}
	atomic_store(&all_done, true);
	for (unsigned int i = 0; i < WORKERS; i++) {
		join(threads[i]);
	}
	CHECK(shared_multi_heap_region_validate(0) == 0);
}

int main(void)
{
	struct shared_multi_heap_region region = {0, (uintptr_t)memory, REGION_BYTES};

	(void)alarm(ENDS);
	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(shared_multi_heap_add(&region, NULL) == 0);
	no_calls_unless_threads_meet();
	alone_and_not();
	all_sleepers_are_served();
	one_at_a_time();
	nobody_starves();
	printf("futex: %u sleeps, %u wakes\n", atomic_load(&sleeps), atomic_load(&wakes));
	return 0;
}
