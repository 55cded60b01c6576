# SPDX-License-Identifier: Apache-2.0

# Bare-metal RV32. The headers are those of picolibc; without it there is no C library.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv32)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SMH_RISCV_ARCH SMH_PICOLIBC)

set(SMH_RISCV_ARCH rv32imac_zicsr CACHE STRING "RISC-V architecture, as gcc -march names it")
set(SMH_PICOLIBC /usr/lib/picolibc/riscv64-unknown-elf CACHE PATH "picolibc for RISC-V")

set(CMAKE_C_COMPILER riscv64-unknown-elf-gcc)
set(CMAKE_ASM_COMPILER riscv64-unknown-elf-gcc)

string(CONCAT CMAKE_C_FLAGS_INIT
	"-march=${SMH_RISCV_ARCH} -mabi=ilp32 -ffreestanding"
	" -ffunction-sections -fdata-sections -isystem ${SMH_PICOLIBC}/include"
)
set(CMAKE_ASM_FLAGS_INIT "-march=${SMH_RISCV_ARCH} -mabi=ilp32")

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
