/* SPDX-License-Identifier: Apache-2.0 */

/*
 * What only the AArch64 backend has: start-up's functions, tables counted one by one, the ends of
 * both halves, and what unprivileged code may do, as the hardware says.
 */

#include <stddef.h>
#include <stdint.h>

#include "check.h"
#include "fault.h"
#include "layout.h"
#include "mmu.h"
#include "mmu_memory.h"
#include "probe.h"
#include "smh_errno.h"
#include "smh_mm.h"
#include "smh_mm_aarch64.h"
#include "sysreg.h"

#define PAGE ((size_t)K_MEM_PAGE_SIZE)

#define GIB(n)     ((uintptr_t)(n) << 30)
#define SPARE      (MMU_FRAMES - 16 * PAGE)
#define LOW_FIRST  ((uintptr_t)0)
#define LOW_LAST   (((uintptr_t)1 << 48) - PAGE)
#define HIGH_FIRST ((uintptr_t)0xFFFF << 48)
#define HIGH_LAST  (UINTPTR_MAX - PAGE + 1)

/* --- Start-up ------------------------------------------------------------------ */

/* Nothing but the refusals: the tables in use stay. */
static void boot_refuses(void)
{
	static _Alignas(4096) uint8_t area[SMH_MM_AARCH64_AREA_BYTES(3)];

	REQUIRE(smh_mm_aarch64_join(NULL) == -EINVAL);
	REQUIRE(smh_mm_aarch64_join(area + 2048) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot(NULL, sizeof(area)) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot(area + 8, sizeof(area)) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot(area + 2048, sizeof(area)) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot(area, 0) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot(area, PAGE) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot(area, SMH_MM_AARCH64_AREA_BYTES(2)) == -EINVAL);
}

static void boot_map_refuses(void)
{
	const unsigned int tables = smh_mm_aarch64_free_tables();
	const uintptr_t text = (uintptr_t)layout_image_start;

	REQUIRE(smh_mm_aarch64_boot_map(GIB(40) + 1, SPARE, PAGE, 0) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(GIB(40), SPARE + 8, PAGE, 0) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(GIB(40), SPARE, 0, 0) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(GIB(40), SPARE, PAGE - 1, 0) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(LOW_LAST, SPARE, 2 * PAGE, 0) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(LOW_LAST + PAGE, SPARE, PAGE, 0) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(HIGH_LAST, SPARE, 2 * PAGE, 0) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(GIB(40), GIB(1024), PAGE, 0) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(GIB(40), GIB(1024) - PAGE, 2 * PAGE, 0) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(GIB(40), SPARE, PAGE, 6) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(GIB(40), SPARE, PAGE, K_MEM_DIRECT_MAP) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(GIB(40), SPARE, PAGE, K_MEM_MAP_LOCK) == -EINVAL);
	REQUIRE(smh_mm_aarch64_boot_map(text, SPARE, PAGE, 0) == -EEXIST);
	REQUIRE(smh_mm_aarch64_boot_map(text - PAGE, SPARE, 2 * PAGE, 0) == -EEXIST);
	REQUIRE(smh_mm_aarch64_free_tables() == tables && !probe_read(GIB(40)));
}

/* A range of 2 MiB after the other: each takes one table. */
static void boot_map_runs_out(void)
{
	const unsigned int tables = smh_mm_aarch64_free_tables();
	const size_t too_much = (size_t)(tables + 1) << 21;

	REQUIRE(smh_mm_aarch64_boot_map(GIB(40), MMU_FRAMES, too_much, 0) == -ENOMEM);
	REQUIRE(smh_mm_aarch64_free_tables() == tables && !probe_read(GIB(40)));
}

/* --- Tables -------------------------------------------------------------------- */

static unsigned int tables_taken_by(uintptr_t virt, size_t size)
{
	const unsigned int before = smh_mm_aarch64_free_tables();

	REQUIRE(smh_mm_map_at(virt, SPARE, size, K_MEM_PERM_RW) == 0);
	return before - smh_mm_aarch64_free_tables();
}

static unsigned int tables_given_by(uintptr_t virt, size_t size)
{
	const unsigned int before = smh_mm_aarch64_free_tables();

	REQUIRE(smh_mm_unmap_at(virt, size) == 0);
	return smh_mm_aarch64_free_tables() - before;
}

/* Levels 1, 2 and 3 for the first page of 512 GiB; then only what is missing. */
static void tables_are_counted(void)
{
	const uintptr_t at = GIB(512) * 3;
	const uintptr_t next_table = at + ((uintptr_t)1 << 21);

	REQUIRE(tables_taken_by(at, PAGE) == 3);
	REQUIRE(tables_taken_by(at + 5 * PAGE, PAGE) == 0);
	REQUIRE(tables_taken_by(next_table - PAGE, 2 * PAGE) == 1);
	REQUIRE(tables_taken_by(at + GIB(1) - PAGE, 2 * PAGE) == 3);
	REQUIRE(tables_taken_by(at + GIB(512) - PAGE, 2 * PAGE) == 5);
	REQUIRE(tables_given_by(at + GIB(1) - PAGE, 2 * PAGE) == 3);
	REQUIRE(tables_given_by(at + 5 * PAGE, PAGE) == 0);
	REQUIRE(tables_given_by(at, PAGE) == 0);
	REQUIRE(tables_given_by(next_table - PAGE, 2 * PAGE) == 3);
	REQUIRE(tables_given_by(at + GIB(512) - PAGE, 2 * PAGE) == 6);
}

/* --- The ends of both halves ----------------------------------------------------- */

static void reaches(uintptr_t virt)
{
	struct mmu_translation now;

	REQUIRE(smh_mm_map_at(virt, SPARE, PAGE, K_MEM_PERM_RW) == 0);
	REQUIRE(probe_write(virt) && probe_write(virt + PAGE - 1));
	REQUIRE(mmu_query(virt + 5, &now) && now.phys == SPARE + 5);
	REQUIRE(k_mem_phys_addr((void *)(virt + PAGE - 1)) == SPARE + PAGE - 1);
	REQUIRE(smh_mm_unmap_at(virt, PAGE) == 0);
	REQUIRE(!probe_read(virt) && !probe_read(virt + PAGE - 1));
}

static void both_halves(void)
{
	reaches(LOW_FIRST);
	reaches(LOW_LAST);
	reaches(HIGH_FIRST);
	reaches(HIGH_LAST);
	REQUIRE(smh_mm_map_at(LOW_LAST, SPARE, 2 * PAGE, 0) == -EINVAL);
	REQUIRE(smh_mm_map_at(HIGH_FIRST - PAGE, SPARE, PAGE, 0) == -EINVAL);
	REQUIRE(smh_mm_map_at(HIGH_FIRST - PAGE, SPARE, 2 * PAGE, 0) == -EINVAL);
	REQUIRE(smh_mm_map_at(HIGH_LAST, SPARE, 2 * PAGE, 0) == -EINVAL);
}

/* --- Unprivileged code ------------------------------------------------------------ */

static bool user_reads(const void *at)
{
	__asm__ volatile("at s1e0r, %0\n\tisb" : : "r"(at) : "memory");
	return (read_par_el1() & 1) == 0;
}

static bool user_writes(const void *at)
{
	__asm__ volatile("at s1e0w, %0\n\tisb" : : "r"(at) : "memory");
	return (read_par_el1() & 1) == 0;
}

static void rights_of_users(void)
{
	uint8_t *at = k_mem_map(PAGE, K_MEM_PERM_RW | K_MEM_MAP_LOCK);

	REQUIRE(at != NULL && !user_reads(at) && !user_writes(at));
	REQUIRE(k_mem_update_flags(at, PAGE, K_MEM_PERM_USER) == 0);
	REQUIRE(user_reads(at) && !user_writes(at) && !probe_write((uintptr_t)at));
	REQUIRE(k_mem_update_flags(at, PAGE, K_MEM_PERM_USER | K_MEM_PERM_RW) == 0);
	REQUIRE(user_reads(at) && user_writes(at) && probe_write((uintptr_t)at));
	REQUIRE(k_mem_update_flags(at, PAGE, 0) == 0);
	REQUIRE(!user_reads(at) && !user_writes(at) && probe_read((uintptr_t)at));
	k_mem_unmap(at, PAGE);
}

/* What unprivileged code can write, privileged code does not execute; and that has an end. */
static void execution_of_users(void)
{
	uint8_t *at = k_mem_map(PAGE, K_MEM_PERM_RW);
	const uintptr_t virt = (uintptr_t)at;

	REQUIRE(at != NULL);
	*(volatile uint32_t *)at = 0xD65F03C0; /* ret */
	REQUIRE(k_mem_update_flags(at, PAGE, K_MEM_PERM_EXEC) == 0 && probe_execute(virt));
	REQUIRE(k_mem_update_flags(at, PAGE, K_MEM_PERM_EXEC | K_MEM_PERM_USER) == 0);
	REQUIRE(probe_execute(virt));
	REQUIRE(k_mem_update_flags(at, PAGE, K_MEM_PERM_EXEC | K_MEM_PERM_USER | K_MEM_PERM_RW) ==
		0);
	REQUIRE(!probe_execute(virt) && probe_write(virt));
	REQUIRE(k_mem_update_flags(at, PAGE, K_MEM_PERM_EXEC | K_MEM_PERM_RW) == 0);
	REQUIRE(probe_execute(virt));
	k_mem_unmap(at, PAGE);
}

/* --- Faults ------------------------------------------------------------------------ */

#define CLASS_FETCH UINT64_C(0x86000000)
#define CLASS_DATA  UINT64_C(0x96000000)
#define WROTE       UINT64_C(0x40)
#define MAINTENANCE UINT64_C(0x100)

/* Syndromes that are none of the layer's, whatever the address. */
static void foreign_syndromes(void)
{
	uint8_t *at = k_mem_map(PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
	const uintptr_t virt = (uintptr_t)at;

	REQUIRE(!smh_mm_aarch64_fault(0, virt));                     /* unknown reason */
	REQUIRE(!smh_mm_aarch64_fault(UINT64_C(0x56000000), virt));  /* SVC */
	REQUIRE(!smh_mm_aarch64_fault(CLASS_DATA | 0x10, virt));     /* external abort */
	REQUIRE(!smh_mm_aarch64_fault(CLASS_DATA | 0x21, virt));     /* alignment */
	REQUIRE(!smh_mm_aarch64_fault(CLASS_DATA | 0x03, virt));     /* address size */
	REQUIRE(!smh_mm_aarch64_fault(CLASS_DATA | 0x407, virt));    /* FAR not valid */
	REQUIRE(!smh_mm_aarch64_fault(CLASS_FETCH | 0x07, virt));    /* not executable */
	REQUIRE(!smh_mm_aarch64_fault(CLASS_DATA | 0x07, virt - 1)); /* guard page */
	REQUIRE(!smh_mm_aarch64_fault(UINT64_C(0x92000007), virt));  /* unprivileged */
	REQUIRE(!smh_mm_aarch64_fault(CLASS_DATA | WROTE | 0x07, (uintptr_t)layout_image_start));
	REQUIRE(k_mem_free_get() == MMU_FRAMES_BYTES);
	REQUIRE(smh_mm_aarch64_fault(CLASS_DATA | WROTE | 0x07, virt));
	REQUIRE(k_mem_free_get() == MMU_FRAMES_BYTES - PAGE && probe_write(virt));
	k_mem_unmap(at, PAGE);
}

/* What may destroy content needs the permission to write, and is a write if it has it. */
static void maintenance_syndromes(void)
{
	struct smh_mm_config config;
	struct smh_mm_page page;
	uint8_t *at;

	smh_mm_deinit();
	mmu_memory_config(&config);
	config.paging = true;
	REQUIRE(mmu_memory_start(&config) == 0);
	at = k_mem_map(PAGE, K_MEM_PERM_RW);
	REQUIRE(at != NULL && probe_read((uintptr_t)at));
	REQUIRE(smh_mm_aarch64_fault(CLASS_DATA | MAINTENANCE | WROTE | 0x0B, (uintptr_t)at));
	REQUIRE(smh_mm_query(at, &page) == 0 && !page.dirty);
	REQUIRE(smh_mm_aarch64_fault(CLASS_DATA | MAINTENANCE | WROTE | 0x0F, (uintptr_t)at));
	REQUIRE(smh_mm_query(at, &page) == 0 && page.dirty);
	REQUIRE(k_mem_update_flags(at, PAGE, 0) == 0);
	REQUIRE(!smh_mm_aarch64_fault(CLASS_DATA | MAINTENANCE | WROTE | 0x0F, (uintptr_t)at));
	k_mem_unmap(at, PAGE);
}

/* A load or store with the rights of unprivileged code that it has not: a fault, and no endless
 * one. */
static bool end_load(struct frame *frame)
{
	frame->elr += 4;
	frame->x[1] = 1;
	return true;
}

static bool load_as_user_faults(const void *at)
{
	fault_hook_t before = fault_hook_set(end_load);
	register const void *x0 __asm__("x0") = at;
	register uint64_t x1 __asm__("x1") = 0;

	__asm__ volatile("ldtr w2, [%1]" : "+r"(x1) : "r"(x0) : "x2", "memory");
	const bool faulted = x1 != 0;

	fault_hook_set(before);
	return faulted;
}

static bool store_as_user_faults(void *at)
{
	fault_hook_t before = fault_hook_set(end_load);
	register void *x0 __asm__("x0") = at;
	register uint64_t x1 __asm__("x1") = 0;

	__asm__ volatile("sttr wzr, [%1]" : "+r"(x1) : "r"(x0) : "memory");
	const bool faulted = x1 != 0;

	fault_hook_set(before);
	return faulted;
}

static void stores_as_user(void)
{
	uint8_t *at = k_mem_map(PAGE, K_MEM_PERM_RW);

	REQUIRE(at != NULL && store_as_user_faults(at) && probe_write((uintptr_t)at));
	REQUIRE(store_as_user_faults(at) && store_as_user_faults(at - PAGE));
	REQUIRE(k_mem_update_flags(at, PAGE, K_MEM_PERM_USER) == 0 && store_as_user_faults(at));
	REQUIRE(k_mem_update_flags(at, PAGE, K_MEM_PERM_RW | K_MEM_PERM_USER) == 0);
	REQUIRE(!store_as_user_faults(at));
	k_mem_unmap(at, PAGE);
}

static void loads_as_user(void)
{
	uint8_t *at = k_mem_map(PAGE, K_MEM_PERM_RW);

	REQUIRE(at != NULL && load_as_user_faults(at) && probe_read((uintptr_t)at));
	REQUIRE(load_as_user_faults(at) && load_as_user_faults(at - PAGE));
	REQUIRE(k_mem_update_flags(at, PAGE, K_MEM_PERM_RW | K_MEM_PERM_USER) == 0);
	REQUIRE(!load_as_user_faults(at));
	k_mem_unmap(at, PAGE);
}

int main(void)
{
	struct smh_mm_config config;
	unsigned int tables;

	boot_refuses();
	boot_map_refuses();
	boot_map_runs_out();
	tables = smh_mm_aarch64_free_tables();
	mmu_memory_config(&config);
	REQUIRE(mmu_memory_start(&config) == 0);
	tables_are_counted();
	both_halves();
	rights_of_users();
	execution_of_users();
	foreign_syndromes();
	loads_as_user();
	stores_as_user();
	maintenance_syndromes();
	loads_as_user();
	stores_as_user();
	smh_mm_deinit();
	REQUIRE(smh_mm_aarch64_free_tables() == tables);
	print("AArch64 mapping: all held\n");
	return 0;
}
