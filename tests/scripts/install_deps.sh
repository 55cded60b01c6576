#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: install_deps.sh SOURCE_TREE
#
# scripts/install-deps.sh on machines that are made up: apt, dpkg, sudo, id and Rust are scripts,
# which keep in files what is installed and what was called. The script under test is a copy, so
# that its build/ is a folder of the test's own.

set -euo pipefail

source=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export MACHINE=$work/machine
failures=0
checks=0

# command_is NAME: a script of standard input, first in PATH.
command_is()
{
	{
		echo '#!/bin/bash'
		cat
	} >"$work/bin/$1"
	chmod +x "$work/bin/$1"
}

# Every program of this machine but those that the test stands in for.
mkdir -p "$work/bin" "$work/tree"
find /usr/bin /bin -maxdepth 1 \( -type f -o -type l \) ! -name sudo ! -name 'rust*' ! -name 'cargo*' \
	! -name 'apt*' ! -name 'dpkg*' ! -name id -exec ln -sf -t "$work/bin" {} +
cp -r "$source/scripts" "$work/tree/scripts"

command_is id <<'END'
[ -e "$MACHINE/root" ] && echo 0 || echo 1000
END
command_is dpkg-query <<'END'
version=$(sed -n "s/^${!#} //p" "$MACHINE/installed")
[ -n "$version" ] || exit 1
case $3 in
*Version*) echo -n "$version" ;;
*) echo -n installed ;;
esac
END
command_is dpkg <<'END'
mkdir -p "$3/usr/include" "$3/usr/lib/aarch64-linux-gnu"
touch "$3/usr/include/libfdt.h" "$3/usr/lib/aarch64-linux-gnu/libfdt.a"
END
command_is apt-cache <<'END'
[ -e "$MACHINE/lists" ] || exit 0
case $1 in
madison) echo "gcc | 12 | http://archive" ;;
policy)
	echo "rustc-web:"
	echo "  Candidate: $(cat "$MACHINE/offered")"
	;;
esac
END
command_is apt-get <<'END'
echo "$*" >>"$MACHINE/calls"
case " $* " in
*" download "*)
	[ ! -e "$MACHINE/offline" ] || { echo "E: Failed to fetch http://archive/libfdt Could not connect"; exit 100; }
	touch libfdt-dev_1_arm64.deb
	exit
	;;
*"Dir::State::status"*) exit ;;
esac
[ -e "$MACHINE/root" ] || { echo "E: are you root?"; exit 100; }
case " $* " in
*" update "*)
	if [ -e "$MACHINE/offline" ]; then
		for i in {1..100}; do
			echo "W: Failed to fetch http://archive/$i  Temporary failure resolving 'archive'"
		done
	else
		touch "$MACHINE/lists"
	fi
	;;
*" install "*)
	if [ -e "$MACHINE/offline" ]; then
		for i in {1..100}; do
			echo "E: Unable to locate package $i"
		done
		exit 100
	fi
	if [ -e "$MACHINE/locked" ]; then
		printf 'line %s of apt\n' {1..100}
		echo "E: Could not get lock /var/lib/dpkg/lock"
		exit 100
	fi
	for word; do
		case $word in
		-* | install) ;;
		rust* | cargo*) echo "$word $(cat "$MACHINE/offered")" ;;
		*) echo "$word 1" ;;
		esac
	done >>"$MACHINE/installed"
	;;
esac
END

# machine FILE...: with nothing installed and a new Rust in the archive; the files stand for facts.
machine()
{
	local fact

	rm -rf "$MACHINE" "$work/tree/build" "$work/bin/sudo" "$work/bin/cargo" "$work/bin/rustc"
	mkdir "$MACHINE"
	touch "$MACHINE/installed" "$MACHINE/calls"
	echo 1.90.0 >"$MACHINE/offered"
	for fact; do
		touch "$MACHINE/$fact"
	done
}

# install: the script for "make run", all of its output, and its status.
install()
{
	status=0
	PATH=$work/bin "$work/tree/scripts/install-deps.sh" run >"$MACHINE/said" 2>&1 </dev/null || status=$?
}

# expect WHAT COMMAND...
expect()
{
	checks=$((checks + 1))
	if ! "${@:2}"; then
		failures=$((failures + 1))
		echo "FAILED: $1. The script ended with $status and said:"
		cat "$MACHINE/said"
	fi
}

said() { grep -qE -e "$1" "$MACHINE/said"; }
never_said() { ! said "$1"; }
lines_at_most() { [ "$(wc -l <"$MACHINE/said")" -le "$1" ]; }
called() { [ "$(grep -cE -e "$1" "$MACHINE/calls")" -eq "$2" ]; }
ended_with() { [ "$status" -eq "$1" ]; }

# The one line for root, as it stands there.
line()
{
	sed -nE 's/^ +(apt-get update .*)/\1/p' "$MACHINE/said"
}

one_line_for_root()
{
	[ "$(line | wc -l)" -eq 1 ] && [ "$(grep -c 'apt-get' "$MACHINE/said")" -eq 1 ]
}

line_has_once()
{
	[ "$(line | tr ' ' '\n' | grep -cx -e "$1")" -eq 1 ]
}

# root_runs_the_line: exactly what the script printed; then the user goes on.
root_runs_the_line()
{
	line >"$work/line"
	touch "$MACHINE/root"
	PATH=$work/bin bash -e "$work/line" || return
	rm "$MACHINE/root"
	install
	[ "$status" -eq 0 ]
}

no_root()
{
	local package

	install
	expect "$1: status" ended_with 1
	expect "$1: one line" one_line_for_root
	for package in cmake qemu-system-arm ca-certificates rustc-web cargo-web rust-web-src; do
		expect "$1: $package is in the line" line_has_once "$package"
	done
	expect "$1: apt was left alone" called . 0
	expect "$1: goes on after that line" root_runs_the_line
}

machine
no_root "no sudo"

machine
command_is sudo <<<'echo "You are not in the sudoers file." >&2; exit 1'
no_root "sudo refuses"

machine lists
no_root "lists are there"

# With the user's own Rust the line has none.
machine
command_is cargo <<<:
command_is rustc <<<'echo "rustc 1.95.0 (of the user)"'
install
expect "own Rust: one line" one_line_for_root
expect "own Rust: not in the line" never_said rustc-web
expect "own Rust: goes on after that line" root_runs_the_line

# Where apt has no new Rust, a line that asks for it would be asked for again and again.
machine lists
echo 1.63.0 >"$MACHINE/offered"
install
expect "old Rust: status" ended_with 1
expect "old Rust: says where to get one" said bookworm-security
expect "old Rust: not in the line" never_said cargo-web
expect "old Rust: one line for the rest" line_has_once cmake

# As root: one update, one install, and nothing the second time.
machine root
install
expect "root: status" ended_with 0
expect "root: one update" called '^update' 1
expect "root: one install" called '^install' 1
install
expect "root, again: status" ended_with 0
expect "root, again: apt was left alone" called '^(update|install)' 2

machine
command_is sudo <<'END'
[ "$1" != -n ] || shift
touch "$MACHINE/root"
"$@"
status=$?
rm "$MACHINE/root"
exit $status
END
install
expect "sudo: status" ended_with 0
expect "sudo: one install" called '^install' 1

# The archive cannot be reached.
machine root offline
install
expect "offline: status" ended_with 1
expect "offline: says so" said 'archive could not be reached'
expect "offline: few lines" lines_at_most 5

machine root
install
touch "$MACHINE/offline"
rm -rf "$work/tree/build/deps"
install
expect "offline libfdt: status" ended_with 1
expect "offline libfdt: says so" said 'archive could not be reached'
expect "offline libfdt: few lines" lines_at_most 5

# Other errors of apt are shown, but not all that it said before.
machine root locked
install
expect "locked: status" ended_with 1
expect "locked: says so" said 'Could not get lock'
expect "locked: few lines" lines_at_most 20

echo "install-deps: $((checks - failures)) of $checks checks held"
[ "$failures" -eq 0 ]
