/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* An entry for libFuzzer: the bytes are a blob for the reader and for all that smh-dtgen writes. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "outputs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Aligned as the reader asks, and no byte longer, so that the sanitizer sees one too many.
	 */
	void *blob = malloc(size > 0 ? size : 1);

	if (blob != NULL) {
		memcpy(blob, data, size);
		(void)outputs_check(blob, size);
	}
	free(blob);
	return 0;
}
