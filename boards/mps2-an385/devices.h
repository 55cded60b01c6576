/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Where the devices of the AN385 and AN386 images are, and how fast they count.
 */

#ifndef DEVICES_H_
#define DEVICES_H_

#define TIMER0_BASE 0x40000000u
#define TIMER0_IRQ  8
#define UART0_BASE  0x40004000u
#define FPGAIO_BASE 0x40028000u

/* Frequency of the timer's clock and of the cycle counter of FPGAIO. */
#define CLOCK_HZ 25000000u

/*
 * With -icount shift=8 an instruction takes 256 ns and a cycle of the counter 40 ns, so that n
 * instructions are floor(6.4 n) cycles and n is ceil(cycles * 5 / 32), without rest.
 */
#define INSTRUCTIONS_PER_COUNTS 5u
#define COUNTS_SHIFT            5

#endif /* DEVICES_H_ */
