/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* A range of memory gets a region of the MPU; reading back; on and off. */

#include "mpu/mpu_regs.h"

#if SMH_MPU_ARCH != 0

#define KNOWN_FLAGS                                                                                \
	(SMH_MPU_DEVICE | SMH_MPU_READ_ONLY | SMH_MPU_EXECUTE | SMH_MPU_USER | SMH_MPU_SHAREABLE)

unsigned int smh_mpu_count(void)
{
	return (smh_mpu_register_get(MPU_TYPE) >> 8) & 0xFFu;
}

static bool flags_are_valid(unsigned int flags)
{
	bool device = (flags & MPU_TYPE_MASK) == SMH_MPU_DEVICE;

	return (flags & ~KNOWN_FLAGS) == 0 && !(device && (flags & SMH_MPU_EXECUTE) != 0);
}

static bool span_of(const struct smh_mpu_region *region, struct mpu_span *span)
{
	if (region->size == 0 || region->addr > UINT32_MAX ||
	    region->size - 1u > UINT32_MAX - region->addr) {
		return false;
	}
	span->first = (uint32_t)region->addr;
	span->last = (uint32_t)(region->addr + (region->size - 1u));
	return true;
}

/* With interrupts masked: a free number is still free when it is written. */
static int program(struct mpu_span span, const struct mpu_entry *entry)
{
	uintptr_t key = smh_mpu_lock();
	int number = smh_mpu_choose(span);
	int error = 0;

	if (number >= 0) {
		smh_mpu_barrier_before();
		error = smh_mpu_write((unsigned int)number, entry);
		smh_mpu_barrier_after();
	}
	smh_mpu_unlock(key);
	return error < 0 ? error : number;
}

int smh_mpu_map(const struct smh_mpu_region *region)
{
	struct mpu_entry entry;
	struct mpu_span span;

	if (smh_mpu_count() == 0) {
		return -ENODEV;
	}
	if (region == NULL || !flags_are_valid(region->flags) || !span_of(region, &span) ||
	    smh_mpu_encode(span, region->flags, &entry) != 0) {
		return -EINVAL;
	}
	return program(span, &entry);
}

static int check_number(unsigned int number)
{
	unsigned int count = smh_mpu_count();

	if (count == 0) {
		return -ENODEV;
	}
	return number < count ? 0 : -EINVAL;
}

static int turn_off(unsigned int number)
{
	struct mpu_entry entry;

	smh_mpu_read(number, &entry);
	if ((entry.attr & MPU_ENTRY_ENABLE) == 0) {
		return -ENOENT;
	}
	smh_mpu_barrier_before();
	smh_mpu_register_set(MPU_RASR, 0);
	smh_mpu_barrier_after();
	return 0;
}

int smh_mpu_unmap(unsigned int number)
{
	int error = check_number(number);
	uintptr_t key;

	if (error != 0) {
		return error;
	}
	key = smh_mpu_lock();
	error = turn_off(number);
	smh_mpu_unlock(key);
	return error;
}

static void read_locked(unsigned int number, struct mpu_entry *entry)
{
	uintptr_t key = smh_mpu_lock();

	smh_mpu_read(number, entry);
	smh_mpu_unlock(key);
}

int smh_mpu_get(unsigned int number, struct smh_mpu_region *region)
{
	int error = check_number(number);
	struct mpu_entry entry;
	struct mpu_span span;
	unsigned int flags;

	if (error != 0 || region == NULL) {
		return error != 0 ? error : -EINVAL;
	}
	read_locked(number, &entry);
	if ((entry.attr & MPU_ENTRY_ENABLE) == 0) {
		return -ENOENT;
	}
	if (!smh_mpu_span(&entry, &span) || smh_mpu_decode(&entry, &flags) != 0 ||
	    span.last - span.first == UINT32_MAX) {
		return -ENOTSUP;
	}
	*region = (struct smh_mpu_region){
		.addr = span.first, .size = (size_t)(span.last - span.first) + 1u, .flags = flags};
	return 0;
}

/* The region that rules over an address: of several the one with the highest number. */
static bool is_allowed(uint32_t addr, unsigned int right)
{
	for (unsigned int number = smh_mpu_count(); number-- > 0;) {
		struct mpu_entry entry;

		smh_mpu_read(number, &entry);
		if (smh_mpu_covers(&entry, addr)) {
			return (smh_mpu_rights(&entry) & right) != 0;
		}
	}
	return false;
}

static bool can_go_on(void)
{
	return is_allowed(smh_mpu_code_here(), MPU_MAY_EXECUTE) &&
	       is_allowed(smh_mpu_stack_here(), MPU_MAY_WRITE);
}

static void control(uint32_t value)
{
	smh_mpu_barrier_before();
	smh_mpu_register_set(MPU_CTRL, value);
	smh_mpu_barrier_after();
}

int smh_mpu_enable(unsigned int options)
{
	bool background = (options & SMH_MPU_BACKGROUND) != 0;
	uintptr_t key;
	int error = 0;

	if (smh_mpu_count() == 0) {
		return -ENODEV;
	}
	if ((options & ~SMH_MPU_BACKGROUND) != 0) {
		return -EINVAL;
	}
	key = smh_mpu_lock();
	if (background || can_go_on()) {
		control(CTRL_ENABLE | (background ? CTRL_BACKGROUND : 0));
	} else {
		error = -EINVAL;
	}
	smh_mpu_unlock(key);
	return error;
}

int smh_mpu_disable(void)
{
	if (smh_mpu_count() == 0) {
		return -ENODEV;
	}
	control(0);
	return 0;
}

#else /* SMH_MPU_ARCH == 0 */

unsigned int smh_mpu_count(void)
{
	return 0;
}

int smh_mpu_map(const struct smh_mpu_region *region)
{
	(void)region;
	return -ENODEV;
}

int smh_mpu_unmap(unsigned int number)
{
	(void)number;
	return -ENODEV;
}

int smh_mpu_get(unsigned int number, struct smh_mpu_region *region)
{
	(void)number;
	(void)region;
	return -ENODEV;
}

int smh_mpu_enable(unsigned int options)
{
	(void)options;
	return -ENODEV;
}

int smh_mpu_disable(void)
{
	return -ENODEV;
}

#endif /* SMH_MPU_ARCH != 0 */
