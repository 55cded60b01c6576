/*
 * SPDX-License-Identifier: Apache-2.0
 */

/*
 * Every truncation and every single-byte corruption of a blob, lies about sizes, and broken
 * structure. Each trial must end, read nothing beyond the blob, leave it as it was, and give
 * either a sound plan or an empty one with a reason. A blob lies both in heap memory of exactly
 * its size, where AddressSanitizer sees a byte too many, and at the end of a page before one
 * that cannot be read, since the sanitizer does not see into libfdt.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <libfdt.h>

#include "builder.h"
#include "harness.h"

/* Offsets of header fields, in words. */
enum header_word {
	TOTALSIZE = 1,
	OFF_DT_STRUCT,
	OFF_DT_STRINGS,
	OFF_MEM_RSVMAP,
	VERSION,
	LAST_COMP_VERSION,
	SIZE_DT_STRINGS = 8,
	SIZE_DT_STRUCT,
};

static uint32_t load(const struct blob *blob, size_t at)
{
	fdt32_t word;

	memcpy(&word, (const char *)blob->data + at, sizeof(word));
	return fdt32_to_cpu(word);
}

static void store(struct blob *blob, size_t at, uint32_t value)
{
	fdt32_t word = cpu_to_fdt32(value);

	memcpy((char *)blob->data + at, &word, sizeof(word));
}

/* The last readable bytes before a page that cannot be read; one such place per process. */
static void *guarded(size_t bytes)
{
	static uint8_t *fence;
	const size_t room = 65536;

	if (fence == NULL) {
		uint8_t *start = mmap(NULL, 2 * room, PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		CHECK(start != MAP_FAILED);
		CHECK(mprotect(start + room, room, PROT_NONE) == 0);
		fence = start + room;
	}
	CHECK(bytes <= room);
	return fence - (bytes + 7) / 8 * 8;
}

/* Scan a copy of the first bytes of a blob in both places. True if they were accepted. */
static bool accepted(const struct blob *blob, size_t bytes)
{
	struct blob heap = {malloc(bytes), bytes};
	struct blob page = {guarded(bytes), bytes};
	struct smh_dt_plan plan;
	struct smh_dt_plan again;
	int result;

	CHECK(heap.data != NULL);
	memcpy(heap.data, blob->data, bytes);
	memcpy(page.data, blob->data, bytes);
	result = scan(&heap, NULL, &plan);
	CHECK(scan(&page, NULL, &again) == result);
	CHECK(again.error == plan.error && again.error_node == plan.error_node);
	CHECK(memcmp(heap.data, blob->data, bytes) == 0);
	CHECK(memcmp(page.data, blob->data, bytes) == 0);
	free(heap.data);
	return result == 0;
}

static void the_corpus_itself_is_good(void)
{
	struct blob blob = blob_load("corpus");
	struct smh_dt_plan plan;

	CHECK(accepted(&blob, blob.bytes));
	CHECK(scan(&blob, NULL, &plan) == 0);
	CHECK(plan.count == 4);
	CHECK(load(&blob, TOTALSIZE * 4) == blob.bytes);
	/* So that its last byte is the last one before the guard page. */
	CHECK(blob.bytes % 8 == 0);
	blob_drop(&blob);
}

static void every_truncation_is_refused(void)
{
	struct blob blob = blob_load("corpus");

	for (size_t bytes = 1; bytes < blob.bytes; bytes++) {
		CHECK(!accepted(&blob, bytes));
	}
	blob_drop(&blob);
}

/* The header says what is there, but the blocks do not end in it. */
static void every_truncation_that_owns_up_is_refused(void)
{
	struct blob blob = blob_load("corpus");
	size_t whole = blob.bytes;

	for (size_t bytes = sizeof(struct fdt_header); bytes < whole; bytes++) {
		store(&blob, TOTALSIZE * 4, (uint32_t)bytes);
		CHECK(!accepted(&blob, bytes));
	}
	blob_drop(&blob);
}

/* The structure block is cut short, everything else is whole. */
static void every_truncation_of_the_structure_is_refused(void)
{
	struct blob blob = blob_load("corpus");
	uint32_t whole = load(&blob, SIZE_DT_STRUCT * 4);

	for (uint32_t bytes = 0; bytes < whole; bytes++) {
		store(&blob, SIZE_DT_STRUCT * 4, bytes);
		CHECK(!accepted(&blob, blob.bytes));
	}
	blob_drop(&blob);
}

static void every_truncation_of_the_strings_is_refused(void)
{
	struct blob blob = blob_load("corpus");
	uint32_t whole = load(&blob, SIZE_DT_STRINGS * 4);

	for (uint32_t bytes = 0; bytes < whole; bytes++) {
		store(&blob, SIZE_DT_STRINGS * 4, bytes);
		CHECK(!accepted(&blob, blob.bytes));
	}
	blob_drop(&blob);
}

/* Corrupt the blob in place in both buffers: copying it for each trial would dominate. */
static unsigned long corrupt_each_byte(struct blob *blob)
{
	struct blob copy = {malloc(blob->bytes), blob->bytes};
	uint8_t *bytes = blob->data;
	unsigned long refused = 0;
	struct smh_dt_plan plan;

	CHECK(copy.data != NULL);
	memcpy(copy.data, blob->data, blob->bytes);
	for (size_t at = 0; at < blob->bytes; at++) {
		for (unsigned int change = 1; change < 256; change++) {
			bytes[at] = (uint8_t)(bytes[at] ^ change);
			refused += scan(blob, NULL, &plan) != 0;
			bytes[at] = (uint8_t)(bytes[at] ^ change);
		}
		CHECK(memcmp(blob->data, copy.data, blob->bytes) == 0);
	}
	free(copy.data);
	return refused;
}

static void every_corrupt_byte_in_the_heap(void)
{
	struct blob blob = blob_load("corpus");
	unsigned long refused = corrupt_each_byte(&blob);

	printf("%zu bytes, 255 other values each: %lu refused of %lu\n", blob.bytes, refused,
	       (unsigned long)blob.bytes * 255);
	CHECK(refused > 0 && refused < (unsigned long)blob.bytes * 255);
	blob_drop(&blob);
}

static void every_corrupt_byte_before_a_guard_page(void)
{
	struct blob blob = blob_load("corpus");
	struct blob page = {guarded(blob.bytes), blob.bytes};

	memcpy(page.data, blob.data, blob.bytes);
	CHECK(corrupt_each_byte(&page) > 0);
	blob_drop(&blob);
}

/* Lengths that make sums wrap, steps of nothing and steps backwards among them. */
static void every_word_replaced_by_hostile_ones(void)
{
	static const uint32_t hostile[] = {
		0,          1,          2,          3,          4,          7,
		8,          9,          0x10,       0x11,       0x7f,       0x80,
		0xff,       0x100,      0x7ffffff0, 0x7ffffff8, 0x7ffffffc, 0x7fffffff,
		0x80000000, 0x80000004, 0xfffffff0, 0xfffffff4, 0xfffffff8, 0xfffffffc,
		0xfffffffd, 0xffffffff, 0xffffffe0, 0xffffff00, 0x55555555, 0xaaaaaaaa,
		0x40000000, 0x3fffffff, 0x20000000, 0x10000000, 0xd00dfeed, 0x0badf00d,
	};
	struct blob blob = blob_load("corpus");
	unsigned long refused = 0;

	for (size_t at = 0; at + 4 <= blob.bytes; at += 4) {
		uint32_t before = load(&blob, at);

		for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
			store(&blob, at, hostile[i]);
			refused += !accepted(&blob, blob.bytes);
		}
		/* Lies by little: one more, one less, one word more or less. */
		for (uint32_t off = 0; off < 9; off++) {
			store(&blob, at, before + off - 4);
			refused += !accepted(&blob, blob.bytes) && off != 4;
		}
		store(&blob, at, before);
	}
	CHECK(refused > 0);
	CHECK(accepted(&blob, blob.bytes));
	blob_drop(&blob);
}

/* Some damage is told from sound data by nothing; this must not be. */
static void header_fields_are_checked(void)
{
	static const struct {
		enum header_word word;
		uint32_t add;
	} lies[] = {
		{TOTALSIZE, 1},
		{OFF_DT_STRUCT, 2},
		{OFF_DT_STRUCT, 1},
		{OFF_MEM_RSVMAP, 4},
		{OFF_MEM_RSVMAP, 1},
		{VERSION, (uint32_t)-1},
		{VERSION, (uint32_t)-17},
		{LAST_COMP_VERSION, 2},
		{SIZE_DT_STRUCT, 1},
		{SIZE_DT_STRUCT, (uint32_t)-4},
		{SIZE_DT_STRINGS, 8},
		{OFF_DT_STRINGS, 0x7fffffff},
		{SIZE_DT_STRUCT, (uint32_t)-1024},
	};
	struct blob blob = blob_load("corpus");

	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		size_t at = (size_t)lies[i].word * 4;
		uint32_t before = load(&blob, at);

		store(&blob, at, before + lies[i].add);
		CHECK(!accepted(&blob, blob.bytes));
		store(&blob, at, before);
	}
	store(&blob, VERSION * 4, 18);
	CHECK(accepted(&blob, blob.bytes));
	blob_drop(&blob);
}

/* A reservation block whose only entry is the last 16 bytes, and not the end of a list. */
static void the_reservation_block_ends_inside(void)
{
	struct blob blob = blob_load("corpus");
	uint32_t total = (uint32_t)blob.bytes;

	store(&blob, OFF_MEM_RSVMAP * 4, total - 16);
	CHECK(load(&blob, total - 8) != 0);
	CHECK(!accepted(&blob, blob.bytes));
	/* With a size of 0 it is the end. It costs a property the tail of its name. */
	store(&blob, total - 8, 0);
	store(&blob, total - 4, 0);
	CHECK(accepted(&blob, blob.bytes));
	store(&blob, OFF_MEM_RSVMAP * 4, total);
	CHECK(!accepted(&blob, blob.bytes));
	blob_drop(&blob);
}

static void pointers_are_checked(void)
{
	struct blob blob = blob_load("three-regions");
	char *room = malloc(blob.bytes + 8);
	struct smh_dt_plan plan;

	CHECK(room != NULL);
	CHECK(smh_devicetree_scan(NULL, SIZE_MAX, NULL, &plan) == -EINVAL);
	CHECK(plan.error == SMH_DT_BAD_BLOB && plan.error_node < 0);
	for (size_t shift = 1; shift < 8; shift++) {
		memcpy(room + shift, blob.data, blob.bytes);
		CHECK(smh_devicetree_scan(room + shift, blob.bytes, NULL, &plan) == -EINVAL);
		CHECK(plan.error == SMH_DT_BAD_BLOB);
	}
	for (size_t bytes = 0; bytes < sizeof(struct fdt_header); bytes++) {
		CHECK(smh_devicetree_scan(blob.data, bytes, NULL, &plan) == -EINVAL);
	}
	free(room);
	blob_drop(&blob);
}

/* A structure block of these words behind a header, with no strings and no reservations. */
static struct blob from_words(const uint32_t *words, uint32_t count)
{
	const uint32_t head = sizeof(struct fdt_header);
	const uint32_t start = head + sizeof(struct fdt_reserve_entry);
	struct blob blob = {NULL, start + count * 4};
	const uint32_t header[] = {
		FDT_MAGIC, (uint32_t)blob.bytes, start, start, head, 17, 16, 0, 0, count * 4};

	blob.data = calloc(1, blob.bytes);
	CHECK(blob.data != NULL);
	for (uint32_t i = 0; i < 10; i++) {
		store(&blob, (size_t)i * 4, header[i]);
	}
	for (uint32_t i = 0; i < count; i++) {
		store(&blob, start + (size_t)i * 4, words[i]);
	}
	return blob;
}

#define NODE  FDT_BEGIN_NODE, 0
#define NAMED FDT_BEGIN_NODE, 0x61000000
#define CLOSE FDT_END_NODE

static void structure_is_checked(void)
{
	static const struct {
		const char *why;
		bool good;
		uint32_t count;
		uint32_t words[12];
	} table[] = {
		{"an empty root", true, 4, {NODE, CLOSE, FDT_END}},
		{"gaps", true, 6, {FDT_NOP, NODE, FDT_NOP, CLOSE, FDT_END}},
		{"words behind the end", true, 6, {NODE, CLOSE, FDT_END, 77, 0xffffffff}},
		{"a child", true, 7, {NODE, NAMED, CLOSE, CLOSE, FDT_END}},
		{"nothing", false, 0, {0}},
		{"only the end", false, 1, {FDT_END}},
		{"no end", false, 3, {NODE, CLOSE}},
		{"an end too early", false, 3, {NODE, FDT_END}},
		{"a close too many", false, 5, {NODE, CLOSE, CLOSE, FDT_END}},
		{"a close before the root", false, 5, {CLOSE, NODE, CLOSE, FDT_END}},
		{"two roots", false, 7, {NODE, CLOSE, NODE, CLOSE, FDT_END}},
		{"a root with a name", false, 4, {NAMED, CLOSE, FDT_END}},
		{"an unknown tag", false, 5, {NODE, 5, CLOSE, FDT_END}},
		{"a name that does not end", false, 4, {NODE, FDT_BEGIN_NODE, 0x61616161}},
		{"a property outside", false, 7, {FDT_PROP, 0, 0, NODE, CLOSE, FDT_END}},
		{"a property without a name", false, 7, {NODE, FDT_PROP, 0, 0, CLOSE, FDT_END}},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct blob blob = from_words(table[i].words, table[i].count);

		CHECK_FOR(table[i].why, accepted(&blob, blob.bytes) == table[i].good);
		blob_drop(&blob);
	}
}

/* A property behind a subnode would be found by no look-up, so it is no good. */
static void properties_stand_before_subnodes(void)
{
	for (int early = 0; early < 2; early++) {
		struct blob blob = builder_start();

		if (early != 0) {
			CHECK(fdt_property_u32(blob.data, "x", 1) == 0);
		}
		builder_region(&blob, "one", 0x1000, 0x1000, "cacheable");
		if (early == 0) {
			CHECK(fdt_property_u32(blob.data, "x", 1) == 0);
		}
		builder_finish(&blob);
		CHECK(accepted(&blob, blob.bytes) == (early != 0));
		blob_drop(&blob);
	}
}

const struct dt_case dt_cases[] = {
	{"the_corpus_itself_is_good", the_corpus_itself_is_good},
	{"every_truncation_is_refused", every_truncation_is_refused},
	{"every_truncation_that_owns_up_is_refused", every_truncation_that_owns_up_is_refused},
	{"every_truncation_of_the_structure_is_refused",
	 every_truncation_of_the_structure_is_refused},
	{"every_truncation_of_the_strings_is_refused", every_truncation_of_the_strings_is_refused},
	{"every_corrupt_byte_in_the_heap", every_corrupt_byte_in_the_heap},
	{"every_corrupt_byte_before_a_guard_page", every_corrupt_byte_before_a_guard_page},
	{"every_word_replaced_by_hostile_ones", every_word_replaced_by_hostile_ones},
	{"header_fields_are_checked", header_fields_are_checked},
	{"the_reservation_block_ends_inside", the_reservation_block_ends_inside},
	{"pointers_are_checked", pointers_are_checked},
	{"structure_is_checked", structure_is_checked},
	{"properties_stand_before_subnodes", properties_stand_before_subnodes},
};
const unsigned int dt_case_count = sizeof(dt_cases) / sizeof(dt_cases[0]);
