#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: fuzz.sh SOURCE_TREE BLOB_DIR WORK_DIR [LIBFUZZER_OPTION...]
#
# libFuzzer over the reader and the outputs of smh-dtgen, with AddressSanitizer and UBSan, from the
# blobs of tests/devicetree. By default a fixed number of runs from a fixed seed; with options of its
# own as long as they say, as in -max_total_time=600. What it finds stays in WORK_DIR.

set -euo pipefail
shopt -s nullglob

source=$(cd "$1" && pwd)
blobs=$(cd "$2" && pwd)
work=$3
shift 3
options=(-seed=1 -runs=60000)
if [ $# -gt 0 ]; then
	options=("$@")
fi

rm -rf "$work/corpus"
mkdir -p "$work/corpus" "$work/found"
cp "$blobs"/*.dtb "$work/corpus"
parts=()
for file in "$source"/tools/dtgen/*.c; do
	[ "${file##*/}" = main.c ] || parts+=("$file")
done
clang-19 -std=c11 -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
	-DSMH_LOCK=0 -I"$source/include" -I"$source/c" -I"$source/tools/dtgen" \
	-I"$source/tests/dtgen" -o "$work/fuzz" "$source"/tests/dtgen/{fuzz,outputs}.c \
	"${parts[@]}" "$source"/c/{port,bits,heap,multi_heap,pool,devicetree}/*.c -lfdt
"$work/fuzz" "${options[@]}" -max_len=8192 -artifact_prefix="$work/found/" -print_final_stats=1 \
	"$work/corpus" >"$work/log" 2>&1 || {
	tail -n 60 "$work/log"
	exit 1
}
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")
new=$(sed -n 's/^stat::new_units_added: *//p' "$work/log")
echo "fuzz: $runs runs, $new new inputs, none harmful"
[ "$runs" -gt 10000 ]
