/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Formatted output on the board's console.
 */

#ifndef PRINT_H_
#define PRINT_H_

/** Longest text that one call of print() can write. */
#define PRINT_MAX 255

/**
 * Write formatted text to the console. The formats are those of the C library in use, as far
 * as every board has them: %s %c %d %u %x, the modifiers l, ll and z, %p, %%, width, the flags
 * '0' and '-'. Text beyond PRINT_MAX characters is cut off and ends in "...".
 */
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif /* PRINT_H_ */
