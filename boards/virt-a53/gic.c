/* SPDX-License-Identifier: Apache-2.0 */

#include "gic.h"

#include "board.h"
#include "devices.h"
#include "print.h"
#include "sysreg.h"

#include <stddef.h>

#define DISTRIBUTOR_CONTROL       0x000
#define DISTRIBUTOR_SET_ENABLE    0x100
#define DISTRIBUTOR_CLEAR_ENABLE  0x180
#define DISTRIBUTOR_CLEAR_PENDING 0x280

#define CPU_CONTROL          0x00
#define CPU_PRIORITY_MASK    0x04
#define CPU_ACKNOWLEDGE      0x0C
#define CPU_END              0x10
#define CPU_RUNNING_PRIORITY 0x14

#define PRIORITY_IDLE             0xFF
#define INTERRUPT_ID(acknowledge) ((acknowledge) & 0x3FF)
#define INTERRUPT_SPURIOUS        1020
#define EXIT_UNEXPECTED_INTERRUPT 72

static unsigned int current_interrupt;
static void (*current_handler)(void);

static volatile uint32_t *distributor(unsigned int offset)
{
	return device_register(DEVICE_GIC_DISTRIBUTOR, offset);
}

static volatile uint32_t *cpu(unsigned int offset)
{
	return device_register(DEVICE_GIC_CPU, offset);
}

void gic_enable(unsigned int interrupt, void (*handler)(void))
{
	current_interrupt = interrupt;
	current_handler = handler;
	*distributor(DISTRIBUTOR_CONTROL) = 1;
	*distributor(DISTRIBUTOR_SET_ENABLE) = 1u << interrupt;
	*cpu(CPU_PRIORITY_MASK) = PRIORITY_IDLE;
	*cpu(CPU_CONTROL) = 1;
	dsb(sy);
}

void gic_disable(unsigned int interrupt)
{
	*distributor(DISTRIBUTOR_CLEAR_ENABLE) = 1u << interrupt;
	*distributor(DISTRIBUTOR_CLEAR_PENDING) = 1u << interrupt;
	dsb(sy);
	isb();
}

void gic_reset(void)
{
	gic_disable(current_interrupt);
	if (*cpu(CPU_RUNNING_PRIORITY) != PRIORITY_IDLE) {
		*cpu(CPU_END) = current_interrupt;
	}
	*cpu(CPU_CONTROL) = 0;
	dsb(sy);
	isb();
}

void gic_handle(void)
{
	uint32_t acknowledge = *cpu(CPU_ACKNOWLEDGE);
	unsigned int interrupt = INTERRUPT_ID(acknowledge);

	if (interrupt >= INTERRUPT_SPURIOUS) {
		return;
	}
	if (interrupt != current_interrupt || current_handler == NULL) {
		print("unexpected interrupt %u\n", interrupt);
		board_exit(EXIT_UNEXPECTED_INTERRUPT);
	}
	current_handler();
	*cpu(CPU_END) = acknowledge;
}
