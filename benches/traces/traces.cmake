# SPDX-License-Identifier: Apache-2.0

# bench_add_traces(target): the traces of the target's word size, their decoder, and the table of
# what there is (traces/trace.h). The repository has them compressed; the build unpacks them, and
# the program decodes them as it goes.

enable_language(ASM)

math(EXPR bench_trace_bits "${CMAKE_SIZEOF_VOID_P} * 8")
set(BENCH_TRACES_DIR "${CMAKE_CURRENT_LIST_DIR}")
set(BENCH_TRACES_UNPACKED "${CMAKE_CURRENT_BINARY_DIR}/traces")
file(MAKE_DIRECTORY "${BENCH_TRACES_UNPACKED}")

foreach(trace lua sqlite jq mosquitto)
	set(packed "${BENCH_TRACES_DIR}/${bench_trace_bits}/${trace}.trace.gz")
	set(unpacked "${BENCH_TRACES_UNPACKED}/${trace}.trace")
	add_custom_command(OUTPUT "${unpacked}"
		COMMAND gzip -dc "${packed}" > "${unpacked}"
		DEPENDS "${packed}"
		VERBATIM
	)
	list(APPEND BENCH_TRACES "${unpacked}")
endforeach()

set_source_files_properties("${BENCH_TRACES_DIR}/data.S" PROPERTIES
	OBJECT_DEPENDS "${BENCH_TRACES}"
	COMPILE_OPTIONS "-Wa,-I${BENCH_TRACES_UNPACKED}"
)

function(bench_add_traces target)
	target_sources(${target} PRIVATE
		"${BENCH_TRACES_DIR}/data.S"
		"${BENCH_TRACES_DIR}/files.c"
		"${BENCH_TRACES_DIR}/trace.c"
	)
endfunction()
