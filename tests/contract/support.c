/* SPDX-License-Identifier: Apache-2.0 */

#include "support.h"

_Alignas(ARENA_ALIGN) uint8_t arena[ARENA_BYTES];

struct fault_record faults;

static struct {
	const void *mem;
	size_t bytes;
	uint8_t copy[SNAPSHOT_BYTES];
} snapshot;

uint8_t *place(unsigned int i)
{
	CHECK(i < ARENA_BYTES / (REGION_BYTES + 1024u));
	return arena + (size_t)i * (REGION_BYTES + 1024u);
}

void fault_record(unsigned int kind, const void *ptr)
{
	faults.count++;
	faults.kind = kind;
	faults.ptr = ptr;
}

void faults_forget(void)
{
	faults = (struct fault_record){0};
}

bool fault_was(unsigned int kind, const void *ptr)
{
	const bool same = faults.count == 1 && faults.kind == kind && faults.ptr == ptr;

	faults_forget();
	return same;
}

bool fault_about(const void *ptr)
{
	const bool same = faults.count == 1 && faults.kind != SMH_FAULT_NONE && faults.ptr == ptr;

	faults_forget();
	return same;
}

void pool_start(void)
{
	(void)smh_fault_handler_set(fault_record);
	CHECK(shared_multi_heap_pool_init() == 0);
}

int pool_try_add(unsigned int attr, uintptr_t addr, size_t bytes, void *user_data)
{
	struct shared_multi_heap_region region = {.attr = attr, .addr = addr, .size = bytes};

	return shared_multi_heap_add(&region, user_data);
}

unsigned int pool_add(unsigned int attr, void *mem, size_t bytes)
{
	const unsigned int number = shared_multi_heap_region_count();

	CHECK(pool_try_add(attr, (uintptr_t)mem, bytes, NULL) == 0);
	CHECK(shared_multi_heap_region_count() == number + 1);
	return number;
}

void pool_with_regions(unsigned int attr, unsigned int count)
{
	pool_start();
	for (unsigned int i = 0; i < count; i++) {
		CHECK(pool_add(attr, place(i), REGION_BYTES) == i);
	}
}

bool pool_valid(void)
{
	for (unsigned int i = 0; i < shared_multi_heap_region_count(); i++) {
		if (shared_multi_heap_region_validate(i) != 0) {
			return false;
		}
	}
	return true;
}

bool pool_sound(void)
{
	return faults.count == 0 && pool_valid();
}

bool pool_empty(void)
{
	for (unsigned int i = 0; i < shared_multi_heap_region_count(); i++) {
		const struct shared_multi_heap_region_info info = region_info(i);
		const struct tally tally = region_tally(i);

		if (tally.used != 0 || tally.free != 1 || tally.free_bytes != info.capacity ||
		    info.allocated != 0 || info.free != info.capacity) {
			return false;
		}
	}
	return pool_sound();
}

struct shared_multi_heap_region_info region_info(unsigned int region)
{
	struct shared_multi_heap_region_info info;

	memset(&info, 0xA5, sizeof(info));
	CHECK(shared_multi_heap_region_info(region, &info) == 0);
	return info;
}

bool in_region(const void *ptr, size_t bytes, unsigned int region)
{
	const struct shared_multi_heap_region_info info = region_info(region);
	const uintptr_t first = (uintptr_t)ptr;

	return first >= info.addr && bytes <= info.size && first - info.addr <= info.size - bytes;
}

unsigned int region_of(const void *ptr)
{
	const int region = shared_multi_heap_owner(ptr, NULL, NULL);

	CHECK(region >= 0);
	return (unsigned int)region;
}

static bool tally_block(void *arg, void *mem, size_t bytes, bool used)
{
	struct tally *tally = arg;

	if ((uintptr_t)mem < tally->end) {
		tally->disordered = true;
	}
	tally->end = (uintptr_t)mem + bytes;
	if (used) {
		tally->used++;
		tally->used_bytes += bytes;
	} else {
		tally->free++;
		tally->free_bytes += bytes;
	}
	return true;
}

struct tally region_tally(unsigned int region)
{
	struct tally tally = {0};

	CHECK(shared_multi_heap_region_walk(region, tally_block, &tally) == 0);
	CHECK(!tally.disordered);
	return tally;
}

unsigned int exhaust(unsigned int attr, size_t bytes, void **blocks, unsigned int limit)
{
	unsigned int count = 0;

	while (count < limit) {
		void *block = shared_multi_heap_alloc(attr, bytes);

		if (block == NULL) {
			return count;
		}
		fill(block, bytes, count);
		blocks[count++] = block;
	}
	check_failed(__FILE__, __LINE__, "more blocks than memory");
}

void take_everything(unsigned int attr)
{
	for (size_t bytes = REGION_BYTES; bytes != 0; bytes /= 2) {
		while (shared_multi_heap_alloc(attr, bytes) != NULL) {
		}
	}
}

uint8_t *full_but_hole(unsigned int attr, unsigned int region, unsigned int granules)
{
	uint8_t *hole = NULL;

	pool_add(attr, place(region), REGION_BYTES);
	CHECK(shared_multi_heap_alloc(attr, 40) != NULL);
	hole = shared_multi_heap_alloc(attr, BLOCK_OF(granules));
	CHECK(hole != NULL && region_of(hole) == shared_multi_heap_region_count() - 1);
	CHECK(shared_multi_heap_alloc(attr, 40) != NULL);
	take_everything(attr);
	return hole;
}

static uint8_t pattern(uint32_t seed, size_t position)
{
	const uint32_t mixed = (seed + 1u) * 2654435761u + (uint32_t)position * 40503u;

	return (uint8_t)(mixed >> 11 ^ mixed >> 23);
}

void fill(void *mem, size_t bytes, uint32_t seed)
{
	uint8_t *out = mem;

	for (size_t i = 0; i < bytes; i++) {
		out[i] = pattern(seed, i);
	}
}

bool filled(const void *mem, size_t bytes, uint32_t seed)
{
	const uint8_t *in = mem;

	for (size_t i = 0; i < bytes; i++) {
		if (in[i] != pattern(seed, i)) {
			return false;
		}
	}
	return true;
}

bool all_bytes(const void *mem, size_t bytes, uint8_t value)
{
	const uint8_t *in = mem;

	for (size_t i = 0; i < bytes; i++) {
		if (in[i] != value) {
			return false;
		}
	}
	return true;
}

bool aligned_to(const void *ptr, size_t align)
{
	return ((uintptr_t)ptr & (align - 1)) == 0;
}

void snapshot_take(const void *mem, size_t bytes)
{
	CHECK(bytes <= SNAPSHOT_BYTES);
	snapshot.mem = mem;
	snapshot.bytes = bytes;
	memcpy(snapshot.copy, mem, bytes);
}

bool snapshot_same(void)
{
	CHECK(snapshot.mem != NULL);
	return memcmp(snapshot.mem, snapshot.copy, snapshot.bytes) == 0;
}

uint32_t random_next(uint32_t *state)
{
	uint32_t x = *state + 0x9E3779B9u;

	*state = x;
	x = (x ^ x >> 16) * 0x85EBCA6Bu;
	x = (x ^ x >> 13) * 0xC2B2AE35u;
	return x ^ x >> 16;
}

void check_table_limit(void)
{
	pool_start();
	for (unsigned int i = 0; i < SMH_MAX_REGIONS; i++) {
		CHECK(pool_add(FAST, place(i), REGION_BYTES) == i);
	}
	CHECK(pool_try_add(FAST, (uintptr_t)place(SMH_MAX_REGIONS), REGION_BYTES, NULL) == -ENOMEM);
	CHECK(shared_multi_heap_region_count() == SMH_MAX_REGIONS);
	CHECK(pool_empty());
}

bool policy_is(unsigned int attr, unsigned int policy)
{
	const int result = shared_multi_heap_policy_set(attr, policy);
	const bool fixed = SMH_POLICY != SMH_POLICY_SELECT_RUNTIME;

	if (fixed && (unsigned int)SMH_POLICY - 1u != policy) {
		CHECK(result == -ENOTSUP);
		return false;
	}
	CHECK(result == 0);
	return true;
}
