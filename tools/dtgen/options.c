/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

/* As many rows of each table as there are arguments: more cannot be needed. */
struct tables {
	struct smh_dt_capability *capabilities;
	struct smh_dt_memory_attr *memory_attrs;
	struct smh_dt_range *in_use;
	struct rust_attribute *rust_attributes;
};

static bool wrong(const char *option, const char *value, const char *wanted)
{
	(void)fprintf(stderr, "smh-dtgen: %s %s: must be %s\n", option, value, wanted);
	return false;
}

/* A whole string as a number, decimal or with 0x. */
static bool number(const char *string, uint64_t most, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoull(string, &end, 0);
	return *string >= '0' && *string <= '9' && *end == '\0' && errno == 0 && *value <= most;
}

/* Cut a string in two at the first of these characters. */
static char *cut(char *string, char at)
{
	char *place = strchr(string, at);

	if (place != NULL) {
		*place++ = '\0';
	}
	return place;
}

/* The same for a value that cut() has cut in two, or not. */
static bool wrong_pair(const char *option, const char *value, const char *rest, char at,
		       const char *wanted)
{
	(void)fprintf(stderr, "smh-dtgen: %s %s", option, value);
	if (rest != NULL) {
		(void)fprintf(stderr, "%c%s", at, rest);
	}
	(void)fprintf(stderr, ": must be %s\n", wanted);
	return false;
}

static bool read_name(struct options *options, char *value)
{
	options->name = value;
	return name_is_legal(value) ||
	       wrong("--name", value, "letters, digits and single underscores, a letter first");
}

static bool read_output(struct options *options, char *value)
{
	options->directory = value;
	return *value != '\0' || wrong("--output", value, "a directory");
}

static bool read_emit(struct options *options, char *value)
{
	static const struct {
		const char *word;
		unsigned int output;
	} words[] = {{"c", OUTPUT_C}, {"ld", OUTPUT_LINKER}, {"rust", OUTPUT_RUST}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(value, words[i].word) == 0) {
			options->outputs |= words[i].output;
			return true;
		}
	}
	return wrong("--emit", value, "c, ld or rust");
}

static bool read_address_bits(struct options *options, char *value)
{
	uint64_t bits;

	if (!number(value, 8 * sizeof(uintptr_t), &bits) || bits == 0) {
		return wrong("--address-bits", value,
			     sizeof(uintptr_t) == 8 ? "from 1 to 64, the bits of a pointer here"
						    : "from 1 to 32, the bits of a pointer here");
	}
	options->reader.address_bits = (unsigned int)bits;
	return true;
}

static bool read_capability(struct options *options, char *value)
{
	struct tables *tables = options->tables;
	char *text = cut(value, '=');
	uint64_t attr;

	if (text == NULL || *value == '\0' || !number(text, UINT32_MAX, &attr)) {
		return wrong_pair("--capability", value, text, '=', "NAME=NUMBER, as in psram=3");
	}
	tables->capabilities[options->reader.num_capabilities++] =
		(struct smh_dt_capability){value, (unsigned int)attr};
	return true;
}

static bool read_memory_attr(struct options *options, char *value)
{
	struct tables *tables = options->tables;
	char *text = cut(value, '=');
	uint64_t bits;
	uint64_t attr;

	if (text == NULL || !number(value, UINT32_MAX, &bits) || !number(text, UINT32_MAX, &attr)) {
		return wrong_pair("--memory-attr", value, text, '=',
				  "BITS=NUMBER, as in 0x80000=3");
	}
	tables->memory_attrs[options->reader.num_memory_attrs++] =
		(struct smh_dt_memory_attr){(uint32_t)bits, (unsigned int)attr};
	return true;
}

static bool read_in_use(struct options *options, char *value)
{
	struct tables *tables = options->tables;
	char *text = cut(value, '+');
	uint64_t addr;
	uint64_t size;

	if (text == NULL || !number(value, UINT64_MAX, &addr) || !number(text, UINT64_MAX, &size)) {
		return wrong_pair("--in-use", value, text, '+',
				  "ADDRESS+SIZE, as in 0x20000000+0x1000");
	}
	tables->in_use[options->reader.num_in_use++] = (struct smh_dt_range){addr, size};
	return true;
}

/* Identifiers with "::" between them, and perhaps before the first. */
static bool is_rust_path(const char *path)
{
	const char *part = strncmp(path, "::", 2) == 0 ? path + 2 : path;
	const char *letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";

	for (;;) {
		if (*part == '\0' || strchr(letters, *part) == NULL) {
			return false;
		}
		part += strspn(part, letters);
		while (*part >= '0' && *part <= '9') {
			part++;
			part += strspn(part, letters);
		}
		if (*part == '\0') {
			return true;
		}
		if (strncmp(part, "::", 2) != 0) {
			return false;
		}
		part += 2;
	}
}

static bool read_rust_attribute(struct options *options, char *value)
{
	struct tables *tables = options->tables;
	char *path = cut(value, '=');
	uint64_t attr;

	if (path == NULL || !number(value, UINT32_MAX, &attr) || !is_rust_path(path)) {
		return wrong_pair("--rust-attribute", value, path, '=',
				  "NUMBER=PATH, as in 3=crate::Psram");
	}
	tables->rust_attributes[options->num_rust_attributes++] =
		(struct rust_attribute){(unsigned int)attr, path};
	return true;
}

static const struct {
	const char *name;
	bool (*read)(struct options *options, char *value);
} known[] = {
	{"--name", read_name},
	{"--output", read_output},
	{"--emit", read_emit},
	{"--address-bits", read_address_bits},
	{"--capability", read_capability},
	{"--memory-attr", read_memory_attr},
	{"--in-use", read_in_use},
	{"--rust-attribute", read_rust_attribute},
};

/* Read an option and its value. */
static bool read_option(struct options *options, const char *name, char *value)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(name, known[i].name) != 0) {
			continue;
		}
		if (value == NULL) {
			(void)fprintf(stderr,
				      "smh-dtgen: %s must have a value; --help tells which\n",
				      name);
			return false;
		}
		return known[i].read(options, value);
	}
	(void)fprintf(stderr, "smh-dtgen: %s is no option; --help lists them\n", name);
	return false;
}

static bool read_arguments(int argc, char **argv, struct options *options)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0) {
			options->help = true;
		} else if (strcmp(argv[i], "--version") == 0) {
			options->version = true;
		} else if (strcmp(argv[i], "--arm-mpu-attrs") == 0) {
			options->reader.arm_mpu_attrs = true;
		} else if (argv[i][0] == '-') {
			if (!read_option(options, argv[i], argv[i + 1])) {
				return false;
			}
			i++;
		} else if (options->blob != NULL) {
			(void)fprintf(stderr, "smh-dtgen: %s: there is one blob already: %s\n",
				      argv[i], options->blob);
			return false;
		} else {
			options->blob = argv[i];
		}
	}
	if (options->blob == NULL && !options->help && !options->version) {
		(void)fprintf(stderr,
			      "smh-dtgen: no blob is named: smh-dtgen BLOB.dtb, or --help\n");
		return false;
	}
	return true;
}

static struct tables *make_tables(size_t rows)
{
	struct tables *tables = calloc(1, sizeof(*tables));

	if (tables == NULL) {
		return NULL;
	}
	tables->capabilities = calloc(rows, sizeof(*tables->capabilities));
	tables->memory_attrs = calloc(rows, sizeof(*tables->memory_attrs));
	tables->in_use = calloc(rows, sizeof(*tables->in_use));
	tables->rust_attributes = calloc(rows, sizeof(*tables->rust_attributes));
	return tables;
}

static bool tables_complete(const struct tables *tables)
{
	return tables != NULL && tables->capabilities != NULL && tables->memory_attrs != NULL &&
	       tables->in_use != NULL && tables->rust_attributes != NULL;
}

bool options_read(int argc, char **argv, struct options *options)
{
	struct tables *tables = make_tables((size_t)argc + 1);

	*options = (struct options){.directory = ".", .name = "regions", .tables = tables};
	if (!tables_complete(tables)) {
		(void)fprintf(stderr, "smh-dtgen: out of memory\n");
		return false;
	}
	options->reader.capabilities = tables->capabilities;
	options->reader.memory_attrs = tables->memory_attrs;
	options->reader.in_use = tables->in_use;
	options->reader.blob_elsewhere = true;
	options->rust_attributes = tables->rust_attributes;
	if (!read_arguments(argc, argv, options)) {
		return false;
	}
	if (options->outputs == 0) {
		options->outputs = OUTPUT_C | OUTPUT_LINKER | OUTPUT_RUST;
	}
	return true;
}

void options_drop(struct options *options)
{
	struct tables *tables = options->tables;

	if (tables != NULL) {
		free(tables->capabilities);
		free(tables->memory_attrs);
		free(tables->in_use);
		free(tables->rust_attributes);
		free(tables);
	}
	options->tables = NULL;
}

void options_help(void)
{
	(void)printf(
		"usage: smh-dtgen [OPTION VALUE]... BLOB.dtb\n\n"
		"Writes the regions of a devicetree as source text.\n\n"
		"  --name NAME              what files and names begin with (regions)\n"
		"  --output DIRECTORY       where the files go (.)\n"
		"  --emit c|ld|rust         NAME.c and NAME.h, NAME.ld, NAME.rs; may be repeated\n"
		"                           (all)\n"
		"  --address-bits N         of the target (those of this machine)\n"
		"  --capability NAME=N      an attribute of your own, by name; may be repeated\n"
		"  --memory-attr BITS=N     an attribute of your own, by bits; may be repeated\n"
		"  --arm-mpu-attrs          on ARM: nodes join that only DT_MEM_ARM() marks, as "
		"RAM,\n"
		"                           RAM_NOCACHE or EXTMEM\n"
		"  --in-use ADDRESS+SIZE    memory that no region may touch; may be repeated\n"
		"  --rust-attribute N=PATH  the Rust type of an attribute; may be repeated\n"
		"  --help, --version\n");
}
