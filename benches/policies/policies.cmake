# SPDX-License-Identifier: Apache-2.0

# Region policies compared: one program a target, which benches/policies/run.sh builds and runs.
# It chooses its regions when it starts, so the pool has room for the most.

set(BENCH_POLICIES_LABEL ${BENCH_TARGET} CACHE STRING "Name of the target in the tables")

bench_add_core(bench_policies_core -O2 SMH_MAX_REGIONS=64 SMH_MAX_ATTR=64)

file(GLOB BENCH_POLICIES_SOURCES CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/*.c")
list(APPEND BENCH_POLICIES_SOURCES harness/label.c harness/random.c)
if(SMH_BOARD)
	smh_add_bare_image(bench_policies ${BENCH_POLICIES_SOURCES}
		harness/board/main.c harness/board/counter.c)
else()
	add_executable(bench_policies ${BENCH_POLICIES_SOURCES} harness/host/main.c)
	smh_warnings(bench_policies)
endif()
set_target_properties(bench_policies PROPERTIES EXCLUDE_FROM_ALL ON)
target_link_libraries(bench_policies PRIVATE bench_policies_core)
target_include_directories(bench_policies PRIVATE
	$<TARGET_PROPERTY:bench_harness,INTERFACE_INCLUDE_DIRECTORIES>)
target_compile_options(bench_policies PRIVATE $<$<COMPILE_LANGUAGE:C>:-O2>)
target_compile_definitions(bench_policies PRIVATE
	$<TARGET_PROPERTY:bench_harness,INTERFACE_COMPILE_DEFINITIONS>
	"BENCH_TARGET=\"${BENCH_POLICIES_LABEL}\"" "BENCH_OPTIONS=\"\""
)
if(SMH_BOARD STREQUAL "mps2-an385")
	target_compile_definitions(bench_policies PRIVATE BENCH_LARGE_SECTION=".psram")
endif()
bench_add_traces(bench_policies)
