/* SPDX-License-Identifier: Apache-2.0 */

#include "refusals.h"

#include "engine.h"
#include "frames.h"
#include "print.h"
#include "smh_info.h"
#include "tally.h"

#define SLOTS       2
#define FRAME_BYTES 128
#define BYTES       ((size_t)100)

static void expect(const char *mistake, int32_t result, int32_t expected)
{
	const char *name = smh_driver_error_name(result);

	check(result == expected, "%s: \"%s\"", mistake, name != NULL ? name : "done");
}

static void open_badly(unsigned int attr)
{
	struct smh_ring *ring = NULL;

	expect("an attribute that the board has not", smh_ring_open(15, 1, 64, &ring),
	       SMH_DRIVER_NO_ATTRIBUTE);
	expect("no slots", smh_ring_open(attr, 0, 64, &ring), SMH_DRIVER_BAD_ARGUMENT);
	expect("too many slots", smh_ring_open(attr, 257, 64, &ring), SMH_DRIVER_BAD_ARGUMENT);
	expect("frames without room for the check sequence", smh_ring_open(attr, 1, 3, &ring),
	       SMH_DRIVER_BAD_ARGUMENT);
	expect("frames that are too large", smh_ring_open(attr, 1, 65537, &ring),
	       SMH_DRIVER_BAD_ARGUMENT);
	expect("NULL for the ring", smh_ring_open(attr, 1, 64, NULL), SMH_DRIVER_NULL);
	check(ring == NULL && smh_driver_regions_check() == SMH_DRIVER_OK,
	      "no ring was made and no memory taken");
}

static void use_no_ring(void)
{
	struct smh_descriptor *head = NULL;
	struct smh_figures figures;
	struct smh_frame frame;
	uint8_t byte = 0;

	check(smh_ring_close(NULL) == SMH_DRIVER_NULL &&
		      smh_ring_heads(NULL, &head, &head) == SMH_DRIVER_NULL &&
		      smh_ring_send(NULL, &byte, 1, 1) == SMH_DRIVER_NULL &&
		      smh_ring_receive(NULL, &frame) == SMH_DRIVER_NULL &&
		      smh_ring_return(NULL, &byte) == SMH_DRIVER_NULL &&
		      smh_ring_figures(NULL, &figures) == SMH_DRIVER_NULL,
	      "no function takes NULL for a ring");
}

static void give_no_room(struct smh_ring *ring)
{
	struct smh_descriptor *head = NULL;

	check(smh_ring_heads(ring, NULL, &head) == SMH_DRIVER_NULL &&
		      smh_ring_heads(ring, &head, NULL) == SMH_DRIVER_NULL && head == NULL &&
		      smh_ring_receive(ring, NULL) == SMH_DRIVER_NULL &&
		      smh_ring_figures(ring, NULL) == SMH_DRIVER_NULL,
	      "nor NULL for what it answers");
}

/* A block in memory of any other attribute than this. */
static uint8_t *block_elsewhere(unsigned int attr)
{
	for (unsigned int i = 0; i < memory_num_kinds; i++) {
		if (memory_kinds[i].attr != attr) {
			return frame_new(memory_kinds[i].attr, BYTES, 0);
		}
	}
	return NULL;
}

static void send_foreign(struct smh_ring *ring, unsigned int attr)
{
	static uint8_t variable[BYTES];
	uint8_t *elsewhere = block_elsewhere(attr);

	expect("a frame at NULL", smh_ring_send(ring, NULL, BYTES, BYTES), SMH_DRIVER_NULL);
	expect("a frame in a variable", smh_ring_send(ring, variable, BYTES, BYTES),
	       SMH_DRIVER_FOREIGN);
	expect("a frame in memory of another attribute",
	       smh_ring_send(ring, elsewhere, BYTES, BYTES), SMH_DRIVER_FOREIGN);
	shared_multi_heap_free(elsewhere);
	expect("a variable as a buffer", smh_ring_return(ring, variable), SMH_DRIVER_FOREIGN);
	expect("a buffer at NULL", smh_ring_return(ring, NULL), SMH_DRIVER_NULL);
}

/* Each refusal leaves the block to C, so that it can be sent again in the end. */
static void send_bad_frames(struct smh_ring *ring, unsigned int attr)
{
	uint8_t *frame = frame_new(attr, BYTES, 7);
	uint8_t *large = frame_new(attr, FRAME_BYTES + 1, 8);

	expect("a frame without a byte", smh_ring_send(ring, frame, BYTES, 0),
	       SMH_DRIVER_BAD_ARGUMENT);
	expect("a frame that is longer than its block",
	       smh_ring_send(ring, frame, BYTES, BYTES + 1), SMH_DRIVER_BAD_ARGUMENT);
	expect("a frame that is cut off", smh_ring_send(ring, frame, BYTES, BYTES - 1),
	       SMH_DRIVER_BAD_FRAME);
	frame[0] ^= 1;
	expect("a frame with a wrong bit", smh_ring_send(ring, frame, BYTES, BYTES),
	       SMH_DRIVER_BAD_FRAME);
	frame[0] ^= 1;
	expect("a frame that no buffer can hold",
	       smh_ring_send(ring, large, FRAME_BYTES + 1, FRAME_BYTES + 1),
	       SMH_DRIVER_BAD_ARGUMENT);
	check(frame_is(frame, attr, BYTES, 7) && frame_is(large, attr, FRAME_BYTES + 1, 8),
	      "both blocks are still C's, as they were");
	shared_multi_heap_free(large);
	expect("without a mistake", smh_ring_send(ring, frame, BYTES, BYTES), SMH_DRIVER_OK);
}

static void send_too_many(struct smh_ring *ring, struct engine *engine, unsigned int attr)
{
	uint8_t *frame = frame_new(attr, BYTES, 9);
	struct smh_frame received = {.block = NULL};

	expect("nothing received", smh_ring_receive(ring, &received), SMH_DRIVER_EMPTY);
	expect("the last free slot", smh_ring_send(ring, frame_new(attr, BYTES, 8), BYTES, BYTES),
	       SMH_DRIVER_OK);
	expect("one more", smh_ring_send(ring, frame, BYTES, BYTES), SMH_DRIVER_FULL);
	check(engine_run(engine) == SLOTS, "the engine empties the ring");
	expect("the same again", smh_ring_send(ring, frame, BYTES, BYTES), SMH_DRIVER_OK);
	for (uint32_t seed = 7; seed < 9; seed++) {
		check(smh_ring_receive(ring, &received) == SMH_DRIVER_OK &&
			      frame_is(received.block, attr, BYTES, seed),
		      "frame %u arrives unharmed", (unsigned int)(seed - 6));
		shared_multi_heap_free(received.block);
	}
	check(engine_run(engine) == 1 && smh_ring_receive(ring, &received) == SMH_DRIVER_OK &&
		      frame_is(received.block, attr, BYTES, 9),
	      "frame 3 arrives unharmed");
	shared_multi_heap_free(received.block);
}

static void lose(struct smh_ring *ring, struct engine *engine, unsigned int attr,
		 enum engine_mistake mistake, int32_t expected, const char *text)
{
	struct smh_frame received = {.block = NULL};
	bool sent = smh_ring_send(ring, frame_new(attr, BYTES, 1), BYTES, BYTES) == SMH_DRIVER_OK;

	engine->mistake = mistake;
	sent = engine_run(engine) == 1 && sent;
	expect(text, sent ? smh_ring_receive(ring, &received) : SMH_DRIVER_OK, expected);
	check(smh_ring_receive(ring, &received) == SMH_DRIVER_EMPTY, "the frame is gone");
}

static void trust_no_engine(struct smh_ring *ring, struct engine *engine, unsigned int attr)
{
	struct smh_figures figures = {.lost = 0};

	lose(ring, engine, attr, ENGINE_SPOILS, SMH_DRIVER_BAD_FRAME, "the engine spoils a bit");
	lose(ring, engine, attr, ENGINE_LIES, SMH_DRIVER_ENGINE, "it claims too long a frame");
	lose(ring, engine, attr, ENGINE_FAILS, SMH_DRIVER_ENGINE, "it could not store a frame");
	check(smh_ring_figures(ring, &figures) == SMH_DRIVER_OK && figures.lost == 3,
	      "three frames are counted as lost");
}

/* All memory of an attribute, in blocks that point to one another. */
static void **take_all(unsigned int attr)
{
	void **taken = NULL;

	for (size_t bytes = (size_t)1 << 24; bytes >= sizeof(void *); bytes /= 2) {
		void **block = shared_multi_heap_alloc(attr, bytes);

		while (block != NULL) {
			*block = taken;
			taken = block;
			block = shared_multi_heap_alloc(attr, bytes);
		}
	}
	return taken;
}

static void free_all(void **taken)
{
	while (taken != NULL) {
		void **next = *taken;

		shared_multi_heap_free(taken);
		taken = next;
	}
}

static void run_out(struct smh_ring *ring, struct engine *engine, unsigned int attr)
{
	bool sent = smh_ring_send(ring, frame_new(attr, BYTES, 5), BYTES, BYTES) == SMH_DRIVER_OK &&
		    engine_run(engine) == 1;
	struct smh_ring *another = NULL;
	struct smh_frame received = {.block = NULL};
	void **taken = take_all(attr);

	expect("all memory taken, a frame waiting", smh_ring_receive(ring, &received),
	       SMH_DRIVER_OUT_OF_MEMORY);
	expect("another ring", smh_ring_open(attr, 1, 64, &another), SMH_DRIVER_OUT_OF_MEMORY);
	free_all(taken);
	check(sent && smh_ring_receive(ring, &received) == SMH_DRIVER_OK &&
		      frame_is(received.block, attr, BYTES, 5),
	      "with memory again, the frame is still there");
	shared_multi_heap_free(received.block);
}

void refusals_make(const struct memory_kind *kind)
{
	struct engine engine;
	struct smh_ring *ring = NULL;

	print("\n== Refusals in %s\n", kind->name);
	open_badly(kind->attr);
	use_no_ring();
	if (smh_ring_open(kind->attr, SLOTS, FRAME_BYTES, &ring) == SMH_DRIVER_OK &&
	    engine_attach(&engine, ring) == SMH_DRIVER_OK) {
		give_no_room(ring);
		send_foreign(ring, kind->attr);
		send_bad_frames(ring, kind->attr);
		send_too_many(ring, &engine, kind->attr);
		trust_no_engine(ring, &engine, kind->attr);
		run_out(ring, &engine, kind->attr);
	}
	check(smh_ring_close(ring) == SMH_DRIVER_OK && smh_driver_regions_check() == SMH_DRIVER_OK,
	      "when the ring is closed every region is empty");
}
