#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: record.sh [i386|amd64]...
#
# Records the traces anew, of both architectures if none is named: Debian's own programs run the
# inputs in work/ with the recorder preloaded. The packages are not installed but unpacked below
# build/traces and started by their own loader, so that i386 needs no foreign architecture, a
# broker is not set up as a service, and no rights are needed. Needs an amd64 Debian 12 with
# network, and gcc-12-multilib for the 32-bit recorder (scripts/install-deps.sh test).

set -euo pipefail

cd "$(dirname "$0")/../.."

source_dir=$PWD/benches/traces
work=$(cd "$source_dir" && cd work && pwd)

# What the four programs are linked with, and nothing else that their packages ask for.
packages=(lua5.4 sqlite3 jq mosquitto mosquitto-clients
	libc6 libreadline8 libtinfo6 libsqlite3-0 zlib1g libjq1 libonig5 libmosquitto1 libcjson1
	libcap2 libdlt2 libssl3 libsystemd0 libwrap0 libgcrypt20 liblz4-1 liblzma5 libzstd1
	libgpg-error0 libnsl2 libtirpc3 libgssapi-krb5-2 libkrb5-3 libk5crypto3 libkrb5support0
	libcom-err2 libkeyutils1)

choose_architecture()
{
	case $1 in
	i386) bits=32 triplet=i386-linux-gnu loader=lib/ld-linux.so.2 ;;
	amd64) bits=64 triplet=x86_64-linux-gnu loader=lib64/ld-linux-x86-64.so.2 ;;
	*)
		echo "usage: $0 [i386|amd64]..." >&2
		exit 2
		;;
	esac
	build=$PWD/build/traces/$1
	root=$build/unpacked
	runs=$build/runs
	recorder=$build/record.so
}

# apt gets lists and a cache of its own, so that the system's stay as they are.
fetch_programs()
{
	local apt=$build/apt package
	local options=(-q -o APT::Architecture="$1" -o APT::Architectures::="$1"
		-o APT::Sandbox::User=root -o Dir::State::status="$apt/status"
		-o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache")

	if [ -e "$build/versions" ]; then
		return
	fi
	echo "Fetching the programs for $1 into ${root#"$PWD"/}"
	rm -rf "$apt" "$root"
	mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/packages"
	: >"$apt/status"
	# A source of another vendor may have nothing for i386; the download decides.
	apt-get "${options[@]}" update >"$build/apt.log" 2>&1 || true
	if ! (cd "$apt/packages" && apt-get "${options[@]}" download "${packages[@]}") \
		>>"$build/apt.log" 2>&1; then
		cat "$build/apt.log" >&2
		exit 1
	fi
	for package in "$apt"/packages/*.deb; do
		dpkg -x "$package" "$root"
	done
	for package in "$apt"/packages/*.deb; do
		echo "$(dpkg-deb -f "$package" Package) $(dpkg-deb -f "$package" Version)"
	done >"$build/versions"
	rm -rf "$apt"
}

# The headers of the kernel lie where only a 64-bit compiler looks; they serve both.
build_tools()
{
	local options=(-std=gnu11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -O2
		-Wall -Wextra -Werror -Ibenches)

	gcc "-m$bits" "${options[@]}" -fPIC -shared -idirafter /usr/include/x86_64-linux-gnu \
		-o "$recorder" benches/traces/record.c
	gcc "${options[@]}" -o "$build/pack_log" \
		benches/traces/pack_log.c benches/traces/pack.c benches/traces/trace.c
}

# Addresses are the same in each run: hashes of Lua depend on one.
start_with()
{
	starter=(setarch -R "$root/$loader"
		--library-path "$root/lib/$triplet:$root/usr/lib/$triplet")
}

# recorded NAME COMMAND...: leaves NAME.log.
recorded()
{
	rm -f "$runs/$1.log"
	BENCH_TRACE_LOG=$runs/$1.log "${starter[@]}" --preload "$recorder" "${@:2}"
}

record_lua()
{
	recorded lua "$root/usr/bin/lua5.4" "$work/ledger.lua" 3000 >"$runs/lua.out"
}

# The look-aside lists would serve the small blocks from one large one.
record_sqlite()
{
	rm -f "$runs/shop.db"
	"${starter[@]}" "$root/usr/bin/sqlite3" :memory: <"$work/day.sql" >"$runs/days.sql"
	cat "$work/orders.sql" "$runs/days.sql" |
		(cd "$runs" && recorded sqlite "$root/usr/bin/sqlite3" -batch -bail -lookaside 0 0 shop.db) \
			>"$runs/sqlite.out"
}

record_jq()
{
	"${starter[@]}" "$root/usr/bin/jq" -n --argjson most 60 -f "$work/orders.jq" >"$runs/orders.json"
	recorded jq "$root/usr/bin/jq" -f "$work/summary.jq" "$runs/orders.json" >"$runs/jq.out"
}

record_mosquitto()
{
	rm -rf "$runs/mosquitto.log" "$runs/broker"
	mkdir "$runs/broker"
	"$work/broker.sh" "$runs/broker" \
		env BENCH_TRACE_LOG="$runs/mosquitto.log" "${starter[@]}" --preload "$recorder" \
		"$root/usr/sbin/mosquitto" -- \
		"${starter[@]}" "$root/usr/bin/mosquitto_pub" -- \
		"${starter[@]}" "$root/usr/bin/mosquitto_sub"
}

# The time of packing is not kept, so that the same trace gives the same file.
keep()
{
	mkdir -p "$source_dir/$bits"
	"$build/pack_log" "$runs/$1.log" "$runs/$1.trace" | sed "s/^/$1: /"
	gzip -9 -n <"$runs/$1.trace" >"$source_dir/$bits/$1.trace.gz"
	rm "$runs/$1.log"
}

record_architecture()
{
	local program

	choose_architecture "$1"
	mkdir -p "$runs"
	fetch_programs "$1"
	build_tools
	start_with
	for program in lua sqlite jq mosquitto; do
		"record_$program"
		keep $program
	done
	grep -E '^(lua5.4|libsqlite3-0|libjq1|mosquitto) ' "$build/versions"
}

if [ $# -eq 0 ]; then
	set -- i386 amd64
fi
for architecture; do
	record_architecture "$architecture"
done
