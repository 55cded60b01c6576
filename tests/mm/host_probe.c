/* SPDX-License-Identifier: Apache-2.0 */

#include "host_probe.h"

#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static sigjmp_buf back;
static volatile sig_atomic_t probing;
static volatile sig_atomic_t last_signal;
static const void *volatile last_address;

static void on_signal(int number, siginfo_t *info, void *context)
{
	(void)context;
	if (!probing) {
		/* No probe: the program itself is wrong. */
		(void)signal(number, SIG_DFL);
		return;
	}
	last_signal = number;
	last_address = info->si_addr;
	siglongjmp(back, 1);
}

void host_probe_catch(void)
{
	struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};

	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGSEGV, &action, NULL);
	(void)sigaction(SIGBUS, &action, NULL);
}

enum attempt {
	READ,
	WRITE,
	STORE,
	EXECUTE,
};

static void attempt(enum attempt what, volatile uint8_t *at, uint8_t value)
{
	switch (what) {
	case READ:
		(void)*at;
		break;
	case WRITE:
		*at = *at;
		break;
	case STORE:
		*at = value;
		break;
	case EXECUTE:
		((void (*)(void))(uintptr_t)at)();
		break;
	}
}

static bool survives(enum attempt what, const void *at, uint8_t value)
{
	if (sigsetjmp(back, 1) != 0) {
		probing = 0;
		return false;
	}
	probing = 1;
	attempt(what, (volatile uint8_t *)(uintptr_t)at, value);
	probing = 0;
	return true;
}

bool host_probe_read(const void *at)
{
	return survives(READ, at, 0);
}

bool host_probe_write(void *at)
{
	return survives(WRITE, at, 0);
}

bool host_probe_store(void *at, uint8_t value)
{
	return survives(STORE, at, value);
}

bool host_probe_execute(void *at)
{
	return survives(EXECUTE, at, 0);
}

void host_probe_code(void *at)
{
#if defined(__x86_64__) || defined(__i386__)
	static const uint8_t code[] = {0xC3};
#elif defined(__aarch64__)
	static const uint8_t code[] = {0xC0, 0x03, 0x5F, 0xD6};
#else
#error "what does a function look like that returns at once?"
#endif
	memcpy(at, code, sizeof(code));
	__builtin___clear_cache((char *)at, (char *)at + sizeof(code));
}

int host_probe_signal(void)
{
	return (int)last_signal;
}

const void *host_probe_address(void)
{
	return (const void *)last_address;
}
