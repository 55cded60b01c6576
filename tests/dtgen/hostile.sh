#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: hostile.sh SMH_DTGEN HOSTILE_BLOBS SOURCE_TREE WORK_DIR
#
# What comes of names that mean harm: the table compiles without a warning and has every byte of the
# labels, C++ takes the header, and the linker knows each region where it is, under a name of its
# own. A program that lies where a region is does not link, and one built with too little room for the
# regions does not compile. (Rust reads its part in tests/rust.)

set -euo pipefail

tool=$1
make_blobs=$2
source=$(cd "$3" && pwd)
work=$4
flags=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror "-I$source/include")

rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
cd "$work"

words=$("$make_blobs" "$work")
gcc -std=c11 "-I$source/include" "-I$source/c" -DSMH_LOCK=0 -c "$source"/c/{port,heap,multi_heap,pool}/*.c
ar rc libcore.a ./*.o
rm -f ./*.o

# A program of its own, whose memory ends before that of the regions.
cat >base.ld <<'END'
MEMORY { RAM : ORIGIN = 0x1000000, LENGTH = 0xe000000 }
ENTRY(start)
SECTIONS
{
	.text : { *(.text .text.* .rodata*) } > RAM
	.data : { *(.data .data.* .bss .bss.* COMMON) } > RAM
	/DISCARD/ : { *(.comment .note* .eh_frame*) }
}
END
cat >program.c <<'END'
int words[1024] = {1};
void start(void);
void start(void) { words[0]++; }
END
gcc -std=c11 -ffreestanding -fno-pie -fcf-protection=none -c program.c

# check_symbols N: start, end and size of each region, from the table's lines.
check_symbols()
{
	local addr size label names

	ld -nostdlib --no-warn-rwx-segments -T base.ld -T "$1/harm.ld" -o "$1/program" program.o 2>"$1/ld.log"
	if [ -s "$1/ld.log" ]; then
		cat "$1/ld.log"
		return 1
	fi
	nm "$1/program" | sed -nE 's/^0*([0-9a-f]+) . (__smh_region_.*)$/\2 \1/p' | sort >"$1/symbols"
	while read -r addr size label; do
		names=$(sed -nE "s/^(__smh_region_.*)_start $addr\$/\1/p" "$1/symbols")
		[ "$(wc -w <<<"$names")" -eq 1 ] || {
			echo "$1: no start at $addr, or two (label $label)"
			return 1
		}
		if ! grep -qx "${names}_end $(printf '%x' $((0x$addr + 0x$size)))" "$1/symbols" ||
			! grep -qx "${names}_size $size" "$1/symbols"; then
			echo "$1: $names: end or size is wrong (label $label)"
			return 1
		fi
	done <"$1.txt"
	[ "$(wc -l <"$1/symbols")" -eq $((3 * $(wc -l <"$1.txt"))) ]
}

seen=0
for blob in [0-9]*.dtb; do
	n=${blob%.dtb}
	mkdir "$n"
	"$tool" --name harm --output "$n" "$blob"
	gcc -std=c11 "${flags[@]}" "-I$n" -o "$n/main" "$source/tests/dtgen/hostile_main.c" \
		"$n/harm.c" libcore.a
	g++ -std=c++11 -Wall -Wextra -Wpedantic -Werror "-I$source/include" -fsyntax-only \
		-x c++ "$n/harm.h"
	"$n/main" >"$n/lines"
	cmp "$n.txt" "$n/lines"
	check_symbols "$n"
	seen=$((seen + $(wc -l <"$n/lines")))
done
[ "$seen" -eq "$words" ] && [ "$words" -gt 150 ]

# The program's memory reaches into the regions, and so does the program.
sed 's/ORIGIN = 0x1000000,/ORIGIN = 0xffff000,/' base.ld >overlap.ld
if ld -nostdlib --no-warn-rwx-segments -T overlap.ld -T 0/harm.ld -o overlap program.o 2>ld.log; then
	nm overlap
	echo "a program lies in a region, and the linker let it"
	exit 1
fi
grep -q 'section .* overlaps section' ld.log

# refused TEXT OPTION...: the table of a region above 4 GiB does not compile, for that reason.
refused()
{
	local text=$1
	shift

	if gcc -std=c11 -ffreestanding -fsyntax-only "-I$source/include" -DSMH_LOCK=0 "$@" high.c 2>log; then
		echo "high.c compiles with $*"
		exit 1
	fi
	grep -q "$text" log || {
		cat log
		exit 1
	}
}

printf '/dts-v1/; / { #address-cells = <2>; #size-cells = <1>; reserved-memory { #address-cells = <2>;
	#size-cells = <1>; ranges; a { compatible = "shared-multi-heap"; capability = "external";
	reg = <1 0 0x1000>, <1 0x1000 0x1000>; }; }; };' | dtc -q -q -o high.dtb -
"$tool" --name high --emit c high.dtb
gcc -std=c11 -ffreestanding -fsyntax-only "-I$source/include" -DSMH_LOCK=0 high.c
refused "more regions than SMH_MAX_REGIONS" -DSMH_MAX_REGIONS=1
refused "an attribute is too large" -DSMH_MAX_ATTR=2
refused "an address is too large" -m32 -idirafter "/usr/include/$(gcc -print-multiarch)"

echo "hostile: $words names"
