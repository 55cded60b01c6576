# SPDX-License-Identifier: Apache-2.0

# Bare-metal AArch64 with the compiler that Debian has for Linux and the headers of
# picolibc, so that nothing (errno values included) comes from the Linux C library.
# The compiler's idea of being on Unix is taken back.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SMH_PICOLIBC)

set(SMH_PICOLIBC /usr/lib/picolibc/aarch64-linux-gnu CACHE PATH "picolibc for AArch64")

set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_ASM_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_OBJCOPY aarch64-linux-gnu-objcopy CACHE FILEPATH "objcopy")
set(CMAKE_SIZE aarch64-linux-gnu-size CACHE FILEPATH "size")

string(CONCAT CMAKE_C_FLAGS_INIT
	"-ffreestanding -mno-outline-atomics -fno-pie -fno-stack-protector"
	" -ffunction-sections -fdata-sections"
	" -U__linux__ -U__linux -U__unix__ -U__unix -U__gnu_linux__"
	" -isystem ${SMH_PICOLIBC}/include"
)
set(CMAKE_ASM_FLAGS_INIT "-fno-pie")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -no-pie -nostdlib -nostartfiles")

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
