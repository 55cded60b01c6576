/* SPDX-License-Identifier: Apache-2.0 */

#include "frames.h"

#include "checksum.h"
#include "smh_info.h"

static uint8_t content(size_t place, uint32_t seed)
{
	return (uint8_t)((seed + place) * 167 >> 3);
}

uint8_t *frame_new(unsigned int attr, size_t bytes, uint32_t seed)
{
	uint8_t *frame = shared_multi_heap_alloc(attr, bytes);

	if (frame == NULL) {
		return NULL;
	}
	for (size_t i = 0; i < bytes - CHECKSUM_BYTES; i++) {
		frame[i] = content(i, seed);
	}
	checksum_append(frame, bytes - CHECKSUM_BYTES);
	return frame;
}

bool frame_is(const uint8_t *frame, unsigned int attr, size_t bytes, uint32_t seed)
{
	unsigned int found = SMH_MAX_ATTR;

	if (shared_multi_heap_owner(frame, NULL, &found) < 0 || found != attr ||
	    !checksum_holds(frame, bytes)) {
		return false;
	}
	for (size_t i = 0; i < bytes - CHECKSUM_BYTES; i++) {
		if (frame[i] != content(i, seed)) {
			return false;
		}
	}
	return true;
}

size_t frames_in_use(unsigned int attr)
{
	struct shared_multi_heap_region_info info;
	size_t bytes = 0;

	for (unsigned int i = 0; i < shared_multi_heap_region_count(); i++) {
		if (shared_multi_heap_region_info(i, &info) == 0 && info.attr == attr) {
			bytes += info.allocated;
		}
	}
	return bytes;
}
