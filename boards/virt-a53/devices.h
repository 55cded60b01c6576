/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Where the machine has its devices.
 */

#ifndef DEVICES_H_
#define DEVICES_H_

#include <stdint.h>

#define DEVICE_GIC_DISTRIBUTOR       0x08000000U
#define DEVICE_GIC_DISTRIBUTOR_BYTES 0x1000U
#define DEVICE_GIC_CPU               0x08010000U
#define DEVICE_GIC_CPU_BYTES         0x2000U
#define DEVICE_UART                  0x09000000U
#define DEVICE_UART_BYTES            0x1000U

/** A 32-bit register of a device. */
static inline volatile uint32_t *device_register(uintptr_t base, unsigned int offset)
{
	return (volatile uint32_t *)(base + offset);
}

#endif /* DEVICES_H_ */
