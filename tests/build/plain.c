/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Linked with the core as the plain build made it. It ends in plain_stop(), where the last
 * statement, a double free without a handler, must lead.
 */

#include <stdio.h>
#include <stdlib.h>

#include "shared_multi_heap.h"
#include "smh_fault.h"
#include "smh_policy.h"

static unsigned int checks;
static unsigned int failures;
static int in_last_statement;

static void check(int held, const char *what)
{
	checks++;
	if (!held) {
		failures++;
		printf("FAILED: %s\n", what);
	}
}

#define CHECK(expr) check((expr) ? 1 : 0, #expr)

_Noreturn void plain_stop(void)
{
	CHECK(in_last_statement);
	CHECK(smh_fault_count(SMH_FAULT_DOUBLE_FREE) == 1);
	printf("plain build: %u checks, %u failed\n", checks, failures);
	exit(failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* 4096 bytes before 1024, so that best fit and first fit differ. */
static uint8_t big[4096];
static uint8_t small[1024];
static uint8_t third[1024];
static uint8_t fourth[1024];

static int add(void *memory, size_t bytes)
{
	struct shared_multi_heap_region region = {
		.attr = 3, .addr = (uintptr_t)memory, .size = bytes};

	return shared_multi_heap_add(&region, NULL);
}

int main(void)
{
	struct shared_multi_heap_region outside = {.attr = 4, .size = sizeof(third)};
	uint8_t *block;

	CHECK(shared_multi_heap_pool_init() == 0);
	CHECK(add(big, sizeof(big)) == 0);
	CHECK(add(small, sizeof(small)) == 0);
	CHECK(add(third, sizeof(third)) == 0);
	CHECK(add(fourth, sizeof(fourth)) == -ENOMEM);
	outside.addr = (uintptr_t)fourth;
	CHECK(shared_multi_heap_add(&outside, NULL) == -EINVAL);

	CHECK(shared_multi_heap_policy_get(3) == SMH_POLICY_BEST_FIT);
	CHECK(shared_multi_heap_policy_set(3, SMH_POLICY_FIRST_FIT) == -ENOTSUP);

	block = shared_multi_heap_alloc(3, 500);
	CHECK(block >= small && block < small + sizeof(small));
	CHECK((uintptr_t)block % 32 == 0);

	shared_multi_heap_free(block);
	in_last_statement = 1;
	shared_multi_heap_free(block);
	CHECK(!"the double free went unnoticed");
	return EXIT_FAILURE;
}
