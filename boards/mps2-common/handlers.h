/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Exception handlers that the vector table names, and what start-up calls.
 */

#ifndef HANDLERS_H_
#define HANDLERS_H_

/** Reports the exception and ends the program. */
void board_fault_entry(void);

/** Interrupt of timer 0. */
void board_timer_entry(void);

/** Switches the memory protection unit on, for the image; before .data and .bss are there. */
void board_protect_memory(void);

#endif /* HANDLERS_H_ */
