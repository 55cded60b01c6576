/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Usage: hostile_blobs DIRECTORY
 *
 * Writes blobs N.dtb whose labels and names for the linker are keywords of every language that
 * smh-dtgen writes, what ends a string or a comment, control characters, and names that are long,
 * empty or the same; and N.txt with a line for each region: address and bytes of the label.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libfdt.h>

#define EACH       16u /* regions of a blob: as many as the library has room for by default */
#define BLOB_BYTES 65536

static char long_name[2000];

static const char *const words[] = {
	/* C and C++ */
	"auto",
	"break",
	"case",
	"char",
	"const",
	"continue",
	"default",
	"do",
	"double",
	"else",
	"enum",
	"extern",
	"float",
	"for",
	"goto",
	"if",
	"inline",
	"int",
	"long",
	"register",
	"restrict",
	"return",
	"short",
	"signed",
	"sizeof",
	"static",
	"struct",
	"switch",
	"typedef",
	"union",
	"unsigned",
	"void",
	"volatile",
	"while",
	"_Bool",
	"class",
	"namespace",
	"template",
	"this",
	"new",
	"delete",
	"operator",
	"and",
	"or",
	"not",
	"true",
	"false",
	"NULL",
	"errno",
	"main",
	"regions",
	"table",
	"add",
	"count",
	/* Rust */
	"as",
	"async",
	"await",
	"crate",
	"dyn",
	"fn",
	"impl",
	"in",
	"let",
	"loop",
	"match",
	"mod",
	"move",
	"mut",
	"pub",
	"ref",
	"self",
	"Self",
	"super",
	"trait",
	"type",
	"unsafe",
	"use",
	"where",
	"r#fn",
	"_",
	"'static",
	"Ok",
	"Err",
	"Some",
	"None",
	"str",
	"usize",
	"core",
	"add_all",
	/* The linker */
	"MEMORY",
	"SECTIONS",
	"ORIGIN",
	"LENGTH",
	"ENTRY",
	"KEEP",
	"ALIGN",
	"SIZEOF",
	"ADDR",
	"LOADADDR",
	"AT",
	"INCLUDE",
	"PROVIDE",
	"NOLOAD",
	"org",
	"len",
	"o",
	"l",
	"ASSERT",
	"INPUT",
	"OUTPUT",
	"GROUP",
	"PHDRS",
	"VERSION",
	"REGION_ALIAS",
	"DISCARD",
	"text",
	"data",
	"bss",
	"start",
	"end",
	"size",
	"ABSOLUTE",
	"DEFINED",
	"CONSTANT",
	"HIDDEN",
	"INSERT",
	"OVERLAY",
	"SORT",
	"FILL",
	/* Harm */
	"\"",
	"\\",
	"\"; int x = \"",
	"*/",
	"/*",
	"*/ #error /*",
	"//",
	"\n",
	"\n#error",
	"\r\n#error\r\n",
	"\t",
	"\x01\x02\x1f\x7f",
	"\xff\xfe",
	"\xc3\xa9t\xc3\xa9",
	"\xe2\x80\xae",
	"%s%n%d",
	"?\?/",
	"?\?=",
	"{",
	"}",
	"};",
	"${HOME}",
	"$(exit 1)",
	"`exit 1`",
	"' '",
	"\\u{41}",
	"\\x41",
	"\\",
	"\\\n",
	"{}",
	"{0}",
	"#[path]",
	"!",
	"0",
	"9lives",
	"a-b",
	"a_b",
	"a.b",
	"A_B",
	"same",
	"same",
	"SAME",
	"",
	long_name,
	long_name,
};

#define WORDS ((unsigned int)(sizeof(words) / sizeof(words[0])))

static void expect(int holds, const char *what)
{
	if (!holds) {
		fprintf(stderr, "hostile_blobs: %s\n", what);
		exit(1);
	}
}

static int set_string(void *blob, int node, const char *name, const char *word)
{
	return fdt_setprop(blob, node, name, word, (int)strlen(word) + 1);
}

static void add_region(void *blob, unsigned int index)
{
	const char *word = words[index];
	char name[16];
	int node;

	snprintf(name, sizeof(name), "n@%x", index);
	node = fdt_add_subnode(blob, 0, name);
	expect(node > 0, "no room for a node");
	expect(fdt_setprop_string(blob, node, "compatible", "zephyr,memory-region") == 0 &&
		       fdt_setprop_u32(blob, node, "zephyr,memory-attr",
				       index % 2 == 0 ? 0x10000 : 0x20000) == 0 &&
		       fdt_setprop_u32(blob, node, "reg", 0x10000000 + index * 0x2000) == 0 &&
		       fdt_appendprop_u32(blob, node, "reg", 0x1000 + index) == 0 &&
		       set_string(blob, node, "label", word) == 0,
	       "no room for a property");
	if (index % 3 == 0) {
		expect(set_string(blob, node, "zephyr,memory-region", word) == 0,
		       "no room for a name");
	}
}

static void write_line(FILE *text, unsigned int index)
{
	fprintf(text, "%x %x ", 0x10000000 + index * 0x2000, 0x1000 + index);
	for (const char *byte = words[index]; *byte != '\0'; byte++) {
		fprintf(text, "%02x", (unsigned int)(unsigned char)*byte);
	}
	fprintf(text, "\n");
}

static FILE *open_file(const char *directory, unsigned int number, const char *suffix)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%u.%s", directory, number, suffix);
	file = fopen(path, "wb");
	expect(file != NULL, path);
	return file;
}

static void write_blob(const char *directory, unsigned int number)
{
	static uint64_t blob[BLOB_BYTES / sizeof(uint64_t)];
	unsigned int first = number * EACH;
	FILE *file = open_file(directory, number, "dtb");
	FILE *text = open_file(directory, number, "txt");

	expect(fdt_create_empty_tree(blob, BLOB_BYTES) == 0 &&
		       fdt_setprop_u32(blob, 0, "#address-cells", 1) == 0 &&
		       fdt_setprop_u32(blob, 0, "#size-cells", 1) == 0,
	       "no tree");
	/* A node that is added comes before those that are there. */
	for (unsigned int i = first + EACH; i-- > first;) {
		if (i < WORDS) {
			add_region(blob, i);
		}
	}
	for (unsigned int i = first; i < first + EACH && i < WORDS; i++) {
		write_line(text, i);
	}
	expect(fdt_pack(blob) == 0, "no blob");
	expect(fwrite(blob, fdt_totalsize(blob), 1, file) == 1, "not written");
	expect(fclose(file) == 0 && fclose(text) == 0, "not closed");
}

int main(int argc, char **argv)
{
	expect(argc == 2, "usage: hostile_blobs DIRECTORY");
	memset(long_name, 'y', sizeof(long_name) - 1);
	for (unsigned int i = 0; i * EACH < WORDS; i++) {
		write_blob(argv[1], i);
	}
	printf("%u\n", WORDS);
	return 0;
}
