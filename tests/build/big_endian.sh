#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: big_endian.sh SOURCE_DIR WORK_DIR
#
# The contract and the model on a big-endian processor, a PowerPC with 32 bits that QEMU
# translates: metadata are words, and neither library nor tests may take their bytes in an order.

set -euo pipefail

source=$(cd "$1" && pwd)
work=$2/big_endian
compiler=(powerpc-linux-gnu-gcc -std=c11 -O1 -Wall -Wextra -Werror -D_DEFAULT_SOURCE -pthread
	-I "$source/include" -I "$source/c" -I "$source/tests/contract" -I "$source/tests/model")

# compile FOLDER FILE...: objects with the names of the files.
compile()
{
	mkdir -p "$work/$1"
	(cd "$work/$1" && shift && "${compiler[@]}" -c "$@")
}

# run NAME OBJECT...
run()
{
	local name=$1
	shift

	"${compiler[@]}" -static -o "$work/$name.elf" "$@" "$work"/core/*.o
	echo "$name:"
	qemu-ppc "$work/$name.elf"
}

rm -rf "$work"
compile core "$source"/c/{port,heap,multi_heap,pool}/*.c
compile contract "$source"/tests/contract/*.c "$source/tests/host/plain_runner.c"
compile model "$source"/tests/model/*.c "$source/tests/host/model_run.c"
run contract "$work"/contract/*.o
export OPS=12000 SEEDS=1
run model "$work"/model/*.o
