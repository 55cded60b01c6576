/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Registers of the Cortex-M and of the FPGA image that the board support uses.
 */

#ifndef REGISTERS_H_
#define REGISTERS_H_

#include "devices.h"

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(uintptr_t)(address))

/* System control block. */
#define SCB_AIRCR           REGISTER(0xE000ED0Cu)
#define SCB_AIRCR_RESET     0x05FA0004u
#define SCB_CCR             REGISTER(0xE000ED14u)
#define SCB_CCR_DIV_0_TRAP  (1u << 4)
#define SCB_CCR_STACK_ALIGN (1u << 9)
#define SCB_SHCSR           REGISTER(0xE000ED24u)
#define SCB_SHCSR_MEMFAULT  (1u << 16)
#define SCB_CFSR            REGISTER(0xE000ED28u)
#define SCB_HFSR            REGISTER(0xE000ED2Cu)
#define SCB_MMFAR           REGISTER(0xE000ED34u)
#define SCB_BFAR            REGISTER(0xE000ED38u)

/* Interrupt controller. */
#define NVIC_ENABLE        REGISTER(0xE000E100u)
#define NVIC_DISABLE       REGISTER(0xE000E180u)
#define NVIC_CLEAR_PENDING REGISTER(0xE000E280u)
#define NVIC_PRIORITY(irq) (*(volatile uint8_t *)(0xE000E400u + (uintptr_t)(irq)))

/* Memory protection unit; what its entries look like stands in protect_v7.c and protect_v8.c. */
#define MPU_CONTROL         REGISTER(0xE000ED94u)
#define MPU_CONTROL_ENABLE  (1u << 0)
#define MPU_CONTROL_DEFAULT (1u << 2)

/* Timer 0 of the peripheral subsystem. */
#define TIMER0_CONTROL   REGISTER(TIMER0_BASE + 0x00u)
#define TIMER_ENABLE     (1u << 0)
#define TIMER_INTERRUPT  (1u << 3)
#define TIMER0_VALUE     REGISTER(TIMER0_BASE + 0x04u)
#define TIMER0_RELOAD    REGISTER(TIMER0_BASE + 0x08u)
#define TIMER0_INTERRUPT REGISTER(TIMER0_BASE + 0x0Cu)

/* Console: UART 0. */
#define UART0_DATA           REGISTER(UART0_BASE + 0x00u)
#define UART0_STATE          REGISTER(UART0_BASE + 0x04u)
#define UART_TRANSMIT_FULL   (1u << 0)
#define UART0_CONTROL        REGISTER(UART0_BASE + 0x08u)
#define UART_TRANSMIT_ENABLE (1u << 0)
#define UART0_DIVIDER        REGISTER(UART0_BASE + 0x10u)

/* Counters of the FPGA's I/O block: both count from 0 since reset. */
#define FPGAIO_100HZ  REGISTER(FPGAIO_BASE + 0x14u)
#define FPGAIO_CYCLES REGISTER(FPGAIO_BASE + 0x18u)

#endif /* REGISTERS_H_ */
