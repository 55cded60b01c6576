/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* Properties, each with its length checked before it is believed. */

#ifndef SMH_DEVICETREE_PROP_H_
#define SMH_DEVICETREE_PROP_H_

#include <stdbool.h>
#include <stdint.h>

enum dt_prop {
	DT_PROP_ABSENT,
	DT_PROP_FOUND,
	DT_PROP_BROKEN, /* its value has not the form asked for */
};

/* One cell. *value is written if found. */
enum dt_prop smh_dt_prop_cell(const void *blob, int node, const char *name, uint32_t *value);

/* Exactly one string, which ends where the property does. *value is written if found. */
enum dt_prop smh_dt_prop_string(const void *blob, int node, const char *name, const char **value);

/* Does the list of strings `compatible` hold this one? Absent if it does not. */
enum dt_prop smh_dt_prop_compatible(const void *blob, int node, const char *wanted);

#endif /* SMH_DEVICETREE_PROP_H_ */
