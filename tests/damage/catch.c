/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "catch.h"

#define STACK_BYTES 65536

static sigjmp_buf target;
static volatile sig_atomic_t running;
static volatile sig_atomic_t runs;
static volatile sig_atomic_t ended;

static _Noreturn void end_run(int number)
{
	ended = number;
	siglongjmp(target, 1);
}

static void (*tell)(const char *why);

/* A sanitizer that has reported cannot go on: its findings end with SIGABRT, and the program too.
 */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void)
{
	return "abort_on_error=1";
}

const char *__ubsan_default_options(void)
{
	return "abort_on_error=1";
}

#else
#define SANITIZED 0
#endif

static void crashed(int number)
{
	if (running && !(SANITIZED && number == SIGABRT)) {
		end_run(number);
	}
	tell(running ? "a finding of a sanitizer" : "a crash without any damage");
	_exit(3);
}

/* Each second: if the run is the one of two ticks ago, it is ended. */
static void tick(int number)
{
	static sig_atomic_t last;
	static int same;

	same = running && runs == last ? same + 1 : 0;
	last = runs;
	if (same >= 2) {
		same = 0;
		end_run(number);
	}
}

static void handle(int number, void (*handler)(int))
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = handler;
	/* The mask is not restored by the jump, so that a trial needs no system call. */
	action.sa_flags = SA_ONSTACK | SA_NODEFER;
	if (sigaction(number, &action, NULL) != 0) {
		perror("damage: sigaction");
		exit(2);
	}
}

void catch_begin(void (*last_words)(const char *why))
{
	static char memory[STACK_BYTES];
	const stack_t stack = {.ss_sp = memory, .ss_size = sizeof(memory)};
	const struct itimerval second = {.it_interval = {.tv_sec = 1}, .it_value = {.tv_sec = 1}};

	tell = last_words;
	if (sigaltstack(&stack, NULL) != 0 || setitimer(ITIMER_VIRTUAL, &second, NULL) != 0) {
		perror("damage: sigaltstack, setitimer");
		exit(2);
	}
	handle(SIGSEGV, crashed);
	handle(SIGBUS, crashed);
	handle(SIGILL, crashed);
	handle(SIGFPE, crashed);
	handle(SIGTRAP, crashed);
	handle(SIGABRT, crashed);
	handle(SIGVTALRM, tick);
}

int catch_run(void (*body)(void *arg), void *arg)
{
	ended = 0;
	if (sigsetjmp(target, 0) == 0) {
		runs = (sig_atomic_t)((unsigned int)runs + 1);
		running = 1;
		body(arg);
	}
	running = 0;
	return ended;
}
