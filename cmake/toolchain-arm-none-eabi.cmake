# SPDX-License-Identifier: Apache-2.0

# Bare-metal Arm Cortex-M with newlib. SMH_ARM_CPU chooses the core.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SMH_ARM_CPU)

set(SMH_ARM_CPU cortex-m3 CACHE STRING "Arm core, as gcc -mcpu names it")

set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_ASM_COMPILER arm-none-eabi-gcc)
set(CMAKE_OBJCOPY arm-none-eabi-objcopy CACHE FILEPATH "objcopy")
set(CMAKE_SIZE arm-none-eabi-size CACHE FILEPATH "size")

set(CMAKE_C_FLAGS_INIT "-mcpu=${SMH_ARM_CPU} -mthumb -ffunction-sections -fdata-sections")
set(CMAKE_ASM_FLAGS_INIT "-mcpu=${SMH_ARM_CPU} -mthumb")

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
