#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: traces_kept.sh PROGRAM
#
# Every trace in the repository can be decoded, and its header tells the truth. The program is
# the test traces.

set -euo pipefail

program=$1
folder=$(dirname "$0")/../../benches/traces
count=0

for trace in "$folder"/*/*.trace.gz; do
	gzip -dc "$trace" | "$program" "${trace#"$folder"/}"
	count=$((count + 1))
done
[ $count -ge 8 ]
