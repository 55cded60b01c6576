/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * A fragment for a linker script of GNU ld that has MEMORY of its own. Each region
 * is filled by a section, so that whatever else would lie there overlaps it, which is an error.
 * The names of the memory are quoted: they may be words that the linker knows.
 */

#include <inttypes.h>

#include "emit.h"

static void add_memory(struct text *text, const struct job *job)
{
	text_add(text, "MEMORY\n{\n");
	for (unsigned int i = 0; i < job->plan->count; i++) {
		const struct shared_multi_heap_region *region = &job->plan->regions[i].region;

		/* Without attributes no section is put there that does not ask for it. */
		text_add(text, "\t\"%s\" : ORIGIN = 0x%" PRIx64 ", LENGTH = 0x%" PRIx64 "\n",
			 job->names[i].text, (uint64_t)region->addr, (uint64_t)region->size);
	}
	text_add(text, "}\n\n");
}

static void add_section(struct text *text, const struct job *job, unsigned int index)
{
	const struct smh_dt_region *entry = &job->plan->regions[index];
	const char *name = job->names[index].text;
	uint64_t size = entry->region.size;

	text_add(text, "\t/* ");
	emit_path(text, job->blob, entry->node);
	text_add(text, " */\n\t.smh_region.%s (NOLOAD) : {\n", name);
	text_add(text, "\t\t__smh_region_%s_start = .;\n", name);
	text_add(text, "\t\t. = . + 0x%" PRIx64 ";\n", size);
	text_add(text, "\t\t__smh_region_%s_end = .;\n\t} > \"%s\"\n", name, name);
	text_add(text, "\t__smh_region_%s_size = 0x%" PRIx64 ";\n", name, size);
}

void emit_linker(struct text *text, const struct job *job)
{
	text_add(text, "/* Made by smh-dtgen from ");
	text_add_plain(text, job->source);
	text_add(text, ": change that, not this. */\n\n");
	if (job->plan->count == 0) {
		return;
	}
	add_memory(text, job);
	text_add(text, "SECTIONS\n{\n");
	for (unsigned int i = 0; i < job->plan->count; i++) {
		add_section(text, job, i);
	}
	text_add(text, "}\n");
}
