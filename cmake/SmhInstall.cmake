# SPDX-License-Identifier: Apache-2.0

# What an installation holds: the libraries, the headers, a CMake package and pkg-config
# files. All of it is relocatable.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(smh_headers "${CMAKE_INSTALL_INCLUDEDIR}/shared_multi_heap")
set(smh_package "${CMAKE_INSTALL_LIBDIR}/cmake/shared_multi_heap")
set(smh_pkgconfig "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

target_include_directories(shared_multi_heap INTERFACE "$<INSTALL_INTERFACE:${smh_headers}>")
target_include_directories(shared_multi_heap_zephyr_compat INTERFACE
	"$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/shared_multi_heap_zephyr>"
)
install(TARGETS shared_multi_heap shared_multi_heap_zephyr_compat
	EXPORT shared_multi_heap
	ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
)
file(GLOB smh_public_headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/*.h")
if(NOT SMH_DEVICETREE)
	list(FILTER smh_public_headers EXCLUDE REGEX "/smh_devicetree\\.h$")
endif()
if(NOT SMH_MM)
	list(FILTER smh_public_headers EXCLUDE REGEX "/(k_mem|smh_mm)[a-z0-9_]*\\.h$")
endif()
if(NOT SMH_MPU)
	list(FILTER smh_public_headers EXCLUDE REGEX "/smh_mpu\\.h$")
endif()
install(FILES ${smh_public_headers} DESTINATION "${smh_headers}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/compat/"
	DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/shared_multi_heap_zephyr"
	FILES_MATCHING PATTERN "*.h"
)
if(SMH_CONFIG_HEADER)
	install(FILES "${SMH_CONFIG_PATH}" DESTINATION "${smh_headers}")
endif()

if(SMH_DEVICETREE)
	install(TARGETS shared_multi_heap_devicetree
		EXPORT shared_multi_heap
		ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
	)
	install(FILES "${PROJECT_SOURCE_DIR}/cmake/FindLibfdt.cmake" DESTINATION "${smh_package}")
endif()

if(SMH_MM)
	install(TARGETS shared_multi_heap_mm
		EXPORT shared_multi_heap
		ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
	)
endif()

if(SMH_MPU)
	install(TARGETS shared_multi_heap_mpu
		EXPORT shared_multi_heap
		ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
	)
endif()

# smh_devicetree_regions() compiles its tool from these, for whatever machine the package is used on.
install(FILES "${PROJECT_SOURCE_DIR}/cmake/SmhDevicetree.cmake" DESTINATION "${smh_package}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/c" "${PROJECT_SOURCE_DIR}/include"
	DESTINATION "${smh_package}/dtgen"
	FILES_MATCHING PATTERN "*.[ch]"
	PATTERN compat EXCLUDE
)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/tools/dtgen" DESTINATION "${smh_package}/dtgen/tools"
	FILES_MATCHING PATTERN "*.[ch]"
)

install(EXPORT shared_multi_heap
	NAMESPACE shared_multi_heap::
	FILE shared_multi_heap-targets.cmake
	DESTINATION "${smh_package}"
)
configure_package_config_file(
	"${PROJECT_SOURCE_DIR}/cmake/shared_multi_heap-config.cmake.in"
	"${PROJECT_BINARY_DIR}/shared_multi_heap-config.cmake"
	INSTALL_DESTINATION "${smh_package}"
)
# Below 1.0 a minor version may break its users, so it must match.
write_basic_package_version_file(
	"${PROJECT_BINARY_DIR}/shared_multi_heap-config-version.cmake"
	COMPATIBILITY SameMinorVersion
)
install(FILES
	"${PROJECT_BINARY_DIR}/shared_multi_heap-config.cmake"
	"${PROJECT_BINARY_DIR}/shared_multi_heap-config-version.cmake"
	DESTINATION "${smh_package}"
)

# The way from the .pc file back to the prefix depends on how deep the library directory is
# (lib, lib64, lib/<multiarch>).
file(RELATIVE_PATH SMH_PC_UP "/prefix/${smh_pkgconfig}" "/prefix")
string(REGEX REPLACE "/$" "" SMH_PC_UP "${SMH_PC_UP}")
set(SMH_PC_PREFIX "\${pcfiledir}/${SMH_PC_UP}")
set(SMH_PC_LIBDIR "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
set(SMH_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
	set(SMH_PC_PREFIX "${CMAKE_INSTALL_PREFIX}")
	set(SMH_PC_LIBDIR "${CMAKE_INSTALL_LIBDIR}")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
	set(SMH_PC_INCLUDEDIR "${CMAKE_INSTALL_INCLUDEDIR}")
endif()

# The definitions hold generator expressions, so the files are written at generation.
list(TRANSFORM SMH_DEFINITIONS PREPEND "-D" OUTPUT_VARIABLE SMH_PC_CFLAGS)
if(SMH_CONFIG_HEADER)
	# -include needs none of the quotes that a definition of SMH_CONFIG_HEADER would have
	# to carry through the shell.
	list(APPEND SMH_PC_CFLAGS "-include \${includedir}/shared_multi_heap/${SMH_CONFIG_NAME}")
endif()
if(SMH_LOCK_OF_THREADS)
	list(APPEND SMH_PC_CFLAGS "-pthread")
	set(SMH_PC_LIBS "-pthread")
else()
	set(SMH_PC_LIBS "")
endif()
list(JOIN SMH_PC_CFLAGS " " SMH_PC_CFLAGS)

function(smh_install_pc name)
	configure_file("${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in"
		"${PROJECT_BINARY_DIR}/${name}.pc.gen" @ONLY)
	file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/${name}.pc"
		INPUT "${PROJECT_BINARY_DIR}/${name}.pc.gen")
	install(FILES "${PROJECT_BINARY_DIR}/${name}.pc" DESTINATION "${smh_pkgconfig}")
endfunction()

smh_install_pc(shared_multi_heap)
if(SMH_DEVICETREE)
	smh_install_pc(shared_multi_heap_devicetree)
endif()
if(SMH_MM)
	smh_install_pc(shared_multi_heap_mm)
endif()
if(SMH_MPU)
	smh_install_pc(shared_multi_heap_mpu)
endif()
