/* SPDX-License-Identifier: Apache-2.0 */

#include "checksum.h"

#define POLYNOMIAL 0xEDB88320u

static uint32_t of(const uint8_t *bytes, size_t count)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < count; i++) {
		crc ^= bytes[i];
		for (unsigned int bit = 0; bit < 8; bit++) {
			crc = crc >> 1 ^ ((crc & 1) != 0 ? POLYNOMIAL : 0);
		}
	}
	return ~crc;
}

void checksum_append(uint8_t *frame, size_t bytes)
{
	uint32_t crc = of(frame, bytes);

	for (size_t i = 0; i < CHECKSUM_BYTES; i++) {
		frame[bytes + i] = (uint8_t)(crc >> 8 * i);
	}
}

bool checksum_holds(const uint8_t *frame, size_t bytes)
{
	uint32_t crc;

	if (bytes < CHECKSUM_BYTES) {
		return false;
	}
	crc = of(frame, bytes - CHECKSUM_BYTES);
	for (size_t i = 0; i < CHECKSUM_BYTES; i++) {
		if (frame[bytes - CHECKSUM_BYTES + i] != (uint8_t)(crc >> 8 * i)) {
			return false;
		}
	}
	return true;
}
