/* SPDX-License-Identifier: Apache-2.0 */

#include "harness/main.h"

#include "harness/counter.h"
#include "harness/require.h"
#include "harness/workloads.h"
#include "print.h"

int bench_main(int count, char *const names[])
{
	BENCH_REQUIRE(bench_counter_is_exact());
	if (count == 0) {
		return bench_run("all") ? 0 : 1;
	}
	for (int i = 0; i < count; i++) {
		if (!bench_run(names[i])) {
			print("# there is no workload %s\n", names[i]);
			return 1;
		}
	}
	print("# done\n");
	return 0;
}
