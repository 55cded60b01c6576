/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Parts of the board's own test.
 */

#ifndef VIRT_A53_SELF_H_
#define VIRT_A53_SELF_H_

/** RAM that the image does not use and the machine surely has. */
#define SELF_FREE_RAM 0x42000000U

/** The image is mapped with least rights, and nothing else is. */
void test_protection(void);

/** Exceptions are caught, put into words and survived. */
void test_faults(void);

/** Memory types, their conflicts, and what the hardware says of them. */
void test_mapping(void);

/** What smh_mm_map_at() refuses. */
void test_mapping_limits(void);

/** board_instructions() counts instructions. */
void test_instructions(void);

/** The timer interrupts, keeps the rhythm and the registers, and stops. */
void test_timer(void);

#endif /* VIRT_A53_SELF_H_ */
