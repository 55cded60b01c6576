/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Gives vsnprintf() the modifier z, which newlib is commonly built without.
 *
 * The linker puts this function in place of vsnprintf() (--wrap). size_t is as wide as unsigned
 * int on this processor, so that leaving the modifier out of the format is enough.
 */

#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define FORMAT_MAX 256u

_Static_assert(SIZE_MAX == UINT_MAX, "%zu is not %u here");

int __wrap_vsnprintf(char *to, size_t bytes, const char *format, va_list args);
int __real_vsnprintf(char *to, size_t bytes, const char *format, va_list args);

int __wrap_vsnprintf(char *to, size_t bytes, const char *format, va_list args)
{
	char plain[FORMAT_MAX];
	size_t length = 0;

	while (*format != '\0') {
		size_t flags = 0;

		if (*format == '%') {
			flags = 1 + strspn(format + 1, "-+ #0123456789.*");
		}
		if (length + flags + 2 > sizeof(plain)) {
			return -1;
		}
		memcpy(plain + length, format, flags);
		length += flags;
		format += flags;
		if (flags != 0 && *format == 'z') {
			format++;
		}
		if (*format != '\0') {
			plain[length++] = *format++;
		}
	}
	plain[length] = '\0';
	return __real_vsnprintf(to, bytes, plain, args);
}
