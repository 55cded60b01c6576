/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libfdt.h>

#include "emit.h"
#include "outputs.h"
#include "passed.h"
#include "report.h"

static void expect(bool holds, const char *what, const char *text)
{
	if (!holds) {
		fprintf(stderr, "outputs: %s:\n%s\n", what, text != NULL ? text : "");
		abort();
	}
}

#define EXPECT(condition, text) expect(condition, #condition, text)

/* A reader of source text: where it stands, and what it has seen. */
struct lexer {
	const char *at;
	const char *text; /* the whole, for messages */
	char previous;    /* outside of strings and comments */
	unsigned int braces;
};

static void skip_string(struct lexer *lexer)
{
	for (lexer->at++; *lexer->at != '"'; lexer->at++) {
		EXPECT(*lexer->at >= ' ', lexer->text);
		if (*lexer->at == '\\') {
			lexer->at++;
			EXPECT(*lexer->at == 'u' || (*lexer->at >= '0' && *lexer->at <= '3'),
			       lexer->text);
		}
	}
}

static void skip_block_comment(struct lexer *lexer)
{
	const char *end = strstr(lexer->at + 2, "*/");
	const char *inner = strstr(lexer->at + 2, "/*");

	EXPECT(end != NULL, lexer->text);
	EXPECT(inner == NULL || inner > end, lexer->text);
	lexer->at = end + 1;
}

static void skip_line_comment(struct lexer *lexer)
{
	while (lexer->at[1] != '\n') {
		EXPECT(lexer->at[1] != '\0' && lexer->at[1] != '\\', lexer->text);
		lexer->at++;
	}
}

static void step(struct lexer *lexer)
{
	if (*lexer->at == '"') {
		skip_string(lexer);
	} else if (strncmp(lexer->at, "/*", 2) == 0) {
		skip_block_comment(lexer);
	} else if (strncmp(lexer->at, "//", 2) == 0) {
		skip_line_comment(lexer);
	} else if (*lexer->at == '{') {
		lexer->braces++;
	} else if (*lexer->at == '}') {
		EXPECT(lexer->braces > 0, lexer->text);
		lexer->braces--;
	} else {
		EXPECT(*lexer->at != '\'' && *lexer->at != '\\' && *lexer->at != '`', lexer->text);
	}
}

/* All bytes are printable, strings and comments end, braces match. */
static void check_text(const struct text *text)
{
	struct lexer lexer = {.at = text->bytes, .text = text->bytes};

	EXPECT(!text->failed && text->bytes != NULL, NULL);
	EXPECT(strlen(text->bytes) == text->length && text->length > 0, text->bytes);
	for (size_t i = 0; i < text->length; i++) {
		char byte = text->bytes[i];

		EXPECT((byte >= ' ' && byte <= '~') || byte == '\n' || byte == '\t', text->bytes);
	}
	EXPECT(text->bytes[text->length - 1] == '\n', text->bytes);
	for (; *lexer.at != '\0'; lexer.at++) {
		step(&lexer);
	}
	/* What is in extern "C" of the header is one open and one close too. */
	EXPECT(lexer.braces == 0, text->bytes);
}

static unsigned int occurrences(const struct text *text, const char *wanted)
{
	unsigned int count = 0;
	const char *at = text->bytes;

	while ((at = strstr(at, wanted)) != NULL) {
		at += strlen(wanted);
		count++;
	}
	return count;
}

static void check_names(const struct job *job)
{
	struct text upper[SMH_MAX_REGIONS] = {{NULL, 0, 0, false}};

	for (unsigned int i = 0; i < job->plan->count; i++) {
		EXPECT(name_is_legal(job->names[i].text), job->names[i].text);
		text_add_upper(&upper[i], job->names[i].text);
		EXPECT(strcmp(upper[i].bytes, "COUNT") != 0, upper[i].bytes);
		for (unsigned int j = 0; j < i; j++) {
			EXPECT(strcmp(upper[i].bytes, upper[j].bytes) != 0, upper[i].bytes);
		}
	}
	for (unsigned int i = 0; i < job->plan->count; i++) {
		text_drop(&upper[i]);
	}
}

/* One output: `mark` stands in it once for each region. */
static void check_output(const struct job *job, void (*emit)(struct text *, const struct job *),
			 const char *mark)
{
	struct text text = {NULL, 0, 0, false};

	emit(&text, job);
	check_text(&text);
	EXPECT(occurrences(&text, mark) == job->plan->count, text.bytes);
	text_drop(&text);
}

static void check_outputs(struct job *job)
{
	name_regions(job->plan, job->names);
	check_names(job);
	check_output(job, emit_c_header, "\t/** /");
	check_output(job, emit_c_source, "\t\t.label = \"");
	check_output(job, emit_linker, "(NOLOAD) : {\n");
	check_output(job, emit_rust, "FixedRegion::new(0x");
}

/* One line that names the reason. */
static void check_refusal(const void *blob, const struct smh_dt_plan *plan,
			  const struct smh_dt_options *options)
{
	struct text text = {NULL, 0, 0, false};

	report_refused(&text, "blob", blob, plan, options);
	EXPECT(!text.failed && strchr(text.bytes, '\n') == text.bytes + text.length - 1,
	       text.bytes);
	EXPECT(strstr(text.bytes, smh_devicetree_error_name(plan->error)) != NULL, text.bytes);
	EXPECT((plan->error_node >= 0) == (strncmp(text.bytes, "blob: /", 7) == 0), text.bytes);
	EXPECT(plan->error_property == NULL || strstr(text.bytes, plan->error_property) != NULL,
	       text.bytes);
	text_drop(&text);
}

/* Lines of a known start, one for each node and one if there is no region, as far as they are
 * named. */
static void check_warnings(const void *blob, const struct smh_dt_plan *plan,
			   const struct passed *passed)
{
	struct text text = {NULL, 0, 0, false};
	unsigned int lines = 0;

	EXPECT(plan->passed == passed->asking.count + passed->silent.count, NULL);
	passed_report(&text, "blob", blob, plan, passed);
	EXPECT(!text.failed, NULL);
	for (const char *at = text.bytes; text.length > 0 && *at != '\0'; lines++) {
		const char *end = strchr(at, '\n');

		EXPECT(strncmp(at, "smh-dtgen: warning: blob: ", 26) == 0, text.bytes);
		EXPECT(end != NULL, text.bytes);
		at = end + 1;
	}
	EXPECT((lines > 0) >= (plan->count == 0), text.bytes);
	EXPECT(lines <= 2 * (PASSED_NAMED + 1) + 1, text.bytes);
	text_drop(&text);
}

int outputs_check(const void *blob, size_t bytes)
{
	static const struct rust_attribute types[] = {{3, "crate::Other"}};
	static const struct smh_dt_memory_attr rows[] = {{0x40000, 3}, {0x80000, 3}};
	struct smh_dt_options options = {
		.memory_attrs = rows, .num_memory_attrs = 2, .blob_elsewhere = true};
	struct smh_dt_plan plan;
	struct job job = {
		.source = "blob\"*/\n.dtb",
		.name = "board",
		.blob = blob,
		.plan = &plan,
		.rust_attributes = types,
		.num_rust_attributes = 1,
	};

	/* A blob that is refused for many bits may pass, or not, for fewer. */
	for (options.address_bits = 32; options.address_bits <= 64; options.address_bits += 32) {
		struct passed passed = {.asking = {.count = 0}};

		options.arm_mpu_attrs = options.address_bits == 64;
		options.passed = passed_note;
		options.passed_context = &passed;
		if (smh_devicetree_scan(blob, bytes, &options, &plan) != 0) {
			check_refusal(blob, &plan, &options);
		} else {
			check_outputs(&job);
			check_warnings(blob, &plan, &passed);
		}
	}
	return plan.error == SMH_DT_OK ? (int)plan.count : -1;
}
