#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: install-deps.sh [run|test|lint|bench|all]
#
# Makes sure that what a task needs is there. On Debian and its relatives, apt is asked only
# for packages that are missing, as root or through sudo, and may remove none. A user who is not
# root and may not use sudo gets the one line that root has to run. Elsewhere the script says what
# to install. The AArch64 libfdt is not installed but unpacked into build/deps.
# Rust is Debian's rustc-web, its newer one; where that cannot be had, a user's own will do.

set -euo pipefail

cd "$(dirname "$0")/.."

# shellcheck source=scripts/progress.sh
. scripts/progress.sh

task=${1:-all}
log=$PWD/build/install.log
mkdir -p build
: >"$log"

run_packages=(cmake ninja-build gcc libc6-dev gcc-aarch64-linux-gnu libc6-dev-arm64-cross
	picolibc-aarch64-linux-gnu device-tree-compiler qemu-system-arm ca-certificates)
test_packages=("${run_packages[@]}" g++ gcc-12-multilib pkg-config python3
	libcriterion-dev libfdt-dev gcc-arm-none-eabi libnewlib-arm-none-eabi
	gcc-riscv64-unknown-elf clang-19 libclang1-19 libclang-rt-19-dev clang-format-19 jq dt-schema
	gcc-powerpc-linux-gnu libc6-dev-powerpc-cross qemu-user)
lint_packages=(cmake ninja-build gcc libc6-dev pkg-config libcriterion-dev libfdt-dev
	device-tree-compiler
	gcc-arm-none-eabi gcc-aarch64-linux-gnu clang-19 clang-format-19 clang-tidy-19 shellcheck
	jq python3 ca-certificates)
bench_packages=("${run_packages[@]}" gcc-arm-none-eabi libnewlib-arm-none-eabi
	gcc-riscv64-unknown-elf picolibc-arm-none-eabi picolibc-riscv64-unknown-elf
	qemu-system-misc python3-matplotlib)
# The source is what core is compiled from for bare metal. Generated files are formatted.
wanted_rust=(rustc-web cargo-web rust-web-src)
case $task in
run | bench) ;;
test) wanted_rust+=(rustfmt-web) ;;
*) wanted_rust+=(rustfmt-web rust-web-clippy) ;;
esac
oldest_rust=1.88

case $task in
run) wanted=("${run_packages[@]}") ;;
test) wanted=("${test_packages[@]}") ;;
lint) wanted=("${lint_packages[@]}") ;;
bench) wanted=("${bench_packages[@]}") ;;
all)
	mapfile -t wanted < <(printf '%s\n' "${test_packages[@]}" "${lint_packages[@]}" \
		"${bench_packages[@]}" | sort -u)
	;;
*)
	echo "usage: $0 [run|test|lint|bench|all]" >&2
	exit 2
	;;
esac

# The command by which another system shows that it has the package of that name.
command_of()
{
	case $1 in
	ninja-build) echo ninja ;;
	gcc-aarch64-linux-gnu) echo aarch64-linux-gnu-gcc ;;
	gcc-arm-none-eabi) echo arm-none-eabi-gcc ;;
	gcc-riscv64-unknown-elf) echo riscv64-unknown-elf-gcc ;;
	gcc-powerpc-linux-gnu) echo powerpc-linux-gnu-gcc ;;
	qemu-user) echo qemu-ppc ;;
	device-tree-compiler) echo dtc ;;
	qemu-system-arm) echo qemu-system-aarch64 ;;
	qemu-system-misc) echo qemu-system-riscv32 ;;
	dt-schema) echo dt-validate ;;
	python3-matplotlib) echo python3 ;;
	lib* | picolibc-* | gcc-12-multilib | ca-certificates) echo true ;;
	*) echo "$1" ;;
	esac
}

libfdt_root=build/deps/arm64

have_libfdt()
{
	[ -e $libfdt_root/usr/include/libfdt.h ] &&
		[ -e $libfdt_root/usr/lib/aarch64-linux-gnu/libfdt.a ]
}

# rust_of_user: the version of the user's own Rust, 1.96.0, or nothing.
rust_of_user()
{
	if command -v cargo >/dev/null; then
		rustc --version 2>/dev/null | sed -nE 's/^rustc ([0-9.]+).*/\1/p'
	fi
}

# at_least OLDEST VERSION
at_least()
{
	[ -n "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

# What the user's own Rust has not: the core libraries of the boards, and two commands.
missing_of_user_rust()
{
	local sysroot target package command

	sysroot=$(rustc --print sysroot)
	if [ ! -e "$sysroot/lib/rustlib/src/rust/library/Cargo.lock" ]; then
		for target in thumbv6m-none-eabi thumbv7m-none-eabi riscv32imac-unknown-none-elf \
			aarch64-unknown-none aarch64-unknown-none-softfloat; do
			[ -d "$sysroot/lib/rustlib/$target" ] ||
				echo "Rust's target $target (rustup target add $target)"
		done
	fi
	for package in "${wanted_rust[@]}"; do
		case $package in
		rustfmt-web) command=fmt ;;
		rust-web-clippy) command=clippy ;;
		*) continue ;;
		esac
		cargo "$command" --version >/dev/null 2>&1 || echo "cargo $command"
	done
}

# Elsewhere: complain if a command is missing, with Debian's names of everything.
tell_what_to_install()
{
	local package missing=()

	for package in "${wanted[@]}"; do
		command -v "$(command_of "$package")" >/dev/null || missing+=("$package")
	done
	if [ "$task" != lint ] && ! have_libfdt; then
		missing+=("libfdt-dev for arm64, unpacked in $libfdt_root")
	fi
	if at_least "$oldest_rust" "$(rust_of_user)"; then
		mapfile -t -O ${#missing[@]} missing < <(missing_of_user_rust)
	else
		missing+=("Rust $oldest_rust or newer")
	fi
	if [ ${#missing[@]} -gt 0 ]; then
		echo "This system has no apt-get. Install what Debian 12 calls:" >&2
		echo "    ${wanted[*]} ${wanted_rust[*]}" >&2
		printf "Not found here: %s\n" "${missing[@]}" >&2
		exit 1
	fi
}

# may_be_root: as root, or through sudo, which may ask for a password.
may_be_root()
{
	if [ "$(id -u)" -eq 0 ]; then
		return
	fi
	command -v sudo >/dev/null || return
	sudo -n true 2>/dev/null || sudo -v
}

# as_root COMMAND...: with messages in English, which unreachable() reads.
as_root()
{
	if [ "$(id -u)" -eq 0 ]; then
		env DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@" </dev/null
	else
		sudo env DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"
	fi
}

# unreachable: whether the log has an error of the network. With 404 an archive has answered.
unreachable()
{
	local errors='Failed to fetch|Unable to (fetch|connect)|Could not (resolve|connect)'

	errors+='|Temporary failure|Cannot initiate|[Cc]onnection (failed|timed out|refused)'
	grep -E "^(E|W|Err).*($errors)" "$log" | grep -v ' 404 ' >/dev/null
}

# failed WHAT: the reason why apt did not do that, and the end.
failed()
{
	if unreachable; then
		echo "The package archive could not be reached: check the network and the proxy of apt," \
			"and try again (build/install.log has apt's messages)." >&2
	else
		tail -n 15 "$log" >&2
		echo "$1 failed; build/install.log has all of apt's messages." >&2
	fi
	exit 1
}

# logged WHAT COMMAND...: apt has much to say, which goes to the log.
logged()
{
	local what=$1 status=0
	shift

	followed "$what" "$log.part" "$@" || status=$?
	cat "$log.part" >>"$log"
	rm -f "$log.part"
	return "$status"
}

is_installed()
{
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# version_of PACKAGE: as installed.
version_of()
{
	dpkg-query -W -f '${Version}' "$1" 2>/dev/null || true
}

# All of one version, and new enough.
have_debian_rust()
{
	local package

	at_least "$oldest_rust" "$(version_of rustc-web)" || return
	for package in "${wanted_rust[@]}"; do
		is_installed "$package" &&
			[ "$(version_of "$package")" = "$(version_of rustc-web)" ] || return
	done
}

# offered_rust: the version of rustc-web that apt has, as far as its lists have been read.
offered_rust()
{
	apt-cache policy rustc-web 2>/dev/null | sed -nE 's/^  Candidate: ([0-9].*)/\1/p'
}

# lists_read: whether apt knows at all what there is.
lists_read()
{
	[ -n "$(apt-cache madison gcc 2>/dev/null)" ]
}

tell_where_rust_is()
{
	echo "Rust $oldest_rust or newer is needed. apt offers rustc-web ${1:-in no version}." >&2
	echo "Debian 12 has a newer one in its security repository, bookworm-security, which" >&2
	echo "must be among the sources of apt; or install Rust yourself." >&2
}

apt_install=(apt-get install -y --no-install-recommends --no-remove)

# tell_root PACKAGE...: root has to install these.
tell_root()
{
	echo "Packages are missing, and only root can install them. Run this line as root, once, then" >&2
	echo "the same command again:" >&2
	echo >&2
	echo "    apt-get update && ${apt_install[*]} $*" >&2
}

# without_root PACKAGE...: nothing can be installed. Rust is among what root has to install unless
# the user has one, or apt is known to have none that will do.
without_root()
{
	local status=0 offered

	if ! have_debian_rust && ! at_least "$oldest_rust" "$(rust_of_user)"; then
		offered=$(offered_rust)
		if at_least "$oldest_rust" "$offered" || ! lists_read; then
			set -- "$@" "${wanted_rust[@]}"
		else
			tell_where_rust_is "$offered"
			status=1
		fi
	fi
	if [ $# -gt 0 ]; then
		tell_root "$@"
		status=1
	fi
	return "$status"
}

# with_root PACKAGE...: Rust is Debian's; else a user's, of which only the version is looked at.
with_root()
{
	local offered

	# It ends well with old lists where it could not fetch new ones. What is missing then shows.
	logged "Reading the lists of packages" as_root apt-get update -q || failed "apt-get update"
	if ! have_debian_rust; then
		offered=$(offered_rust)
		if at_least "$oldest_rust" "$offered"; then
			set -- "$@" "${wanted_rust[@]}"
		elif ! at_least "$oldest_rust" "$(rust_of_user)"; then
			! unreachable || failed "apt-get update"
			tell_where_rust_is "$offered"
			exit 1
		fi
	fi
	[ $# -gt 0 ] || return 0
	echo "Installing: $*"
	logged "Installing $# packages" as_root "${apt_install[@]}" -q "$@" || failed "apt-get install"
}

install_missing()
{
	local package missing=()

	for package in "${wanted[@]}"; do
		is_installed "$package" || missing+=("$package")
	done
	if [ ${#missing[@]} -eq 0 ] && have_debian_rust; then
		return
	fi
	if may_be_root; then
		with_root "${missing[@]}"
	else
		without_root "${missing[@]}"
	fi
}

# The AArch64 package conflicts with the native one, and only two of its files are needed: it
# is downloaded and unpacked, not installed. apt gets lists and a cache of its own for that,
# so that the system's stay as they are and no rights are needed.
fetch_libfdt()
{
	local apt=$PWD/build/deps/apt
	local options=(-q -o APT::Architecture=arm64 -o APT::Architectures::=arm64
		-o APT::Sandbox::User=root -o Dir::State::status="$apt/status"
		-o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache")

	if have_libfdt; then
		return
	fi
	echo "Fetching libfdt for AArch64 into $libfdt_root"
	rm -rf "$apt" $libfdt_root
	mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/package"
	: >"$apt/status"
	# A source of another vendor may have nothing for AArch64; the download decides.
	logged "Reading the lists of packages for AArch64" apt-get "${options[@]}" update || true
	(cd "$apt/package" && logged "Downloading libfdt" apt-get "${options[@]}" download libfdt-dev) ||
		failed "The download of libfdt"
	dpkg -x "$apt"/package/libfdt-dev_*_arm64.deb "$apt/unpacked"
	mv "$apt/unpacked" $libfdt_root
	rm -rf "$apt"
}

if ! command -v apt-get >/dev/null; then
	tell_what_to_install
	exit 0
fi

install_missing
if [ "$task" != lint ]; then
	fetch_libfdt
fi
