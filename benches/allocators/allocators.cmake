# SPDX-License-Identifier: Apache-2.0

# The programs: bench_ALLOCATOR for -O2, bench_ALLOCATOR_os for -Os; other ways of building this
# library have their name in between.

# bench_add_build(allocator variant level definitions...): this library built in some way, at the
# level -O2 or -Os. The variant default has no name.
function(bench_add_build allocator variant level)
	set(name ${variant})
	set(text "${level}")
	if(variant STREQUAL "default")
		set(program bench_${allocator})
	else()
		set(program bench_${allocator}_${variant})
		string(APPEND text " ${variant}")
	endif()
	if(level STREQUAL "-Os")
		string(APPEND name "_os")
		string(APPEND program "_os")
	endif()
	if(NOT TARGET bench_core_${name})
		bench_add_core(bench_core_${name} ${level} ${ARGN})
	endif()
	bench_add_program(${program} ${allocator} ${allocator} "${text}")
	target_link_libraries(${program} PRIVATE bench_core_${name})
	target_compile_options(${program} PRIVATE ${level})
endfunction()

foreach(allocator IN ITEMS sys_heap pool)
	bench_add_build(${allocator} default -O2)
	bench_add_build(${allocator} unchecked -O2 SMH_CHECK=0 SMH_STATS=0)
	# The tables of the boards have these too, and what is built for size, of W1 only.
	if(SMH_BOARD)
		bench_add_build(${allocator} exact -O2 SMH_CHECK_EXACT=1)
		bench_add_build(${allocator} default -Os)
		bench_add_build(${allocator} unchecked -Os SMH_CHECK=0 SMH_STATS=0)
		bench_add_build(${allocator} exact -Os SMH_CHECK_EXACT=1)
	endif()
endforeach()
bench_add_build(pool 64regions -O2 SMH_MAX_REGIONS=64)
bench_add_build(pool 64regions_unchecked -O2 SMH_MAX_REGIONS=64 SMH_CHECK=0 SMH_STATS=0)
if(SMH_BOARD)
	bench_add_build(pool 64regions_best_fit -O2 SMH_MAX_REGIONS=64 SMH_POLICY=2)
else()
	bench_add_build(pool pthread -O2 SMH_LOCK=3)
endif()

if(SMH_BOARD STREQUAL "mps2-an385")
	# The regions are in the memory that this board has most of.
	bench_add_build(pool owner_table -O2 SMH_MAX_REGIONS=64
		SMH_OWNER_PAGES=4096 SMH_OWNER_BASE=0x21000000)
	# For what the calls of wide regions in line cost in a build for speed, and all of them in a
	# build for size.
	bench_add_build(sys_heap fast_paths -O2 SMH_FAST_PATHS=1)
	bench_add_build(pool fast_paths -O2 SMH_FAST_PATHS=1)
	bench_add_build(sys_heap fast_paths -Os SMH_FAST_PATHS=1)
	bench_add_build(pool fast_paths -Os SMH_FAST_PATHS=1)
	# For what the second format of metadata costs there.
	bench_add_build(sys_heap narrow -Os SMH_MAX_REGION_SHIFT=18)
	bench_add_build(sys_heap narrow_unchecked -Os SMH_MAX_REGION_SHIFT=18 SMH_CHECK=0 SMH_STATS=0)
	# For what the bound costs where memory is scarce: no request fails that a free block fits; and
	# the tightest of all blocks each time.
	bench_add_build(sys_heap floor64 -O2 SMH_FLOOR_TRIES=64)
	bench_add_build(best_fit_all default -O2)
	# With the lock that masks interrupts; and in its place a measure of how long it is held,
	# which is then the figure of a call.
	bench_add_build(pool irq -O2 SMH_LOCK=1)
	bench_add_build(pool irq_64regions -O2 SMH_LOCK=1 SMH_MAX_REGIONS=64)
	bench_add_build(pool masked -O2 SMH_LOCK=1 SMH_MAX_REGIONS=64 BENCH_MASKED)
endif()

# bench_add_malloc(allocator definition flags...): malloc() of the C library that the flags choose,
# compiled as whoever packaged it saw fit; of picolibc the variant for speed.
function(bench_add_malloc allocator definition)
	set(name bench_${allocator})
	bench_add_program(${name} ${allocator} malloc "as packaged")
	target_compile_definitions(${name} PRIVATE ${definition})
	target_compile_options(${name} PRIVATE ${ARGN})
	target_link_options(${name} PRIVATE ${ARGN})
endfunction()

if(SMH_BOARD STREQUAL "mps2-an385")
	bench_add_malloc(newlib BENCH_NEWLIB)
	bench_add_malloc(newlib-nano BENCH_NANO --specs=nano.specs)
	bench_add_malloc(picolibc BENCH_PICOLIBC --specs=picolibc.specs
		--picolibc-buildtype=release)
elseif(SMH_BOARD STREQUAL "virt-a53")
	bench_add_malloc(picolibc BENCH_PICOLIBC "-L${SMH_PICOLIBC}/lib/release")
elseif(SMH_BOARD)
	bench_add_malloc(picolibc BENCH_PICOLIBC "-L${SMH_PICOLIBC}/lib/release/rv32imac/ilp32")
else()
	bench_add_program(bench_glibc glibc glibc "as packaged")
endif()
