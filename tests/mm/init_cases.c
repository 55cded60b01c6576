/* SPDX-License-Identifier: Apache-2.0 */

/* KMEM-INIT and KMEM-FREE: starting, stopping, and what is free. */

#include "smh_mm_arch.h"
#include "support.h"

void case_mm_init_all_frames_free(void)
{
	PREPARE(.frames = 17);
	CHECK(k_mem_free_get() == 0);
	CHECK(smh_mm_init(&config) == 0);
	CHECK(k_mem_free_get() == 17 * PAGE && smh_mm_frames() == 17);
	mm_stop();
	CHECK(k_mem_free_get() == 0);
}

void case_mm_init_twice(void)
{
	START(.frames = 5);
	void *mapping = k_mem_map(PAGE, K_MEM_PERM_RW);

	page_fill(mapping, 1);
	CHECK(smh_mm_init(&config) == -EALREADY);
	CHECK(page_filled(mapping, 1) && free_frames() == 4);
	mm_stop();
}

void case_mm_init_without_frames(void)
{
	PREPARE(.frames = 4);
	config.phys_bytes = 0;
	config.frames = NULL;
	CHECK(smh_mm_init(&config) == 0);
	CHECK(k_mem_free_get() == 0);
	CHECK(k_mem_map(PAGE, K_MEM_PERM_RW) == NULL);

	void *unpaged = k_mem_map(PAGE, K_MEM_MAP_UNPAGED);

	CHECK(unpaged != NULL && !mm_can_read(unpaged));
	CHECK(k_mem_map_phys_guard(places.spare, PAGE, K_MEM_CACHE_WB, false) != NULL);
	mm_stop();
}

/* smh_mm_init() refuses what `config` has become; then the caller mends it. */
static void refused(int error)
{
	const size_t tables = mm_free_tables();

	CHECK(smh_mm_init(&config) == error);
	CHECK(mm_free_tables() == tables && k_mem_free_get() == 0);
}

#define REFUSED(error, member, value)                                                              \
	do {                                                                                       \
		config.member = (value);                                                           \
		refused(error);                                                                    \
		config = good;                                                                     \
	} while (0)

void case_mm_init_bad_window(void)
{
	PREPARE(.frames = 4);
	const struct smh_mm_config good = config;

	CHECK(smh_mm_init(NULL) == -EINVAL);
	REFUSED(-EINVAL, virt, 0);
	REFUSED(-EINVAL, virt, places.window + 1);
	REFUSED(-EINVAL, virt, places.window + PAGE / 2);
	REFUSED(-EINVAL, virt, mm_not_covered());
	REFUSED(-EINVAL, virt, UINTPTR_MAX - PAGE + 1);
	REFUSED(-EINVAL, virt_bytes, 0);
	REFUSED(-EINVAL, virt_bytes, 64 * PAGE - 1);
	REFUSED(-EINVAL, virt_bytes, SIZE_MAX);
	REFUSED(-EINVAL, virt_bytes, SIZE_MAX - PAGE + 1);
	REFUSED(-EINVAL, ranges, NULL);
	CHECK(smh_mm_init(&config) == 0);
	mm_stop();
}

void case_mm_init_bad_memory(void)
{
	PREPARE(.frames = 4);
	const struct smh_mm_config good = config;

	REFUSED(-EINVAL, phys, places.frames + 8);
	REFUSED(-EINVAL, phys, mm_not_reached());
	REFUSED(-EINVAL, phys, mm_not_reached() - 3 * PAGE);
	REFUSED(-EINVAL, phys, UINTPTR_MAX - PAGE + 1);
	REFUSED(-EINVAL, phys_bytes, 4 * PAGE + 1);
	REFUSED(-EINVAL, phys_bytes, SIZE_MAX - PAGE + 1);
	REFUSED(-EINVAL, frames, NULL);
	REFUSED(-EINVAL, mappings, NULL);
	REFUSED(-EINVAL, num_fixed, config.num_mappings + 1);
	CHECK(smh_mm_init(&config) == 0);
	mm_stop();
}

void case_mm_init_small_storage(void)
{
	PREPARE(.frames = 4);
	const struct smh_mm_config good = config;

	REFUSED(-ENOMEM, ranges_bytes, 0);
	REFUSED(-ENOMEM, ranges_bytes, 16);
	REFUSED(-ENOMEM, ranges_bytes, (size_t)64 * SMH_ALIGN);
	CHECK(smh_mm_init(&config) == 0);
	CHECK(largest_mapping() == 64 - WINDOW_LOSS);
	mm_stop();
}

void case_mm_init_window_sizes(void)
{
	static const size_t sizes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 64, 100, 511, 1000, 1024};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		START(.window = sizes[i], .frames = 2);
		CHECK(largest_mapping() == (sizes[i] < WINDOW_LOSS ? 0 : sizes[i] - WINDOW_LOSS));
		mm_stop();
	}
}

static void refuses_everything(void)
{
	static uint8_t object[K_MEM_PAGE_SIZE];
	struct smh_mm_page page;
	uint8_t *bare = object;

	CHECK(k_mem_free_get() == 0);
	CHECK(k_mem_map(PAGE, K_MEM_PERM_RW) == NULL);
	CHECK(k_mem_map(PAGE, K_MEM_MAP_UNPAGED) == NULL);
	CHECK(k_mem_map_unpaged(ARCH_UNPAGED_ANON_ZERO, PAGE, 0) == NULL);
	CHECK(k_mem_map_phys_guard(places.spare, PAGE, 0, false) == NULL);
	k_mem_map_phys_bare(&bare, places.spare, PAGE, 0);
	CHECK(bare == NULL);
	CHECK(k_mem_update_flags(object, PAGE, 0) == -EINVAL);
	CHECK(smh_mm_query(object, &page) == -ENOENT);
	CHECK(smh_mm_map_at(mm_at(0), places.spare, PAGE, 0) == -EINVAL);
	CHECK(smh_mm_unmap_at(mm_at(0), PAGE) == -ENOENT);
	CHECK(k_mem_page_out(object, PAGE) == -EINVAL);
	CHECK(no_fault());
	k_mem_unmap(object, PAGE);
	CHECK(fault_was(object));
	k_mem_unmap_phys_bare(object, PAGE);
	CHECK(fault_was(object));
	CHECK(k_mem_phys_addr(object) == UINTPTR_MAX && fault_was(object));
	k_mem_page_in(object, PAGE);
	CHECK(fault_was(object));
	k_mem_pin(object, PAGE);
	CHECK(fault_was(object));
	k_mem_unpin(object, PAGE);
	CHECK(fault_was(object));
}

void case_mm_init_nothing_before(void)
{
	PREPARE(.frames = 4);
	refuses_everything();
	CHECK(smh_mm_init(&config) == 0);
	smh_mm_deinit();
	refuses_everything();
	smh_mm_deinit();
	CHECK(smh_mm_init(&config) == 0 && free_frames() == 4);
	mm_stop();
}

void case_mm_deinit_removes_everything(void)
{
	PREPARE(.frames = 16, .paging = true, .store = 8);
	const size_t tables = mm_free_tables();

	for (unsigned int round = 0; round < 3; round++) {
		uint8_t *bare = NULL;
		uint8_t *direct = NULL;

		CHECK(smh_mm_init(&config) == 0 && free_frames() == 16);

		uint8_t *anon = k_mem_map(5 * PAGE, K_MEM_PERM_RW);
		uint8_t *unpaged = k_mem_map(5 * PAGE, K_MEM_PERM_RW | K_MEM_MAP_UNPAGED);
		uint8_t *guarded = k_mem_map_phys_guard(places.spare, PAGE, 0, false);

		k_mem_map_phys_bare(&bare, places.spare + PAGE + 5, PAGE, K_MEM_PERM_RW);
		k_mem_map_phys_bare(&direct, places.spare + 8 * PAGE, PAGE, K_MEM_DIRECT_MAP);
		CHECK(smh_mm_map_at(mm_at(3), places.spare, 2 * PAGE, 0) == 0);
		CHECK(anon != NULL && mm_can_write(unpaged + PAGE) && guarded != NULL);
		CHECK(bare != NULL && direct == (uint8_t *)places.spare + 8 * PAGE);
		k_mem_pin(anon, PAGE);
		CHECK(k_mem_page_out(anon, 5 * PAGE) == 0 && free_frames() == 14);
		smh_mm_deinit();
		CHECK(!mm_can_read(anon) && !mm_can_read(anon + PAGE) && !mm_can_read(unpaged));
		CHECK(!mm_can_read(guarded) && !mm_can_read(bare) && !mm_can_read(direct));
		CHECK(!mm_can_read((void *)mm_at(3)) && !mm_can_read((void *)mm_at(4)));
		CHECK(mm_free_tables() == tables);
	}
	mm_stop();
}

/* What somebody else has put into the window's tables is not taken over. */
void case_mm_init_window_not_empty(void)
{
	const struct smh_mm_entry entry = {
		.where = 0,
		.flags = SMH_MM_UNPAGED | K_MEM_PERM_RW,
	};

	PREPARE(.frames = 4);
	const uintptr_t virt = places.window + 63 * PAGE;

	CHECK(smh_mm_arch_reserve(virt, PAGE));
	smh_mm_arch_set(virt, entry);
	refused(-EINVAL);
	smh_mm_arch_set(virt, (struct smh_mm_entry){.flags = 0});
	smh_mm_arch_release(virt, PAGE);
	CHECK(smh_mm_init(&config) == 0);
	mm_stop();
}

static void add_fixed(uintptr_t virt, uintptr_t phys, uint32_t flags)
{
	config.mappings[places.fixed] = (struct smh_mm_mapping){
		.virt = virt,
		.phys = phys,
		.size = 4 * PAGE,
		.flags = flags,
	};
	config.num_fixed = places.fixed + 1;
}

void case_mm_init_bad_fixed(void)
{
	PREPARE(.frames = 4);
	add_fixed(places.window + 60 * PAGE, places.spare, 0);
	refused(-EINVAL);
	add_fixed(places.window - 3 * PAGE, places.spare, 0);
	refused(-EINVAL);
	add_fixed(mm_at(0), places.frames + 3 * PAGE, 0);
	refused(-EINVAL);
	add_fixed(mm_at(0), places.frames - 3 * PAGE, 0);
	refused(-EINVAL);
	add_fixed(mm_at(0), places.frames + 4 * PAGE, 0);
	CHECK(smh_mm_init(&config) == 0);
	mm_stop();
}

/* A fixed mapping stays, and its physical range keeps its mode. */
void case_mm_init_fixed_stays(void)
{
	PREPARE(.frames = 4);
	add_fixed(mm_at(0), places.spare, K_MEM_ARM_NORMAL_NC);
	CHECK(smh_mm_init(&config) == 0);
	CHECK(smh_mm_map_at(mm_at(8), places.spare + 3 * PAGE, PAGE, K_MEM_CACHE_WB) == -EPERM);
	CHECK(k_mem_map_phys_guard(places.spare, PAGE, K_MEM_CACHE_WB, false) == NULL);
	CHECK(smh_mm_map_at(mm_at(8), places.spare, PAGE, K_MEM_ARM_NORMAL_NC) == 0);
	CHECK(smh_mm_unmap_at(mm_at(0), 4 * PAGE) == -ENOENT);
	smh_mm_deinit();
	CHECK(config.mappings[places.fixed].phys == places.spare);
	CHECK(config.mappings[places.fixed].size == 4 * PAGE);
	CHECK(smh_mm_init(&config) == 0);
	CHECK(k_mem_map_phys_guard(places.spare, PAGE, K_MEM_CACHE_WB, false) == NULL);
	mm_stop();
}
