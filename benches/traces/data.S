/* SPDX-License-Identifier: Apache-2.0 */

/* The unpacked traces, where constants lie. The build says where they are. */

.macro bench_trace name
	.global bench_trace_\name
	.global bench_trace_\name\()_end
bench_trace_\name:
	.incbin "\name\().trace"
bench_trace_\name\()_end:
.endm

	.section .rodata.bench_traces, "a", %progbits

bench_trace lua
bench_trace sqlite
bench_trace jq
bench_trace mosquitto

	.section .note.GNU-stack, "", %progbits
