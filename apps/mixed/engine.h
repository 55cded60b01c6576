/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief A DMA engine that loops frames back: what is transmitted is received.
 *
 * The processor plays the engine. It sees nothing but descriptors in memory, and treats the cache
 * as one does who is not part of it: it reads what was written back, and writes back what it wrote.
 */

#ifndef ENGINE_H_
#define ENGINE_H_

#include "smh_driver.h"

/** What the engine does wrong with the next frame. */
enum engine_mistake {
	ENGINE_IS_RIGHT,
	/** A bit of the frame changes. */
	ENGINE_SPOILS,
	/** The frame is said to be longer than the buffer. */
	ENGINE_LIES,
	/** The frame is not stored, and the descriptor says so. */
	ENGINE_FAILS,
};

/** The engine, at the next descriptor of either direction. */
struct engine {
	struct smh_descriptor *transmit;
	struct smh_descriptor *receive;
	enum engine_mistake mistake;
};

/** Attach the engine to a ring. Returns as smh_ring_heads(). */
int32_t engine_attach(struct engine *engine, struct smh_ring *ring);

/** Move frames as long as there are frames to transmit and buffers for them. Returns how many. */
unsigned int engine_run(struct engine *engine);

#endif /* ENGINE_H_ */
