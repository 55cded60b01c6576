/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Preloaded into a program, this writes each of its allocation calls to a log.
 *
 * The log is the file that BENCH_TRACE_LOG names, which must not exist yet; without it nothing is
 * recorded. It is a shared mapping, so nothing is lost however the program ends. A forked child
 * records nothing, and neither does a program that it executes, as the file is there by then.
 *
 * glibc exports its allocator under a second set of names: calling those needs no search by
 * dlsym(), which allocates itself. Nothing else that is called here allocates, so the recorder
 * never enters itself. One lock covers the call and its event: else another thread could be given
 * a block before the event of its release is written.
 */

#include "traces/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST_EVENTS 8000000u
#define LOG_BYTES   (sizeof(struct log_header) + MOST_EVENTS * sizeof(struct log_event))

extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *old, size_t bytes);
extern void *__libc_memalign(size_t align, size_t bytes);
extern void __libc_free(void *mem);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct log_header *log_header;
static struct log_event *log_events;
static pid_t recorded;

static void open_log(const char *name)
{
	int file = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	void *mem;

	if (file < 0) {
		return;
	}
	if (ftruncate(file, (off_t)LOG_BYTES) != 0) {
		abort();
	}
	mem = mmap(NULL, LOG_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	(void)close(file);
	if (mem == MAP_FAILED) {
		abort();
	}
	log_header = mem;
	log_events = (struct log_event *)(log_header + 1);
	*log_header = (struct log_header){.magic = LOG_MAGIC, .word_bytes = sizeof(void *)};
}

static bool is_recording(void)
{
	if (environ == NULL) {
		/* The loader allocates before the C library has looked around. */
		return false;
	}
	if (recorded == 0) {
		const char *name = getenv("BENCH_TRACE_LOG");

		recorded = getpid();
		if (name != NULL) {
			open_log(name);
		}
	}
	return log_header != NULL && recorded == getpid();
}

static void write_event(struct log_event event)
{
	if (!is_recording()) {
		return;
	}
	if (log_header->events == MOST_EVENTS) {
		log_header->is_full = 1;
		return;
	}
	log_events[log_header->events] = event;
	log_header->events++;
}

static void take_lock(void)
{
	(void)pthread_mutex_lock(&lock);
}

/* With the error number of the call, which the lock or the log may have changed. */
static void *end_call(void *mem, int error)
{
	(void)pthread_mutex_unlock(&lock);
	errno = error;
	return mem;
}

static void *end_alloc(void *mem, size_t bytes)
{
	int error = errno;

	if (mem != NULL) {
		write_event((struct log_event){
			.kind = LOG_ALLOC, .mem = (uintptr_t)mem, .bytes = bytes});
	}
	return end_call(mem, error);
}

void *malloc(size_t bytes)
{
	take_lock();
	return end_alloc(__libc_malloc(bytes), bytes);
}

void *calloc(size_t count, size_t bytes)
{
	take_lock();
	/* If the product overflows, there is no block. */
	return end_alloc(__libc_calloc(count, bytes), count * bytes);
}

static void free_locked(void *mem)
{
	if (mem != NULL) {
		write_event((struct log_event){.kind = LOG_FREE, .old = (uintptr_t)mem});
		__libc_free(mem);
	}
}

void free(void *mem)
{
	int error = errno;

	take_lock();
	free_locked(mem);
	(void)end_call(NULL, error);
}

void *realloc(void *old, size_t bytes)
{
	uintptr_t given = (uintptr_t)old;
	void *mem;
	int error;

	take_lock();
	if (old == NULL) {
		return end_alloc(__libc_malloc(bytes), bytes);
	}
	if (bytes == 0) {
		/* As glibc has it. */
		free_locked(old);
		return end_call(NULL, errno);
	}
	mem = __libc_realloc(old, bytes);
	error = errno;
	if (mem != NULL) {
		write_event((struct log_event){
			.kind = LOG_REALLOC, .old = given, .mem = (uintptr_t)mem, .bytes = bytes});
	}
	return end_call(mem, error);
}

void *memalign(size_t align, size_t bytes)
{
	void *mem;
	int error;

	take_lock();
	mem = __libc_memalign(align, bytes);
	error = errno;
	if (mem != NULL) {
		write_event((struct log_event){.kind = LOG_ALIGNED,
					       .align = (uint32_t)align,
					       .mem = (uintptr_t)mem,
					       .bytes = bytes});
	}
	return end_call(mem, error);
}

void *aligned_alloc(size_t align, size_t bytes)
{
	return memalign(align, bytes);
}

int posix_memalign(void **mem, size_t align, size_t bytes)
{
	void *got;

	if (align % sizeof(void *) != 0 || align == 0 || (align & (align - 1)) != 0) {
		return EINVAL;
	}
	got = memalign(align, bytes);
	if (got == NULL) {
		return ENOMEM;
	}
	*mem = got;
	return 0;
}
