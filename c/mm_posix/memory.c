/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* For memfd_create() and MAP_ANONYMOUS. */
#define _GNU_SOURCE

/* Setting up: the file that is physical memory, and the addresses. */

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mm_posix/mm_posix.h"
#include "smh_config.h"
#include "smh_errno.h"

#define DEFAULT_MAX_PAGES 32000u

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

struct mm_posix_state mm_posix = {.file = -1};

/* A file without a name, so that it is gone with the process. */
static int nameless_file(void)
{
	FILE *stream = tmpfile();
	int file = -1;

	if (stream != NULL) {
		file = dup(fileno(stream));
		(void)fclose(stream);
	}
	return file;
}

static int memory_file(void)
{
	int file = -1;

#if defined(__linux__)
	file = memfd_create("smh_mm physical memory", MFD_CLOEXEC);
#endif
	/* Linux may forbid memory files. */
	return file >= 0 ? file : nameless_file();
}

static bool make_file(void)
{
	const off_t bytes = (off_t)mm_posix.phys_bytes;

	if (bytes <= 0 || (size_t)bytes != mm_posix.phys_bytes) {
		return false;
	}
	mm_posix.file = memory_file();
	return mm_posix.file >= 0 && ftruncate(mm_posix.file, bytes) == 0;
}

static bool make_linear(void)
{
	void *linear = mmap(NULL, mm_posix.phys_bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
			    mm_posix.file, 0);

	if (linear == MAP_FAILED) {
		return false;
	}
	mm_posix.linear = linear;
	return true;
}

/* NULL if the system refuses. */
static void *anonymous(size_t bytes, int protection)
{
	void *at =
		mmap(NULL, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return at == MAP_FAILED ? NULL : at;
}

static size_t reserved_bytes(void)
{
	return mm_posix.phys_bytes + mm_posix.virt_bytes;
}

static size_t entries_bytes(void)
{
	return reserved_bytes() / K_MEM_PAGE_SIZE * sizeof(struct smh_mm_entry);
}

static bool make_addresses(void)
{
	mm_posix.entries = anonymous(entries_bytes(), PROT_READ | PROT_WRITE);
	mm_posix.start = (uintptr_t)anonymous(reserved_bytes(), PROT_NONE);
	return mm_posix.entries != NULL && mm_posix.start != 0;
}

/* Of what was made; where it is called for a failure, that need not be all. */
static void unmake(void)
{
	if (mm_posix.start != 0) {
		(void)munmap((void *)mm_posix.start, reserved_bytes());
	}
	if (mm_posix.entries != NULL) {
		(void)munmap(mm_posix.entries, entries_bytes());
	}
	if (mm_posix.linear != NULL) {
		(void)munmap(mm_posix.linear, mm_posix.phys_bytes);
	}
	if (mm_posix.file >= 0) {
		(void)close(mm_posix.file);
	}
	mm_posix = (struct mm_posix_state){.file = -1};
}

static bool sizes_are_legal(size_t phys_bytes, size_t virt_bytes)
{
	return phys_bytes != 0 && virt_bytes != 0 && phys_bytes % K_MEM_PAGE_SIZE == 0 &&
	       virt_bytes % K_MEM_PAGE_SIZE == 0 && sysconf(_SC_PAGESIZE) == K_MEM_PAGE_SIZE;
}

int smh_mm_posix_init(size_t phys_bytes, size_t virt_bytes, size_t max_pages,
		      struct smh_mm_posix *posix)
{
	if (posix == NULL || !sizes_are_legal(phys_bytes, virt_bytes)) {
		return -EINVAL;
	}
	if (mm_posix.start != 0) {
		return -EALREADY;
	}
	if (phys_bytes > SIZE_MAX - virt_bytes) {
		return -ENOMEM;
	}
	mm_posix.phys_bytes = phys_bytes;
	mm_posix.virt_bytes = virt_bytes;
	mm_posix.max_pages = max_pages != 0 ? max_pages : DEFAULT_MAX_PAGES;
	if (!make_file() || !make_linear() || !make_addresses() || !mm_posix_catch()) {
		unmake();
		return -ENOMEM;
	}
	*posix = (struct smh_mm_posix){
		.phys = mm_posix.start,
		.phys_bytes = phys_bytes,
		.virt = mm_posix.start + phys_bytes,
		.virt_bytes = virt_bytes,
	};
	return 0;
}

void smh_mm_posix_deinit(void)
{
	if (mm_posix.start == 0) {
		return;
	}
	mm_posix_release_signals();
	unmake();
}

void *smh_mm_posix_memory(uintptr_t phys)
{
	if (!mm_posix_within(phys, 1, mm_posix.phys_bytes)) {
		return NULL;
	}
	return mm_posix.linear + (phys - mm_posix.start);
}
