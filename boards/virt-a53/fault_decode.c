/* SPDX-License-Identifier: Apache-2.0 */

#include "fault.h"

#define ESR_CLASS(esr)        ((unsigned int)((esr) >> 26) & 0x3F)
#define ESR_ABORT_STATUS(esr) ((unsigned int)(esr) & 0x3F)
#define ESR_FAR_NOT_VALID     (1u << 10)
#define ESR_WRITE             (1u << 6)

#define CLASS_INSTRUCTION_ABORT_LOWER 0x20
#define CLASS_INSTRUCTION_ABORT       0x21
#define CLASS_PC_ALIGNMENT            0x22
#define CLASS_DATA_ABORT_LOWER        0x24
#define CLASS_DATA_ABORT              0x25
#define CLASS_WATCHPOINT              0x35

static const char *class_name(unsigned int class)
{
	switch (class) {
	case 0x00:
		return "unknown reason (undefined instruction)";
	case 0x01:
		return "trapped WFI or WFE";
	case 0x07:
		return "trapped access to SIMD or floating point";
	case 0x0E:
		return "illegal execution state";
	case 0x11:
	case 0x15:
		return "SVC instruction";
	case 0x12:
	case 0x16:
		return "HVC instruction";
	case 0x13:
	case 0x17:
		return "SMC instruction";
	case 0x18:
		return "trapped access to a system register";
	case CLASS_INSTRUCTION_ABORT_LOWER:
		return "instruction abort from a lower level";
	case CLASS_INSTRUCTION_ABORT:
		return "instruction abort";
	case CLASS_PC_ALIGNMENT:
		return "misaligned program counter";
	case CLASS_DATA_ABORT_LOWER:
		return "data abort from a lower level";
	case CLASS_DATA_ABORT:
		return "data abort";
	case 0x26:
		return "misaligned stack pointer";
	case 0x2C:
		return "trapped floating-point exception";
	case 0x2F:
		return "SError";
	case 0x30:
	case 0x31:
		return "hardware breakpoint";
	case 0x32:
	case 0x33:
		return "software step";
	case 0x34:
	case CLASS_WATCHPOINT:
		return "watchpoint";
	case 0x3C:
		return "BRK instruction";
	default:
		return "unlisted class";
	}
}

static const char *abort_status(unsigned int status)
{
	switch (status >> 2) {
	case 0:
		return "address size fault";
	case 1:
		return "translation fault: nothing is mapped there";
	case 2:
		return "access flag fault";
	case 3:
		return "permission fault: the mapping does not allow it";
	case 5:
		return "external abort on a table walk";
	default:
		break;
	}
	switch (status) {
	case 0x10:
		return "synchronous external abort";
	case 0x18:
		return "parity or ECC error";
	case 0x21:
		return "alignment fault";
	case 0x30:
		return "TLB conflict";
	default:
		return "unlisted abort";
	}
}

static bool is_data_abort(unsigned int class)
{
	return class == CLASS_DATA_ABORT || class == CLASS_DATA_ABORT_LOWER;
}

static bool is_abort(unsigned int class)
{
	return is_data_abort(class) || class == CLASS_INSTRUCTION_ABORT ||
	       class == CLASS_INSTRUCTION_ABORT_LOWER;
}

static const char *abort_access(uint64_t esr)
{
	if (!is_data_abort(ESR_CLASS(esr))) {
		return "executing";
	}
	return (esr & ESR_WRITE) != 0 ? "writing" : "reading";
}

void fault_decode(uint64_t esr, struct fault_text *text)
{
	unsigned int class = ESR_CLASS(esr);
	unsigned int status = ESR_ABORT_STATUS(esr);

	*text = (struct fault_text){.class_name = class_name(class), .level = -1};
	if (class == CLASS_PC_ALIGNMENT || class == CLASS_WATCHPOINT) {
		text->access = "at";
	}
	if (!is_abort(class)) {
		return;
	}
	text->status = abort_status(status);
	if ((esr & ESR_FAR_NOT_VALID) == 0) {
		text->access = abort_access(esr);
	}
	/* The first four groups of four, and aborts on a walk, carry the level. */
	if (status < 0x10 || status >> 2 == 5) {
		text->level = (int)(status & 3);
	}
}
