/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The interrupt controller, a GICv2.
 */

#ifndef GIC_H_
#define GIC_H_

#include <stdint.h>

/** Accept one private interrupt of this processor and call @p handler on it. */
void gic_enable(unsigned int interrupt, void (*handler)(void));

/** Accept that interrupt no more. Also from its handler. */
void gic_disable(unsigned int interrupt);

/** Accept no interrupt, and end the one that is being handled if there is one. */
void gic_reset(void);

/** Called by the vectors. */
void gic_handle(void);

#endif /* GIC_H_ */
