/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Prints a table as hostile_blobs.c prints what it was made of. */

#include <stdio.h>

#include "harm.h"

int main(void)
{
	for (unsigned int i = 0; i < HARM_COUNT; i++) {
		const struct smh_table_region *entry = &harm_table.regions[i];

		printf("%lx %zx ", (unsigned long)entry->region.addr, entry->region.size);
		for (const char *byte = entry->label; *byte != '\0'; byte++) {
			printf("%02x", (unsigned int)(unsigned char)*byte);
		}
		printf("\n");
	}
	return harm_table.count == HARM_COUNT ? 0 : 1;
}
