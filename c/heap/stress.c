/*
 * SPDX-License-Identifier: Apache-2.0
 */

/* A fixed pseudo-random load, the same on every platform. */

#include "sys_heap.h"
#include "heap/bin.h"

struct held {
	void *ptr;
	size_t bytes;
};

struct stress {
	void *(*alloc_fn)(void *arg, size_t bytes);
	void (*free_fn)(void *arg, void *p);
	void *arg;
	size_t total_bytes;
	size_t in_use;
	size_t target;
	struct held *held;
	uint32_t num_held;
	uint32_t max_held;
	uint64_t state;
	struct z_heap_stress_result *result;
};

/* xorshift64*: short, and good enough in its upper half. */
static uint32_t next_random(struct stress *s)
{
	s->state ^= s->state >> 12;
	s->state ^= s->state << 25;
	s->state ^= s->state >> 27;
	return (uint32_t)((s->state * UINT64_C(0x2545F4914F6CDD1D)) >> 32);
}

/* Small sizes are as likely, octave by octave, as large ones: 1 to about total / 4 bytes. */
static size_t random_size(struct stress *s)
{
	uint32_t limit =
		s->total_bytes / 4 > UINT32_MAX ? UINT32_MAX : (uint32_t)(s->total_bytes / 4);
	uint32_t octaves = limit < 2 ? 1 : bits_last(limit) + 1;
	uint32_t low = UINT32_C(1) << (next_random(s) % octaves);
	size_t size = (size_t)low + next_random(s) % low;

	return size <= limit ? size : limit != 0 ? limit : 1;
}

/* Below the target allocations are likely, above it frees; the further away the more so. */
static bool should_alloc(struct stress *s)
{
	if (s->num_held == 0) {
		return true;
	}
	if (s->num_held == s->max_held) {
		return false;
	}
	return s->in_use < s->target ? next_random(s) % 4 != 0 : next_random(s) % 4 == 0;
}

static void stress_alloc(struct stress *s)
{
	size_t bytes = random_size(s);
	void *ptr = s->alloc_fn(s->arg, bytes);

	s->result->total_allocs++;
	if (ptr != NULL) {
		s->held[s->num_held++] = (struct held){ptr, bytes};
		s->in_use += bytes;
		s->result->successful_allocs++;
	}
}

static void stress_free(struct stress *s)
{
	uint32_t pick = next_random(s) % s->num_held;

	s->free_fn(s->arg, s->held[pick].ptr);
	s->in_use -= s->held[pick].bytes;
	s->held[pick] = s->held[--s->num_held];
	s->result->total_frees++;
}

void sys_heap_stress(void *(*alloc_fn)(void *arg, size_t bytes),
		     void (*free_fn)(void *arg, void *p), void *arg, size_t total_bytes,
		     uint32_t op_count, void *scratch_mem, size_t scratch_bytes, int target_percent,
		     struct z_heap_stress_result *result)
{
	struct stress s = {
		.alloc_fn = alloc_fn,
		.free_fn = free_fn,
		.arg = arg,
		.total_bytes = total_bytes,
		.target = total_bytes / 100 * (size_t)(target_percent < 0 ? 0 : target_percent),
		.held = (struct held *)scratch_mem,
		.max_held = (uint32_t)(scratch_bytes / sizeof(struct held)),
		.state = UINT64_C(0x9E3779B97F4A7C15),
		.result = result,
	};

	*result = (struct z_heap_stress_result){0};
	if (s.max_held == 0) {
		return;
	}
	for (uint32_t op = 0; op < op_count; op++) {
		if (should_alloc(&s)) {
			stress_alloc(&s);
		} else {
			stress_free(&s);
		}
		result->accumulated_in_use_bytes += s.in_use;
	}
}
