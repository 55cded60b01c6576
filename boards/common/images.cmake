# SPDX-License-Identifier: Apache-2.0

# What every board defines alike, on top of its library board. SMH_IMAGE_SUFFIX is what its run.sh
# wants behind the name of the executable; with ".bin" that is made too.

# smh_board_links(script options...): how an image of the board is linked.
function(smh_board_links script)
	target_link_options(board INTERFACE ${ARGN} -T ${script})
	set_property(TARGET board APPEND PROPERTY INTERFACE_LINK_DEPENDS ${script})
endfunction()

# smh_add_bare_image(name sources...): an image without the library.
function(smh_add_bare_image name)
	add_executable(${name} ${ARGN})
	target_link_libraries(${name} PRIVATE board)
	if(SMH_IMAGE_SUFFIX STREQUAL ".bin")
		add_custom_command(TARGET ${name} POST_BUILD
			COMMAND ${CMAKE_OBJCOPY} -O binary
				$<TARGET_FILE:${name}> $<TARGET_FILE:${name}>.bin
			VERBATIM
		)
	endif()
	smh_warnings(${name})
endfunction()

# smh_add_image(name sources...): an image with the library.
function(smh_add_image name)
	smh_add_bare_image(${name} ${ARGN})
	target_link_libraries(${name} PRIVATE shared_multi_heap::shared_multi_heap)
endfunction()

# smh_add_board_test(test image options...): boots the image; passes iff its exit status is 0.
# The options are passed to run.sh.
function(smh_add_board_test test image)
	add_test(NAME ${test}
		COMMAND "${PROJECT_SOURCE_DIR}/boards/${SMH_BOARD}/run.sh"
			$<TARGET_FILE:${image}>${SMH_IMAGE_SUFFIX} ${ARGN}
	)
	set_tests_properties(${test} PROPERTIES TIMEOUT 320)
endfunction()
