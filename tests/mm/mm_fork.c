/* SPDX-License-Identifier: Apache-2.0 */

/*
 * fork() while the mapping layer works. It has a second lock, which a thread takes while it holds
 * the pool's, as soon as the pool touches a page that left: fork() must take both, in that order.
 * The child asks the layer only: the pages are in a file that it shares with its parent.
 */

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "shared_multi_heap.h"
#include "smh_info.h"
#include "smh_mm.h"
#include "smh_mm_posix.h"
#include "tsan.h"

#define PAGE         ((size_t)K_MEM_PAGE_SIZE)
#define FORKS        300u
#define FRAMES       24u
#define WINDOW       256u
#define STORE        128u
#define REGION_PAGES 16u
#define BLOCKS       100u
#define CHILD_ENDS   30u  /* seconds; a child that does not hang needs milliseconds */
#define PARENT_ENDS  280u /* less than the test's own limit, so that it is told */

static struct smh_mm_posix posix;
static struct k_mem_page_frame frames[FRAMES];
static uint8_t ranges[SMH_MM_RANGES_BYTES(WINDOW * PAGE)];
static uint8_t store[STORE * PAGE];
static atomic_bool finished;

static void start_layer(void)
{
	CHECK(smh_mm_posix_init(FRAMES * PAGE, WINDOW * PAGE, 0, &posix) == 0);
	smh_mm_store_set(store, sizeof(store));
	CHECK(smh_mm_init(&(struct smh_mm_config){
		      .virt = posix.virt,
		      .virt_bytes = posix.virt_bytes,
		      .phys = posix.phys,
		      .phys_bytes = FRAMES * PAGE,
		      .frames = frames,
		      .ranges = ranges,
		      .ranges_bytes = sizeof(ranges),
		      .paging = true,
	      }) == 0);
}

/* A region whose pages may leave, with blocks on all of them. */
static uint8_t *start_pool(void)
{
	struct shared_multi_heap_region region = {.size = REGION_PAGES * PAGE};
	uint8_t *at = k_mem_map(region.size, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);

	CHECK(at != NULL);
	region.addr = (uintptr_t)at;
	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(shared_multi_heap_add(&region, NULL) == 0);
	for (unsigned int i = 0; i < BLOCKS; i++) {
		CHECK(shared_multi_heap_alloc(0, 500) != NULL);
	}
	return at;
}

/* Holds the pool's lock and takes the layer's within, at each page that has left. */
static void *use_pool(void *arg)
{
	while (!atomic_load(&finished)) {
		CHECK(k_mem_page_out(arg, REGION_PAGES * PAGE) == 0);
		CHECK(shared_multi_heap_region_validate(0) == 0);
	}
	return NULL;
}

/* Holds the layer's lock most of the time: an eviction copies a page. */
static void *use_layer(void *arg)
{
	(void)arg;
	while (!atomic_load(&finished)) {
		uint8_t *at = k_mem_map(4 * PAGE, K_MEM_PERM_RW);

		if (at != NULL) {
			memset(at, 1, 4 * PAGE);
			(void)k_mem_page_out(at, 4 * PAGE);
			k_mem_unmap(at, 4 * PAGE);
		}
	}
	return NULL;
}

static void fork_once(unsigned int number)
{
	int status = 0;
	const pid_t child = fork();

	if (child == 0) {
		(void)alarm(CHILD_ENDS);
		CHECK(k_mem_free_get() <= FRAMES * PAGE);
		CHECK(shared_multi_heap_region_count() == 1);
		_exit(0);
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) {
		printf("the child of fork %u hangs\n", number);
	}
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
	pthread_t threads[2];

	(void)alarm(PARENT_ENDS);
	start_layer();
	CHECK(pthread_create(&threads[0], NULL, use_pool, start_pool()) == 0);
	CHECK(pthread_create(&threads[1], NULL, use_layer, NULL) == 0);
	for (unsigned int i = 0; i < FORKS; i++) {
		fork_once(i);
	}
	atomic_store(&finished, true);
	CHECK(pthread_join(threads[0], NULL) == 0 && pthread_join(threads[1], NULL) == 0);
	CHECK(shared_multi_heap_region_validate(0) == 0);
	printf("mm fork: %u times\n", FORKS);
	return 0;
}
