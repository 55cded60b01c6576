#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: link.sh
#
# Links a user of the crates with C libraries that CMake built: through SMH_LIB_DIR, and through
# Cargo's override of the links key, which leaves the build script out. A library that was built
# otherwise than the variables say must not link, by the name of its build tag. Then the options
# that only the build script knows: configuration header, bad values.

set -euo pipefail

root=$(cd "$(dirname "$0")/../../.." && pwd)
here=$root/tests/rust/packaging
work=$root/build/rust-link

# shellcheck source=scripts/rust-env.sh
. "$root/scripts/rust-env.sh"
# shellcheck source=tests/rust/packaging/checks.sh
. "$here/checks.sh"
# shellcheck source=tests/rust/packaging/consumer.sh
. "$here/consumer.sh"

rm -rf "$work"
mkdir -p "$work"
while read -r name; do
	unset "$name"
done < <(compgen -e SMH_)
host=$(rustc -vV | sed -n 's/^host: //p')
export CARGO_NET_OFFLINE=true CARGO_TARGET_DIR=$work/target

# build_library NAME CMAKE_ARGUMENT...: to $work/NAME.
build_library()
{
	local name=$1
	shift

	cmake -G Ninja -S "$root" -B "$work/$name" "$@" &&
		cmake --build "$work/$name" --target shared_multi_heap
}

# consumer [NAME=VALUE...]: builds and runs the user of the crates with these variables.
consumer()
{
	(cd "$work/consumer" && env "$@" cargo run --features host)
}

# library NAME [NAME=VALUE...]: the same with the library in a directory, and with a C compiler
# that is none, because there is nothing to compile.
library()
{
	local name=$1
	shift

	consumer "SMH_LIB_DIR=$work/$name" "CC_${host//-/_}=no-such-compiler" "$@"
}

# tag_of NAME: the symbol by which a library tells how it was built.
tag_of()
{
	nm "$work/$1/libshared_multi_heap.a" 2>/dev/null |
		sed -nE 's/^[0-9a-f]+ R (smh_build_.*)/\1/p'
}

# override TAG: Cargo's own configuration takes the place of the build script.
override()
{
	mkdir -p "$work/consumer/.cargo"
	cat >"$work/consumer/.cargo/config.toml" <<-END
		[target.$host.shared_multi_heap]
		rustc-link-search = ["native=$work/right"]
		rustc-link-lib = ["static:-bundle=shared_multi_heap"]
		rustc-env = { $1 }
		include = "$root/include"
		lock = "external"
		definitions = "SMH_LOCK=4"
	END
}

# ran_script: whether the build script of the bindings has run.
ran_script()
{
	compgen -G "$work/target/debug/build/shared-multi-heap-sys-*/output"
}

script_did_not_run()
{
	rm -rf "$work/target"
	"$@" && ! ran_script
}

# config_header DEFINITION...: as lines of a header.
config_header()
{
	printf '#define %s\n' "$@" >"$work/my_config.h"
}

# leaves_pool: a static library made of Rust does not carry the pool of another library.
leaves_pool()
{
	local symbols

	symbols=$(nm "$work/target/debug/libconsumer.a" 2>/dev/null)
	grep -q ' U shared_multi_heap_pool_init$' <<<"$symbols" &&
		! grep -q ' T shared_multi_heap_pool_init$' <<<"$symbols"
}

undefined='(undefined reference to|undefined symbol:).*smh_build_0_[0-9]+_align16'

step "libraries"
check "one as Rust expects it" build_library right -DSMH_LOCK=external
check "one for 8 attributes" build_library attr8 -DSMH_LOCK=external -DSMH_MAX_ATTR=8
check "one with the pthread lock" build_library pthread -DSMH_LOCK=pthread

step "SMH_LIB_DIR"
make_consumer "$work/consumer" "$root/rust/shared-multi-heap" "$root" "$root/rust/derive"
check "the right one runs" said 'MAX_ATTR=16 LOCK=4' library right
check "a static library of Rust leaves the pool to it" leaves_pool
check_fails "8 attributes do not link" "${undefined}_attr16_.*_lock4" library attr8
check_fails "and cargo says why" 'built as smh_build_.*_attr8_' library attr8
check "unless the variable says 8" said 'MAX_ATTR=8 ' library attr8 SMH_MAX_ATTR=8
check_fails "8 attributes for 16 do not link" "${undefined}_attr8_" library right SMH_MAX_ATTR=8
check_fails "the pthread lock does not link" "${undefined}_attr16_.*_lock4" library pthread
check "unless the variable says pthread" said 'LOCK=3 .*told lock=pthread' \
	library pthread SMH_LOCK=pthread
check_fails "a directory without it is refused" 'SMH_LIB_DIR is .*libshared_multi_heap.a' \
	library nothing
check_fails "a relative one is refused" 'SMH_LIB_DIR is right, must be an absolute path' \
	consumer SMH_LIB_DIR=right

step "Cargo's override of the links key"
override "SMH_BUILD_TAG = \"$(tag_of right)\""
check "the right one runs without the script" said 'MAX_ATTR=16 LOCK=4' \
	script_did_not_run consumer
override "SMH_BUILD_TAG = \"$(tag_of attr8)\""
check_fails "the tag of another does not link" "${undefined}_attr8_" consumer
override "SMH_BUILD_TAG = \"smh_build_0_1\""
check_fails "a tag cut short is refused" 'not a build tag' consumer
override ""
check_fails "without the tag there is a message" 'SMH_BUILD_TAG is not set: an override' consumer
rm -r "$work/consumer/.cargo"

step "options of the build script"
config_header 'SMH_MAX_ATTR (1 << 3)' 'SMH_CACHE_LINE 0x80'
check "a configuration header reaches Rust" said 'MAX_ATTR=8 LOCK=4 CACHE_LINE=128' \
	consumer "SMH_CONFIG_HEADER=$work/my_config.h"
check_fails "it may not contradict a variable" 'SMH_MAX_ATTR is 4 .* but 8 in the header' \
	consumer "SMH_CONFIG_HEADER=$work/my_config.h" SMH_MAX_ATTR=4
config_header 'SMH_LOCK SMH_LOCK_PTHREAD'
check "it may choose the lock" said 'LOCK=3 .*told lock=pthread' \
	consumer "SMH_CONFIG_HEADER=$work/my_config.h"
config_header 'SMH_LOCK pthread'
check_fails "a word of Cargo's in it is an error" 'pthread.*undeclared|undeclared.*pthread' \
	consumer "SMH_CONFIG_HEADER=$work/my_config.h"
check_fails "a bad value is an error" 'SMH_ALIGN is "12", must be a power of two from 8 to 64' \
	consumer SMH_ALIGN=12
check_fails "an unknown name is an error" 'SMH_MAX_ATRR, which is no build option' \
	consumer SMH_MAX_ATRR=8
sum_up
