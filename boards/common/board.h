/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What every board gives to the programs that run on it.
 */

#ifndef BOARD_H_
#define BOARD_H_

#include <stdint.h>

/** Number of words in board_persistent. */
#define BOARD_PERSISTENT_WORDS 16

/** Write one character to the console; returns once the device has taken it. */
void board_putc(char c);

/** End the program: @p status becomes the exit status of the emulator. */
_Noreturn void board_exit(int status);

/**
 * Run start-up again: .data and .bss are as after reset, then main() is called anew.
 * Only .noinit is kept. The timer is stopped first.
 */
_Noreturn void board_restart(void);

/**
 * Instructions executed since reset. Under the emulator options of run.sh the difference
 * of two readings is exact: it counts the instructions between them and the constant cost
 * of the reading itself.
 */
uint64_t board_instructions(void);

/** Call @p handler from an interrupt every @p period_us microseconds of emulated time. */
void board_timer_start(uint32_t period_us, void (*handler)(void));

/** Stop the periodic interrupt; the handler does not run after this returns. */
void board_timer_stop(void);

/** Survives board_restart(); all zero after a cold boot. */
extern uint32_t board_persistent[BOARD_PERSISTENT_WORDS];

/** The program. Start-up calls board_exit() with what it returns. */
extern int main(void);

#endif /* BOARD_H_ */
