/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The POSIX backend alone, through smh_mm_arch.h: this program plays the mapping layer.
 */

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "host_probe.h"
#include "smh_mm_arch.h"
#include "smh_mm_posix.h"

#define PAGE       ((size_t)K_MEM_PAGE_SIZE)
#define PHYS_PAGES 64u
#define VIRT_PAGES 256u
#define MAX_PAGES  100u

static struct smh_mm_posix posix;

/* What smh_mm_fault() was told last, and what it is to do: give the entry to the page, if set. */
static struct {
	unsigned int count;
	uintptr_t addr;
	enum smh_mm_access access;
	bool resolves;
	struct smh_mm_entry entry;
} fault;

bool smh_mm_fault(uintptr_t addr, enum smh_mm_access access, bool user)
{
	CHECK(!user);
	fault.count++;
	fault.addr = addr;
	fault.access = access;
	if (fault.resolves) {
		smh_mm_arch_set(addr & ~(uintptr_t)(PAGE - 1), fault.entry);
		fault.resolves = false;
		return true;
	}
	return false;
}

static bool told(uintptr_t addr, enum smh_mm_access access)
{
	const bool once = fault.count == 1 && fault.addr == addr;

	fault.count = 0;
#if defined(__linux__) && (defined(__x86_64__) || defined(__i386__) || defined(__aarch64__))
	return once && fault.access == access;
#else
	(void)access;
	return once && fault.access == SMH_MM_ANY;
#endif
}

static uintptr_t page(unsigned int number)
{
	return posix.virt + number * PAGE;
}

static uintptr_t phys(unsigned int number)
{
	return posix.phys + number * PAGE;
}

static void *pointer(uintptr_t at)
{
	return (void *)at;
}

static void set(uintptr_t virt, uintptr_t where, uint32_t flags)
{
	smh_mm_arch_set(virt, (struct smh_mm_entry){where, flags});
}

#define SEEN (SMH_MM_PRESENT | SMH_MM_ACCESSED)
#define ALL  (SEEN | SMH_MM_DIRTY | K_MEM_PERM_RW)

/* --- Setting up -------------------------------------------------------------- */

static void refuses_bad_sizes(void)
{
	struct smh_mm_posix unused;

	CHECK(smh_mm_posix_init(PAGE, PAGE, 0, NULL) == -EINVAL);
	CHECK(smh_mm_posix_init(0, PAGE, 0, &unused) == -EINVAL);
	CHECK(smh_mm_posix_init(PAGE, 0, 0, &unused) == -EINVAL);
	CHECK(smh_mm_posix_init(PAGE + 1, PAGE, 0, &unused) == -EINVAL);
	CHECK(smh_mm_posix_init(PAGE, PAGE / 2, 0, &unused) == -EINVAL);
	CHECK(smh_mm_posix_init(PAGE, SIZE_MAX - PAGE + 1, 0, &unused) == -ENOMEM);
	CHECK(smh_mm_posix_init(PAGE, SIZE_MAX - 2 * PAGE + 1, 0, &unused) == -ENOMEM);
	CHECK(smh_mm_posix_init(SIZE_MAX - 2 * PAGE + 1, PAGE, 0, &unused) == -ENOMEM);
	CHECK(smh_mm_posix_memory(PAGE) == NULL);
	CHECK(!smh_mm_arch_covers(PAGE, PAGE) && !smh_mm_arch_reaches(PAGE, PAGE));
	smh_mm_posix_deinit();
}

static void start(void)
{
	CHECK(smh_mm_posix_init(PHYS_PAGES * PAGE, VIRT_PAGES * PAGE, MAX_PAGES, &posix) == 0);
	CHECK(posix.phys_bytes == PHYS_PAGES * PAGE && posix.virt_bytes == VIRT_PAGES * PAGE);
	CHECK(posix.phys % PAGE == 0 && posix.virt % PAGE == 0);

	struct smh_mm_posix unused;

	CHECK(smh_mm_posix_init(PAGE, PAGE, 0, &unused) == -EALREADY);
}

static void knows_its_ranges(void)
{
	CHECK(smh_mm_arch_covers(posix.virt, posix.virt_bytes));
	CHECK(smh_mm_arch_covers(posix.phys, posix.phys_bytes));
	CHECK(!smh_mm_arch_covers(posix.phys - PAGE, 2 * PAGE));
	CHECK(!smh_mm_arch_covers(page(VIRT_PAGES - 1), 2 * PAGE));
	CHECK(!smh_mm_arch_covers(page(VIRT_PAGES), PAGE));
	CHECK(smh_mm_arch_reaches(posix.phys, posix.phys_bytes));
	CHECK(!smh_mm_arch_reaches(posix.phys, posix.phys_bytes + PAGE));
	CHECK(!smh_mm_arch_reaches(posix.virt, PAGE));
	CHECK(smh_mm_arch_get(posix.phys - PAGE).flags == 0);
	CHECK(smh_mm_arch_get(page(VIRT_PAGES)).flags == 0);
	CHECK(smh_mm_arch_get(page(0)).flags == 0);
	CHECK(smh_mm_posix_memory(posix.phys - 1) == NULL);
	CHECK(smh_mm_posix_memory(posix.phys + posix.phys_bytes) == NULL);
	CHECK(smh_mm_posix_memory(posix.phys + posix.phys_bytes - 1) != NULL);
}

static void room_is_counted(void)
{
	CHECK(smh_mm_arch_reserve(page(0), 60 * PAGE));
	CHECK(!smh_mm_arch_reserve(page(60), 41 * PAGE));
	CHECK(smh_mm_arch_reserve(page(60), 40 * PAGE));
	CHECK(!smh_mm_arch_reserve(posix.phys, PAGE));
	smh_mm_arch_release(page(60), 40 * PAGE);
	CHECK(smh_mm_arch_reserve(page(60), 40 * PAGE));
	smh_mm_arch_release(page(0), 60 * PAGE);
	smh_mm_arch_release(page(60), 40 * PAGE);
}

/* --- Pages ------------------------------------------------------------------- */

/* Reading, writing and executing, of which `allowed` says which do not fault: bits 0, 1, 2. */
static void check_access(uintptr_t at, unsigned int allowed)
{
	fault.count = 0;
	CHECK(host_probe_read(pointer(at)) == ((allowed & 1u) != 0));
	CHECK((allowed & 1u) != 0 || told(at, SMH_MM_READ));
	CHECK(host_probe_store(pointer(at), 0xC3) == ((allowed & 2u) != 0));
	CHECK((allowed & 2u) != 0 || told(at, SMH_MM_WRITE));
	if ((allowed & 2u) != 0) {
		host_probe_code(pointer(at));
	}
	CHECK(host_probe_execute(pointer(at)) == ((allowed & 4u) != 0));
	CHECK((allowed & 4u) != 0 || told(at, SMH_MM_EXECUTE));
	CHECK(fault.count == 0);
}

static void permissions(void)
{
	host_probe_code(smh_mm_posix_memory(phys(3)));
	CHECK(smh_mm_arch_reserve(page(4), PAGE));
	check_access(page(4), 0);
	set(page(4), phys(3), SEEN);
	check_access(page(4), 1);
	set(page(4), phys(3), SEEN | K_MEM_PERM_RW);
	check_access(page(4), 1);
	set(page(4), phys(3), SEEN | SMH_MM_DIRTY);
	check_access(page(4), 1);
	set(page(4), phys(3), ALL);
	check_access(page(4), 3);
	set(page(4), phys(3), SEEN | K_MEM_PERM_EXEC);
	check_access(page(4), 5);
	set(page(4), phys(3), ALL | K_MEM_PERM_EXEC | SMH_MM_EVICTABLE);
	check_access(page(4), 7);
	set(page(4), phys(3), SMH_MM_PRESENT | SMH_MM_DIRTY | K_MEM_PERM_RW | K_MEM_PERM_EXEC);
	check_access(page(4), 0);
	set(page(4), 0x5000, SMH_MM_UNPAGED | K_MEM_PERM_RW | K_MEM_PERM_EXEC);
	check_access(page(4), 0);
	set(page(4), 0, 0);
	check_access(page(4), 0);
	check_access(page(3), 0);
	check_access(page(5), 0);
	smh_mm_arch_release(page(4), PAGE);
}

static void entries_are_kept(void)
{
	const uint32_t flags = K_MEM_ARM_NORMAL_NC | K_MEM_PERM_USER | SMH_MM_EVICTABLE | ALL;

	CHECK(smh_mm_arch_reserve(page(9), PAGE));
	set(page(9), phys(1), flags | SMH_MM_LEAVES_CACHE);
	CHECK(smh_mm_arch_get(page(9)).flags == flags && smh_mm_arch_get(page(9)).where == phys(1));
	set(page(9), 0x7000, SMH_MM_UNPAGED | K_MEM_PERM_RW);
	CHECK(smh_mm_arch_get(page(9)).flags == (SMH_MM_UNPAGED | K_MEM_PERM_RW));
	CHECK(smh_mm_arch_get(page(9)).where == 0x7000);
	CHECK(smh_mm_arch_get(page(8)).flags == 0 && smh_mm_arch_get(page(10)).flags == 0);
	set(page(9), 0, 0);
	smh_mm_arch_release(page(9), PAGE);
}

/* What a fault changes stands in memory, not in registers, before and after. */
static uint32_t word(uintptr_t at)
{
	atomic_signal_fence(memory_order_seq_cst);
	const uint32_t value = *(volatile uint32_t *)at;

	atomic_signal_fence(memory_order_seq_cst);
	return value;
}

static void set_word(uintptr_t at, uint32_t value)
{
	atomic_signal_fence(memory_order_seq_cst);
	*(volatile uint32_t *)at = value;
	atomic_signal_fence(memory_order_seq_cst);
}

/* Every physical page can be seen anywhere, twice at a time too, and at its own address. */
static void content(void)
{
	for (unsigned int i = 0; i < PHYS_PAGES; i++) {
		const uint32_t value = 0x1000 + i;

		memcpy(smh_mm_posix_memory(phys(i) + 8), &value, sizeof(value));
	}
	CHECK(smh_mm_arch_reserve(page(0), 50 * PAGE) && smh_mm_arch_reserve(phys(7), PAGE));
	for (unsigned int i = 0; i < 50; i++) {
		set(page(i), phys(PHYS_PAGES - 1 - i), ALL);
		CHECK(word(page(i) + 8) == 0x1000 + PHYS_PAGES - 1 - i);
	}
	set(page(0), phys(7), ALL);
	set(page(1), phys(7), SEEN);
	set(phys(7), phys(7), ALL);
	set_word(page(0) + 8, 0xABCD);
	CHECK(word(page(1) + 8) == 0xABCD && word(phys(7) + 8) == 0xABCD);
	CHECK(*(uint32_t *)smh_mm_posix_memory(phys(7) + 8) == 0xABCD);
	for (unsigned int i = 0; i < 50; i++) {
		set(page(i), 0, 0);
	}
	set(phys(7), 0, 0);
	smh_mm_arch_release(page(0), 50 * PAGE);
	smh_mm_arch_release(phys(7), PAGE);
}

/* --- Faults ------------------------------------------------------------------ */

/* A page comes in at a touch, and the access that faulted is made. */
static void faults_are_resolved(void)
{
	CHECK(smh_mm_arch_reserve(page(20), PAGE));
	set(page(20), phys(2), SMH_MM_PRESENT | K_MEM_PERM_RW);
	*(uint32_t *)smh_mm_posix_memory(phys(2)) = 4711;
	fault.count = 0;
	fault.resolves = true;
	fault.entry = (struct smh_mm_entry){phys(2), SEEN | K_MEM_PERM_RW};
	errno = 77;
	CHECK(word(page(20)) == 4711);
	CHECK(errno == 77);
	CHECK(told(page(20), SMH_MM_READ));
	fault.resolves = true;
	fault.entry.flags = ALL;
	set_word(page(20) + 4, 4712);
	CHECK(told(page(20) + 4, SMH_MM_WRITE));
	CHECK(((uint32_t *)smh_mm_posix_memory(phys(2)))[1] == 4712);
	set(page(20), 0, 0);
	smh_mm_arch_release(page(20), PAGE);
}

/* What lies elsewhere is never asked of the layer, but goes to who was there before. */
static void foreign_faults_pass(void)
{
	fault.count = 0;
	CHECK(!host_probe_read(pointer(8)));
	CHECK(fault.count == 0 && host_probe_signal() == SIGSEGV);
	CHECK(host_probe_address() == pointer(8));
	CHECK(!host_probe_write(pointer(page(30) + 5)));
	CHECK(host_probe_address() == pointer(page(30) + 5));
	CHECK(told(page(30) + 5, SMH_MM_READ));
}

static volatile sig_atomic_t plain_signals;

static void on_plain(int number)
{
	CHECK(number == SIGSEGV);
	plain_signals = plain_signals + 1;
}

/* As a handler of one parameter gets it; and a signal that was sent is no fault. */
static void plain_handler(void)
{
	CHECK(signal(SIGSEGV, on_plain) != SIG_ERR);
	start();
	fault.count = 0;
	CHECK(raise(SIGSEGV) == 0);
	CHECK(plain_signals == 1 && fault.count == 0);
	smh_mm_posix_deinit();
	CHECK(signal(SIGSEGV, SIG_DFL) == on_plain);
}

static void die(bool by_raise, void (*handler)(int))
{
	CHECK(signal(SIGSEGV, handler) != SIG_ERR);
	start();
	if (by_raise) {
		(void)raise(SIGSEGV);
	} else {
		*(volatile uint8_t *)page(0) = 1;
	}
	_exit(0);
}

/* Without a handler from before, a fault that nobody resolves ends the process. */
static bool dies(bool by_raise, void (*handler)(int))
{
	const pid_t child = fork();
	int status = 0;

	if (child == 0) {
		die(by_raise, handler);
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV;
}

static void ends_by_default(void)
{
	CHECK(dies(false, SIG_DFL));
	CHECK(dies(false, SIG_IGN));
	CHECK(dies(true, SIG_DFL));
}

int main(void)
{
	refuses_bad_sizes();
	plain_handler();
	ends_by_default();
	host_probe_catch();
	for (unsigned int round = 0; round < 2; round++) {
		start();
		knows_its_ranges();
		room_is_counted();
		permissions();
		entries_are_kept();
		content();
		faults_are_resolved();
		foreign_faults_pass();
		smh_mm_posix_deinit();
		smh_mm_posix_deinit();
	}
	printf("posix backend: all held\n");
	return 0;
}
