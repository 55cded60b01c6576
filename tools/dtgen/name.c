/*
 * SPDX-License-Identifier: Apache-2.0
 */

#include <stdio.h>
#include <string.h>

#include "name.h"

/* Bytes for "_16", or for as many regions as there may be. */
#define SUFFIX_BYTES 4

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool same_in_any_case(const char *a, const char *b)
{
	while (*a != '\0' && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}

/* What is not a letter or a digit becomes an underscore, never two in a row nor at an end. */
static void make_legal(const char *wish, struct name *name)
{
	size_t length = 0;
	bool gap = false;

	if (is_digit(*wish)) {
		(void)strcpy(name->text, "region_");
		length = strlen("region_");
	}
	for (; *wish != '\0' && length < sizeof(name->text) - SUFFIX_BYTES - 2; wish++) {
		if (!is_letter(*wish) && !is_digit(*wish)) {
			gap = length > 0;
			continue;
		}
		if (gap) {
			name->text[length++] = '_';
		}
		name->text[length++] = *wish;
		gap = false;
	}
	name->text[length] = '\0';
	if (length == 0 || is_digit(name->text[0])) {
		(void)strcpy(name->text, "region");
	}
}

/* Has one of the first names this text already, or is it what the number of regions is called? */
static bool is_taken(const struct name *names, unsigned int count, const char *text)
{
	if (same_in_any_case(text, "count")) {
		return true;
	}
	for (unsigned int i = 0; i < count; i++) {
		if (same_in_any_case(names[i].text, text)) {
			return true;
		}
	}
	return false;
}

static void make_unique(struct name *names, unsigned int index)
{
	struct name *name = &names[index];
	size_t length = strlen(name->text);

	/* One of that many numbers is free: each other name takes one at most. */
	for (unsigned int number = 2; is_taken(names, index, name->text); number++) {
		SMH_ASSERT(number <= index + 3);
		(void)snprintf(name->text + length, sizeof(name->text) - length, "_%u", number);
	}
}

void name_regions(const struct smh_dt_plan *plan, struct name names[SMH_MAX_REGIONS])
{
	SMH_ASSERT(plan->count <= SMH_MAX_REGIONS);
	for (unsigned int i = 0; i < plan->count; i++) {
		const struct smh_dt_region *entry = &plan->regions[i];

		make_legal(entry->memory_region != NULL ? entry->memory_region : entry->label,
			   &names[i]);
		make_unique(names, i);
		SMH_ASSERT(name_is_legal(names[i].text));
	}
}

bool name_is_legal(const char *name)
{
	size_t length = strlen(name);

	if (length == 0 || length >= NAME_BYTES || !is_letter(name[0])) {
		return false;
	}
	for (size_t i = 1; i < length; i++) {
		bool single = name[i] == '_' && name[i - 1] != '_' && i + 1 < length;

		if (!is_letter(name[i]) && !is_digit(name[i]) && !single) {
			return false;
		}
	}
	return true;
}
