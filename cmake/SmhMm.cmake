# SPDX-License-Identifier: Apache-2.0

# The mapping layer: what of it is built where.
#
# SMH_MM_SOURCES       all of it for the system that is built for
# SMH_MM_BOOT_SOURCES  on AArch64: what start-up uses with the MMU off
# SMH_MM_BOOT_FLAGS    and how that is compiled: memory is as touchy as a device then, so no
#                      unaligned or wide access, and no call of the C library's memset(), which may
#                      zero whole cache lines

file(GLOB SMH_MM_SOURCES CONFIGURE_DEPENDS
	"${PROJECT_SOURCE_DIR}/c/mm/*.c"
	"${PROJECT_SOURCE_DIR}/c/mm_pool/*.c"
)
set(SMH_MM_BOOT_SOURCES "")
set(SMH_MM_BOOT_FLAGS
	"-mstrict-align;-mgeneral-regs-only;-fno-builtin;-fno-tree-loop-distribute-patterns")

if(UNIX)
	file(GLOB smh_mm_arch CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/c/mm_posix/*.c")
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
	file(GLOB smh_mm_arch CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/c/mm_aarch64/*.c")
	list(APPEND SMH_MM_BOOT_SOURCES ${smh_mm_arch})
	list(FILTER SMH_MM_BOOT_SOURCES EXCLUDE REGEX "/exception\\.c$")
	set_source_files_properties(${SMH_MM_BOOT_SOURCES} PROPERTIES
		COMPILE_OPTIONS "${SMH_MM_BOOT_FLAGS}")
else()
	message(FATAL_ERROR "SMH_MM: no mapping layer for ${CMAKE_SYSTEM_NAME} "
		"on ${CMAKE_SYSTEM_PROCESSOR}")
endif()
list(APPEND SMH_MM_SOURCES ${smh_mm_arch})
