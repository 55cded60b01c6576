# SPDX-License-Identifier: Apache-2.0

# Regions from a devicetree at build time, for a chip that carries no blob.
#
# smh_devicetree_regions(TARGET FILE
#	[NAME name]                  what files and names begin with (regions)
#	[ADDRESS_BITS n]             of the target (those of its pointers, if CMake knows them)
#	[CAPABILITIES name=n ...]    attributes of your own, by name
#	[MEMORY_ATTRS bits=n ...]    attributes of your own, by bits of zephyr,memory-attr
#	[ARM_MPU_ATTRS]              on ARM: nodes join that only DT_MEM_ARM() marks
#	[IN_USE address+size ...]    memory that no region may touch
#	[INCLUDES directory ...]     where #include and /include/ look
#	[LINK])
#
# FILE is a blob (.dtb) or a source (.dts), which goes through the C preprocessor and dtc. TARGET,
# which links the library, gets the table NAME_table and NAME_add() of "NAME.h". With LINK, NAME.ld
# becomes one of its linker scripts: the memory of the regions, kept free of all else.
#
# smh-dtgen runs on this machine whatever the target is, so it is compiled by SMH_HOST_CC, with the
# limits of the library (SMH_MAX_REGIONS and the like); it needs libfdt. SMH_DTGEN names a program
# that is there already.

set(SMH_DTGEN "" CACHE FILEPATH "smh-dtgen that is there already (empty: it is compiled)")
set(SMH_HOST_CFLAGS "" CACHE STRING "Options of SMH_HOST_CC, for one where libfdt is")
find_program(SMH_HOST_CC NAMES cc gcc clang NO_CMAKE_FIND_ROOT_PATH
	DOC "C compiler for programs that run on this machine")
find_program(SMH_DTC dtc NO_CMAKE_FIND_ROOT_PATH DOC "Devicetree compiler")
mark_as_advanced(SMH_DTGEN SMH_HOST_CFLAGS SMH_HOST_CC SMH_DTC)

# In the source tree, or what is installed of it.
if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/dtgen")
	set(SMH_DTGEN_ROOT "${CMAKE_CURRENT_LIST_DIR}/dtgen")
else()
	get_filename_component(SMH_DTGEN_ROOT "${CMAKE_CURRENT_LIST_DIR}" DIRECTORY)
endif()
set(SMH_DTGEN_ROOT "${SMH_DTGEN_ROOT}" CACHE INTERNAL "Where the sources of smh-dtgen are")

# The limits that the reader checks, as the library has them.
function(smh_dtgen_definitions result address_bits)
	get_target_property(definitions
		shared_multi_heap::shared_multi_heap INTERFACE_COMPILE_DEFINITIONS)
	list(FILTER definitions INCLUDE REGEX
		"^SMH_(ALIGN|MAX_ATTR|MAX_REGIONS|MAX_REGION_SHIFT|CONFIG_HEADER)=")
	set(pointer_bytes "${CMAKE_SIZEOF_VOID_P}")
	if(NOT pointer_bytes AND address_bits LESS_EQUAL 32)
		set(pointer_bytes 4)
	endif()
	if(pointer_bytes EQUAL 4 AND NOT "${definitions}" MATCHES "SMH_(ALIGN|CONFIG_HEADER)=")
		# What the header would choose on such a target.
		list(APPEND definitions SMH_ALIGN=8)
	endif()
	list(TRANSFORM definitions PREPEND "-D")
	set(${result} "${definitions}" PARENT_SCOPE)
endfunction()

# The target smh_dtgen, which makes the program; its property SMH_PROGRAM is where that is.
function(smh_dtgen_target address_bits)
	if(TARGET smh_dtgen)
		return()
	endif()
	if(SMH_DTGEN)
		add_custom_target(smh_dtgen)
		set_property(TARGET smh_dtgen PROPERTY SMH_PROGRAM "${SMH_DTGEN}")
		return()
	endif()
	if(NOT SMH_HOST_CC)
		message(FATAL_ERROR "smh_devicetree_regions: there is no C compiler for this machine; "
			"name one in SMH_HOST_CC")
	endif()
	set(root "${SMH_DTGEN_ROOT}")
	set(program "${CMAKE_BINARY_DIR}/smh-dtgen/smh-dtgen${CMAKE_HOST_EXECUTABLE_SUFFIX}")
	# The reader, and all that it stands on.
	set(patterns tools/dtgen/*)
	foreach(layer port bits heap multi_heap pool devicetree)
		list(APPEND patterns c/${layer}/*)
	endforeach()
	list(TRANSFORM patterns PREPEND "${root}/")
	list(TRANSFORM patterns APPEND .c OUTPUT_VARIABLE source_patterns)
	list(TRANSFORM patterns APPEND .h OUTPUT_VARIABLE header_patterns)
	file(GLOB sources CONFIGURE_DEPENDS ${source_patterns})
	file(GLOB headers CONFIGURE_DEPENDS ${header_patterns} "${root}/include/*.h")
	smh_dtgen_definitions(definitions ${address_bits})
	separate_arguments(options NATIVE_COMMAND "${SMH_HOST_CFLAGS}")
	set(config "$<TARGET_PROPERTY:shared_multi_heap::shared_multi_heap,INTERFACE_INCLUDE_DIRECTORIES>")
	file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/smh-dtgen")
	add_custom_command(OUTPUT "${program}"
		COMMAND "${SMH_HOST_CC}" -std=c11 ${definitions} -DSMH_LOCK=0
			"-I${root}/include" "-I${root}/c" "-I$<JOIN:${config},;-I>"
			-o "${program}" ${sources} ${options} -lfdt
		DEPENDS ${sources} ${headers}
		COMMENT "Compiling smh-dtgen for this machine (needs libfdt: libfdt-dev in Debian)"
		COMMAND_EXPAND_LISTS
		VERBATIM
	)
	add_custom_target(smh_dtgen DEPENDS "${program}")
	set_property(TARGET smh_dtgen PROPERTY SMH_PROGRAM "${program}")
endfunction()

# smh_devicetree_blob(SOURCE.dts BLOB.dtb directory...): preprocess and compile.
function(smh_devicetree_blob source blob)
	if(NOT SMH_DTC OR NOT SMH_HOST_CC)
		message(FATAL_ERROR "smh_devicetree_regions: ${source} needs dtc and a C compiler for this "
			"machine; name them in SMH_DTC and SMH_HOST_CC")
	endif()
	get_filename_component(folder "${source}" DIRECTORY)
	set(before "")
	set(paths "")
	foreach(path IN LISTS folder ARGN)
		get_filename_component(path "${path}" ABSOLUTE)
		list(APPEND before -I "${path}")
		list(APPEND paths -i "${path}")
	endforeach()
	add_custom_command(OUTPUT "${blob}.dts"
		COMMAND "${SMH_HOST_CC}" -E -P -nostdinc -undef -D__DTS__ -x assembler-with-cpp ${before}
			-MD -MF "${blob}.dts.d" -MT "${blob}.dts" -o "${blob}.dts" "${source}"
		DEPENDS "${source}"
		DEPFILE "${blob}.dts.d"
		VERBATIM
	)
	add_custom_command(OUTPUT "${blob}"
		COMMAND "${SMH_DTC}" -I dts -O dtb ${paths} -d "${blob}.d" -o "${blob}" "${blob}.dts"
		DEPENDS "${blob}.dts"
		DEPFILE "${blob}.d"
		VERBATIM
	)
endfunction()

# smh_dtgen_repeat(result option value...): the option before each value.
function(smh_dtgen_repeat result option)
	set(list "")
	foreach(value IN LISTS ARGN)
		list(APPEND list "${option}" "${value}")
	endforeach()
	set(${result} "${list}" PARENT_SCOPE)
endfunction()

function(smh_devicetree_regions target file)
	cmake_parse_arguments(PARSE_ARGV 2 arg "LINK;ARM_MPU_ATTRS" "NAME;ADDRESS_BITS"
		"CAPABILITIES;MEMORY_ATTRS;IN_USE;INCLUDES")
	if(arg_UNPARSED_ARGUMENTS)
		message(FATAL_ERROR "smh_devicetree_regions: unknown: ${arg_UNPARSED_ARGUMENTS}")
	endif()
	if(NOT arg_NAME)
		set(arg_NAME regions)
	endif()
	if(NOT arg_ADDRESS_BITS AND NOT CMAKE_SIZEOF_VOID_P)
		message(FATAL_ERROR "smh_devicetree_regions: the size of a pointer is not known; "
			"say ADDRESS_BITS 32, or 64")
	endif()
	if(NOT arg_ADDRESS_BITS)
		math(EXPR arg_ADDRESS_BITS "8 * ${CMAKE_SIZEOF_VOID_P}")
	endif()
	smh_dtgen_repeat(capabilities --capability ${arg_CAPABILITIES})
	smh_dtgen_repeat(memory_attrs --memory-attr ${arg_MEMORY_ATTRS})
	smh_dtgen_repeat(in_use --in-use ${arg_IN_USE})
	set(arm_mpu_attrs "")
	if(arg_ARM_MPU_ATTRS)
		set(arm_mpu_attrs --arm-mpu-attrs)
	endif()

	set(out "${CMAKE_CURRENT_BINARY_DIR}/${target}-devicetree")
	file(MAKE_DIRECTORY "${out}")
	get_filename_component(blob "${file}" ABSOLUTE)
	if(blob MATCHES "\\.dts$")
		smh_devicetree_blob("${blob}" "${out}/${arg_NAME}.dtb" ${arg_INCLUDES})
		set(blob "${out}/${arg_NAME}.dtb")
	endif()
	smh_dtgen_target(${arg_ADDRESS_BITS})
	get_target_property(program smh_dtgen SMH_PROGRAM)
	set(outputs "${out}/${arg_NAME}.c" "${out}/${arg_NAME}.h" "${out}/${arg_NAME}.ld")
	add_custom_command(OUTPUT ${outputs}
		COMMAND "${program}" --name "${arg_NAME}" --output "${out}" --emit c --emit ld
			--address-bits ${arg_ADDRESS_BITS} ${arm_mpu_attrs} ${capabilities} ${memory_attrs}
			${in_use} "${blob}"
		DEPENDS "${blob}" smh_dtgen
		COMMENT "Reading the regions of ${file} with smh-dtgen"
		VERBATIM
	)
	target_sources(${target} PRIVATE ${outputs})
	target_include_directories(${target} PRIVATE "${out}")
	if(arg_LINK)
		target_link_options(${target} PRIVATE "-T${out}/${arg_NAME}.ld")
		set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${out}/${arg_NAME}.ld")
	endif()
endfunction()
