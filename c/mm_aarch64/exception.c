/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* From the syndrome of an exception to what the access did. */

#include "smh_mm_aarch64.h"

#include "mm_aarch64/cpu.h"
#include "smh_mm_arch.h"

#define CLASS_SHIFT      26
#define CLASS_FETCH_USER UINT64_C(0x20)
#define CLASS_FETCH      UINT64_C(0x21)
#define CLASS_DATA_USER  UINT64_C(0x24)
#define CLASS_DATA       UINT64_C(0x25)

#define FAR_NOT_VALID (UINT64_C(1) << 10)
#define MAINTENANCE   (UINT64_C(1) << 8)
#define WROTE         (UINT64_C(1) << 6)

#define STATUS      UINT64_C(0x3F)
#define STATUS_KIND UINT64_C(0x3C) /* without the level of the table */
#define TRANSLATION UINT64_C(0x04)
#define ACCESS_FLAG UINT64_C(0x08)
#define PERMISSION  UINT64_C(0x0C)

/* Loads and stores with the rights of unprivileged code: LDTR, STTR and the like. */
#define UNPRIVILEGED_MASK 0x3F200C00u
#define UNPRIVILEGED      0x38000800u

static bool is_by_translation(uint64_t esr)
{
	uint64_t kind = esr & STATUS & STATUS_KIND;

	return (kind == TRANSLATION || kind == ACCESS_FLAG || kind == PERMISSION) &&
	       (esr & FAR_NOT_VALID) == 0;
}

static bool is_by_permission(uint64_t esr)
{
	return (esr & STATUS & STATUS_KIND) == PERMISSION;
}

/*
 * Cache maintenance always counts as writing, but needs no more than reading; if its permission is
 * not enough, it was of the kind that may destroy content, which needs that for writing.
 */
static enum smh_mm_access data_access(uint64_t esr)
{
	if ((esr & MAINTENANCE) != 0 && !is_by_permission(esr)) {
		return SMH_MM_READ;
	}
	return (esr & WROTE) != 0 ? SMH_MM_WRITE : SMH_MM_READ;
}

/*
 * Whether privileged code made the access as if it were unprivileged. A read that is not permitted
 * is always one (LDTR), since all that is mapped can be read. A write can also have come before
 * another core allowed it; if the hardware allows it now, the instruction tells (STTR).
 */
static bool is_as_user(uint64_t esr, uint64_t far, enum smh_mm_access access)
{
	if (!is_by_permission(esr)) {
		return false;
	}
	return access == SMH_MM_READ || (cpu_may_write(far) && (cpu_faulting_instruction() &
								UNPRIVILEGED_MASK) == UNPRIVILEGED);
}

static bool data_fault(uint64_t esr, uint64_t far, bool user)
{
	enum smh_mm_access access = data_access(esr);

	return smh_mm_fault(far, access, user || is_as_user(esr, far, access));
}

bool smh_mm_aarch64_fault(uint64_t esr, uint64_t far)
{
	uint64_t exception = esr >> CLASS_SHIFT & 0x3F;
	bool user = exception == CLASS_FETCH_USER || exception == CLASS_DATA_USER;

	if (!is_by_translation(esr)) {
		return false;
	}
	switch (exception) {
	case CLASS_FETCH_USER:
	case CLASS_FETCH:
		return smh_mm_fault(far, SMH_MM_EXECUTE, user);
	case CLASS_DATA_USER:
	case CLASS_DATA:
		return data_fault(esr, far, user);
	default:
		return false;
	}
}
