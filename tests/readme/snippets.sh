#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: source snippets.sh
#
# Takes the snippets out of README.md. Each is a fence with a language and a name:
#
#	```c memory.c
#
# A test extracts all snippets, asks for those of its own by name, and asks at the end whether it
# left one out. So a snippet that no test knows fails a test: those with cargo and of Rust fail
# tests/rust/packaging/readme.sh, all others tests/packaging/readme.sh.
#
# Commands in the text count as well: inline code that begins with a program of readme_programs and
# has an argument. They are the lines of the snippet "inline.sh" or, for cargo, "inline-cargo.sh".

readme_programs='apt-get|cargo|cmake|gcc|make|pkg-config|scripts/[^ ]+|tests/[^ ]+'

# readme_extract README DIRECTORY: one file for each snippet, and DIRECTORY/.names with its language.
readme_extract()
{
	mkdir -p "$2"
	awk -v to="$2" -v programs="^($readme_programs) " '
		function fail(what) {
			printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
			failed = 1
		}
		function open_snippet(language, name) {
			if (language !~ /^(c|cmake|rust|sh)$/)
				fail("no test knows snippets of the language \"" language "\"")
			if (name == "" || name ~ /^\/|\.\./) {
				fail("a snippet without a name, as in \"```c memory.c\"")
				file = "/dev/null"
				return
			}
			if (name in seen)
				fail("a second snippet with the name " name)
			seen[name] = 1
			file = to "/" name
			folder = file
			sub(/\/[^\/]*$/, "", folder)
			system("mkdir -p \"" folder "\"")
			printf "" > file
			print language, name > names
		}
		function take_inline(line,    part, n, i) {
			n = split(line, part, "`")
			for (i = 2; i < n; i += 2)
				if (part[i] ~ programs)
					take_command(part[i], part[i] ~ /^cargo / ? "inline-cargo.sh" : "inline.sh")
		}
		function take_command(command, name) {
			if (!(name in seen))
				print "sh", name > names
			seen[name] = 1
			print command > (to "/" name)
		}
		BEGIN { names = to "/.names" }
		/^ *```/ && !inside {
			inside = 1
			sub(/^ *```/, "")
			open_snippet($1, $2)
			if (NF > 2)
				fail("more than a language and a name")
			next
		}
		/^ *```/ { inside = 0; close(file); next }
		inside { print > file; next }
		/^(    |\t)/ && blank { fail("an indented snippet: make it a fence with a name") }
		{ blank = /^[ \t]*$/; take_inline($0) }
		END {
			if (inside)
				fail("a fence that is not closed")
			exit failed
		}' "$1"
}

# readme_mine rust|c DIRECTORY: the names of the snippets that this test must know.
readme_mine()
{
	local language name owner

	while read -r language name; do
		owner=c
		if [ "$language" = rust ] || { [ "$language" = sh ] && grep -q '^cargo ' "$2/$name"; }; then
			owner=rust
		fi
		[ "$owner" != "$1" ] || echo "$name"
	done <"$2/.names"
}

# readme_all_known rust|c DIRECTORY NAME...: the names are those of all snippets, no more, no less.
readme_all_known()
{
	local owner=$1 directory=$2
	shift 2

	diff <(readme_mine "$owner" "$directory" | sort) <(printf '%s\n' "$@" | sort) ||
		{
			echo "README.md has snippets (<) that no test knows, or lacks some (>) that one wants"
			return 1
		}
}
