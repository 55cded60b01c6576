/* SPDX-License-Identifier: Apache-2.0 */

#include "sim.h"

#include "check.h"

#include <string.h>

/* The first argument names the part. */
int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} parts[] = {
		{"encode", test_encode},
		{"others", test_others},
		{"random", test_random},
		{"pool", test_pool},
	};

	for (size_t i = 0; argc == 2 && i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strcmp(argv[1], parts[i].name) == 0) {
			parts[i].run();
			return 0;
		}
	}
	printf("usage: %s encode|others|random|pool\n", argv[0]);
	return 2;
}
