/* SPDX-License-Identifier: Apache-2.0 */

#include "harness/table.h"

#include "harness/require.h"

struct bench_block bench_table[BENCH_TABLE_MAX];
static uint32_t count;

uint32_t bench_table_count(void)
{
	return count;
}

struct bench_block *bench_table_new(void)
{
	BENCH_REQUIRE(count < BENCH_TABLE_MAX);
	return &bench_table[count++];
}

void bench_table_free(uint32_t i)
{
	bench_free(&bench_table[i]);
	count--;
	bench_table[i] = bench_table[count];
}

void bench_table_free_all(void)
{
	while (count > 0) {
		bench_table_free(count - 1u);
	}
}

void bench_table_forget(void)
{
	count = 0;
}
