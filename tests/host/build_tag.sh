#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: build_tag.sh WORK SOURCE_TREE LIBRARY COMPILER [FLAG...]
#
# The name of the build tag: the options in decimal, however they are written. And the link: a
# program with SMH_BUILD_CHECK() links to LIBRARY, which is built with SMH_LOCK=4 and SMH_CACHE=3, if and only if its options are the same.

set -euo pipefail

work=$1/build_tag
source=$2
library=$3
shift 3
compiler=("$@" -I "$source/include")
same=(-DSMH_LOCK=4 -DSMH_CACHE=3)
checks=0

fail()
{
	echo "$*"
	exit 1
}

# name DEFINITION...: of the tag.
name()
{
	printf '#include "smh_build.h"\nname = SMH_BUILD_TAG\n' |
		"${compiler[@]}" "$@" -E -P -x c - | sed -n 's/^name = //p'
}

# has PART DEFINITION...: whether the name has this part.
has()
{
	local part=$1 found
	shift

	found=$(name "$@")
	case ${found}_ in
	smh_build_*"_${part}_"*) ;;
	*) fail "$*: no $part in \"$found\"" ;;
	esac
	checks=$((checks + 1))
}

# links DEFINITION...: whether a program with the library's options, and with these, links.
links()
{
	"${compiler[@]}" "${same[@]}" "$@" "$work/user.c" "$library" -o "$work/user" 2>"$work/errors"
}

# differs DEFINITION...: these options do not go with the library, and the linker names the tag.
differs()
{
	if links "$@"; then
		fail "$*: links to a library with other options"
	fi
	grep -q "undefined reference.*$(name "${same[@]}" "$@")" "$work/errors" ||
		fail "$*: the error does not name the tag"
	checks=$((checks + 1))
}

mkdir -p "$work"

for value in 1 7 9 10 11 19 90 99 100 101 110 250 999 1000 1001 1010 1100 8765 9999 10000 10001 \
	10010 10100 11000 43210 65535; do
	has "attr$value" -DSMH_MAX_ATTR="$value"
	has "attr$value" -DSMH_MAX_ATTR="$(printf '(0x%x)' "$value")"
done
for value in {1..64}; do
	has "regions$value" -DSMH_MAX_REGIONS="$value"
done
for value in {12..32}; do
	has "shift$value" -DSMH_MAX_REGION_SHIFT="$value"
done
for value in 8 16 32 64; do
	has "align$value" -DSMH_ALIGN="$value"
done
for value in 4 8 16 32 64 128 256 512 1024; do
	has "line$value" -DSMH_CACHE_LINE="$value"
done
for value in 0 1; do
	has "narrow$value" -DSMH_NARROW="$value"
	has "check$value" -DSMH_CHECK="$value"
	has "exact$value" -DSMH_CHECK_EXACT="$value"
	has "stats$value" -DSMH_STATS="$value"
done
for value in 0 1 2 3 4 5; do
	has "lock$value" -DSMH_LOCK="$value"
done
for value in 0 1 2 3; do
	has "cache$value" -DSMH_CACHE="$value"
done
for value in 0 1 2; do
	has "policy$value" -DSMH_POLICY="$value"
done

has attr16 -DSMH_MAX_ATTR="(1 << 4)"
has attr40 -DSMH_MAX_ATTR="32 + 8"
has regions16 -DSMH_MAX_REGIONS=16u
has align32 -DSMH_ALIGN="(0x20)"
has lock4 -DSMH_LOCK=SMH_LOCK_EXTERNAL
has policy2 -DSMH_POLICY=SMH_POLICY_SELECT_BEST_FIT

printf '#include "smh_build.h"\nint main(void) { SMH_BUILD_CHECK(); return 0; }\n' >"$work/user.c"
links || fail "the same options do not link: $(cat "$work/errors")"
"$work/user" || fail "the program does not run"
links -DSMH_MAX_REGIONS="(0x10)" || fail "the same in other words does not link"

differs -DSMH_MAX_ATTR=17
differs -DSMH_MAX_REGIONS=15
differs -DSMH_MAX_REGION_SHIFT=31
differs -DSMH_ALIGN=64
differs -DSMH_NARROW=0
differs -DSMH_POLICY=1
differs -DSMH_CHECK=0
differs -DSMH_CHECK_EXACT=1
differs -DSMH_STATS=0
differs -DSMH_CACHE_LINE=128
differs -USMH_CACHE -DSMH_CACHE=0
differs -USMH_LOCK -DSMH_LOCK=0

# However the program is optimised, and the library too.
thrifty=(-O2 -ffunction-sections -fdata-sections "-Wl,--gc-sections" "-Wl,-s")
for flags in "" -flto; do
	# shellcheck disable=SC2206 # a word or none
	compiler+=("${thrifty[@]}" $flags)
	links || fail "the same options do not link with $flags: $(cat "$work/errors")"
	differs -DSMH_MAX_ATTR=17
done
"${compiler[@]}" "${same[@]}" -c "$source/c/port/build.c" -o "$work/build.o"
library=$work/build.o
links || fail "the same options do not link, all with -flto: $(cat "$work/errors")"
differs -DSMH_MAX_ATTR=17

echo "build tag: $checks names and links held"
