/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "heap/list.h"

#if SMH_FOR_SIZE

void smh_bin_mark(const struct sys_heap *h, uint32_t bin)
{
	bin_mark_in(h, base_of(h), format_of(h), bin);
}

void smh_bin_clear(const struct sys_heap *h, uint32_t bin)
{
	bin_clear_in(h, base_of(h), format_of(h), bin);
}

void smh_list_push_narrow(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size)
{
	list_push_in(h, base_of(h), NARROW, block, i, size);
}

bool smh_list_remove_narrow(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size)
{
	return list_remove_in(h, base_of(h), NARROW, block, i, size);
}

#if HAVE_WIDE

void smh_list_push_wide(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size)
{
	list_push_in(h, base_of(h), WIDE, block, i, size);
}

bool smh_list_remove_wide(const struct sys_heap *h, uint8_t *block, uint32_t i, uint32_t size)
{
	return list_remove_in(h, base_of(h), WIDE, block, i, size);
}

#endif
#endif
