/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Items for a module of Rust, as it is made with include!(). */

#include <inttypes.h>

#include "emit.h"

#define CRATE "::shared_multi_heap::"

/* In the order of enum smh_reg_attr. */
static const char *const builtin[] = {
	[SMH_REG_ATTR_CACHEABLE] = CRATE "Cacheable",
	[SMH_REG_ATTR_NON_CACHEABLE] = CRATE "NonCacheable",
	[SMH_REG_ATTR_EXTERNAL] = CRATE "External",
};

const char *emit_rust_type(const struct job *job, unsigned int attr)
{
	for (size_t i = 0; i < job->num_rust_attributes; i++) {
		if (job->rust_attributes[i].attr == attr) {
			return job->rust_attributes[i].path;
		}
	}
	return attr < sizeof(builtin) / sizeof(builtin[0]) ? builtin[attr] : NULL;
}

static void add_region(struct text *text, const struct job *job, unsigned int index)
{
	const struct smh_dt_region *entry = &job->plan->regions[index];
	const char *type = emit_rust_type(job, entry->region.attr);

	SMH_ASSERT(type != NULL);
	text_add(text, "/// `");
	emit_path(text, job->blob, entry->node);
	text_add(text, "`\n#[allow(dead_code)]\npub const ");
	text_add_upper(text, job->names[index].text);
	text_add(text, ": " CRATE "FixedRegion<%s> =\n    " CRATE "FixedRegion::new(", type);
	text_add(text, "0x%" PRIx64 ", 0x%" PRIx64 ", ", (uint64_t)entry->region.addr,
		 (uint64_t)entry->region.size);
	text_add_rust_string(text, entry->label);
	text_add(text, ");\nconst _: () = ::core::assert!(\n");
	/* The type is an attribute, or the allocator of one. */
	text_add(text, "    <<%s as " CRATE "MemoryKind>::Attribute as " CRATE "Attribute>::NUMBER",
		 type);
	text_add(text, " == %u,\n", entry->region.attr);
	text_add(text,
		 "    \"the type has another number than the devicetree's attribute\"\n);\n\n");
}

static void add_function(struct text *text, const struct job *job)
{
	text_add(text,
		 "/// Adds all regions in the order of the devicetree. After an error the rest "
		 "is not added.\n///\n/// # Errors\n///\n/// That of the first region which "
		 "the pool refuses.\n///\n/// # Safety\n///\n/// As for `FixedRegion::add`, "
		 "for each of them.\n");
	text_add(text,
		 "#[allow(dead_code)]\npub unsafe fn add_all() -> ::core::result::Result<(), " CRATE
		 "AddError<()>> {\n");
	for (unsigned int i = 0; i < job->plan->count; i++) {
		text_add(text, "    // SAFETY: the same of this region (caller contract).\n"
			       "    unsafe { ");
		text_add_upper(text, job->names[i].text);
		text_add(text, ".add()? };\n");
	}
	text_add(text, "    ::core::result::Result::Ok(())\n}\n");
}

void emit_rust(struct text *text, const struct job *job)
{
	text_add(text, "// Made by smh-dtgen from ");
	text_add_plain(text, job->source);
	text_add(text, ": change that, not this.\n\n");
	for (unsigned int i = 0; i < job->plan->count; i++) {
		add_region(text, job, i);
	}
	add_function(text, job);
}
