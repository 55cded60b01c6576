# SPDX-License-Identifier: Apache-2.0

# The build options of include/smh_config.h as cache variables. An empty one keeps the
# default of the header; what the header would refuse is an error here. What is set becomes a definition of the library and of everything
# that uses it, in this tree and after installation, since most of them change a layout.

set(SMH_NUMBERS
	SMH_ALIGN
	SMH_MAX_ATTR
	SMH_MAX_REGIONS
	SMH_MAX_REGION_SHIFT
	SMH_FLOOR_TRIES
	SMH_FAST_PATHS
	SMH_OWNER_PAGES
	SMH_OWNER_SHIFT
	SMH_OWNER_BASE
	SMH_IRQ_CEILING
	SMH_CACHE_LINE
)
set(SMH_ALIGN "" CACHE STRING "Default alignment and granule: a power of two, 8 to 64")
set(SMH_MAX_ATTR "" CACHE STRING "Number of attributes, 1 to 65535")
set(SMH_MAX_REGIONS "" CACHE STRING "Number of regions of the pool, 1 to 64")
set(SMH_MAX_REGION_SHIFT "" CACHE STRING "Binary logarithm of the largest region, 12 to 32")
set(SMH_FLOOR_TRIES "" CACHE STRING "Blocks of the floor bin looked at before giving up")
set(SMH_FAST_PATHS "" CACHE STRING "Usual paths with code of their own: 0 none, 1 narrow, 2 all")
set(SMH_OWNER_PAGES "" CACHE STRING "Pages of the table from addresses to regions (0: none)")
set(SMH_OWNER_SHIFT "" CACHE STRING "Binary logarithm of the bytes of such a page, 3 to 31")
set(SMH_OWNER_BASE "" CACHE STRING "Address of the first of them")
set(SMH_IRQ_CEILING "" CACHE STRING "BASEPRI value while the irq lock is held (0: PRIMASK)")
set(SMH_CACHE_LINE "" CACHE STRING "Bytes of a cache line: a power of two, 4 to 1024")

set(SMH_SWITCHES SMH_NARROW SMH_CHECK SMH_CHECK_EXACT SMH_STATS SMH_HEAP_LISTENER SMH_ASAN)
set(SMH_NARROW "" CACHE STRING "16-bit metadata in small regions: ON or OFF")
set(SMH_CHECK "" CACHE STRING "Detect bad pointers and damaged metadata: ON or OFF")
set(SMH_CHECK_EXACT "" CACHE STRING "Exact detection of bad pointers: ON or OFF")
set(SMH_STATS "" CACHE STRING "Keep bytes in use and high-water marks: ON or OFF")
set(SMH_HEAP_LISTENER "" CACHE STRING "Tell listeners of every allocation: ON or OFF")
set(SMH_ASAN "" CACHE STRING "Poison free memory for AddressSanitizer: ON or OFF")

set(SMH_POLICY "" CACHE STRING "Region policy: runtime, first-fit or best-fit")
set_property(CACHE SMH_POLICY PROPERTY STRINGS "" runtime first-fit best-fit)
set(SMH_POLICY_NAMES runtime first-fit best-fit)

set(SMH_LOCK "" CACHE STRING
	"Lock: none, irq, spin, pthread, external or futex (empty: futex on Linux, pthread on other Unix, else irq)")
set_property(CACHE SMH_LOCK PROPERTY STRINGS "" none irq spin pthread external futex)
set(SMH_LOCK_NAMES none irq spin pthread external futex)

set(SMH_CACHE "" CACHE STRING
	"Cache maintenance: none, aarch64, armv7m or external (empty: what the processor may need)")
set_property(CACHE SMH_CACHE PROPERTY STRINGS "" none aarch64 armv7m external)
set(SMH_CACHE_NAMES none aarch64 armv7m external)

set(SMH_CONFIG_HEADER "" CACHE FILEPATH "Header that defines options (installed with the library)")

# The place of a name in a list is its number in smh_config.h.
function(smh_number_of option result)
	list(FIND ${option}_NAMES "${${option}}" number)
	if(number EQUAL -1)
		list(JOIN ${option}_NAMES ", " names)
		message(FATAL_ERROR "${option} is \"${${option}}\", must be one of: ${names}")
	endif()
	set(${result} ${number} PARENT_SCOPE)
endfunction()

# The least and the greatest value of each number; the header knows what address is too high.
set(SMH_ALIGN_RANGE 8 64)
set(SMH_MAX_ATTR_RANGE 1 65535)
set(SMH_MAX_REGIONS_RANGE 1 64)
set(SMH_MAX_REGION_SHIFT_RANGE 12 32)
set(SMH_FLOOR_TRIES_RANGE 0 2147483647)
set(SMH_FAST_PATHS_RANGE 0 2)
set(SMH_OWNER_PAGES_RANGE 0 16777216)
set(SMH_OWNER_SHIFT_RANGE 3 31)
set(SMH_OWNER_BASE_RANGE)
set(SMH_IRQ_CEILING_RANGE 0 255)
set(SMH_CACHE_LINE_RANGE 4 1024)
set(SMH_POWERS_OF_TWO SMH_ALIGN SMH_CACHE_LINE)

# Decimal or 0x: with a leading zero C would read an octal number.
function(smh_check_number option)
	set(value "${${option}}")
	if(NOT value MATCHES "^(0[xX][0-9a-fA-F]+|0|[1-9][0-9]*)$")
		message(FATAL_ERROR "${option} is \"${value}\", must be a number")
	endif()
	if(NOT ${option}_RANGE)
		return()
	endif()
	list(GET ${option}_RANGE 0 least)
	list(GET ${option}_RANGE 1 greatest)
	string(LENGTH "${value}" length)
	if(length LESS_EQUAL 12)
		math(EXPR number "${value}")
		math(EXPR shared_bits "${number} & (${number} - 1)")
	endif()
	if(length GREATER 12 OR number LESS least OR number GREATER greatest)
		message(FATAL_ERROR "${option} is \"${value}\", must be ${least} to ${greatest}")
	endif()
	if(option IN_LIST SMH_POWERS_OF_TWO AND NOT shared_bits EQUAL 0)
		message(FATAL_ERROR "${option} is \"${value}\", must be a power of two")
	endif()
endfunction()

# smh_switch_of(option result): 0 or 1. Of CMake's own constants, without those that it makes of any
# other text.
function(smh_switch_of option result)
	string(TOUPPER "${${option}}" word)
	if(word MATCHES "^(1|ON|YES|TRUE|Y)$")
		set(${result} 1 PARENT_SCOPE)
	elseif(word MATCHES "^(0|OFF|NO|FALSE|N)$")
		set(${result} 0 PARENT_SCOPE)
	else()
		message(FATAL_ERROR "${option} is \"${${option}}\", must be ON or OFF")
	endif()
endfunction()

# Sets SMH_DEFINITIONS in the caller's scope: NAME=value for every option that is set.
function(smh_collect_definitions)
	set(definitions "")
	foreach(option IN LISTS SMH_NUMBERS)
		if(NOT "${${option}}" STREQUAL "")
			smh_check_number(${option})
			list(APPEND definitions "${option}=${${option}}")
		endif()
	endforeach()
	foreach(option IN LISTS SMH_SWITCHES)
		if(NOT "${${option}}" STREQUAL "")
			smh_switch_of(${option} number)
			list(APPEND definitions "${option}=${number}")
		endif()
	endforeach()
	if(NOT "${SMH_POLICY}" STREQUAL "")
		smh_number_of(SMH_POLICY number)
		list(APPEND definitions "SMH_POLICY=${number}")
	endif()
	if(NOT "${SMH_CACHE}" STREQUAL "")
		smh_number_of(SMH_CACHE number)
		list(APPEND definitions "SMH_CACHE=${number}")
	endif()
	# Never left to the header: whoever links the library must agree on the lock.
	smh_number_of(SMH_LOCK number)
	list(APPEND definitions "SMH_LOCK=${number}")
	set(SMH_DEFINITIONS "${definitions}" PARENT_SCOPE)
endfunction()

if("${SMH_LOCK}" STREQUAL "" AND CMAKE_SYSTEM_NAME MATCHES "^(Linux|Android)$")
	set(SMH_LOCK futex)
elseif("${SMH_LOCK}" STREQUAL "" AND UNIX)
	set(SMH_LOCK pthread)
elseif("${SMH_LOCK}" STREQUAL "")
	set(SMH_LOCK irq)
endif()

smh_collect_definitions()

# Both need pthread_atfork(), which an old C library has in a library of its own.
set(SMH_LOCK_OF_THREADS OFF)
if(SMH_LOCK MATCHES "^(pthread|futex)$")
	set(SMH_LOCK_OF_THREADS ON)
	set(THREADS_PREFER_PTHREAD_FLAG ON)
	find_package(Threads REQUIRED)
endif()

if(SMH_CONFIG_HEADER)
	get_filename_component(SMH_CONFIG_PATH "${SMH_CONFIG_HEADER}" ABSOLUTE)
	get_filename_component(SMH_CONFIG_DIR "${SMH_CONFIG_PATH}" DIRECTORY)
	get_filename_component(SMH_CONFIG_NAME "${SMH_CONFIG_PATH}" NAME)
	if(NOT EXISTS "${SMH_CONFIG_PATH}")
		message(FATAL_ERROR "SMH_CONFIG_HEADER: there is no file ${SMH_CONFIG_PATH}")
	endif()
endif()

# smh_no_sanitizer(source...): with SMH_ASAN the heap reads and writes memory that is poisoned for
# all others. For sources of targets in the directory that calls this.
function(smh_no_sanitizer)
	set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS -fno-sanitize=address)
endfunction()

# smh_apply_options(target): make the options part of the target's interface.
function(smh_apply_options target)
	target_compile_definitions(${target} PUBLIC ${SMH_DEFINITIONS})
	if(SMH_LOCK_OF_THREADS)
		target_link_libraries(${target} PUBLIC Threads::Threads)
	endif()
	if(SMH_CONFIG_HEADER)
		target_compile_definitions(${target} PUBLIC "SMH_CONFIG_HEADER=\"${SMH_CONFIG_NAME}\"")
		target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${SMH_CONFIG_DIR}>")
	endif()
endfunction()
