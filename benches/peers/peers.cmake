# SPDX-License-Identifier: Apache-2.0

# bench_add_peer(peer allocator more...): the programs of an allocator in Rust, as the others have
# them: bench_PEER built for speed and bench_PEER_os built for size, with one more library or
# several. cargo says whether there is something to compile, so it is asked in each build.

set(BENCH_RUST_TARGET_mps2-an385 thumbv7m-none-eabi)
set(BENCH_RUST_TARGET_virt-a53 aarch64-unknown-none)
set(BENCH_RUST_TARGET_virt-rv32 riscv32imac-unknown-none-elf)
set(BENCH_RUST_TARGET_host host)

function(bench_add_peer peer allocator)
	foreach(suffix IN ITEMS "" _os)
		if(suffix AND (NOT SMH_BOARD OR peer STREQUAL "rlsf_static"))
			continue()
		elseif(suffix)
			set(level s)
		else()
			set(level 3)
		endif()
		set(name bench_${peer}${suffix})
		bench_add_program(${name} ${allocator} ${peer} "opt-level=${level}")
		foreach(part IN ITEMS ${peer} ${ARGN})
			bench_add_rust(${part} ${level})
			add_dependencies(${name} bench_peer_${part}_${level})
			target_link_libraries(${name} PRIVATE
				"${CMAKE_CURRENT_BINARY_DIR}/libpeer_${part}_${level}.a")
		endforeach()
	endforeach()
endfunction()

# bench_add_rust(part level): one of the libraries that build.sh makes.
function(bench_add_rust part level)
	set(library "${CMAKE_CURRENT_BINARY_DIR}/libpeer_${part}_${level}.a")
	if(TARGET bench_peer_${part}_${level})
		return()
	endif()
	add_custom_target(bench_peer_${part}_${level}
		COMMAND "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/build.sh" ${part}
			${BENCH_RUST_TARGET_${BENCH_TARGET}} ${level} "${library}"
		BYPRODUCTS "${library}"
		COMMENT "Compiling ${part} for opt-level=${level}"
		# So Ninja says that it started. Cargo runs one at a time anyway.
		USES_TERMINAL
		VERBATIM
	)
endfunction()

bench_add_peer(rlsf rlsf rlsf_realloc)
bench_add_peer(talc talc)
# The pages show the others where all are compared, and on the host.
if(SMH_BOARD STREQUAL "mps2-an385" OR NOT SMH_BOARD)
	bench_add_peer(linked_list linked_list_allocator)
	bench_add_peer(embedded_alloc_llff embedded-alloc-llff)
	bench_add_peer(embedded_alloc_tlsf embedded-alloc-tlsf)
	bench_add_peer(buddy buddy_system_allocator)
endif()
if(SMH_BOARD STREQUAL "mps2-an385")
	# As it was quoted.
	bench_add_peer(rlsf_static rlsf-static rlsf_realloc)
endif()
