/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>

#include "arena.h"
#include "smh_fault.h"

#define PAGE_BYTES ((size_t)4096)
#define GUARD_BYTES                                                                                \
	(sizeof(void *) == 8 ? (size_t)(UINT64_C(1) << 36) : (size_t)(UINT64_C(1) << 26))
/* A fixed place, if it is free, gives the same addresses in each run. */
#define PLACE      (sizeof(void *) == 8 ? (uintptr_t)(UINT64_C(1) << 44) : (uintptr_t)0x40000000)
#define CANARY     0xC5
#define NEAR_BYTES ((size_t)128)

static uint8_t *canary;
static size_t canary_bytes;
static size_t near_at;
static uint8_t whole[PAGE_BYTES];

static sigjmp_buf back;
static volatile sig_atomic_t inside;
static volatile sig_atomic_t beats;
static sig_atomic_t beats_before = -1;
static unsigned int faults;
static unsigned int lists;

static void count_fault(unsigned int kind, const void *ptr)
{
	(void)ptr;
	*(kind == SMH_FAULT_BAD_LIST ? &lists : &faults) += 1;
}

static void on_signal(int number)
{
	if (!inside) {
		/* The test program itself is wrong: die of it. */
		(void)signal(number, SIG_DFL);
		(void)raise(number);
		return;
	}
	siglongjmp(back, number);
}

static void on_tick(int number)
{
	if (inside && beats == beats_before) {
		siglongjmp(back, number);
	}
	beats_before = beats;
}

static bool catch_signal(int number, void (*handler)(int))
{
	struct sigaction action = {.sa_flags = SA_NODEFER};

	action.sa_handler = handler;
	return sigaction(number, &action, NULL) == 0;
}

static bool catch_signals(void)
{
	const struct itimerval second = {{1, 0}, {1, 0}};

	return catch_signal(SIGSEGV, on_signal) && catch_signal(SIGBUS, on_signal) &&
	       catch_signal(SIGILL, on_signal) && catch_signal(SIGTRAP, on_signal) &&
	       catch_signal(SIGABRT, on_signal) && catch_signal(SIGFPE, on_signal) &&
	       catch_signal(SIGVTALRM, on_tick) && setitimer(ITIMER_VIRTUAL, &second, NULL) == 0;
}

uint8_t *arena_open(size_t bytes, bool high)
{
	size_t all = 2 * GUARD_BYTES + PAGE_BYTES;
	uint8_t *memory = mmap((void *)PLACE, all, PROT_NONE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	uint8_t *page;

	if (memory == MAP_FAILED ||
	    mprotect(memory + GUARD_BYTES, PAGE_BYTES, PROT_READ | PROT_WRITE) != 0) {
		perror("exhaust: cannot map a page between two guards");
		return NULL;
	}
	if (!catch_signals()) {
		perror("exhaust: cannot catch signals");
		return NULL;
	}
	page = memory + GUARD_BYTES;
	memset(page, CANARY, PAGE_BYTES);
	memset(whole, CANARY, PAGE_BYTES);
	canary = high ? page : page + bytes;
	canary_bytes = PAGE_BYTES - bytes;
	near_at = high ? canary_bytes - NEAR_BYTES : 0;
	(void)smh_fault_handler_set(count_fault);
	return high ? page + canary_bytes : page;
}

enum ending arena_call(void (*call)(void *), void *arg)
{
	int number = sigsetjmp(back, 0);

	if (number == 0) {
		beats = (beats + 1) & 0xFFFFFF;
		inside = 1;
		call(arg);
	}
	inside = 0;
	switch (number) {
	case 0:
		return ENDED_WELL;
	case SIGSEGV:
	case SIGBUS:
		return ENDED_BY_ACCESS;
	case SIGVTALRM:
		return ENDED_BY_CLOCK;
	default:
		return ENDED_BY_STOP;
	}
}

const char *arena_ending(enum ending ending)
{
	static const char *const names[] = {"returned", "accessed memory outside the region",
					    "stopped at an assertion", "did not return"};

	return names[ending];
}

static bool is_whole(size_t from, size_t bytes)
{
	if (memcmp(canary + from, whole, bytes) == 0) {
		return true;
	}
	memset(canary, CANARY, canary_bytes);
	return false;
}

bool arena_near_is_whole(void)
{
	return is_whole(near_at, NEAR_BYTES);
}

bool arena_is_whole(void)
{
	return is_whole(0, canary_bytes);
}

unsigned int arena_faults(void)
{
	return faults;
}

unsigned int arena_lists_cut(void)
{
	return lists;
}

void arena_faults_reset(void)
{
	faults = 0;
	lists = 0;
}
