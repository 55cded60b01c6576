/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <stddef.h>

#include "smh_fault.h"
#include "port/compiler.h"
#include "port/last_words.h"
#include "port/lock.h"
#include "port/unlocked.h"

static volatile smh_fault_handler_t current_handler;
static volatile uint32_t counts[SMH_FAULT_NUM];

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
	[SMH_FAULT_BAD_LIST] = "bad list",
};

/* The lock is for those who set it at the same time; whoever reads it takes none. */
smh_fault_handler_t smh_fault_handler_set(smh_fault_handler_t handler)
{
	smh_key_t key = port_lock();
	smh_fault_handler_t before = PORT_LOAD(current_handler);

	PORT_STORE(current_handler, handler);
	port_unlock(key);
	return before;
}

uint32_t smh_fault_count(unsigned int kind)
{
	return kind < SMH_FAULT_NUM ? PORT_LOAD(counts[kind]) : 0;
}

const char *smh_fault_name(unsigned int kind)
{
	return kind < SMH_FAULT_NUM ? names[kind] : "unknown";
}

void smh_fault_report(unsigned int kind, const void *ptr)
{
	smh_fault_handler_t handler = PORT_LOAD(current_handler);

	if (kind == SMH_FAULT_NONE || kind >= SMH_FAULT_NUM) {
		return;
	}
	port_count(&counts[kind]);
	if (handler != NULL) {
		handler(kind, ptr);
		return;
	}
#ifndef NDEBUG
	port_last_words(names[kind], ptr);
	SMH_STOP();
#endif
}
