/* SPDX-License-Identifier: Apache-2.0 */

/* The kinds of damage by name, and what the specification allows of each. */

#include "hurt.h"

#define ONE  LIFE_ONE
#define TWO  LIFE_TWO
#define ZERO ODDS_NEVER
#define ANY  NEEDS_NOTHING

const struct kind kinds[] = {
	{"live-1-bit", hurt_live_header, HOW_1_BIT, ONE, ZERO, ANY},
	{"live-2-bits", hurt_live_header, HOW_2_BITS, ONE, ZERO, ANY},
	{"live-3-bits", hurt_live_header, HOW_3_BITS, ONE, ZERO, ANY},
	{"live-byte", hurt_live_header, HOW_BYTE, ONE, ZERO, ANY},
	{"live-word", hurt_live_header, HOW_WORD, ONE, ODDS_16, ANY},
	{"free-1-bit", hurt_free_header, HOW_1_BIT, ONE, ZERO, ANY},
	{"free-2-bits", hurt_free_header, HOW_2_BITS, ONE, ZERO, ANY},
	{"free-3-bits", hurt_free_header, HOW_3_BITS, ONE, ZERO, ANY},
	{"free-byte", hurt_free_header, HOW_BYTE, ONE, ZERO, ANY},
	{"free-word", hurt_free_header, HOW_WORD, ONE, ODDS_16, ANY},
	{"end-1-bit", hurt_end_marker, HOW_1_BIT, ONE, ZERO, ANY},
	{"end-2-bits", hurt_end_marker, HOW_2_BITS, ONE, ZERO, ANY},
	{"end-3-bits", hurt_end_marker, HOW_3_BITS, ONE, ZERO, ANY},
	{"end-byte", hurt_end_marker, HOW_BYTE, ONE, ZERO, ANY},
	{"end-word", hurt_end_marker, HOW_WORD, ONE, ODDS_16, ANY},
	{"links", hurt_links, 0, ONE, ZERO, ANY},
	{"footer", hurt_footer, 0, ONE, ZERO, ANY},
	{"used-after-free", hurt_used_after_free, 0, ONE, ZERO, ANY},
	{"counts", hurt_control, PART_COUNTS, ONE, ZERO, ANY},
	{"map", hurt_control, PART_MAP, ONE, ZERO, ANY},
	{"heads", hurt_control, PART_HEADS, ONE, ZERO, ANY},
	{"start-bits", hurt_control, PART_START_BITS, ONE, ZERO, NEEDS_EXACT},
	{"control", hurt_control, PART_ALL, ONE, ZERO, ANY},
	{"overrun-1", hurt_overrun, 1, ONE, ZERO, ANY},
	{"overrun", hurt_overrun, 16, ONE, ODDS_16, ANY},
	{"underrun-1", hurt_underrun, 1, ONE, ZERO, ANY},
	{"underrun", hurt_underrun, 16, ONE, ODDS_16, ANY},
	{"pointer-outside", hurt_pointers, POINTERS_OUTSIDE, ONE, ZERO, ANY},
	{"pointer-inside", hurt_pointers, POINTERS_INSIDE, ONE, ODDS_16_OR_EXACT, ANY},
	{"pointer-in-data", hurt_pointers, POINTERS_INSIDE_DATA, ONE, ODDS_16_OR_EXACT, ANY},
	{"pointer-in-copies", hurt_pointers, POINTERS_INSIDE_COPIES, ONE, ODDS_16_OR_EXACT, ANY},
	{"pointer-freed", hurt_pointers, POINTERS_STALE, ONE, ODDS_16_SHARED, ANY},
	{"earlier-heap", hurt_pointers, POINTERS_STALE, TWO, ODDS_16_SHARED, ANY},
	{"everything", hurt_everything, 0, ONE, ODDS_LOST, ANY},
};

const unsigned int num_kinds = sizeof(kinds) / sizeof(kinds[0]);

bool kind_applies(const struct kind *kind)
{
	return kind->needs != NEEDS_EXACT || SMH_CHECK_EXACT;
}
