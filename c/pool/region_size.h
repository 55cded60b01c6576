/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Sizes that the pool takes. */

#ifndef SMH_POOL_REGION_SIZE_H_
#define SMH_POOL_REGION_SIZE_H_

#include <stdbool.h>
#include <stdint.h>

/*
 * Can a region at this address be of this size? Once both ends are trimmed to SMH_ALIGN, what
 * is left must be what the pool promises to serve an allocation from.
 */
bool smh_region_size_usable(uint64_t addr, uint64_t size);

#endif /* SMH_POOL_REGION_SIZE_H_ */
