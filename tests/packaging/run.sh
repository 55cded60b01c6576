#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: run.sh SOURCE_DIR WORK_DIR
#
# Installs the library four times, twice with options that are not the defaults, moves each
# installation to another place, and builds and runs consumers against it: with CMake's
# find_package, with pkg-config and plain make, and as a subdirectory of projects of many kinds.
# readme.sh does the same with the snippets of README.md.

set -euo pipefail

source=$(cd "$1" && pwd)
work=$2
here=$source/tests/packaging

rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)

step()
{
	echo "== $*"
}

# run COMMAND...: quiet unless it fails.
run()
{
	if ! "$@" >"$work/log" 2>&1; then
		echo "FAILED: $*"
		cat "$work/log"
		exit 1
	fi
}

# install_library NAME CMAKE_ARGUMENT...: to $work/NAME, moved there after installation.
install_library()
{
	local name=$1
	shift
	run cmake -G Ninja -S "$source" -B "$work/$name-build" \
		-DCMAKE_INSTALL_PREFIX="$work/$name-first" "$@"
	run cmake --build "$work/$name-build"
	run cmake --install "$work/$name-build"
	mv "$work/$name-first" "$work/$name"
	if grep -rlE -e "$work|$source" "$work/$name" --include='*.pc' --include='*.cmake'; then
		echo "FAILED: the files above hold absolute paths"
		exit 1
	fi
}

# consume_as NAME PROJECT CMAKE_ARGUMENT...: build tests/packaging/PROJECT in $work/NAME.
consume_as()
{
	local name=$1 project=$2
	shift 2
	run cmake -G Ninja -S "$here/$project" -B "$work/$name" "$@"
	if grep -A 5 "CMake.*Warning" "$work/log"; then
		echo "FAILED: $name: CMake warns"
		exit 1
	fi
	run cmake --build "$work/$name"
}

# consume PROJECT CMAKE_ARGUMENT...: build tests/packaging/PROJECT.
consume()
{
	consume_as "$1" "$@"
}

# refuses TEXT CMAKE_ARGUMENT...: cmake fails and says so.
refuses()
{
	local text=$1
	shift
	if cmake "$@" >"$work/log" 2>&1; then
		echo "FAILED: was accepted: cmake $*"
		exit 1
	fi
	if ! tr -s ' \n' ' ' <"$work/log" | grep -F -e "$text" >/dev/null; then
		cat "$work/log"
		echo "FAILED: does not say: $text"
		exit 1
	fi
}

# parent NAME CMAKE_ARGUMENT...: the project of parent/ with the library in a subdirectory. It
# installs nothing of the library unless it was told to.
parent()
{
	local name=parent-$1 prefix=$work/parent-$1-prefix
	consume_as "$name" parent -DSMH_SOURCE="$source" -DEXPECTATIONS="$first" "${@:2}"
	"$work/$name/consumer"
	run cmake --install "$work/$name" --prefix "$prefix"
	case " $* " in
	*" -DSMH_INSTALL=ON "*) ;;
	*)
		if [ "$(cd "$prefix" && find . -type f)" != ./bin/consumer ]; then
			find "$prefix"
			echo "FAILED: $name: installs more than the parent's program"
			exit 1
		fi
		;;
	esac
}

# check_standard STANDARD BUILD: all of the library's files are compiled with -std=STANDARD.
check_standard()
{
	local others
	others=$(grep '"command"' "$2/compile_commands.json" | grep -F "$source/c/" |
		grep -vc -e " -std=$1 " || true)
	[ "$others" -eq 0 ] || {
		echo "FAILED: $others files are not compiled with -std=$1"
		exit 1
	}
}

# consume_with_make NAME PKG_CONFIG_PATH EXPECTATIONS: plain make and pkg-config.
consume_with_make()
{
	mkdir "$work/make-$1"
	run env PKG_CONFIG_PATH="$2" EXPECTATIONS="$3" SOURCE="$here/consumer.c" \
		make -C "$work/make-$1" -f "$here/pkg_config/Makefile" consumer
	"$work/make-$1/consumer"
}

# The numbers are those of SMH_LOCK_* in smh_config.h: pthread is 3, none is 0.
first="EXPECT_MAX_REGIONS=5;EXPECT_ALIGN=32;EXPECT_LOCK=3"
first_flags="-DEXPECT_MAX_REGIONS=5 -DEXPECT_ALIGN=32 -DEXPECT_LOCK=3"
second_flags="-DEXPECT_MAX_REGIONS=7 -DEXPECT_ALIGN=64 -DEXPECT_LOCK=0"

step "installation in lib/, options by CMake"
install_library first -DCMAKE_INSTALL_LIBDIR=lib \
	-DSMH_MAX_REGIONS=5 -DSMH_ALIGN=32 -DSMH_POLICY=best-fit -DSMH_LOCK=pthread \
	-DSMH_MAX_ATTR=0x14 -DSMH_CACHE=external -DSMH_CACHE_LINE=128

step "find_package"
consume find_package -DCMAKE_PREFIX_PATH="$work/first" -DEXPECTATIONS="$first"
"$work/find_package/consumer"

step "regions of a devicetree"
consume regions -DCMAKE_PREFIX_PATH="$work/first"
"$work/regions/consumer"
run cmake -DMARKS= "$work/regions"
if cmake --build "$work/regions" --verbose >"$work/log" 2>&1; then
	echo "FAILED: a node that only DT_MEM_ARM() marks joined without ARM_MPU_ATTRS"
	exit 1
fi
if ! grep -q 'warning: .*board.dtb: /ram@22000000: .*lets it join (CMake: ARM_MPU_ATTRS' "$work/log"
then
	cat "$work/log"
	echo "FAILED: the node that does not join is not named"
	exit 1
fi
if cmake -DSOURCE=too-many.dts "$work/regions" >"$work/log" 2>&1 &&
	cmake --build "$work/regions" >"$work/log" 2>&1; then
	echo "FAILED: more regions than the library has room for were taken"
	exit 1
fi
if ! grep -q '/reserved-memory/f@25000000: reg: too many regions (SMH_MAX_REGIONS is 5)' \
	"$work/log"; then
	cat "$work/log"
	echo "FAILED: the node that is one too many is not named"
	exit 1
fi

step "pkg-config"
consume_with_make first "$work/first/lib/pkgconfig" "$first_flags"

step "add_subdirectory"
consume add_subdirectory -DSMH_SOURCE="$source" -DEXPECTATIONS="$first"
"$work/add_subdirectory/consumer"

step "add_subdirectory, the parent's compiler runs with its tests skipped, as Zephyr does it"
parent forced -DCMAKE_TOOLCHAIN_FILE="$here/parent/forced.cmake"
step "find_package in such a project"
consume_as find_package-forced find_package -DCMAKE_PREFIX_PATH="$work/first" \
	-DEXPECTATIONS="$first" -DCMAKE_TOOLCHAIN_FILE="$here/parent/forced.cmake"
"$work/find_package-forced/consumer"

step "regions of a devicetree in such a project, where CMake does not know the size of a pointer"
consume_as regions-forced regions -DCMAKE_PREFIX_PATH="$work/first" \
	-DCMAKE_TOOLCHAIN_FILE="$here/parent/forced.cmake"
"$work/regions-forced/consumer"
refuses "smh_devicetree_regions: the size of a pointer is not known; say ADDRESS_BITS" \
	-S "$here/regions" -B "$work/regions-bits" -DBITS= -DCMAKE_PREFIX_PATH="$work/first" \
	-DCMAKE_TOOLCHAIN_FILE="$here/parent/forced.cmake"

step "add_subdirectory, the parent's compiler has no name"
parent unknown -DCMAKE_TOOLCHAIN_FILE="$here/parent/unknown.cmake"
step "add_subdirectory, a compiler that is not C11 and that CMake cannot tell so"
run cmake -G Ninja -S "$here/parent" -B "$work/parent-older" -DSMH_SOURCE="$source" \
	-DEXPECTATIONS="$first" -DCMAKE_C_FLAGS=-std=c99 \
	-DCMAKE_TOOLCHAIN_FILE="$here/parent/unknown.cmake"
if cmake --build "$work/parent-older" >"$work/log" 2>&1; then
	echo "FAILED: it compiles"
	exit 1
fi
grep -q 'error.*written in C11: give the compiler -std=c11' "$work/log"

step "add_subdirectory, the parent in C++ alone"
parent cxx -DPARENT_LANGUAGES=CXX -DPARENT_SOURCES=../zephyr/app.cpp \
	-DPARENT_LIBRARY=shared_multi_heap::zephyr_compat
step "add_subdirectory, the parent in C99 without extensions"
parent c99 -DCMAKE_C_STANDARD=99 -DCMAKE_C_STANDARD_REQUIRED=ON -DCMAKE_C_EXTENSIONS=OFF
check_standard c11 "$work/parent-c99"
step "add_subdirectory, the parent in C17 with extensions, unity builds, and errors for warnings"
parent strict -DCMAKE_C_STANDARD=17 -DCMAKE_C_EXTENSIONS=ON -DCMAKE_UNITY_BUILD=ON \
	"-DCMAKE_C_FLAGS=-Wall -Wextra -Werror"
check_standard c11 "$work/parent-strict"

step "add_subdirectory, the parent with two build types"
run cmake -G "Ninja Multi-Config" -S "$here/parent" -B "$work/parent-types" \
	-DSMH_SOURCE="$source" -DEXPECTATIONS="$first"
for type in Debug Release; do
	run cmake --build "$work/parent-types" --config "$type"
	"$work/parent-types/$type/consumer"
done

step "add_subdirectory, installed with the parent's rules"
parent install -DSMH_INSTALL=ON
[ -f "$work/parent-install-prefix/include/shared_multi_heap/shared_multi_heap.h" ]

multiarch=lib/$(gcc -print-multiarch)
step "installation in $multiarch/, options by a configuration header, with the reader"
install_library second -DCMAKE_INSTALL_LIBDIR="$multiarch" -DSMH_LOCK=none \
	-DSMH_CONFIG_HEADER="$here/packaged_config.h" -DSMH_DEVICETREE=ON

step "pkg-config"
consume_with_make second "$work/second/$multiarch/pkgconfig" "$second_flags"

step "find_package with the component devicetree"
consume devicetree -DCMAKE_PREFIX_PATH="$work/second" \
	-DCMAKE_LIBRARY_ARCHITECTURE="$(gcc -print-multiarch)"
"$work/devicetree/consumer"

step "pkg-config of the reader"
PKG_CONFIG_PATH="$work/second/$multiarch/pkgconfig"
export PKG_CONFIG_PATH
# Two lists of words, split on purpose.
# shellcheck disable=SC2046
run gcc -std=c11 $(pkg-config --cflags shared_multi_heap_devicetree) \
	-o "$work/reader" "$here/devicetree/main.c" \
	$(pkg-config --libs shared_multi_heap_devicetree)
"$work/reader"

step "installation with the default layout"
install_library defaults -DCMAKE_INSTALL_LIBDIR=lib -DSMH_HEAP_LISTENER=ON

step "installation with the mapping layer and the reader"
install_library mapping -DCMAKE_INSTALL_LIBDIR=lib -DSMH_MM=ON -DSMH_DEVICETREE=ON

step "find_package with the component mm, half of it written for Zephyr"
consume mm -DCMAKE_PREFIX_PATH="$work/mapping"
"$work/mm/consumer"

step "pkg-config of the mapping layer"
# Two lists of words, split on purpose.
PKG_CONFIG_PATH="$work/mapping/lib/pkgconfig"
# shellcheck disable=SC2046
run gcc -std=c11 $(pkg-config --cflags shared_multi_heap_mm) \
	-I"$work/mapping/include/shared_multi_heap_zephyr" -o "$work/mapper" \
	"$here/mm/main.c" "$here/mm/zephyr.c" $(pkg-config --libs shared_multi_heap_mm)
"$work/mapper"

step "source written for Zephyr"
consume zephyr -DCMAKE_PREFIX_PATH="$work/defaults"
"$work/zephyr/consumer"
"$work/zephyr/consumer_cxx"

step "a project in C++ alone"
consume cxx_only -DCMAKE_PREFIX_PATH="$work/defaults"
"$work/cxx_only/consumer"

step "installation for a Cortex-M33, with the layer for its MPU"
arm=(-DCMAKE_TOOLCHAIN_FILE="$source/cmake/toolchain-arm-none-eabi.cmake"
	-DSMH_ARM_CPU=cortex-m33)
install_library m33 -DCMAKE_INSTALL_LIBDIR=lib -DSMH_MPU=ON "${arm[@]}"

step "find_package with the component mpu"
consume mpu -DCMAKE_PREFIX_PATH="$work/m33" "${arm[@]}"
arm-none-eabi-nm "$work/mpu/consumer" | grep ' T smh_mpu_init_region$' >/dev/null
PKG_CONFIG_PATH="$work/m33/lib/pkgconfig" pkg-config --exists shared_multi_heap_mpu

step "the layer for the MPU on a processor that has none"
refuses "SMH_MPU is ON, but" -S "$source" -B "$work/no-mpu" -DSMH_MPU=ON

# shellcheck source=tests/packaging/readme.sh
. "$here/readme.sh"

echo "packaging: all held"
