/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libfdt.h>

#include "harness.h"

_Noreturn void check_failed(const char *file, int line, const char *condition, const char *what)
{
	fprintf(stderr, "%s:%d: %s%s%s does not hold\n", file, line, what != NULL ? what : "",
		what != NULL ? ": " : "", condition);
	exit(1);
}

struct blob blob_load(const char *name)
{
	struct blob blob;
	char path[512];
	FILE *file;
	long end;

	snprintf(path, sizeof(path), "%s/%s.dtb", BLOB_FOLDER, name);
	file = fopen(path, "rb");
	CHECK_FOR(path, file != NULL);
	CHECK(fseek(file, 0, SEEK_END) == 0);
	end = ftell(file);
	CHECK_FOR(path, end > 0);
	rewind(file);
	blob.bytes = (size_t)end;
	blob.data = malloc(blob.bytes);
	CHECK(blob.data != NULL);
	CHECK_FOR(path, fread(blob.data, 1, blob.bytes, file) == blob.bytes);
	fclose(file);
	return blob;
}

void blob_drop(struct blob *blob)
{
	free(blob->data);
	blob->data = NULL;
}

static bool inside(const struct blob *blob, const char *text)
{
	const char *start = blob->data;

	return text >= start && text < start + blob->bytes &&
	       memchr(text, '\0', (size_t)(start + blob->bytes - text)) != NULL;
}

static bool disjoint(const struct shared_multi_heap_region *a,
		     const struct shared_multi_heap_region *b)
{
	return a->addr + (a->size - 1) < b->addr || b->addr + (b->size - 1) < a->addr;
}

static void check_region(const struct blob *blob, const struct smh_dt_plan *plan, unsigned int i)
{
	const struct smh_dt_region *entry = &plan->regions[i];
	const struct shared_multi_heap_region *region = &entry->region;

	CHECK(region->attr < MAX_SHARED_MULTI_HEAP_ATTR);
	CHECK(region->size >= SMALLEST);
	CHECK(((uint64_t)region->size - 1) >> SMH_MAX_REGION_SHIFT == 0);
	CHECK(region->size - 1 <= UINTPTR_MAX - region->addr);
	CHECK(inside(blob, entry->label));
	CHECK(entry->node > 0 && fdt_get_name(blob->data, entry->node, NULL) != NULL);
	for (unsigned int j = 0; j < i; j++) {
		CHECK(disjoint(region, &plan->regions[j].region));
	}
}

static void check_refused(const struct smh_dt_plan *plan, int result)
{
	int expected = -EINVAL;

	if (plan->error == SMH_DT_OVERLAP) {
		expected = -EEXIST;
	} else if (plan->error == SMH_DT_TABLE_FULL) {
		expected = -ENOMEM;
	}
	CHECK(result == expected);
	CHECK(plan->error > SMH_DT_OK && plan->error <= SMH_DT_TABLE_FULL);
	CHECK(plan->count == 0 && plan->passed == 0);
	for (unsigned int i = 0; i < SMH_MAX_REGIONS; i++) {
		const struct smh_dt_region *entry = &plan->regions[i];

		CHECK(entry->label == NULL && entry->node == 0);
		CHECK(entry->region.addr == 0 && entry->region.size == 0);
	}
}

void check_plan(const struct blob *blob, const struct smh_dt_plan *plan, int result)
{
	CHECK(!plan->added);
	if (result != 0) {
		check_refused(plan, result);
		return;
	}
	CHECK(plan->error == SMH_DT_OK && plan->error_node < 0);
	CHECK(plan->count <= SMH_MAX_REGIONS);
	for (unsigned int i = 0; i < plan->count; i++) {
		check_region(blob, plan, i);
	}
}

int scan(const struct blob *blob, const struct smh_dt_options *options, struct smh_dt_plan *plan)
{
	int result;

	memset(plan, 0xa5, sizeof(*plan));
	result = smh_devicetree_scan(blob->data, blob->bytes, options, plan);
	check_plan(blob, plan, result);
	return result;
}

bool error_is_at(const struct blob *blob, const struct smh_dt_plan *plan, const char *path)
{
	int node;

	if (path == NULL) {
		return plan->error_node < 0;
	}
	node = fdt_path_offset(blob->data, path);
	CHECK_FOR(path, node >= 0);
	return plan->error_node == node;
}

static bool case_passes(const struct dt_case *test)
{
	int status = 0;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		test->run();
		exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child) {
		perror("fork");
		return false;
	}
	if (WIFSIGNALED(status)) {
		fprintf(stderr, "%s: ended by signal %d\n", test->name, WTERMSIG(status));
	}
	return status == 0;
}

/* Run all cases, or those that the arguments name. */
static bool wanted(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], name) == 0) {
			return true;
		}
	}
	return argc < 2;
}

int main(int argc, char **argv)
{
	unsigned int run = 0;
	unsigned int failed = 0;

	for (unsigned int i = 0; i < dt_case_count; i++) {
		bool passed;

		if (!wanted(dt_cases[i].name, argc, argv)) {
			continue;
		}
		passed = case_passes(&dt_cases[i]);
		printf("%s %s\n", passed ? "ok    " : "FAILED", dt_cases[i].name);
		run++;
		failed += !passed;
	}
	printf("%u of %u cases passed\n", run - failed, run);
	return run > 0 && failed == 0 ? 0 : 1;
}
