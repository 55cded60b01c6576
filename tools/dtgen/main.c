/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * smh-dtgen: the regions of a devicetree as a table for C, a fragment for the linker, and a module
 * for Rust. What a devicetree means is left to the reader that programs use at run time.
 */

#include <stdio.h>
#include <string.h>

#include "blob_file.h"
#include "emit.h"
#include "options.h"
#include "output.h"
#include "passed.h"
#include "report.h"
#include "smh_build.h"

enum status {
	STATUS_DONE,
	STATUS_REFUSED, /* a file or what is in it */
	STATUS_USAGE,
};

/* Say on standard error what is in a text, and drop it. */
static enum status complain(struct text *text)
{
	(void)fprintf(stderr, "smh-dtgen: %s", text->failed ? "out of memory\n" : text->bytes);
	text_drop(text);
	return STATUS_REFUSED;
}

/* The last part of a path: what is written must not depend on where the blob lies. */
static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* Make the texts that are wanted; tells how many. */
static size_t make_texts(const struct job *job, unsigned int outputs, struct output_file *files)
{
	static const struct {
		unsigned int output;
		const char *suffix;
		void (*emit)(struct text *text, const struct job *job);
	} makers[] = {
		{OUTPUT_C, ".h", emit_c_header},
		{OUTPUT_C, ".c", emit_c_source},
		{OUTPUT_LINKER, ".ld", emit_linker},
		{OUTPUT_RUST, ".rs", emit_rust},
	};
	size_t count = 0;

	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		if ((outputs & makers[i].output) != 0) {
			files[count] = (struct output_file){.suffix = makers[i].suffix};
			makers[i].emit(&files[count].text, job);
			count++;
		}
	}
	return count;
}

static enum status write_all(const struct job *job, const struct options *options)
{
	struct output_file files[4];
	size_t count = make_texts(job, options->outputs, files);
	bool fine = true;

	for (size_t i = 0; i < count; i++) {
		fine = fine && !files[i].text.failed;
	}
	if (!fine) {
		(void)fprintf(stderr, "smh-dtgen: out of memory\n");
	}
	fine = fine && output_write(options->directory, options->name, files, count);
	for (size_t i = 0; i < count; i++) {
		text_drop(&files[i].text);
	}
	return fine ? STATUS_DONE : STATUS_REFUSED;
}

/* Write the outputs of a plan that was accepted. */
static enum status write_plan(const struct blob_file *file, const struct smh_dt_plan *plan,
			      const struct options *options)
{
	struct job job = {
		.source = base_name(options->blob),
		.name = options->name,
		.blob = file->bytes,
		.plan = plan,
		.rust_attributes = options->rust_attributes,
		.num_rust_attributes = options->num_rust_attributes,
	};

	for (unsigned int i = 0; (options->outputs & OUTPUT_RUST) != 0 && i < plan->count; i++) {
		if (emit_rust_type(&job, plan->regions[i].region.attr) == NULL) {
			struct text text = {NULL, 0, 0, false};

			report_no_type(&text, options->blob, &job, i);
			return complain(&text);
		}
	}
	name_regions(plan, job.names);
	return write_all(&job, options);
}

/* Say which nodes might have been regions: no error, the outputs are written. */
static void warn(const struct blob_file *file, const struct smh_dt_plan *plan,
		 const struct passed *passed, const struct options *options)
{
	struct text text = {NULL, 0, 0, false};

	passed_report(&text, options->blob, file->bytes, plan, passed);
	if (text.length > 0) {
		(void)fprintf(stderr, "%s", text.bytes);
	}
	text_drop(&text);
}

static enum status generate(struct options *options)
{
	static struct smh_dt_plan plan;
	static struct passed passed;
	struct text text = {NULL, 0, 0, false};
	struct blob_file file;
	enum status status;

	if (!blob_file_read(options->blob, &file)) {
		return STATUS_REFUSED;
	}
	options->reader.passed = passed_note;
	options->reader.passed_context = &passed;
	if (smh_devicetree_scan(file.bytes, file.size, &options->reader, &plan) != 0) {
		report_refused(&text, options->blob, file.bytes, &plan, &options->reader);
		status = complain(&text);
	} else {
		status = write_plan(&file, &plan, options);
		if (status == STATUS_DONE) {
			warn(&file, &plan, &passed, options);
		}
	}
	blob_file_drop(&file);
	return status;
}

int main(int argc, char **argv)
{
	struct options options;
	enum status status = STATUS_USAGE;

	if (options_read(argc, argv, &options)) {
		if (options.help) {
			options_help();
			status = STATUS_DONE;
		} else if (options.version) {
			(void)printf("smh-dtgen %d.%d.%d\n", SMH_VERSION_MAJOR, SMH_VERSION_MINOR,
				     SMH_VERSION_PATCH);
			status = STATUS_DONE;
		} else {
			status = generate(&options);
		}
	}
	options_drop(&options);
	return (int)status;
}
