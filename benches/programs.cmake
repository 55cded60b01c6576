# SPDX-License-Identifier: Apache-2.0

# How the programs are put together.

include(traces/traces.cmake)

file(GLOB BENCH_HARNESS_SOURCES CONFIGURE_DEPENDS harness/*.c traces/replay.c)
list(FILTER BENCH_HARNESS_SOURCES EXCLUDE REGEX "/label\\.c$")

# The harness is the same code in every program of a target.
if(SMH_BOARD)
	set(BENCH_TARGET ${SMH_BOARD})
	add_library(bench_harness OBJECT EXCLUDE_FROM_ALL ${BENCH_HARNESS_SOURCES}
		harness/board/main.c harness/board/counter.c)
	target_compile_definitions(bench_harness PUBLIC BENCH_BOARD)
	target_include_directories(bench_harness PUBLIC "${PROJECT_SOURCE_DIR}/boards/common")
	if(SMH_BOARD STREQUAL "mps2-an385")
		target_compile_definitions(bench_harness PRIVATE BENCH_LARGE_SECTION=".psram")
	endif()
else()
	set(BENCH_TARGET host)
	add_library(bench_harness OBJECT EXCLUDE_FROM_ALL ${BENCH_HARNESS_SOURCES}
		harness/host/main.c harness/host/time.c harness/host/instructions.c)
	target_include_directories(bench_harness PUBLIC "${PROJECT_SOURCE_DIR}/boards/common")
endif()
target_include_directories(bench_harness PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
target_compile_options(bench_harness PRIVATE $<$<COMPILE_LANGUAGE:C>:-O2>)
bench_add_traces(bench_harness)
smh_warnings(bench_harness)

# bench_add_core(name optimisation definitions...): the core as it is measured: without assertions
# and, unless the definitions say otherwise, without a lock, whatever the rest of the tree is
# built with.
function(bench_add_core name optimisation)
	file(GLOB sources CONFIGURE_DEPENDS
		"${SMH_BENCH_SOURCE}/c/port/*.c"
		"${SMH_BENCH_SOURCE}/c/bits/*.c"
		"${SMH_BENCH_SOURCE}/c/heap/*.c"
		"${SMH_BENCH_SOURCE}/c/multi_heap/*.c"
		"${SMH_BENCH_SOURCE}/c/pool/*.c"
	)
	set(definitions ${ARGN})
	if(NOT definitions MATCHES "SMH_LOCK=")
		list(APPEND definitions SMH_LOCK=0)
	endif()
	add_library(${name} STATIC EXCLUDE_FROM_ALL ${sources})
	# An option of the benchmarks, not of the library.
	if("BENCH_MASKED" IN_LIST definitions)
		target_include_directories(${name} PRIVATE
			"${CMAKE_CURRENT_FUNCTION_LIST_DIR}/masked")
	endif()
	target_include_directories(${name} PUBLIC
		"${SMH_BENCH_SOURCE}/include" "${SMH_BENCH_SOURCE}/c")
	target_compile_options(${name} PRIVATE ${optimisation})
	target_compile_definitions(${name} PUBLIC NDEBUG ${definitions})
	smh_warnings(${name})
endfunction()

# The names of all programs, for scripts/bench.sh.
set(BENCH_PROGRAMS "${CMAKE_CURRENT_BINARY_DIR}/programs.txt")
file(WRITE "${BENCH_PROGRAMS}" "")

# bench_add_program(name allocator adapter options): options is the text for the results.
function(bench_add_program name allocator adapter options)
	set(sources "allocators/${adapter}.c" harness/label.c $<TARGET_OBJECTS:bench_harness>)
	if(SMH_BOARD)
		smh_add_bare_image(${name} ${sources})
	else()
		add_executable(${name} ${sources})
		smh_warnings(${name})
	endif()
	set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
	file(APPEND "${BENCH_PROGRAMS}" "${name} ${allocator}\n")
	target_include_directories(${name} PRIVATE
		$<TARGET_PROPERTY:bench_harness,INTERFACE_INCLUDE_DIRECTORIES>)
	target_compile_options(${name} PRIVATE -O2)
	target_compile_definitions(${name} PRIVATE
		$<TARGET_PROPERTY:bench_harness,INTERFACE_COMPILE_DEFINITIONS>
		"BENCH_TARGET=\"${BENCH_TARGET}\"" "BENCH_OPTIONS=\"${options}\""
	)
endfunction()
