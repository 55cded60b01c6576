/* SPDX-License-Identifier: Apache-2.0 */

#include "blob.h"
#include "devices.h"
#include "fault.h"
#include "layout.h"
#include "mmu.h"
#include "probe.h"
#include "tally.h"
#include "virt_a53_self.h"

#include <string.h>

#define BREAK_INSTRUCTION_BYTES 4
#define CLASS_BREAK             0x3C

static const char constant[] = "constant";
static char variable[] = "variable";

static void nothing(void)
{
}

static uintptr_t address_of(const void *object)
{
	return (uintptr_t)object;
}

static void check_rights(const char *what, uintptr_t address, bool read, bool write, bool execute)
{
	struct mmu_translation now;

	check(probe_read(address) == read && mmu_query(address, &now) == read, "%s: %sreadable",
	      what, read ? "" : "not ");
	check(probe_write(address) == write && mmu_query_write(address, &now) == write,
	      "%s: %swritable", what, write ? "" : "not ");
	if (!execute) {
		check(!probe_execute(address), "%s: not executable", what);
	}
}

static void check_unmapped(const char *what, uintptr_t address)
{
	check_rights(what, address, false, false, false);
}

void test_protection(void)
{
	size_t blob_bytes;
	const void *blob = board_blob(&blob_bytes);

	heading("Least rights");
	check_rights("text", (uintptr_t)nothing, true, false, true);
	check(probe_execute((uintptr_t)nothing), "text: executable");
	check_rights("constants", address_of(constant), true, false, false);
	check_rights("load copy of .data", (uintptr_t)layout_rodata_end - 1, true, false, false);
	check_rights(".data", address_of(variable), true, true, false);
	check_rights("stack", (uintptr_t)&blob, true, true, false);
	check_rights("first byte of the stack", (uintptr_t)layout_stack_bottom, true, true, false);
	check_rights("last byte of the image", (uintptr_t)layout_image_end - 1, true, true, false);
	check_rights("blob", address_of(blob), true, false, false);
	check_rights("last byte of the blob", address_of(blob) + blob_bytes - 1, true, false,
		     false);
	check_unmapped("behind the blob", address_of(blob) + blob_bytes);
	check_unmapped("guard page, first byte", (uintptr_t)layout_stack_guard);
	check_unmapped("guard page, last byte", (uintptr_t)layout_stack_bottom - 1);
	check_unmapped("between constants and .data", (uintptr_t)layout_ram_start - 1);
	check_unmapped("before the image", (uintptr_t)layout_image_start - 1);
	check_unmapped("behind the image", (uintptr_t)layout_image_end);
	check_unmapped("address 0", 0);
	check_unmapped("the topmost byte", UINTPTR_MAX);
	check_unmapped("outside of both halves", (uintptr_t)1 << 50);
	check_unmapped("RAM that nobody asked for", SELF_FREE_RAM);
	check(!probe_execute(DEVICE_UART), "devices: not executable");
}

static bool skip_break(struct frame *frame)
{
	if (frame->esr >> 26 != CLASS_BREAK) {
		return false;
	}
	frame->x[19] += 1;
	frame->elr += BREAK_INSTRUCTION_BYTES;
	return true;
}

/* All registers but the one that the hook changed are as they were. */
static bool resumes_after_break(void)
{
	register uint64_t x19 __asm__("x19") = 7;
	register uint64_t x1 __asm__("x1") = 0x1111;
	register uint64_t x18 __asm__("x18") = 0x1818;
	register double d0 __asm__("d0") = 1.5;
	register double d31 __asm__("d31") = -2.25;

	__asm__ volatile("brk #1"
			 : "+r"(x19), "+r"(x1), "+r"(x18), "+w"(d0), "+w"(d31)
			 :
			 : "memory");
	return x19 == 8 && x1 == 0x1111 && x18 == 0x1818 && d0 == 1.5 && d31 == -2.25;
}

static bool last_fault_reads(const char *class_name, const char *status, const char *access)
{
	struct fault_text text;

	fault_decode(probe_syndrome(), &text);
	return strcmp(text.class_name, class_name) == 0 && strstr(text.status, status) != NULL &&
	       strcmp(text.access, access) == 0;
}

void test_faults(void)
{
	heading("Faults");
	check(!probe_read(8) && last_fault_reads("data abort", "translation fault", "reading") &&
		      probe_fault_address() == 8,
	      "reading address 8 is reported as such");
	check(!probe_write((uintptr_t)nothing) &&
		      last_fault_reads("data abort", "permission fault", "writing") &&
		      probe_fault_address() == (uintptr_t)nothing,
	      "writing to text is reported as such");
	check(!probe_execute(address_of(variable)) &&
		      last_fault_reads("instruction abort", "permission fault", "executing") &&
		      probe_fault_address() == address_of(variable),
	      "executing data is reported as such");

	fault_hook_t before = fault_hook_set(skip_break);

	check(resumes_after_break(), "a hook resumes the program with its registers");
	check(fault_hook_set(before) == skip_break && before == NULL, "hooks are exchanged");
}
