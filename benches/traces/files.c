/* SPDX-License-Identifier: Apache-2.0 */

#include "traces/trace.h"

/* From data.S. */
extern const uint8_t bench_trace_lua[];
extern const uint8_t bench_trace_lua_end[];
extern const uint8_t bench_trace_sqlite[];
extern const uint8_t bench_trace_sqlite_end[];
extern const uint8_t bench_trace_jq[];
extern const uint8_t bench_trace_jq_end[];
extern const uint8_t bench_trace_mosquitto[];
extern const uint8_t bench_trace_mosquitto_end[];

const struct bench_trace_file bench_trace_files[] = {
	{"lua", bench_trace_lua, bench_trace_lua_end},
	{"sqlite", bench_trace_sqlite, bench_trace_sqlite_end},
	{"jq", bench_trace_jq, bench_trace_jq_end},
	{"mosquitto", bench_trace_mosquitto, bench_trace_mosquitto_end},
};

const unsigned int bench_trace_file_count =
	sizeof(bench_trace_files) / sizeof(bench_trace_files[0]);
