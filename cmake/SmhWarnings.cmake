# SPDX-License-Identifier: Apache-2.0

# smh_warnings(target): the project's warnings, for that target alone. Whether they are
# errors is the builder's choice (CMAKE_COMPILE_WARNING_AS_ERROR; the presets set it).
function(smh_warnings target)
	target_compile_options(${target} PRIVATE
		$<$<COMPILE_LANG_AND_ID:C,GNU,Clang,AppleClang>:
			-Wall
			-Wextra
			-Wpedantic
			-Wconversion
			-Wsign-conversion
			-Wshadow
			-Wcast-align
			-Wundef
			-Wmissing-prototypes
			-Wstrict-prototypes
			-Wvla
		>
	)
endfunction()
