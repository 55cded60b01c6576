# SPDX-License-Identifier: Apache-2.0
"""The numbers that bound every loop, for some builds."""

from markdown import table

# Name of the build, SMH_ALIGN, SMH_MAX_REGION_SHIFT, SMH_MAX_REGIONS.
BUILDS = [
    ("default, 32 bit", 8, 32, 16),
    ("default, 64 bit", 16, 32, 16),
    ("64 regions, 32 bit", 8, 32, 64),
    ("regions to 256 KiB, 32 bit", 8, 18, 16),
    ("4 regions to 64 KiB, 32 bit", 8, 16, 4),
]
FLOOR_TRIES = 0


def _log2(x):
    return (x - 1).bit_length()


def bounds():
    """One row a build."""
    rows = []
    for name, align, shift, regions in BUILDS:
        octaves = shift - _log2(align) - 2
        rows.append([name, *(str(x) for x in (
            octaves, octaves // 4 + 1, FLOOR_TRIES, 2 if regions > 32 else 1, _log2(regions),
        ))])
    return table(["build", "*O*", "*W*", "*F*", "*L*", "*H*"], rows)
