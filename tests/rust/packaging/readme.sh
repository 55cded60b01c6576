#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: readme.sh DIRECTORY
#
# The snippets of README.md in Rust, and its commands of cargo, as they stand there: in new projects
# outside the repository, for the host, where the program runs, and for thumbv7m. First with the
# crates of the repository, then with the packed ones that are unpacked in DIRECTORY.

set -euo pipefail

packed=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$root/build/rust-readme

# shellcheck source=scripts/rust-env.sh
. "$root/scripts/rust-env.sh"
# shellcheck source=tests/rust/packaging/checks.sh
. "$here/checks.sh"
# shellcheck source=tests/readme/snippets.sh
. "$root/tests/readme/snippets.sh"

rm -rf "$work"
mkdir -p "$work/chip"
cp "$root/rust/firmware/mps2-an385/memory.x" "$work/chip/"
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT
while read -r name; do
	unset "$name"
done < <(compgen -e SMH_)
export CARGO_NET_OFFLINE=true
snippets=$work/snippets
chip=thumbv7m-none-eabi

# lay_path, lay_packed: a directory in which shared_multi_heap is where README.md says, for a project
# beside it.
lay_path()
{
	mkdir -p "$away/path"
	ln -s "$root" "$away/path/shared_multi_heap"
}

# The packages that are not named in a command come from a registry, for which this stands.
lay_packed()
{
	local to=$away/packed/shared_multi_heap/rust

	CARGO_TARGET_DIR="$work" cargo package -q --no-verify --allow-dirty \
		--manifest-path "$root/rust/dtgen/Cargo.toml" || return
	mkdir -p "$to" "$away/packed/.cargo"
	tar -xzf "$work"/package/shared-multi-heap-dtgen-*.crate -C "$away/packed"
	mv "$away/packed"/shared-multi-heap-dtgen-* "$to/dtgen"
	cp -r "$packed"/shared-multi-heap-[0-9]* "$to/shared-multi-heap"
	cp -r "$packed"/shared-multi-heap-sys-* "$to/sys"
	cp -r "$packed"/shared-multi-heap-derive-* "$to/derive"
	cat >"$away/packed/.cargo/config.toml" <<-END
		[patch.crates-io]
		shared-multi-heap-sys.path = "$to/sys"
		shared-multi-heap-derive.path = "$to/derive"
	END
}

# new_project PROJECT SNIPPET...: a new one with these sources.
new_project()
{
	local project=$away/$1 name
	shift

	cargo new -q --bin --vcs none "$project" || return
	for name in "$@"; do
		cp "$snippets/$name" "$project/src/" || return
	done
}

# setup PROJECT SNIPPET: the commands, as they stand there.
setup()
{
	(cd "$away/$1" && bash -e "$snippets/$2")
}

# in_project PROJECT COMMAND...
in_project()
{
	(cd "$away/$1" && "${@:2}")
}

# build_chip PROJECT: a firmware. The linker script is that of cortex-m-rt, with the linker of the
# cross compiler, since Debian's Rust has none.
build_chip()
{
	rm -f "$work/chip/image"
	RUSTFLAGS="-L $work/chip -C link-arg=-Tlink.x" \
		CARGO_TARGET_THUMBV7M_NONE_EABI_LINKER=arm-none-eabi-ld \
		in_project "$1" cargo_target "$chip" build --release || return
	cp "$CARGO_TARGET_DIR/$chip/release/$(basename "$1")" "$work/chip/image"
}

# image_has PATTERN: a line of its symbols or sections.
image_has()
{
	arm-none-eabi-objdump -h -t "$work/chip/image" | grep -E -e "$1"
}

# without PATTERN FILE: removes the lines from one that matches to the next empty one.
without()
{
	sed -i "/$1/,/^\$/d" "$2"
}

# of_readme KIND: all that README.md says, with the crates of path or of packed.
of_readme()
{
	local kind=$1 main

	check "a project for the host" new_project "$kind/host" src/memory.rs host/src/main.rs
	check "its commands" setup "$kind/host" host/setup.sh
	check "it runs" said '^5 of [0-9]+ bytes$' in_project "$kind/host" cargo run

	check "a project for a Cortex-M" new_project "$kind/chip" src/memory.rs cortex-m/src/main.rs
	check "its commands" setup "$kind/chip" cortex-m/setup.sh
	check "it links" build_chip "$kind/chip"
	check "with the pool" image_has ' F \.text.* shared_multi_heap_pool_init$'
	check "and regions of a devicetree" add_regions "$kind/chip"
	check "which lie where it says" image_has ' 21000000 '

	main=$away/$kind/chip/src/main.rs
	without '^#\[global_allocator\]' "$main"
	check_fails "but not without the global heap" 'no global memory allocator found' \
		build_chip "$kind/chip"
}

# add_regions PROJECT
add_regions()
{
	setup "$1" dtgen.sh || return
	cp "$snippets/build.rs" "$root/tests/readme/board.dts" "$away/$1/" || return
	cp "$snippets/src/board.rs" "$away/$1/src/" || return
	echo 'mod board;' >>"$away/$1/src/main.rs"
	build_chip "$1"
}

# of_no_alloc: what README.md says of a program without the feature alloc and without a global heap.
of_no_alloc()
{
	cp -r "$away/path/chip" "$away/path/no-alloc"
	rm "$away/path/no-alloc/build.rs"
	cp "$here/readme/no_alloc.rs" "$away/path/no-alloc/src/main.rs"
	sed -i 's/name = "chip"/name = "no-alloc"/; s/, features = \["alloc"\]//' \
		"$away/path/no-alloc/Cargo.toml"
	! grep -q '"alloc"' "$away/path/no-alloc/Cargo.toml" && build_chip path/no-alloc
}

# same_snippets README: those of another page are the ones that are tried here.
same_snippets()
{
	local name language

	readme_extract "$1" "$work/other" || return
	while read -r language name; do
		echo "$language $name"
		cmp "$work/other/$name" "$snippets/$name" || return
	done <"$work/other/.names"
}

# each_example_is_there: a command for every example that the crate has.
each_example_is_there()
{
	diff <(sed -n 's/.* --example //p' "$snippets/examples.sh" | sort) \
		<(basename -s .rs -- "$root"/rust/shared-multi-heap/examples/*.rs | sort)
}

step "snippets of README.md"
check "they can be told apart" readme_extract "$root/README.md" "$snippets"
check "they are those that are tried here" readme_all_known rust "$snippets" \
	host/setup.sh host/src/main.rs src/memory.rs cortex-m/setup.sh cortex-m/src/main.rs \
	dtgen.sh build.rs src/board.rs examples.sh
check "the page of the crate has the same" same_snippets "$root/rust/shared-multi-heap/README.md"
check "core library" rust_core "$chip"

step "with the crates of the repository"
check "they lie beside the project" lay_path
of_readme path
check "without alloc no global heap is needed" of_no_alloc
check "without a critical section" sed -i '/^critical-section/d' "$away/path/host/Cargo.toml"
check_fails "it does not link" '_critical_section_1_0_acquire' in_project path/host cargo build

step "with packed crates"
check "they lie beside the project" lay_packed
of_readme packed

step "examples"
check "README.md has each" each_example_is_there
while read -r line; do
	check "$line" bash -c "cd '$root' && $line"
done <"$snippets/examples.sh"
sum_up
