/* SPDX-License-Identifier: Apache-2.0 */

/* What the library tells of how it was built. */

#include "smh_build.h"
#include "support.h"

#define QUOTE_(name) #name
#define QUOTE(name)  QUOTE_(name)

/* A name that is put together at run time, without a C library. */
static char expected[200];
static size_t length;

static void add_text(const char *text)
{
	while (*text != '\0') {
		CHECK(length + 1 < sizeof(expected));
		expected[length++] = *text++;
	}
	expected[length] = '\0';
}

static void add_number(const char *name, unsigned long value)
{
	char digits[12];
	size_t i = sizeof(digits) - 1;

	digits[i] = '\0';
	do {
		digits[--i] = (char)('0' + value % 10);
		value /= 10;
	} while (value != 0);
	add_text(name);
	add_text(digits + i);
}

void case_build_tag_names_the_options(void)
{
	add_number("smh_build_", SMH_VERSION_MAJOR);
	add_number("_", SMH_VERSION_MINOR);
	add_number("_align", SMH_ALIGN);
	add_number("_attr", SMH_MAX_ATTR);
	add_number("_regions", SMH_MAX_REGIONS);
	add_number("_shift", SMH_MAX_REGION_SHIFT);
	add_number("_narrow", SMH_NARROW);
	add_number("_policy", SMH_POLICY);
	add_number("_check", SMH_CHECK);
	add_number("_exact", SMH_CHECK_EXACT);
	add_number("_stats", SMH_STATS);
	add_number("_line", SMH_CACHE_LINE);
	add_number("_cache", SMH_CACHE);
	add_number("_lock", SMH_LOCK);
	CHECK(strcmp(QUOTE(SMH_BUILD_TAG), expected) == 0);
}

void case_build_tag_is_in_the_library(void)
{
	const char *volatile tag = &SMH_BUILD_TAG;

	CHECK(tag != NULL && *tag == 0);
	SMH_BUILD_CHECK();
}

void case_build_errno_numbers(void)
{
	const struct smh_errno_numbers numbers = smh_errno_numbers;

	CHECK(numbers.eperm == EPERM && numbers.enoent == ENOENT && numbers.enomem == ENOMEM);
	CHECK(numbers.eexist == EEXIST && numbers.einval == EINVAL);
	CHECK(numbers.enotsup == ENOTSUP && numbers.ealready == EALREADY);

	CHECK(pool_try_add(FAST, (uintptr_t)arena, REGION_BYTES, NULL) == -numbers.eperm);
	CHECK(shared_multi_heap_owner(arena, NULL, NULL) == -numbers.enoent);
	pool_start();
	CHECK(shared_multi_heap_pool_init() == -numbers.ealready);
	CHECK(pool_try_add(FAST, (uintptr_t)arena, 0, NULL) == -numbers.einval);
	CHECK(pool_add(FAST, arena, REGION_BYTES) == 0);
	CHECK(pool_try_add(FAST, (uintptr_t)arena, REGION_BYTES, NULL) == -numbers.eexist);
	void *block = shared_multi_heap_alloc(FAST, 1);
	CHECK(shared_multi_heap_resize(block, REGION_BYTES) == -numbers.enomem);
}
