/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Every function of sys_heap.h and sys_multi_heap.h, and every fault that they report, with the
 * lock of the user's. Built twice:
 *
 *   OWN_REPORT 0  the default report: no call takes the lock, the fault is counted, and the
 *                 handler may use the pool
 *   OWN_REPORT 1  SMH_SYS_HEAP_FAULT is own_heap_fault() below, and the library is a shared object
 *                 whose variables may not be written meanwhile: a write ends the program, as it
 *                 does to a thread without the right to them
 */

#define _GNU_SOURCE

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "check.h"
#include "shared_multi_heap.h"
#include "smh_fault.h"
#include "smh_lock.h"
#include "sys_multi_heap.h"

static unsigned int acquired;
static bool held;

uintptr_t smh_lock_acquire(void)
{
	CHECK(!held);
	held = true;
	acquired++;
	return 1;
}

void smh_lock_release(uintptr_t token)
{
	CHECK(held && token == 1);
	held = false;
}

/* --- What is reported ------------------------------------------------------ */

static struct {
	unsigned int count;
	unsigned int kind;
	const void *ptr;
} last;

static void note(unsigned int kind, const void *ptr)
{
	CHECK(!held && acquired == 0);
	last.count++;
	last.kind = kind;
	last.ptr = ptr;
}

/* The fault was reported since the last question, once, and without the lock. */
static bool was(unsigned int kind, const void *ptr)
{
	const bool yes = last.count == 1 && last.kind == kind && last.ptr == ptr && acquired == 0;

	memset(&last, 0, sizeof(last));
	return yes;
}

#if OWN_REPORT

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

void own_heap_fault(unsigned int kind, const void *ptr)
{
	note(kind, ptr);
}

/* Change what may be done with the variables of the object that a function is in. */
struct protection {
	uintptr_t function;
	int rights;
	unsigned int parts;
};

static bool object_has(const struct dl_phdr_info *info, uintptr_t addr)
{
	for (unsigned int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];

		if (part->p_type == PT_LOAD &&
		    addr - (info->dlpi_addr + part->p_vaddr) < part->p_memsz) {
			return true;
		}
	}
	return false;
}

static int protect_object(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct protection *wanted = arg;
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	(void)size;
	if (!object_has(info, wanted->function)) {
		return 0;
	}
	for (unsigned int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		const uintptr_t from = (info->dlpi_addr + part->p_vaddr) & ~(page - 1);
		const uintptr_t end = info->dlpi_addr + part->p_vaddr + part->p_memsz;

		if (part->p_type == PT_LOAD && (part->p_flags & PF_W) != 0) {
			CHECK(mprotect((void *)from, end - from, wanted->rights) == 0);
			wanted->parts++;
		}
	}
	return 1;
}

static void protect(int rights)
{
	struct protection wanted = {(uintptr_t)sys_heap_init, rights, 0};

	CHECK(dl_iterate_phdr(protect_object, &wanted) == 1 && wanted.parts != 0);
}

#define WRITABLE (PROT_READ | PROT_WRITE)

static void begin(void)
{
	protect(PROT_READ);
}

/* None was counted: the library's own report was never called. */
static void end(void)
{
	protect(WRITABLE);
	for (unsigned int kind = 0; kind < SMH_FAULT_NUM; kind++) {
		CHECK(smh_fault_count(kind) == 0);
	}
}

#else

static _Alignas(64) uint8_t pool_memory[4096];
static unsigned int counted;

/* With the lock held this would end in smh_lock_acquire(). */
static void handler(unsigned int kind, const void *ptr)
{
	void *block;

	note(kind, ptr);
	block = shared_multi_heap_alloc(0, 100);
	CHECK(block != NULL && acquired != 0);
	shared_multi_heap_free(block);
	acquired = 0;
	CHECK(smh_fault_count(kind) != 0 && acquired == 0);
	counted++;
}

static void begin(void)
{
	struct shared_multi_heap_region region = {0, (uintptr_t)pool_memory, sizeof(pool_memory)};

	CHECK(shared_multi_heap_pool_init() == 0 && shared_multi_heap_add(&region, NULL) == 0);
	(void)smh_fault_handler_set(handler);
	acquired = 0;
}

static void end(void)
{
	unsigned int sum = 0;

	for (unsigned int kind = 0; kind < SMH_FAULT_NUM; kind++) {
		sum += smh_fault_count(kind);
	}
	CHECK(sum == counted && acquired == 0);
	/* Without a handler, as with one. */
	(void)smh_fault_handler_set(NULL);
	acquired = 0;
}

#endif

/* --- Every function, every fault ------------------------------------------- */

#define HEAP_BYTES 4096u

static _Alignas(64) uint8_t memory[MAX_MULTI_HEAPS + 1][HEAP_BYTES];
static struct sys_heap heaps[MAX_MULTI_HEAPS + 1];
static struct sys_multi_heap set;

static void *choose(struct sys_multi_heap *mheap, void *cfg, size_t align, size_t size)
{
	(void)cfg;
	return sys_heap_aligned_alloc(mheap->heaps[0].heap, align, size);
}

static void sound_calls(struct sys_heap *heap)
{
	struct sys_memory_stats stats;
	void *block = sys_heap_alloc(heap, 100);
	void *other = sys_heap_aligned_alloc(heap, 128, 100);

	CHECK(block != NULL && other != NULL && sys_heap_usable_size(heap, block) >= 100);
	block = sys_heap_realloc(heap, block, 500);
	other = sys_heap_aligned_realloc(heap, other, 256, 300);
	CHECK(block != NULL && other != NULL && sys_heap_validate(heap));
	CHECK(sys_heap_runtime_stats_get(heap, &stats) == 0);
	CHECK(sys_heap_runtime_stats_reset_max(heap) == 0);
	CHECK(sys_heap_alloc(heap, HEAP_BYTES) == NULL);
	sys_heap_free(heap, block);
	sys_heap_free(heap, other);
	block = sys_heap_noalign_alloc(heap, 64, 10);
	CHECK(block != NULL && last.count == 0);
	sys_heap_free(heap, block);
}

static void heap_faults(struct sys_heap *heap)
{
	uint8_t *block = sys_heap_alloc(heap, 100);
	uint8_t *next = sys_heap_alloc(heap, 100);
	uint8_t *const outside = memory[0] + sizeof(memory);
	uint8_t header[4];

	sys_heap_free(heap, outside);
	CHECK(was(SMH_FAULT_FOREIGN_POINTER, outside));
	CHECK(sys_heap_usable_size(heap, block + 1) == 0);
	CHECK(was(SMH_FAULT_MISALIGNED_POINTER, block + 1));
	CHECK(sys_heap_realloc(heap, block + 3, 10) == NULL);
	CHECK(was(SMH_FAULT_MISALIGNED_POINTER, block + 3));
	CHECK(sys_heap_aligned_realloc(heap, block + 3, 7, 10) == NULL);
	CHECK(was(SMH_FAULT_MISALIGNED_POINTER, block + 3));
	memcpy(header, next - 4, sizeof(header));
	memset(next - 4, 0xFF, sizeof(header));
	sys_heap_free(heap, block);
	CHECK(was(SMH_FAULT_OVERRUN, block));
	sys_heap_free(heap, next);
	CHECK(was(SMH_FAULT_BAD_HEADER, next));
	memcpy(next - 4, header, sizeof(header));
	sys_heap_free(heap, block);
	sys_heap_free(heap, block);
	CHECK(was(SMH_FAULT_DOUBLE_FREE, block));
	memset(block, 0xFF, 16);
	(void)sys_heap_alloc(heap, 100);
	CHECK(was(SMH_FAULT_BAD_FREE_BLOCK, block));
	(void)sys_heap_aligned_alloc(heap, 64, 100);
	memset(&last, 0, sizeof(last)); /* whether it meets that block again is not said */
	CHECK(acquired == 0);
}

static void set_calls(void)
{
	uint8_t *const outside = memory[0] + sizeof(memory);
	void *block = sys_multi_heap_alloc(&set, NULL, 50);

	block = sys_multi_heap_realloc(&set, NULL, block, 500);
	CHECK(block != NULL && sys_multi_heap_get_heap(&set, block)->heap == set.heaps[0].heap);
	sys_multi_heap_free(&set, block);
	sys_multi_heap_free(&set, block);
	CHECK(was(SMH_FAULT_DOUBLE_FREE, block));
	CHECK(sys_multi_heap_aligned_alloc(&set, NULL, 64, 50) != NULL);
	sys_multi_heap_free(&set, outside);
	CHECK(was(SMH_FAULT_FOREIGN_POINTER, outside));
	CHECK(sys_multi_heap_realloc(&set, NULL, outside, 5) == NULL);
	CHECK(was(SMH_FAULT_FOREIGN_POINTER, outside));
}

int main(void)
{
	begin();
	sys_multi_heap_init(&set, choose);
	for (unsigned int i = 0; i <= MAX_MULTI_HEAPS; i++) {
		sys_heap_init(&heaps[i], memory[i], HEAP_BYTES);
		sys_multi_heap_add_heap(&set, &heaps[i], NULL);
	}
	CHECK(was(SMH_FAULT_TABLE_FULL, &heaps[MAX_MULTI_HEAPS]));
	sound_calls(&heaps[0]);
	set_calls();
	heap_faults(&heaps[1]);
	CHECK(acquired == 0);
	end();
	printf("sys_heap report: %s\n", OWN_REPORT ? "the user's own" : "the default");
	return 0;
}
