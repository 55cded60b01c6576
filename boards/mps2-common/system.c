/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What newlib asks of a system. There are no files and no second heap here.
 *
 * The formatted output of newlib refers to all of these, whether or not it uses them.
 */

#include "board.h"

#include <stddef.h>

#define FAILED     (-1)
#define EXIT_ABORT 134

struct stat;

__attribute__((weak)) void *_sbrk(ptrdiff_t bytes);
_Noreturn void _exit(int status);
_Noreturn int _kill(int process, int signal);
int _getpid(void);
int _close(int file);
int _fstat(int file, struct stat *status);
int _isatty(int file);
int _lseek(int file, int offset, int whence);
int _read(int file, char *buffer, int length);
int _write(int file, const char *text, int length);

/* (void *)-1 is how this call says that there is no memory. A program may have its own. */
void *_sbrk(ptrdiff_t bytes)
{
	(void)bytes;
	return (void *)(intptr_t)FAILED;
}

void _exit(int status)
{
	board_exit(status);
}

/* Only abort() sends signals. */
int _kill(int process, int signal)
{
	(void)process;
	(void)signal;
	board_exit(EXIT_ABORT);
}

int _getpid(void)
{
	return 1;
}

int _close(int file)
{
	(void)file;
	return FAILED;
}

int _fstat(int file, struct stat *status)
{
	(void)file;
	(void)status;
	return FAILED;
}

int _isatty(int file)
{
	(void)file;
	return 0;
}

int _lseek(int file, int offset, int whence)
{
	(void)file;
	(void)offset;
	(void)whence;
	return FAILED;
}

int _read(int file, char *buffer, int length)
{
	(void)file;
	(void)buffer;
	(void)length;
	return FAILED;
}

/* Whatever the library itself wants to say goes to the console. */
int _write(int file, const char *text, int length)
{
	(void)file;
	for (int i = 0; i < length; i++) {
		board_putc(text[i]);
	}
	return length;
}
