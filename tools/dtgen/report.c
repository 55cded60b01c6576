/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <inttypes.h>
#include <string.h>

#include <libfdt.h>

#include "report.h"

/* The value that no table has, and what the tables have. */
static void add_capability(struct text *text, const void *blob, const struct smh_dt_plan *plan)
{
	const char *property = plan->error_property != NULL ? plan->error_property : "";
	int bytes = 0;
	const void *value = fdt_getprop(blob, plan->error_node, property, &bytes);
	bool named = strcmp(property, "capability") == 0;

	if (named && value != NULL && bytes > 0 &&
	    memchr(value, '\0', (size_t)bytes) == (const char *)value + bytes - 1) {
		text_add(text, " \"");
		text_add_plain(text, value);
		text_add(text, "\" (cacheable, non-cacheable, external; --capability adds one)");
	} else if (!named && bytes == (int)sizeof(fdt32_t)) {
		text_add(text, " 0x%" PRIx32 " (bits 16, 17 and 18; --memory-attr adds one)",
			 fdt32_ld(value));
	} else {
		text_add(text, " (missing, or not one %s)", named ? "string" : "cell");
	}
}

/* What is in a reason's way, where the reader's few words leave it open. */
static void add_limit(struct text *text, const void *blob, const struct smh_dt_plan *plan,
		      const struct smh_dt_options *options)
{
	unsigned int bits = options->address_bits;

	if (bits == 0) {
		bits = 8 * (unsigned int)sizeof(uintptr_t);
	}
	switch (plan->error) {
	case SMH_DT_BAD_BLOB:
		if (plan->error_node >= 0) {
			text_add(text, " (not one string, or a string without an end)");
		} else {
			text_add(text,
				 " (damaged, cut off, of more than %d levels, or no blob: dtc "
				 "makes one of a .dts)",
				 SMH_DT_MAX_DEPTH);
		}
		break;
	case SMH_DT_BAD_CELLS:
		text_add(text, " (missing, or not 1 to 4 for addresses and 1 to 2 for sizes)");
		break;
	case SMH_DT_BAD_CAPABILITY:
		add_capability(text, blob, plan);
		break;
	case SMH_DT_BAD_REG:
		text_add(text, " (missing, cut off, or beyond %u address bits)", bits);
		break;
	case SMH_DT_BAD_RANGES:
		text_add(text, " (missing, cut off, or without an entry that holds the region)");
		break;
	case SMH_DT_BAD_ATTR:
		text_add(text, " (SMH_MAX_ATTR is %u)", (unsigned int)SMH_MAX_ATTR);
		break;
	case SMH_DT_BAD_SIZE:
		text_add(text, " (from 64 bytes, 128 if SMH_ALIGN is 64, to 2^%u)",
			 (unsigned int)SMH_MAX_REGION_SHIFT);
		break;
	case SMH_DT_OVERLAP:
		text_add(text, " with another region, or with memory that is reserved or in use");
		break;
	case SMH_DT_TABLE_FULL:
		text_add(text, " (SMH_MAX_REGIONS is %u)", (unsigned int)SMH_MAX_REGIONS);
		break;
	default:
		break;
	}
}

void report_refused(struct text *text, const char *file, const void *blob,
		    const struct smh_dt_plan *plan, const struct smh_dt_options *options)
{
	text_add(text, "%s: ", file);
	if (plan->error_node >= 0) {
		emit_path(text, blob, plan->error_node);
		text_add(text, ": ");
	}
	if (plan->error_property != NULL) {
		text_add(text, "%s: ", plan->error_property);
	}
	text_add(text, "%s", smh_devicetree_error_name(plan->error));
	add_limit(text, blob, plan, options);
	text_add(text, "\n");
}

void report_no_type(struct text *text, const char *file, const struct job *job, unsigned int index)
{
	const struct smh_dt_region *entry = &job->plan->regions[index];

	text_add(text, "%s: ", file);
	emit_path(text, job->blob, entry->node);
	text_add(text, ": the attribute %u has no Rust type: --rust-attribute %u=PATH names one\n",
		 entry->region.attr, entry->region.attr);
}
