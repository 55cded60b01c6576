/* SPDX-License-Identifier: Apache-2.0 */

#include "exchange.h"

#include "engine.h"
#include "frames.h"
#include "print.h"
#include "smh_alloc.h"
#include "smh_info.h"
#include "tally.h"

#define SLOTS       3
#define FRAME_BYTES 320
#define SMALL       ((size_t)60)
#define LARGE       ((size_t)300)
#define ROUNDS      64

struct traffic {
	unsigned int attr;
	struct smh_ring *ring;
	struct engine engine;
};

static bool lies_in(const void *address, unsigned int attr)
{
	struct smh_region region;

	return smh_driver_owner(address, &region) == SMH_DRIVER_OK && region.attr == attr;
}

static bool begin(struct traffic *traffic, unsigned int attr)
{
	traffic->attr = attr;
	traffic->ring = NULL;
	check(smh_ring_open(attr, SLOTS, FRAME_BYTES, &traffic->ring) == SMH_DRIVER_OK,
	      "Rust makes a ring of %u slots for each direction", SLOTS);
	if (engine_attach(&traffic->engine, traffic->ring) != SMH_DRIVER_OK) {
		return false;
	}
	check(lies_in(traffic->engine.transmit, attr) && lies_in(traffic->engine.receive, attr) &&
		      lies_in((void *)(uintptr_t)traffic->engine.receive->buffer, attr),
	      "its descriptors and buffers are in memory of attribute %u", attr);
	return true;
}

/* A block of C's that Rust frees. */
static bool send(struct traffic *traffic, size_t bytes, uint32_t seed)
{
	uint8_t *frame = frame_new(traffic->attr, bytes, seed);

	if (frame == NULL) {
		return false;
	}
	return smh_ring_send(traffic->ring, frame, bytes, bytes) == SMH_DRIVER_OK;
}

/* A block of Rust's, for C to free or to give back. */
static bool receive(struct traffic *traffic, size_t bytes, uint32_t seed, struct smh_frame *frame)
{
	return smh_ring_receive(traffic->ring, frame) == SMH_DRIVER_OK && frame->length == bytes &&
	       frame_is(frame->block, traffic->attr, bytes, seed);
}

/* One frame there and back; the second block is of its own, or one of the ring's buffers. */
static void loop(struct traffic *traffic, size_t bytes, bool whole)
{
	size_t before = frames_in_use(traffic->attr);
	struct smh_frame frame = {.block = NULL};

	check(send(traffic, bytes, 1) && frames_in_use(traffic->attr) == before,
	      "C allocates %zu bytes, Rust checks what is in them, and frees them", bytes);
	check(engine_run(&traffic->engine) == 1, "the engine finds the frame and stores it");
	check(receive(traffic, bytes, 1, &frame) && (frame.whole != 0) == whole &&
		      frames_in_use(traffic->attr) > before,
	      "Rust hands %s to C, who checks what is in it",
	      whole ? "a DMA buffer" : "a vector of its own");
	check(shared_multi_heap_usable_size(frame.block) >= bytes, "it is as large as the frame");
	shared_multi_heap_free(frame.block);
	check(frames_in_use(traffic->attr) == before, "C frees it");
}

/* A buffer that C gives back serves again: the next frame that comes with its buffer costs none. */
static void give_back(struct traffic *traffic)
{
	struct smh_frame frame = {.block = NULL};
	bool right = send(traffic, LARGE, 2) && engine_run(&traffic->engine) == 1 &&
		     receive(traffic, LARGE, 2, &frame);
	size_t before = frames_in_use(traffic->attr);

	check(right && smh_ring_return(traffic->ring, frame.block) == SMH_DRIVER_OK,
	      "C gives a buffer back to Rust");
	right = send(traffic, LARGE, 3) && engine_run(&traffic->engine) == 1 &&
		receive(traffic, LARGE, 3, &frame);
	check(right && frames_in_use(traffic->attr) == before,
	      "Rust takes it for the next frame, and no further memory");
	shared_multi_heap_free(frame.block);
}

static size_t size_of_round(unsigned int round, unsigned int frame)
{
	return 4 + (round * 37 + frame * 101) % (FRAME_BYTES - 3);
}

/* As many frames as the ring holds, held by C together, and freed in the order received. */
static bool run_round(struct traffic *traffic, unsigned int round)
{
	struct smh_frame frames[SLOTS];
	unsigned int count = 1 + round % SLOTS;
	bool right = true;

	for (unsigned int i = 0; i < count; i++) {
		right = send(traffic, size_of_round(round, i), round + i) && right;
	}
	right = engine_run(&traffic->engine) == count && right;
	for (unsigned int i = 0; i < count; i++) {
		right = receive(traffic, size_of_round(round, i), round + i, &frames[i]) && right;
	}
	for (unsigned int i = 0; right && i < count; i++) {
		shared_multi_heap_free(frames[i].block);
	}
	return right;
}

static void run_rounds(struct traffic *traffic)
{
	struct smh_figures figures = {.sent = 0};
	unsigned int round = 0;

	while (round < ROUNDS && run_round(traffic, round)) {
		round++;
	}
	check(round == ROUNDS, "%u rounds of one to %u frames of all sizes", round, SLOTS);
	check(smh_ring_figures(traffic->ring, &figures) == SMH_DRIVER_OK &&
		      figures.sent == figures.copied + figures.whole && figures.copied != 0 &&
		      figures.whole != 0 && figures.lost == 0,
	      "%u frames sent, %u received in blocks of their own, %u with their buffers",
	      (unsigned int)figures.sent, (unsigned int)figures.copied,
	      (unsigned int)figures.whole);
}

void exchange_frames(const struct memory_kind *kind)
{
	struct traffic traffic;

	print("\n== Frames in %s\n", kind->name);
	if (begin(&traffic, kind->attr)) {
		loop(&traffic, SMALL, false);
		loop(&traffic, LARGE, true);
		give_back(&traffic);
		run_rounds(&traffic);
	}
	check(smh_ring_close(traffic.ring) == SMH_DRIVER_OK &&
		      smh_driver_regions_check() == SMH_DRIVER_OK,
	      "when the ring is closed every region is empty");
}
