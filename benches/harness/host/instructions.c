/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Instructions of an allocation and of a free on the host, while a real program is replayed: the
 * kernel executes each call one instruction at a time for the process that counts. Exact, but what
 * a C library does depends on its version.
 */

#include "harness/allocator.h"
#include "harness/arena.h"
#include "harness/figures.h"
#include "harness/require.h"
#include "harness/workloads.h"
#include "traces/replay.h"
#include "traces/trace.h"

#if defined(__x86_64__) && defined(__linux__)

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* A part of the trace in which the heap is in use already. */
#define FIRST_EVENT 8000u
#define LAST_EVENT  14000u

/* Some seconds. An allocator whose lists are so long that it takes more has no figure. */
#define MOST_INSTRUCTIONS 3000000u

/* What the process that is counted is about to call; the other one reads it. */
enum call {
	CALL_EMPTY,
	CALL_ALLOC,
	CALL_FREE,
	CALLS,
};

struct sum {
	uint64_t instructions;
	uint32_t calls;
};

static void *blocks[BENCH_TRACE_BLOCKS];
static uint32_t bytes_of[BENCH_TRACE_BLOCKS];
static volatile enum call *next_call;

/* Where counting begins and ends. */
static inline void stop_here(void)
{
	__asm__ volatile("int3" ::: "memory");
}

static __attribute__((noinline)) void *empty(size_t bytes)
{
	__asm__ volatile("" ::: "memory");
	return (void *)bytes;
}

/* As an adapter calls its allocator, to find out what that adds. */
static uint32_t empty_alloc(size_t bytes, void **mem)
{
	return bench_counted(mem, empty, bytes);
}

static uint32_t (*volatile alloc_empty)(size_t bytes, void **mem) = empty_alloc;

static void serve_alloc(const struct bench_trace_event *event, bool is_counted)
{
	void *mem;

	*next_call = CALL_ALLOC;
	if (is_counted) {
		stop_here();
		(void)bench_allocator.alloc(event->bytes, &mem);
		stop_here();
	} else {
		(void)bench_allocator.alloc(event->bytes, &mem);
	}
	BENCH_REQUIRE(mem != NULL);
	memset(mem, 1, event->bytes);
	blocks[event->block] = mem;
	bytes_of[event->block] = event->bytes;
}

static void serve_free(const struct bench_trace_event *event, bool is_counted)
{
	void *mem = blocks[event->block];
	uint32_t bytes = bytes_of[event->block];

	*next_call = CALL_FREE;
	if (is_counted) {
		stop_here();
		(void)bench_allocator.free(mem, bytes);
		stop_here();
	} else {
		(void)bench_allocator.free(mem, bytes);
	}
}

/* Not counted: what it takes depends on whether the block moves. */
static void serve_realloc(const struct bench_trace_event *event)
{
	struct bench_trace_event old = *event;

	if (bench_allocator.realloc == NULL) {
		serve_free(&old, false);
		serve_alloc(event, false);
		return;
	}
	(void)bench_allocator.realloc(blocks[event->block], bytes_of[event->block], event->bytes,
				      &blocks[event->block]);
	BENCH_REQUIRE(blocks[event->block] != NULL);
	bytes_of[event->block] = event->bytes;
}

static void serve(const struct bench_trace_event *event, bool is_counted)
{
	switch (event->kind) {
	case BENCH_TRACE_ALLOC:
	case BENCH_TRACE_ALIGNED:
		serve_alloc(event, is_counted);
		break;
	case BENCH_TRACE_REALLOC:
		serve_realloc(event);
		break;
	case BENCH_TRACE_FREE:
		serve_free(event, is_counted);
		break;
	}
}

static void replay(struct bench_trace *trace)
{
	struct bench_trace_event event;
	void *mem;

	*next_call = CALL_EMPTY;
	stop_here();
	(void)alloc_empty(1, &mem);
	stop_here();
	for (uint32_t i = 0; i < LAST_EVENT && bench_trace_next(trace, &event); i++) {
		serve(&event, i >= FIRST_EVENT);
	}
}

/* Let it go on to its next stop. False if it ended. */
static bool goes_on(pid_t child)
{
	int status;

	BENCH_REQUIRE(ptrace(PTRACE_CONT, child, NULL, NULL) == 0);
	BENCH_REQUIRE(waitpid(child, &status, 0) == child);
	BENCH_REQUIRE(WIFSTOPPED(status) ? WSTOPSIG(status) == SIGTRAP : status == 0);
	return WIFSTOPPED(status);
}

/* Up to the next stop, which is the last one counted and is none of the call. */
static uint32_t steps(pid_t child)
{
	siginfo_t info;
	uint32_t count = 0;

	do {
		BENCH_REQUIRE(ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) == 0);
		BENCH_REQUIRE(waitpid(child, NULL, 0) == child);
		BENCH_REQUIRE(ptrace(PTRACE_GETSIGINFO, child, NULL, &info) == 0);
		count++;
	} while (info.si_code != SI_KERNEL);
	return count - 1u;
}

/* False if it would take too long. */
static bool count(pid_t child, struct sum sums[CALLS])
{
	uint64_t all = 0;
	int status;

	BENCH_REQUIRE(waitpid(child, &status, 0) == child && WIFSTOPPED(status));
	while (goes_on(child)) {
		struct sum *sum = &sums[*next_call];
		uint32_t instructions = steps(child);

		sum->instructions += instructions;
		sum->calls++;
		all += instructions;
		if (all > MOST_INSTRUCTIONS) {
			(void)kill(child, SIGKILL);
			return false;
		}
	}
	return true;
}

static void report(const char *metric, const struct sum *sum, uint32_t around)
{
	bench_line_tenths(metric, (uint32_t)(sum->instructions * 10u / sum->calls) - around * 10u);
}

static void run(const struct bench_trace_file *file)
{
	struct sum sums[CALLS] = {0};
	struct bench_trace trace;
	uint32_t around;
	pid_t child;

	BENCH_REQUIRE(bench_trace_open_file(&trace, file));
	if (!bench_arena_prepare(1, trace.most_bytes / 2u * 3u)) {
		return;
	}
	child = fork();
	BENCH_REQUIRE(child >= 0);
	if (child == 0) {
		(void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		(void)raise(SIGSTOP);
		replay(&trace);
		_exit(0);
	}
	if (!count(child, sums)) {
		return;
	}
	around = (uint32_t)sums[CALL_EMPTY].instructions - BENCH_EMPTY_CALL;
	bench_parameter("%s-%u", file->name, (unsigned int)trace.word_bytes * 8u);
	report("alloc_mean", &sums[CALL_ALLOC], around);
	report("free_mean", &sums[CALL_FREE], around);
}

void bench_instructions(void)
{
	next_call = mmap(NULL, sizeof(*next_call), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	BENCH_REQUIRE(next_call != MAP_FAILED);
	run(&bench_trace_files[0]);
}

#else

void bench_instructions(void)
{
}

#endif
