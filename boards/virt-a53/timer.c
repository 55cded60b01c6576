/* SPDX-License-Identifier: Apache-2.0 */

#include "board.h"

#include "gic.h"
#include "sysreg.h"

#define TIMER_INTERRUPT 27
#define TIMER_ON        1
#define TIMER_OFF       0
#define MICROSECONDS    1000000U

static uint64_t period;
static void (*user_handler)(void);

/* Keeps the rhythm, unless the handler was so slow that the next moment is past already. */
static void arm_next(void)
{
	uint64_t next = read_cntv_cval_el0() + period;
	uint64_t now = read_cntvct_el0();

	write_cntv_cval_el0(next > now ? next : now + period);
	isb();
}

static void handle_interrupt(void)
{
	user_handler();
	arm_next();
}

void board_timer_start(uint32_t period_us, void (*handler)(void))
{
	board_timer_stop();
	user_handler = handler;
	period = read_cntfrq_el0() * period_us / MICROSECONDS;
	write_cntv_cval_el0(read_cntvct_el0() + period);
	gic_enable(TIMER_INTERRUPT, handle_interrupt);
	write_cntv_ctl_el0(TIMER_ON);
	isb();
}

void board_timer_stop(void)
{
	uint64_t mask = read_daif();

	daif_set(DAIF_MASK_IRQ);
	write_cntv_ctl_el0(TIMER_OFF);
	isb();
	gic_disable(TIMER_INTERRUPT);
	write_daif(mask);
}

uint64_t board_instructions(void)
{
	/* One tick of the counter, 16 ns, is one instruction under -icount shift=4. */
	isb();
	return read_cntvct_el0();
}
