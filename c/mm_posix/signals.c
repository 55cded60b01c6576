/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* For the registers in <ucontext.h>. */
#define _GNU_SOURCE

/* Page faults, which come as signals. */

#include <errno.h>
#include <signal.h>
#include <stdint.h>

#include "mm_posix/mm_posix.h"

#if defined(__linux__)
#include <ucontext.h>
#endif

static struct sigaction segv_before;
static struct sigaction bus_before;

#if defined(__linux__) && (defined(__x86_64__) || defined(__i386__))

/* The error code of the page fault. */
#define ERROR_WRITE (1 << 1)
#define ERROR_FETCH (1 << 4)

static enum smh_mm_access access_of(const ucontext_t *context, uintptr_t addr)
{
	const long long error = context->uc_mcontext.gregs[REG_ERR];

	(void)addr;
	if ((error & ERROR_FETCH) != 0) {
		return SMH_MM_EXECUTE;
	}
	return (error & ERROR_WRITE) != 0 ? SMH_MM_WRITE : SMH_MM_READ;
}

#elif defined(__linux__) && defined(__aarch64__)

#include <asm/sigcontext.h>

#define ESR_CLASS(esr)          ((esr) >> 26 & 0x3F)
#define CLASS_INSTRUCTION_ABORT 0x20
#define CLASS_DATA_ABORT        0x24
#define ESR_WRITE               (1 << 6)

/* The records behind the registers end with one of size 0. NULL if the syndrome is not there. */
static const struct esr_context *syndrome(const ucontext_t *context)
{
	const unsigned char *at = (const unsigned char *)context->uc_mcontext.__reserved;
	const struct _aarch64_ctx *record = (const void *)at;

	while (record->size != 0 && record->magic != ESR_MAGIC) {
		at += record->size;
		record = (const void *)at;
	}
	return record->size != 0 ? (const void *)at : NULL;
}

/* Without a syndrome, which emulators may leave out, the address tells one thing. */
static enum smh_mm_access access_of(const ucontext_t *context, uintptr_t addr)
{
	const struct esr_context *record = syndrome(context);

	if (record == NULL) {
		return addr == context->uc_mcontext.pc ? SMH_MM_EXECUTE : SMH_MM_ANY;
	}
	switch (ESR_CLASS(record->esr)) {
	case CLASS_INSTRUCTION_ABORT:
		return SMH_MM_EXECUTE;
	case CLASS_DATA_ABORT:
		return (record->esr & ESR_WRITE) != 0 ? SMH_MM_WRITE : SMH_MM_READ;
	default:
		return SMH_MM_ANY;
	}
}

#else

static enum smh_mm_access access_of(const void *context, uintptr_t addr)
{
	(void)context;
	(void)addr;
	return SMH_MM_ANY;
}

#endif

/*
 * Linux says SIGBUS of a page of which there is no memory for the file: no repetition helps.
 * Elsewhere it can be said of protections. What was sent by a process is no fault.
 */
static bool can_be_ours(int number, const siginfo_t *info)
{
#if defined(__linux__)
	return number == SIGSEGV && info->si_code > 0;
#else
	(void)number;
	return info->si_code > 0;
#endif
}

static bool is_resolved(int number, const siginfo_t *info, const void *context)
{
	const uintptr_t addr = (uintptr_t)info->si_addr;

	return can_be_ours(number, info) && smh_mm_arch_covers(addr, 1) &&
	       smh_mm_fault(addr, access_of(context, addr), false);
}

/*
 * Nobody wants it: as if nobody had caught it. The access is made once more and ends the process;
 * what was sent by a process has to be sent once more.
 */
static void end_by_default(int number, const siginfo_t *info)
{
	struct sigaction by_default = {.sa_handler = SIG_DFL};

	(void)sigaction(number, &by_default, NULL);
	if (info->si_code <= 0) {
		(void)raise(number);
	}
}

static void pass_on(int number, siginfo_t *info, void *context)
{
	const struct sigaction *before = number == SIGSEGV ? &segv_before : &bus_before;

	if ((before->sa_flags & SA_SIGINFO) != 0) {
		before->sa_sigaction(number, info, context);
	} else if (before->sa_handler == SIG_DFL || before->sa_handler == SIG_IGN) {
		end_by_default(number, info);
	} else {
		before->sa_handler(number);
	}
}

static void on_signal(int number, siginfo_t *info, void *context)
{
	const int error = errno;

	if (!is_resolved(number, info, context)) {
		pass_on(number, info, context);
	}
	errno = error;
}

/* On the alternate stack, if the thread has one, since its own may be in pages that left. */
bool mm_posix_catch(void)
{
	struct sigaction ours = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};

	(void)sigemptyset(&ours.sa_mask);
	if (sigaction(SIGSEGV, &ours, &segv_before) != 0) {
		return false;
	}
	if (sigaction(SIGBUS, &ours, &bus_before) != 0) {
		(void)sigaction(SIGSEGV, &segv_before, NULL);
		return false;
	}
	return true;
}

void mm_posix_release_signals(void)
{
	(void)sigaction(SIGSEGV, &segv_before, NULL);
	(void)sigaction(SIGBUS, &bus_before, NULL);
}
