/* SPDX-License-Identifier: Apache-2.0 */

/*
 * All that the search knows of the heap beyond sys_heap.h. A change of the block format changes
 * this file and no other one here.
 */

#ifndef HEAP_ADAPTER_H_
#define HEAP_ADAPTER_H_

#include "heap/heap.h"

/* Name of the format that this build gives to a tiny region. */
#define ADAPTER_FORMAT (SMH_NARROW ? "narrow" : "wide")

/* Bytes between the payloads of two neighbours: the header of the second one. */
#define ADAPTER_HEADER 4u

/*
 * The payload of a free block of so many bytes begins with its links and ends with its footer. The
 * bytes between mean nothing. Larger numbers are always right, but give more states; smaller ones
 * make the search report faults.
 */
SMH_INLINE uint32_t adapter_links(uint32_t bytes)
{
	(void)bytes;
	return SMH_NARROW ? 4 : 8;
}

SMH_INLINE uint32_t adapter_footer(uint32_t bytes)
{
	if (SMH_NARROW) {
		return bytes > SMH_ALIGN ? 2 : 0; /* one of a granule has none */
	}
	return 4;
}

/* Granules below which no block is split off another one. */
#define ADAPTER_LEAST (SMH_NARROW || SMH_ALIGN >= 16 ? 1u : 2u)

SMH_INLINE bool adapter_walk(const struct sys_heap *h, heap_visitor_t visit, void *arg)
{
	return smh_heap_walk(h, visit, arg);
}

/* Change the size of a block where it lies. A fault is reported, as the layers above do. */
SMH_INLINE bool adapter_resize(const struct sys_heap *h, void *ptr, uint32_t granules)
{
	outcome_t fault = 0;
	bool done = smh_heap_resize(h, ptr, granules, &fault);

	if (fault != 0) {
		smh_fault_report(outcome_fault(fault), outcome_about(fault, ptr));
	}
	return done;
}

#endif /* HEAP_ADAPTER_H_ */
