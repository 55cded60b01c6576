# SPDX-License-Identifier: Apache-2.0

# Finds libfdt and defines Libfdt::Libfdt. SMH_LIBFDT_ROOT names a tree to search instead of
# the system's, such as the unpacked package of another architecture.

set(SMH_LIBFDT_ROOT "" CACHE PATH "Tree with usr/include/libfdt.h and usr/lib/**/libfdt.a")

if(SMH_LIBFDT_ROOT)
	file(GLOB libfdt_dirs "${SMH_LIBFDT_ROOT}/usr/lib/*")
	find_path(Libfdt_INCLUDE_DIR libfdt.h
		PATHS "${SMH_LIBFDT_ROOT}/usr/include" NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
	find_library(Libfdt_LIBRARY NAMES libfdt.a
		PATHS "${SMH_LIBFDT_ROOT}/usr/lib" ${libfdt_dirs}
		NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
else()
	find_path(Libfdt_INCLUDE_DIR libfdt.h)
	find_library(Libfdt_LIBRARY NAMES fdt)
endif()
mark_as_advanced(Libfdt_INCLUDE_DIR Libfdt_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libfdt
	REQUIRED_VARS Libfdt_LIBRARY Libfdt_INCLUDE_DIR
	REASON_FAILURE_MESSAGE "install libfdt-dev, or run scripts/install-deps.sh"
)

if(Libfdt_FOUND AND NOT TARGET Libfdt::Libfdt)
	add_library(Libfdt::Libfdt UNKNOWN IMPORTED)
	set_target_properties(Libfdt::Libfdt PROPERTIES
		IMPORTED_LOCATION "${Libfdt_LIBRARY}"
		INTERFACE_INCLUDE_DIRECTORIES "${Libfdt_INCLUDE_DIR}"
	)
endif()
