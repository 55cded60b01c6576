/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <inttypes.h>

#include "emit.h"
#include "passed.h"

void passed_note(const struct smh_dt_passed *node, void *context)
{
	struct passed *passed = context;
	bool asks = node->reason == SMH_DT_PASS_COMPATIBLE || node->reason == SMH_DT_PASS_ARM;
	struct passed_list *list = asks ? &passed->asking : &passed->silent;

	if (list->count < PASSED_NAMED) {
		list->nodes[list->count] = *node;
	}
	list->count++;
}

static void add_start(struct text *text, const char *file)
{
	text_add(text, "smh-dtgen: warning: %s: ", file);
}

static void add_reason(struct text *text, unsigned int reason)
{
	if (reason == SMH_DT_PASS_ARM) {
		text_add(text, "only DT_MEM_ARM() marks it; --arm-mpu-attrs lets it join "
			       "(CMake: ARM_MPU_ATTRS, build.rs: arm_mpu_attrs())");
	} else {
		text_add(text, "%s", smh_devicetree_pass_name(reason));
	}
}

static void add_list(struct text *text, const char *file, const void *blob,
		     const struct passed_list *list)
{
	for (unsigned int i = 0; i < list->count && i < PASSED_NAMED; i++) {
		add_start(text, file);
		emit_path(text, blob, list->nodes[i].node);
		text_add(text, ": zephyr,memory-attr: 0x%" PRIx32 " makes no region: ",
			 list->nodes[i].bits);
		add_reason(text, list->nodes[i].reason);
		text_add(text, "\n");
	}
	if (list->count > PASSED_NAMED) {
		add_start(text, file);
		text_add(text, "%u more nodes with zephyr,memory-attr are no region\n",
			 list->count - PASSED_NAMED);
	}
}

void passed_report(struct text *text, const char *file, const void *blob,
		   const struct smh_dt_plan *plan, const struct passed *passed)
{
	add_list(text, file, blob, &passed->asking);
	if (plan->count == 0) {
		add_list(text, file, blob, &passed->silent);
		add_start(text, file);
		text_add(text, "no node is a region: the table is empty\n");
	}
}
