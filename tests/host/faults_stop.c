/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A fault without a handler. The program and the core are built twice: with NDEBUG undefined
 * each fault must end the process by a signal, after one line that names the kind and the pointer;
 * with NDEBUG it must only be counted, without a word.
 */

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "k_mem.h"
#include "check.h"
#include "shared_multi_heap.h"
#include "smh_alloc.h"
#include "smh_fault.h"
#include "sys_multi_heap.h"

#define FAST        SMH_REG_ATTR_CACHEABLE
#define BLOCK_BYTES 236u

static _Alignas(64) uint8_t memory[16384];
static uint8_t *first;
static uint8_t *second;
static const void **about; /* the pointer of the fault; shared with the child that makes it */

static void foreign(void)
{
	*about = memory + 8192 + 64;
	shared_multi_heap_free(memory + 8192 + 64);
}

static void misaligned(void)
{
	*about = first + 1;
	CHECK(shared_multi_heap_resize(first + 1, 10) == -EINVAL);
}

static void twice(void)
{
	*about = first;
	shared_multi_heap_free(first);
	shared_multi_heap_free(first);
}

static void header(void)
{
	*about = second;
	memset(second - 4, 0xFF, 4);
	CHECK(shared_multi_heap_realloc(FAST, second, 10) == NULL);
}

static void overrun(void)
{
	*about = first;
	memset(first, 0xFF, shared_multi_heap_usable_size(first) + 4);
	CHECK(shared_multi_heap_usable_size(first) == 0);
}

static void free_block(void)
{
	*about = first;
	shared_multi_heap_free(first);
	memset(first, 0xFF, BLOCK_BYTES);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_BYTES) != first);
}

/* The first block of a list is damaged, then another one is freed to that list. */
static void list(void)
{
	uint8_t *freed = shared_multi_heap_alloc(FAST, BLOCK_BYTES);

	CHECK(shared_multi_heap_alloc(FAST, BLOCK_BYTES) > (void *)freed);
	*about = first;
	shared_multi_heap_free(first);
	memset(first, 0xFF, 8);
	shared_multi_heap_free(freed);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_BYTES) == freed);
}

static void table_full(void)
{
	static struct sys_multi_heap set;
	static struct sys_heap heaps[MAX_MULTI_HEAPS + 1];
	static _Alignas(64) uint8_t regions[MAX_MULTI_HEAPS + 1][512];

	*about = &heaps[MAX_MULTI_HEAPS];
	sys_multi_heap_init(&set, NULL);
	for (unsigned int i = 0; i <= MAX_MULTI_HEAPS; i++) {
		sys_heap_init(&heaps[i], regions[i], sizeof(regions[i]));
		sys_multi_heap_add_heap(&set, &heaps[i], NULL);
	}
}

#if HAVE_MM
static void not_mapped(void)
{
	*about = memory;
	k_mem_unmap(memory, 4096);
}
#endif

static const struct {
	unsigned int kind;
	void (*commit)(void);
} faults[] = {
	{SMH_FAULT_FOREIGN_POINTER, foreign}, {SMH_FAULT_MISALIGNED_POINTER, misaligned},
	{SMH_FAULT_DOUBLE_FREE, twice},       {SMH_FAULT_BAD_HEADER, header},
	{SMH_FAULT_OVERRUN, overrun},         {SMH_FAULT_BAD_FREE_BLOCK, free_block},
	{SMH_FAULT_TABLE_FULL, table_full},   {SMH_FAULT_BAD_LIST, list},
#if HAVE_MM
	{SMH_FAULT_NOT_MAPPED, not_mapped},
#endif
};

#define NUM_FAULTS (sizeof(faults) / sizeof(faults[0]))
#define NUM_KINDS  (SMH_FAULT_NUM - (HAVE_MM ? 0 : 1)) /* without the mapping layer's own */

static void start(void)
{
	struct shared_multi_heap_region region = {FAST, (uintptr_t)memory, 8192};

	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(shared_multi_heap_add(&region, NULL) == 0);
	first = shared_multi_heap_alloc(FAST, BLOCK_BYTES);
	second = shared_multi_heap_alloc(FAST, BLOCK_BYTES);
	CHECK(first != NULL && second > first);
	CHECK(shared_multi_heap_alloc(FAST, BLOCK_BYTES) != NULL);
}

static void count_is_one(unsigned int kind)
{
	for (unsigned int k = 0; k < SMH_FAULT_NUM; k++) {
		CHECK(smh_fault_count(k) == (k == kind ? 1u : 0u));
	}
}

/* All that the other end writes until it closes; cut off where the text is full. */
static void read_all(int from, char *text, size_t bytes)
{
	char rest[64];
	size_t used = 0;
	ssize_t got = 1;

	while (got > 0) {
		const bool room = used < bytes - 1;

		got = room ? read(from, text + used, bytes - 1 - used)
			   : read(from, rest, sizeof(rest));
		CHECK(got >= 0);
		used += room ? (size_t)got : 0;
	}
	text[used] = '\0';
}

/* Commit a fault in a child. Gives how that ends, and what it says on standard error. */
static int status_of(unsigned int i, char *said, size_t bytes)
{
	int status = 0;
	int ends[2];

	(void)fflush(stdout);
	CHECK(pipe(ends) == 0);
	const pid_t child = fork();
	if (child == 0) {
		CHECK(dup2(ends[1], STDERR_FILENO) >= 0);
		(void)close(ends[0]);
		(void)close(ends[1]);
		start();
		faults[i].commit();
		count_is_one(faults[i].kind);
		_exit(0);
	}
	(void)close(ends[1]);
	read_all(ends[0], said, bytes);
	(void)close(ends[0]);
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	return status;
}

/* Whether an ending is a stop: a signal, or what a sanitizer makes of the trap. */
static bool is_stop(int status)
{
	return WIFSIGNALED(status) && (WTERMSIG(status) == SIGILL || WTERMSIG(status) == SIGTRAP);
}

#ifndef NDEBUG
/* The line is first; a sanitizer may say more behind it. */
static bool is_named(unsigned int kind, const char *said)
{
	char line[200];

	(void)snprintf(line, sizeof(line),
		       "shared_multi_heap: %s at 0x%llx: ", smh_fault_name(kind),
		       (unsigned long long)(uintptr_t)*about);
	return strncmp(said, line, strlen(line)) == 0 &&
	       strstr(said, "smh_fault_handler_set()") != NULL && strchr(said, '\n') != NULL;
}
#endif

int main(void)
{
	const struct rlimit no_core = {0, 0};
	char said[4096];

	CHECK(NUM_KINDS == NUM_FAULTS + 1);
	(void)setrlimit(RLIMIT_CORE, &no_core);
	about = mmap(NULL, sizeof(*about), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	CHECK(about != MAP_FAILED);
	for (unsigned int i = 0; i < NUM_FAULTS; i++) {
		const int status = status_of(i, said, sizeof(said));
#ifdef NDEBUG
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		CHECK(!is_stop(status) && said[0] == '\0');
#else
		CHECK(is_stop(status) && is_named(faults[i].kind, said));
#endif
		printf("%s: %s: %s\n", smh_fault_name(faults[i].kind),
		       is_stop(status) ? "stopped" : "counted", said);
	}
	return 0;
}
