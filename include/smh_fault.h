/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * @file
 * @brief What happens when a caller passes a bad pointer or has damaged the heap.
 */

#ifndef SMH_FAULT_H_
#define SMH_FAULT_H_

#include <stdint.h>

#include "smh_config.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @defgroup smh_fault Faults
 * @{
 */

/**
 * Kinds of fault, passed as unsigned int: the size of an enum differs between compilers. The
 * operation was refused and the heap is unchanged, with two exceptions: an allocation that meets a
 * damaged free block takes it out of use and goes on with others, and after SMH_FAULT_BAD_LIST the
 * call has done its work.
 */
enum smh_fault_kind {
	/** No fault; never reported. */
	SMH_FAULT_NONE,
	/** The pointer lies in no region. */
	SMH_FAULT_FOREIGN_POINTER,
	/** The pointer lies in a region but no block can start there: it is no multiple of
	 * SMH_ALIGN, or in the region's own metadata. */
	SMH_FAULT_MISALIGNED_POINTER,
	/** The block is free already. */
	SMH_FAULT_DOUBLE_FREE,
	/** The bytes before the pointer are no header, or do not agree with the free block to the
	 * left: an interior pointer, or something was overwritten. */
	SMH_FAULT_BAD_HEADER,
	/** The header after the block was overwritten, most likely by an overrun of this block. */
	SMH_FAULT_OVERRUN,
	/** A free block was written to after it was freed, or the list that leads to it is damaged;
	 * the pointer is that block, or what the list names in its place. */
	SMH_FAULT_BAD_FREE_BLOCK,
	/** sys_multi_heap_add_heap() found no room; the pointer is the heap. */
	SMH_FAULT_TABLE_FULL,
	/** The mapping layer (k_mem.h): a range is not mapped as the call says, or has no memory.
	 */
	SMH_FAULT_NOT_MAPPED,
	/** A free or a resize had to put a free block into a list whose head is damaged; the
	 * pointer is what the head named. That list was emptied, and the call did its work. */
	SMH_FAULT_BAD_LIST,
	/** Number of kinds. */
	SMH_FAULT_NUM,
};

/**
 * @brief Fault handler.
 *
 * Called in the context of the caller that made the fault. The library holds no lock: the
 * handler may call the pool, and other threads may be in it at the same time. If it returns, the
 * faulting call returns as documented.
 *
 * @param kind  What was found, a value of enum smh_fault_kind.
 * @param ptr   The pointer concerned.
 */
typedef void (*smh_fault_handler_t)(unsigned int kind, const void *ptr);

/**
 * @brief Register the fault handler.
 *
 * Without one, a build in which NDEBUG is undefined stops (SMH_STOP) and any other only
 * counts. On Unix with the pthread or futex lock the former first writes one line to stderr:
 * the kind and the pointer.
 *
 * @param handler  The handler, or NULL for none.
 * @return The handler that was registered before.
 *
 * @par Context  Any. @par Time  Constant. @par Source  SPEC SMH-FAULT.
 */
smh_fault_handler_t smh_fault_handler_set(smh_fault_handler_t handler);

/**
 * @brief Count a fault and call the handler, as the library does with those that it finds.
 *
 * For an SMH_SYS_HEAP_FAULT of your own (smh_config.h) that passes faults on. Takes no lock. It
 * writes one variable of the library, the count.
 *
 * @param kind  A kind, 1 to SMH_FAULT_NUM - 1; any other does nothing.
 * @param ptr   The pointer concerned.
 *
 * @par Context  Any that may write the library's variables. @par Time  That of the handler.
 * @par Source  SPEC SMH-FAULT.
 */
void smh_fault_report(unsigned int kind, const void *ptr);

/**
 * @brief How often a kind of fault was reported since start-up.
 *
 * Where the processor has no atomic instructions (Cortex-M0, RISC-V without A), two reports
 * of one kind at the same moment can count as one.
 *
 * @param kind  A kind, 1 to SMH_FAULT_NUM - 1; any other gives 0.
 *
 * @par Context  Any. @par Time  Constant. @par Source  SPEC SMH-FAULT.
 */
uint32_t smh_fault_count(unsigned int kind);

/**
 * @brief Short English name of a kind, for messages.
 *
 * @param kind  A value of enum smh_fault_kind.
 *
 * @return A static string; "unknown" for a value that is no kind.
 *
 * @par Context  Any. @par Time  Constant.
 */
const char *smh_fault_name(unsigned int kind);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* SMH_FAULT_H_ */
