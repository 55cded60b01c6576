/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What the processor's own registers say of SMH_CACHE_LINE, and that maintenance of memory
 * around a range harms nothing. LINE_FITS tells what is expected.
 */

#include "check.h"

#include "smh_cache.h"

#include <stdint.h>

#define BYTES 1024u

static _Alignas(BYTES) uint8_t memory[3 * BYTES];

static uint8_t pattern(size_t i)
{
	return (uint8_t)(i * 167u + 13u);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(memory); i++) {
		memory[i] = pattern(i);
	}
	REQUIRE(smh_cache_line_check() == (LINE_FITS ? 0 : -EINVAL));

	smh_cache_clean(memory, sizeof(memory));
	for (size_t offset = 0; offset < BYTES; offset += 129) {
		smh_cache_clean(memory + BYTES + offset, 130);
		smh_cache_invalidate(memory + BYTES + offset, 130);
	}
	for (size_t i = 0; i < sizeof(memory); i++) {
		REQUIRE(memory[i] == pattern(i));
	}
	print("cache: line of %u bytes, check %d\n", (unsigned int)SMH_CACHE_LINE,
	      smh_cache_line_check());
	return 0;
}
