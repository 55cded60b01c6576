/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Where the devices of the AN505 image, by their secure addresses, are, and how fast they
 * count.
 */

#ifndef DEVICES_H_
#define DEVICES_H_

#define TIMER0_BASE 0x50000000u
#define TIMER0_IRQ  3
#define UART0_BASE  0x50200000u
#define FPGAIO_BASE 0x50302000u

/* Frequency of the timer's clock and of the cycle counter of FPGAIO. */
#define CLOCK_HZ 20000000u

/*
 * With -icount shift=8 an instruction takes 256 ns and a cycle of the counter 50 ns, so that n
 * instructions are floor(5.12 n) cycles and n is ceil(cycles * 25 / 128), without rest.
 */
#define INSTRUCTIONS_PER_COUNTS 25u
#define COUNTS_SHIFT            7

#endif /* DEVICES_H_ */
