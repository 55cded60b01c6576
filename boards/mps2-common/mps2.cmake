# SPDX-License-Identifier: Apache-2.0

# The library board of an Arm MPS2 board. Start-up, console, timer and exit status are objects of
# every image; newlib is the C library.

# smh_add_mps2_board(devices sources...): in the board's own folder, which has the link.ld. The
# folder devices has the devices.h.
function(smh_add_mps2_board devices)
	set(common "${PROJECT_SOURCE_DIR}/boards/mps2-common")
	add_library(board OBJECT
		"${common}/console.c"
		"${common}/fault.c"
		"${common}/format.c"
		"${common}/semihosting.c"
		"${common}/startup.c"
		"${common}/system.c"
		"${common}/time.c"
		"${common}/../common/print.c"
		${ARGN}
	)
	target_include_directories(board PUBLIC "${common}" "${common}/../common" "${devices}")
	smh_warnings(board)
	smh_board_links("${CMAKE_CURRENT_SOURCE_DIR}/link.ld" -L "${common}"
		-nostartfiles -Wl,--gc-sections -Wl,--wrap=vsnprintf)
	set_property(TARGET board APPEND PROPERTY INTERFACE_LINK_DEPENDS "${common}/sections.ld")
endfunction()

set(SMH_IMAGE_SUFFIX "" CACHE INTERNAL "What run.sh wants behind the name of an image")
include("${CMAKE_CURRENT_LIST_DIR}/../common/images.cmake")
