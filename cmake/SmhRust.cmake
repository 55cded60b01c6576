# SPDX-License-Identifier: Apache-2.0

# Programs that are partly written in Rust. SMH_RUST_TARGET is set if they can be built here, to
# Rust's name of what the board needs.

set(SMH_RUST OFF CACHE STRING "Build what is partly written in Rust: ON, OFF, AUTO (if there is cargo)")
set_property(CACHE SMH_RUST PROPERTY STRINGS ON OFF AUTO)

if(NOT SMH_RUST MATCHES "^(ON|OFF|AUTO)$")
	message(FATAL_ERROR "SMH_RUST is \"${SMH_RUST}\", must be one of: ON, OFF, AUTO")
endif()

find_program(SMH_CARGO cargo HINTS /usr/bin DOC "Rust's build tool")
mark_as_advanced(SMH_CARGO)

# Sets SMH_RUST_PROBLEM in the caller's scope: what is in the way, or nothing.
function(smh_find_rust_problem)
	set(problem "")
	if(NOT SMH_CARGO)
		set(problem "there is no cargo: run scripts/install-deps.sh")
	elseif(SMH_CONFIG_HEADER)
		set(problem "what SMH_CONFIG_HEADER says is hidden from Rust: set the options one by one")
	endif()
	set(SMH_RUST_PROBLEM "${problem}" PARENT_SCOPE)
endfunction()

set(target "")
set(SMH_RUST_PROBLEM "SMH_RUST is OFF")
if(SMH_RUST)
	smh_find_rust_problem()
endif()
if(NOT SMH_RUST_PROBLEM)
	if(SMH_BOARD STREQUAL "virt-a53")
		set(target aarch64-unknown-none)
	elseif(SMH_BOARD STREQUAL "mps2-an385")
		set(target thumbv7m-none-eabi)
	endif()
elseif(SMH_RUST STREQUAL "AUTO")
	message(WARNING "Without Rust: ${SMH_RUST_PROBLEM}")
elseif(SMH_RUST)
	message(FATAL_ERROR "SMH_RUST is ON, but ${SMH_RUST_PROBLEM}")
endif()
set(SMH_RUST_TARGET "${target}" CACHE INTERNAL "What Rust calls the board's processor")

# smh_add_core_for_rust(name): the core as everything else here has it, but for the lock: that is
# Rust's, on its critical section. The archive has the library's own name, in a folder of its own,
# as SMH_LIB_DIR wants it.
function(smh_add_core_for_rust name)
	set(definitions ${SMH_DEFINITIONS})
	list(FILTER definitions EXCLUDE REGEX "^SMH_LOCK=")
	add_library(${name} STATIC ${SMH_CORE_SOURCES})
	set_target_properties(${name} PROPERTIES
		OUTPUT_NAME shared_multi_heap
		ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/${name}"
		C_EXTENSIONS OFF
	)
	target_compile_definitions(${name} PUBLIC ${definitions} SMH_LOCK=4)
	target_include_directories(${name}
		PUBLIC "${PROJECT_SOURCE_DIR}/include"
		PRIVATE "${PROJECT_SOURCE_DIR}/c"
	)
	smh_warnings(${name})
endfunction()

# smh_rust_options(result): the options of such a core as the variables of Rust's build script. An
# option that is not set has the same default there.
function(smh_rust_options result)
	set(options SMH_LOCK=external)
	foreach(option IN LISTS SMH_NUMBERS ITEMS SMH_POLICY SMH_CACHE)
		if(NOT "${${option}}" STREQUAL "")
			list(APPEND options "${option}=${${option}}")
		endif()
	endforeach()
	foreach(option IN LISTS SMH_SWITCHES)
		if(NOT "${${option}}" STREQUAL "")
			list(APPEND options "${option}=$<BOOL:${${option}}>")
		endif()
	endforeach()
	set(${result} "${options}" PARENT_SCOPE)
endfunction()
