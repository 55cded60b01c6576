/* SPDX-License-Identifier: Apache-2.0 */

/* Made by rust/xtask from rust/driver, with cbindgen; `xtask generate` writes it. */

/**
 * @file
 * @brief A driver that is written in Rust: rings of frames for a DMA engine.
 *
 * Functions return SMH_DRIVER_OK or one of the other results, all of them negative.
 */

#ifndef SMH_DRIVER_H_
#define SMH_DRIVER_H_

#include <stddef.h>
#include <stdint.h>

/**
 * The attribute of the PSRAM of mps2-an385. No other board has it.
 */
#define SMH_DRIVER_ATTR_PSRAM 3

/**
 * Done.
 */
#define SMH_DRIVER_OK 0

/**
 * A pointer is NULL.
 */
#define SMH_DRIVER_NULL -1

/**
 * A number is out of bounds.
 */
#define SMH_DRIVER_BAD_ARGUMENT -2

/**
 * The driver of this board is not made for the attribute.
 */
#define SMH_DRIVER_NO_ATTRIBUTE -3

/**
 * No memory of the attribute is left.
 */
#define SMH_DRIVER_OUT_OF_MEMORY -4

/**
 * The block does not lie in memory of the ring's attribute.
 */
#define SMH_DRIVER_FOREIGN -5

/**
 * The check sequence does not fit the frame.
 */
#define SMH_DRIVER_BAD_FRAME -6

/**
 * Every transmit buffer is in the engine's hands.
 */
#define SMH_DRIVER_FULL -7

/**
 * The engine has received no frame.
 */
#define SMH_DRIVER_EMPTY -8

/**
 * The engine could not store a frame, which is lost.
 */
#define SMH_DRIVER_ENGINE -9

/**
 * The pool is initialised already.
 */
#define SMH_DRIVER_ALREADY -10

/**
 * There is no such region, or none has the address.
 */
#define SMH_DRIVER_NO_REGION -11

/**
 * The metadata of a region is damaged.
 */
#define SMH_DRIVER_DAMAGED -12

/**
 * A region has live blocks.
 */
#define SMH_DRIVER_IN_USE -13

/**
 * The cache lines of the chip are larger than the C library was built for.
 */
#define SMH_DRIVER_CACHE_LINE -14

/**
 * The engine's, until it clears the bit.
 */
#define SMH_DESCRIPTOR_ENGINE (1 << 0)

/**
 * Set by the engine: the frame did not fit the buffer, and is lost.
 */
#define SMH_DESCRIPTOR_ERROR (1 << 1)

/**
 * A ring: frames to a DMA engine and from it. One context at a time may use it.
 */
struct smh_ring;

/**
 * A region of the pool, as Rust sees it. Sizes are in bytes.
 */
struct smh_region {
	/**
	 * What was given when the region was added.
	 */
	void *user_data;
	/**
	 * First byte in use after trimming.
	 */
	const void *addr;
	/**
	 * Length in use after trimming.
	 */
	size_t size;
	/**
	 * What a single block could have were the region empty.
	 */
	size_t capacity;
	/**
	 * Held by live blocks.
	 */
	size_t allocated;
	/**
	 * Number of the region.
	 */
	uint32_t number;
	/**
	 * Its attribute.
	 */
	uint32_t attr;
};

/**
 * A descriptor: one buffer of a ring. Each lies in cache lines of its own, so that the engine can
 * write one while the driver writes its neighbour.
 */
struct smh_descriptor {
	/**
	 * Address of the next descriptor of the ring.
	 */
	uint64_t next;
	/**
	 * Address of the buffer.
	 */
	uint64_t buffer;
	/**
	 * Bytes of the buffer.
	 */
	uint32_t capacity;
	/**
	 * Bytes of the frame in it, check sequence included.
	 */
	uint32_t length;
	/**
	 * SMH_DESCRIPTOR_ENGINE, SMH_DESCRIPTOR_ERROR.
	 */
	uint32_t control;
	/**
	 * Not used; 0.
	 */
	uint32_t reserved;
};

/**
 * A frame that was received. The block is the user's, who frees it with
 * shared_multi_heap_free().
 */
struct smh_frame {
	/**
	 * The frame, in memory of the ring's attribute.
	 */
	uint8_t *block;
	/**
	 * Bytes of the frame, check sequence included.
	 */
	size_t length;
	/**
	 * 1 if the block is a buffer of the ring, for smh_ring_return(); 0 if it is just as large
	 * as the frame.
	 */
	uint32_t whole;
};

/**
 * What became of the frames of a ring. The numbers wrap around.
 */
struct smh_figures {
	/**
	 * Handed to the engine.
	 */
	uint32_t sent;
	/**
	 * Received in blocks of their own.
	 */
	uint32_t copied;
	/**
	 * Received with the buffers that they came in.
	 */
	uint32_t whole;
	/**
	 * Lost: the check sequence does not fit, or the engine said so.
	 */
	uint32_t lost;
};

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Initialises the pool, for programs in which C does not.
 *
 * SMH_DRIVER_OK; SMH_DRIVER_ALREADY, and nothing has changed.
 */
int32_t smh_driver_pool_init(void);

/**
 * Describes the region of that number.
 *
 * SMH_DRIVER_OK; SMH_DRIVER_NULL or SMH_DRIVER_NO_REGION, and nothing is written.
 *
 * # Safety
 *
 * `region` is NULL or may be written.
 */
int32_t smh_driver_region(uint32_t number, struct smh_region *region);

/**
 * Describes the region that an address lies in. Nothing is read through `address`.
 *
 * SMH_DRIVER_OK; SMH_DRIVER_NULL or SMH_DRIVER_NO_REGION, and nothing is written.
 *
 * # Safety
 *
 * `region` is NULL or may be written.
 */
int32_t smh_driver_owner(const void *address, struct smh_region *region);

/**
 * Checks that every region is sound and has no live block.
 *
 * SMH_DRIVER_OK, SMH_DRIVER_DAMAGED, SMH_DRIVER_IN_USE; SMH_DRIVER_NO_REGION if there is none.
 */
int32_t smh_driver_regions_check(void);

/**
 * A short text for a result other than SMH_DRIVER_OK; NULL for a number that is none.
 */
const char *smh_driver_error_name(int32_t code);

/**
 * Makes a ring in memory of the attribute `attr`, with `slots` buffers for each direction (1 to
 * 256), for frames of at most `frame_bytes` (4 to 65536, check sequence included). The
 * book-keeping is in cacheable memory. All receive buffers are the engine's at once.
 *
 * SMH_DRIVER_OK; SMH_DRIVER_NULL, SMH_DRIVER_NO_ATTRIBUTE, SMH_DRIVER_BAD_ARGUMENT,
 * SMH_DRIVER_OUT_OF_MEMORY or SMH_DRIVER_CACHE_LINE, and `ring` is not written.
 *
 * # Safety
 *
 * `ring` is NULL or may be written.
 */
int32_t smh_ring_open(uint32_t attr, uint32_t slots, uint32_t frame_bytes, struct smh_ring **ring);

/**
 * Frees a ring, with all frames in it. The engine has been stopped, or never knew it.
 *
 * SMH_DRIVER_OK, SMH_DRIVER_NULL.
 *
 * # Safety
 *
 * `ring` is NULL or a ring that was opened and not closed; nobody uses it, and neither does the
 * engine.
 */
int32_t smh_ring_close(struct smh_ring *ring);

/**
 * Tells where the engine begins: with `transmit` for frames to send, with `receive` for those to
 * store. Each leads to the next, in a circle.
 *
 * SMH_DRIVER_OK; SMH_DRIVER_NULL, and nothing is written.
 *
 * # Safety
 *
 * `ring` is NULL or an open ring that nobody else uses; the others are NULL or may be written.
 */
int32_t smh_ring_heads(struct smh_ring *ring, struct smh_descriptor **transmit,
		       struct smh_descriptor **receive);

/**
 * Transmits a frame of `length` bytes, the last four of which are its check sequence, from a block
 * of the ring's attribute that was allocated with `capacity` bytes. Rust takes the block over and
 * frees it.
 *
 * SMH_DRIVER_OK; SMH_DRIVER_NULL, SMH_DRIVER_BAD_ARGUMENT, SMH_DRIVER_FOREIGN,
 * SMH_DRIVER_BAD_FRAME or SMH_DRIVER_FULL, and the block is still the caller's.
 *
 * # Safety
 *
 * `ring` is NULL or an open ring that nobody else uses. `block` is NULL, or lies in no region, or
 * is a live block of the pool that nobody else uses, `capacity` is the size that was asked for, and
 * the first `length` of these bytes have been written.
 */
int32_t smh_ring_send(struct smh_ring *ring, uint8_t *block, size_t capacity, size_t length);

/**
 * Receives a frame. The block is the caller's.
 *
 * SMH_DRIVER_OK; SMH_DRIVER_NULL; SMH_DRIVER_EMPTY; SMH_DRIVER_BAD_FRAME or SMH_DRIVER_ENGINE if a
 * frame is lost; SMH_DRIVER_OUT_OF_MEMORY, and the frame can be received later. On an error
 * nothing is written.
 *
 * # Safety
 *
 * `ring` is NULL or an open ring that nobody else uses; `frame` is NULL or may be written.
 */
int32_t smh_ring_receive(struct smh_ring *ring, struct smh_frame *frame);

/**
 * Gives a buffer of the ring back, instead of freeing it: the block of a frame that was received
 * from this ring with `whole` set.
 *
 * SMH_DRIVER_OK; SMH_DRIVER_NULL or SMH_DRIVER_FOREIGN, and the block is still the caller's.
 *
 * # Safety
 *
 * `ring` is NULL or an open ring that nobody else uses. `block` is NULL, or lies in no region, or
 * was received from this ring with `whole` set, is live, and nobody uses it.
 */
int32_t smh_ring_return(struct smh_ring *ring, uint8_t *block);

/**
 * Tells what became of the frames of a ring.
 *
 * SMH_DRIVER_OK; SMH_DRIVER_NULL, and nothing is written.
 *
 * # Safety
 *
 * `ring` is NULL or an open ring that nobody else uses; `figures` is NULL or may be written.
 */
int32_t smh_ring_figures(struct smh_ring *ring, struct smh_figures *figures);

#ifdef __cplusplus
} // extern "C"
#endif // __cplusplus

#endif /* SMH_DRIVER_H_ */
