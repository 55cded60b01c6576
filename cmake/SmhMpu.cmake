# SPDX-License-Identifier: Apache-2.0

# The layer for the MPU of a Cortex-M, which chooses between its two kinds by the compiler's macros.

include(CheckCSourceCompiles)
check_c_source_compiles("
#if !defined(__ARM_ARCH_PROFILE) || __ARM_ARCH_PROFILE != 'M' || __ARM_ARCH < 7
#error
#endif
int main(void) { return 0; }
" SMH_TARGET_HAS_MPU)
if(NOT SMH_TARGET_HAS_MPU)
	message(FATAL_ERROR "SMH_MPU is ON, but the compiler's target is no ARMv7-M or ARMv8-M")
endif()

file(GLOB SMH_MPU_SOURCES CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/c/mpu/*.c")
add_library(shared_multi_heap_mpu STATIC ${SMH_MPU_SOURCES})
add_library(shared_multi_heap::mpu ALIAS shared_multi_heap_mpu)
set_target_properties(shared_multi_heap_mpu PROPERTIES
	C_EXTENSIONS OFF
	EXPORT_NAME mpu
)
target_include_directories(shared_multi_heap_mpu PRIVATE "${PROJECT_SOURCE_DIR}/c")
target_link_libraries(shared_multi_heap_mpu PUBLIC shared_multi_heap)
smh_warnings(shared_multi_heap_mpu)
