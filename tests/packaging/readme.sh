#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: source readme.sh
#
# The snippets of README.md but those of Rust, as they stand there, in projects of their own outside
# the source tree. Expects of run.sh: $source, $work, $here, the options ${arm[@]} for a Cortex-M, the
# functions step and run, and the installations "mapping" and "m33".

: "${source:?}" "${work:?}" "${here:?}" "${arm:?}"

# shellcheck source=tests/readme/snippets.sh
. "$source/tests/readme/snippets.sh"

snippets=$work/snippets
programs=$here/readme
warnings=(-std=c11 -Wall -Wextra -Werror)

# readme_file PROJECT SNIPPET...: copies of these in a directory of that name.
readme_file()
{
	local project=$work/readme-$1 name
	shift

	mkdir -p "$project"
	for name in "$@"; do
		cp "$snippets/$name" "$project/"
	done
}

# readme_said PATTERN: what ran last has printed a line like that.
readme_said()
{
	if ! grep -qE -e "$1" "$work/log"; then
		cat "$work/log"
		echo "FAILED: there is no line like $1"
		exit 1
	fi
}

# readme_runs PROGRAM: it succeeds, and its double free is reported.
readme_runs()
{
	run "$1"
	readme_said '^heap: double free at 0x'
}

# readme_cmake PROJECT SOURCE SNIPPET...: CMakeLists.txt of a program whose last lines are snippets.
readme_cmake()
{
	local project=$work/readme-$1 name sources=$2
	shift 2

	printf '%s\n' 'cmake_minimum_required(VERSION 3.21)' 'project(app LANGUAGES C)' \
		"add_executable(app $sources)" >"$project/CMakeLists.txt"
	for name in "$@"; do
		cat "$snippets/$name" >>"$project/CMakeLists.txt"
	done
}

# readme_build PROJECT CMAKE_ARGUMENT...
readme_build()
{
	local project=$work/readme-$1
	shift

	run cmake -G Ninja -S "$project" -B "$project/build" "$@"
	run cmake --build "$project/build"
}

# readme_command LINE: a command that the text names, as far as it can be tried here.
readme_command()
{
	local -a words

	read -ra words <<<"${1%%#*}"
	case ${words[0]} in
	make) run make -C "$source" -n "${words[@]:1}" ;;
	apt-get) ! command -v apt-get >/dev/null || run apt-get -s "${words[@]:1}" ;;
	scripts/* | tests/*) run grep -qwFe "${words[1]}" "$source/${words[0]}" ;;
	pkg-config) readme_pkg_config "${words[@]}" ;;
	*)
		echo "FAILED: README.md has a command that no test knows: $1"
		exit 1
		;;
	esac
}

# readme_pkg_config COMMAND...: what it prints compiles and links a program.
readme_pkg_config()
{
	local flags

	flags=$(PKG_CONFIG_PATH="$work/mapping/lib/pkgconfig" "$@")
	# A list of words, split on purpose.
	# shellcheck disable=SC2086
	run gcc "${warnings[@]}" -o "$work/readme-app/by-pkg-config" \
		"$programs/main.c" "$work/readme-app"/*.c $flags
	readme_runs "$work/readme-app/by-pkg-config"
}

step "README: the snippets are those that are tried here"
run readme_extract "$source/README.md" "$snippets"
run readme_all_known c "$snippets" \
	try.sh memory.c link.cmake compile.sh small.sh regions.cmake mapping.c faults.c inline.sh

# readme_must_check: a header that declares once more what returns an int, so that the compiler
# refuses a call whose result is left alone.
readme_must_check()
{
	{
		printf '#include <%s>\n' shared_multi_heap.h smh_devicetree.h smh_mm_region.h
		printf '#include <%s>\n' shared_multi_heap.h smh_devicetree.h smh_mm_region.h |
			gcc -E -P -I"$source/include" -x c - | tr -s '\n\t ' ' ' |
			grep -oE '\bint (shared_multi_heap|smh|k_mem)_[a-z_]+\([^;{]*\);' |
			sed 's/);$/) __attribute__((warn_unused_result));/'
	} >"$snippets/must_check.h"
	run grep -q '^int shared_multi_heap_add(' "$snippets/must_check.h"
}

step "README: examples in C check what they are told"
readme_must_check
for name in memory.c mapping.c faults.c; do
	run gcc "${warnings[@]}" -I"$source/include" -include "$snippets/must_check.h" \
		-c -o "$snippets/checked.o" "$snippets/$name"
done

step "README: a program with CMake, installed and as a subdirectory"
readme_file app memory.c faults.c
readme_cmake app "$programs/main.c memory.c faults.c" link.cmake
readme_build app -DCMAKE_PREFIX_PATH="$work/mapping" -DCMAKE_C_FLAGS="${warnings[*]}"
readme_runs "$work/readme-app/build/app"
readme_file subdirectory memory.c faults.c
readme_cmake subdirectory "$programs/main.c memory.c faults.c" link.cmake
ln -s "$source" "$work/readme-subdirectory/shared_multi_heap"
run sed -i 's/^find_package(.*# or //w /dev/stdout' "$work/readme-subdirectory/CMakeLists.txt"
readme_said '^add_subdirectory\(shared_multi_heap\)$'
readme_build subdirectory
readme_runs "$work/readme-subdirectory/build/app"

step "README: commands"
while read -r line; do
	readme_command "$line"
done < <(cat "$snippets/try.sh" "$snippets/inline.sh")

step "README: without a build system"
readme_file plain compile.sh
cp -r "$source/c" "$source/include" "$work/readme-plain/"
(cd "$work/readme-plain" && run bash -e compile.sh)
run gcc "${warnings[@]}" -I"$source/include" -o "$work/readme-plain/app" "$programs/main.c" \
	"$work/readme-app"/*.c "$work/readme-plain"/*.o -pthread
readme_runs "$work/readme-plain/app"

step "README: the small configuration"
readme_file small small.sh
cp -r "$source/c" "$source/include" "$work/readme-small/"
(cd "$work/readme-small" && run bash -e small.sh)
run gcc "${warnings[@]}" -I"$source/include" -DSMH_CONFIG_HEADER='"smh_small.h"' \
	-o "$work/readme-small/app" "$programs/main.c" "$work/readme-app"/*.c \
	"$work/readme-small"/*.o -pthread
readme_runs "$work/readme-small/app"

step "README: for a Cortex-M, with regions of a devicetree"
readme_file regions memory.c
run arm-none-eabi-gcc "${warnings[@]}" -mcpu=cortex-m3 -mthumb -ffreestanding \
	-I"$source/include" -c -o "$work/readme-regions/memory.o" "$work/readme-regions/memory.c"
cp "$source/tests/readme/board.dts" "$programs/regions_main.c" "$work/readme-regions/"
readme_cmake regions regions_main.c link.cmake regions.cmake
readme_build regions -DCMAKE_PREFIX_PATH="$work/m33" "${arm[@]}" \
	-DCMAKE_EXE_LINKER_FLAGS="-nostartfiles -Wl,--entry=main,--gc-sections"
run arm-none-eabi-objdump -h "$work/readme-regions/build/app"
readme_said ' 21000000 '

step "README: the mapping layer, in a process and for AArch64"
readme_file mapping mapping.c
# A list of words, split on purpose.
# shellcheck disable=SC2046
run gcc "${warnings[@]}" -o "$work/readme-mapping/mapper" "$programs/mapping_main.c" \
	"$work/readme-mapping/mapping.c" $(PKG_CONFIG_PATH="$work/mapping/lib/pkgconfig" \
		pkg-config --cflags --libs shared_multi_heap_mm shared_multi_heap_devicetree)
run "$work/readme-mapping/mapper" 0x400000
# Behind the end of the RAM, and in the middle of the page frames: neither can be mapped.
for offset in 0x800000 0x1000; do
	"$work/readme-mapping/mapper" "$offset" >"$work/log" && run false
	readme_said '^memory_map: -12$'
done
run aarch64-linux-gnu-gcc "${warnings[@]}" -ffreestanding -I"$source/include" \
	-c -o "$work/readme-mapping/mapping.o" "$work/readme-mapping/mapping.c"
