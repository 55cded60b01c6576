#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: report.sh [--check] [--results FOLDER]
#
# Makes BENCHMARKS.md, WORST-CASE.md, the pages of tables in benches/ and the charts from the figures
# in benches/results; with --check it tells whether they are what the figures give.

set -euo pipefail

# The system's own has the plotting library that its packages bring.
python=/usr/bin/python3
if [ ! -x "$python" ]; then
	python=python3
fi
PYTHONDONTWRITEBYTECODE=1 exec "$python" "$(dirname "$0")/report.py" "$@"
