/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* A table for the C compiler of the target. */

#include <inttypes.h>

#include "emit.h"

static void add_title(struct text *text, const struct job *job)
{
	text_add(text, "/* Made by smh-dtgen from ");
	text_add_plain(text, job->source);
	text_add(text, ": change that, not this. */\n\n");
}

static void add_guard(struct text *text, const struct job *job)
{
	text_add_upper(text, job->name);
	text_add(text, "_H_");
}

static void add_number(struct text *text, const struct job *job, const char *name)
{
	text_add_upper(text, job->name);
	text_add(text, "_");
	text_add_upper(text, name);
}

static void add_numbers(struct text *text, const struct job *job)
{
	text_add(text, "/** Places of the regions in the table. */\nenum {\n");
	for (unsigned int i = 0; i < job->plan->count; i++) {
		text_add(text, "\t/** ");
		emit_path(text, job->blob, job->plan->regions[i].node);
		text_add(text, " */\n\t");
		add_number(text, job, job->names[i].text);
		text_add(text, ",\n");
	}
	text_add(text, "\t/** Number of regions. */\n\t");
	add_number(text, job, "count");
	text_add(text, ",\n};\n\n");
}

void emit_c_header(struct text *text, const struct job *job)
{
	add_title(text, job);
	text_add(text, "#ifndef ");
	add_guard(text, job);
	text_add(text, "\n#define ");
	add_guard(text, job);
	text_add(text, "\n\n#include \"smh_region_table.h\"\n\n"
		       "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
	add_numbers(text, job);
	text_add(text, "/** The regions, in the order of the devicetree. */\n");
	text_add(text, "extern struct smh_region_table %s_table;\n\n", job->name);
	text_add(text, "/** Add all regions: as smh_region_table_add(). */\n");
	text_add(text,
		 "int %s_add(smh_init_reg_fn_t init_reg, struct smh_table_result *result);\n\n",
		 job->name);
	text_add(text, "#ifdef __cplusplus\n}\n#endif\n\n#endif\n");
}

/* What the tool was built with, or told, must be what the program is built with. */
static void add_checks(struct text *text, const struct job *job)
{
	uint64_t last = 0;
	unsigned int attr = 0;

	for (unsigned int i = 0; i < job->plan->count; i++) {
		const struct shared_multi_heap_region *region = &job->plan->regions[i].region;
		uint64_t end = (uint64_t)region->addr + (region->size - 1);

		last = end > last ? end : last;
		attr = region->attr > attr ? region->attr : attr;
	}
	text_add(text,
		 "_Static_assert(%u <= SMH_MAX_REGIONS, \"more regions than SMH_MAX_REGIONS\");\n",
		 job->plan->count);
	text_add(
		text,
		"_Static_assert(%u < MAX_SHARED_MULTI_HEAP_ATTR, \"an attribute is too large\");\n",
		attr);
	text_add(text,
		 "_Static_assert(UINTPTR_MAX >= UINT64_C(0x%" PRIx64
		 "), \"an address is too large\");\n\n",
		 last);
}

static void add_region(struct text *text, const struct job *job, unsigned int index)
{
	const struct smh_dt_region *entry = &job->plan->regions[index];

	text_add(text, "\t[");
	add_number(text, job, job->names[index].text);
	text_add(text, "] = {\n\t\t.region = {\n\t\t\t.attr = %u,\n", entry->region.attr);
	text_add(text, "\t\t\t.addr = UINT64_C(0x%" PRIx64 "),\n", (uint64_t)entry->region.addr);
	text_add(text, "\t\t\t.size = UINT64_C(0x%" PRIx64 "),\n\t\t},\n",
		 (uint64_t)entry->region.size);
	text_add(text, "\t\t.label = ");
	text_add_c_string(text, entry->label);
	text_add(text, ",\n\t},\n");
}

/* Not constant: a hook may write to the regions, and the table remembers that it was added. */
void emit_c_source(struct text *text, const struct job *job)
{
	add_title(text, job);
	text_add(text, "#include \"%s.h\"\n\n", job->name);
	if (job->plan->count > 0) {
		add_checks(text, job);
		text_add(text, "static struct smh_table_region regions[] = {\n");
		for (unsigned int i = 0; i < job->plan->count; i++) {
			add_region(text, job, i);
		}
		text_add(text, "};\n\n");
	}
	text_add(text,
		 "struct smh_region_table %s_table = {\n\t.regions = %s,\n\t.count = %u,\n};\n\n",
		 job->name, job->plan->count > 0 ? "regions" : "NULL", job->plan->count);
	text_add(text, "int %s_add(smh_init_reg_fn_t init_reg, struct smh_table_result *result)\n",
		 job->name);
	text_add(text, "{\n\treturn smh_region_table_add(&%s_table, init_reg, result);\n}\n",
		 job->name);
}
