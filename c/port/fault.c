/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include "port/fault.h"
#include "port/lock.h"

static smh_fault_handler_t current_handler;
static uint32_t counts[SMH_FAULT_NUM];

static const char *const names[SMH_FAULT_NUM] = {
	[SMH_FAULT_NONE] = "none",
	[SMH_FAULT_FOREIGN_POINTER] = "foreign pointer",
	[SMH_FAULT_MISALIGNED_POINTER] = "misaligned pointer",
	[SMH_FAULT_DOUBLE_FREE] = "double free",
	[SMH_FAULT_BAD_HEADER] = "bad header",
	[SMH_FAULT_OVERRUN] = "overrun",
	[SMH_FAULT_BAD_FREE_BLOCK] = "bad free block",
	[SMH_FAULT_TABLE_FULL] = "table full",
	[SMH_FAULT_NOT_MAPPED] = "not mapped",
};

smh_fault_handler_t smh_fault_handler_set(smh_fault_handler_t handler)
{
	smh_key_t key = port_lock();
	smh_fault_handler_t before = current_handler;

	current_handler = handler;
	port_unlock(key);
	return before;
}

uint32_t smh_fault_count(unsigned int kind)
{
	uint32_t count = 0;

	if (kind < SMH_FAULT_NUM) {
		smh_key_t key = port_lock();

		count = counts[kind];
		port_unlock(key);
	}
	return count;
}

const char *smh_fault_name(unsigned int kind)
{
	return kind < SMH_FAULT_NUM ? names[kind] : "unknown";
}

void smh_fault_report(enum smh_fault_kind kind, const void *ptr)
{
	smh_fault_handler_t handler;
	smh_key_t key;

	SMH_ASSERT(kind != SMH_FAULT_NONE);
	key = port_lock();
	counts[kind]++;
	handler = current_handler;
	port_unlock(key);

	if (handler != NULL) {
		handler(kind, ptr);
		return;
	}
#ifndef NDEBUG
	SMH_STOP();
#endif
}
