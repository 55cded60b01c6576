/* SPDX-License-Identifier: Apache-2.0 */

/* A program around memory.c and faults.c of README.md. */

#include <shared_multi_heap.h>

int board_memory_init(void);
uint8_t *packet_new(size_t bytes);
void packet_done(uint8_t *packet);
void faults_init(void);

int main(void)
{
	uint8_t *packet;

	faults_init();
	if (board_memory_init() != 0 || board_memory_init() != -EALREADY) {
		return 1;
	}
	packet = packet_new(1500);
	if (packet == NULL || (uintptr_t)packet % 32 != 0 || packet_new(1u << 20) != NULL) {
		return 1;
	}
	packet[1499] = 1;
	packet_done(packet);
	/* On purpose: the handler must say so. */
	packet_done(packet);
	return 0;
}
