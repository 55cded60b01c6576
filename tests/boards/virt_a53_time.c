/* SPDX-License-Identifier: Apache-2.0 */

#include "board.h"
#include "tally.h"
#include "virt_a53_self.h"

#include <stdint.h>

/* Two instructions a turn. */
#define LOOP_INSTRUCTIONS 2U
#define PERIOD_US         100U
/* One instruction takes 16 ns of the board's time. */
#define INSTRUCTIONS_PER_PERIOD (PERIOD_US * 1000U / 16U)
#define PERIODS                 50U

static volatile unsigned int ticks;
static volatile double disturbance;

static __attribute__((noinline, noclone)) void loop(uint64_t turns)
{
	__asm__ volatile("1: subs %0, %0, #1\n\tb.ne 1b" : "+r"(turns) : : "cc");
}

/* Never inlined: each measurement executes the same instructions but for the turns. */
static __attribute__((noinline, noclone)) uint64_t measure(uint64_t turns)
{
	uint64_t start = board_instructions();

	loop(turns);
	return board_instructions() - start;
}

void test_instructions(void)
{
	uint64_t base = measure(1);

	heading("Instructions");
	for (uint64_t turns = 10; turns <= 100000; turns *= 10) {
		check(measure(turns) - base == (turns - 1) * LOOP_INSTRUCTIONS,
		      "%llu turns of a loop of %u instructions are counted exactly",
		      (unsigned long long)turns, LOOP_INSTRUCTIONS);
	}
}

static void tick(void)
{
	ticks++;
	/* Uses the registers that the interrupted program computes with. */
	disturbance = disturbance * 0.5 + ticks;
}

/* Halves and doubles exactly as long as no interrupt touches the registers. */
static double compute(void)
{
	double value = 1.0;

	while (ticks < PERIODS) {
		value = value * 2.0 + 1.0;
		value = (value - 1.0) * 0.5;
	}
	return value;
}

void test_timer(void)
{
	unsigned int seen;

	heading("Timer");
	board_timer_start(PERIOD_US, tick);
	check(compute() == 1.0, "interrupts keep the registers of floating point");
	board_timer_stop();

	seen = ticks;
	loop((uint64_t)2 * INSTRUCTIONS_PER_PERIOD);
	check(ticks == seen, "after the stop there is none");

	ticks = 0;
	board_timer_start(PERIOD_US, tick);
	loop((uint64_t)PERIODS * INSTRUCTIONS_PER_PERIOD / LOOP_INSTRUCTIONS);
	board_timer_stop();
	seen = ticks;
	check(seen > PERIODS - 2 && seen < PERIODS + 3, "%u interrupts in %u periods", seen,
	      PERIODS);
}
