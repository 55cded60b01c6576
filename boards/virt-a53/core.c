/* SPDX-License-Identifier: Apache-2.0 */

#include "core.h"

#include "cache.h"

#include <stddef.h>
#include <stdint.h>

/* Power State Coordination Interface, by HVC on this machine. */
#define PSCI_CPU_ON 0xC4000003U
#define SECOND_CORE 1U
#define STACK_BYTES 16384

/* In start.S: where it starts, with the end of its stack in x0, which lands in core_main(). */
void core_entry(void);
_Noreturn void core_main(void);

static uint8_t stack[STACK_BYTES] __attribute__((aligned(64)));
static void (*volatile work)(void);

_Noreturn void core_main(void)
{
	work();
	for (;;) {
		__asm__ volatile("wfi");
	}
}

static int64_t psci_cpu_on(uint64_t core, uintptr_t entry, uintptr_t context)
{
	register uint64_t x0 __asm__("x0") = PSCI_CPU_ON;
	register uint64_t x1 __asm__("x1") = core;
	register uint64_t x2 __asm__("x2") = entry;
	register uint64_t x3 __asm__("x3") = context;

	__asm__ volatile("hvc #0" : "+r"(x0) : "r"(x1), "r"(x2), "r"(x3) : "memory");
	return (int64_t)x0;
}

/* The core starts with its caches off: none of its stack may be left in those of this one. */
bool core_start(void (*function)(void))
{
	work = function;
	cache_clean_invalidate((uintptr_t)stack, sizeof(stack));
	return psci_cpu_on(SECOND_CORE, (uintptr_t)core_entry, (uintptr_t)stack + sizeof(stack)) ==
	       0;
}
