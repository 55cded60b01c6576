/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* What is in line in a build for speed, and functions in one for size. */

#include "heap/list.h"

#if SMH_FOR_SIZE

uint32_t smh_wide_code(uint32_t x)
{
	return wide_code_in(x);
}

void smh_bin_mark(const struct sys_heap *h, uint32_t bin)
{
	const struct view v = view_of(h);

	bin_mark_in(&v, bin);
}

void smh_bin_clear(const struct sys_heap *h, uint32_t bin)
{
	const struct view v = view_of(h);

	bin_clear_in(&v, bin);
}

bool smh_size_has_sound_list(const struct sys_heap *h, uint32_t size)
{
	const struct view v = view_of(h);

	return size_has_sound_list_in(&v, size);
}

bool smh_list_push_narrow(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size)
{
	const struct view v = view_as(h, NARROW);
	const struct list list = list_of(&v, size);

	return list_push_in(&v, &list, block, i);
}

bool smh_list_remove_narrow(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size)
{
	const struct view v = view_as(h, NARROW);

	return list_remove_in(&v, block, i, size);
}

#if HAVE_WIDE

bool smh_list_push_wide(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size)
{
	const struct view v = view_as(h, WIDE);
	const struct list list = list_of(&v, size);

	return list_push_in(&v, &list, block, i);
}

bool smh_list_remove_wide(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size)
{
	const struct view v = view_as(h, WIDE);

	return list_remove_in(&v, block, i, size);
}

#endif
#endif
