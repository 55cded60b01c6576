/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief Registers of the Cortex-M3 and of the AN385 image that the board support uses.
 */

#ifndef REGISTERS_H_
#define REGISTERS_H_

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(uintptr_t)(address))

/* System control block. */
#define SCB_AIRCR           REGISTER(0xE000ED0Cu)
#define SCB_AIRCR_RESET     0x05FA0004u
#define SCB_CCR             REGISTER(0xE000ED14u)
#define SCB_CCR_DIV_0_TRAP  (1u << 4)
#define SCB_CCR_STACK_ALIGN (1u << 9)
#define SCB_CFSR            REGISTER(0xE000ED28u)
#define SCB_HFSR            REGISTER(0xE000ED2Cu)
#define SCB_MMFAR           REGISTER(0xE000ED34u)
#define SCB_BFAR            REGISTER(0xE000ED38u)

/* Interrupt controller. */
#define NVIC_ENABLE        REGISTER(0xE000E100u)
#define NVIC_DISABLE       REGISTER(0xE000E180u)
#define NVIC_CLEAR_PENDING REGISTER(0xE000E280u)
#define NVIC_PRIORITY(irq) (*(volatile uint8_t *)(0xE000E400u + (uintptr_t)(irq)))

/* Memory protection unit. */
#define MPU_CONTROL          REGISTER(0xE000ED94u)
#define MPU_CONTROL_ENABLE   (1u << 0)
#define MPU_CONTROL_DEFAULT  (1u << 2)
#define MPU_BASE             REGISTER(0xE000ED9Cu)
#define MPU_BASE_VALID       (1u << 4)
#define MPU_ATTRIBUTES       REGISTER(0xE000EDA0u)
#define MPU_NO_EXECUTE       (1u << 28)
#define MPU_READ_WRITE       (3u << 24)
#define MPU_READ_ONLY        (6u << 24)
#define MPU_NORMAL_MEMORY    (6u << 16)
#define MPU_SIZE(log2_bytes) (((log2_bytes) - 1u) << 1)
#define MPU_REGION_ENABLE    (1u << 0)

/* Timer 0 of the peripheral subsystem. */
#define TIMER0_CONTROL   REGISTER(0x40000000u)
#define TIMER_ENABLE     (1u << 0)
#define TIMER_INTERRUPT  (1u << 3)
#define TIMER0_VALUE     REGISTER(0x40000004u)
#define TIMER0_RELOAD    REGISTER(0x40000008u)
#define TIMER0_INTERRUPT REGISTER(0x4000000Cu)
#define TIMER0_IRQ       8

/* Console: UART 0. */
#define UART0_DATA           REGISTER(0x40004000u)
#define UART0_STATE          REGISTER(0x40004004u)
#define UART_TRANSMIT_FULL   (1u << 0)
#define UART0_CONTROL        REGISTER(0x40004008u)
#define UART_TRANSMIT_ENABLE (1u << 0)
#define UART0_DIVIDER        REGISTER(0x40004010u)

/* Counters of the FPGA's I/O block: both count from 0 since reset. */
#define FPGAIO_100HZ  REGISTER(0x40028014u)
#define FPGAIO_CYCLES REGISTER(0x40028018u)

/* Frequency of the peripherals' clock and of FPGAIO_CYCLES. */
#define CLOCK_HZ 25000000u

#endif /* REGISTERS_H_ */
