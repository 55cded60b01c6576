/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief What an exception saves; read by assembly and by C.
 */

#ifndef FRAME_H_
#define FRAME_H_

#define FRAME_X      0
#define FRAME_ELR    248
#define FRAME_SPSR   256
#define FRAME_SP     264
#define FRAME_ESR    272
#define FRAME_FAR    280
#define FRAME_VECTOR 288
#define FRAME_FPCR   304
#define FRAME_Q      320
#define FRAME_BYTES  832

/* A stack for each core that may take faults; a power of two of either. */
#define FAULT_CORES       2
#define FAULT_STACK_SHIFT 13
#define FAULT_STACK_BYTES (1 << FAULT_STACK_SHIFT)

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

/** State of the interrupted program. Changes take effect when it is resumed. */
struct frame {
	uint64_t x[31];
	uint64_t elr;
	uint64_t spsr;
	uint64_t sp;
	uint64_t esr;
	uint64_t far;
	/** 0 to 15: which of the sixteen vectors was taken. */
	uint64_t vector;
	uint64_t unused;
	uint64_t fpcr;
	uint64_t fpsr;
	uint64_t q[32][2];
};

_Static_assert(offsetof(struct frame, elr) == FRAME_ELR, "frame.h disagrees with itself");
_Static_assert(offsetof(struct frame, spsr) == FRAME_SPSR, "frame.h disagrees with itself");
_Static_assert(offsetof(struct frame, sp) == FRAME_SP, "frame.h disagrees with itself");
_Static_assert(offsetof(struct frame, esr) == FRAME_ESR, "frame.h disagrees with itself");
_Static_assert(offsetof(struct frame, far) == FRAME_FAR, "frame.h disagrees with itself");
_Static_assert(offsetof(struct frame, vector) == FRAME_VECTOR, "frame.h disagrees with itself");
_Static_assert(offsetof(struct frame, fpcr) == FRAME_FPCR, "frame.h disagrees with itself");
_Static_assert(offsetof(struct frame, q) == FRAME_Q, "frame.h disagrees with itself");
_Static_assert(sizeof(struct frame) == FRAME_BYTES, "frame.h disagrees with itself");

#endif /* __ASSEMBLER__ */

#endif /* FRAME_H_ */
