/* SPDX-License-Identifier: Apache-2.0 */

/* What the MPU cannot do is an error, which changes nothing and can be asked for. */

#include "mps2_mpu.h"

#include "probe.h"
#include "board_regions.h"
#include "smh_info.h"
#include "tally.h"

#include <string.h>

#define KIB 1024u

static void check_refused(const char *what, uintptr_t addr, size_t size, unsigned int flags,
			  int error)
{
	struct smh_mpu_region region = {addr, size, flags};
	struct raw_mpu before = raw_mpu();
	int result = smh_mpu_map(&region);

	check(result == error && is_unchanged(&before), "%s: %d, nothing changed", what, result);
}

static void check_hook_refuses(const char *what, struct shared_multi_heap_region region, int error)
{
	struct shared_multi_heap_region told;
	struct raw_mpu before = raw_mpu();
	unsigned int regions = shared_multi_heap_region_count();
	uint8_t *start = NULL;
	size_t size = 0;

	check(!smh_mpu_init_region(&region, &start, &size) && start == NULL && size == 0 &&
		      is_unchanged(&before),
	      "%s: refused by the hook, nothing changed", what);
	check(smh_mpu_refusal(&told) == error && memcmp(&told, &region, sizeof(told)) == 0,
	      "%s: it says why and which", what);
	check(smh_mpu_add(&region, NULL) == error && is_unchanged(&before) &&
		      shared_multi_heap_region_count() == regions,
	      "%s: refused by smh_mpu_add(), MPU and pool as before", what);
}

static void test_ranges(void)
{
	heading("Ranges that the MPU cannot describe");
	check_refused("start between granules", SPARE_RAM + 8, KIB, 0, -EINVAL);
	check_refused("size between granules", SPARE_RAM, KIB + 8, 0, -EINVAL);
	check_refused("less than a granule", SPARE_RAM, 16, 0, -EINVAL);
	check_refused("nothing", SPARE_RAM, 0, 0, -EINVAL);
	check_refused("beyond the top", UINTPTR_MAX - 31u, 64, 0, -EINVAL);
	check_refused("unknown flag", SPARE_RAM, KIB, 0x100, -EINVAL);
	check_refused("unknown memory type", SPARE_RAM, KIB, 0x07, -EINVAL);
	check_refused("device code", SPARE_RAM, KIB, SMH_MPU_DEVICE | SMH_MPU_EXECUTE, -EINVAL);
#if __ARM_ARCH < 8
	check_refused("not a power of two, nor eighths of one", SPARE_RAM, 4 * KIB + 544u, 0,
		      -EINVAL);
	check_refused("start not a multiple of the size", SPARE_RAM + 3 * KIB + 512u, KIB, 0,
		      -EINVAL);
#endif
}

#if __ARM_ARCH >= 8

static void test_overlaps(void)
{
	const struct shared_multi_heap_region *there = &board_regions_table.regions[0].region;
	uintptr_t end = there->addr + there->size;

	heading("Overlaps");
	check_refused("the same", there->addr, there->size, 0, -EEXIST);
	check_refused("its first granule", there->addr - 32u, 64, 0, -EEXIST);
	check_refused("its last granule", end - 32u, 64, 0, -EEXIST);
	check_refused("all around it", there->addr - 32u, there->size + 64u, 0, -EEXIST);
	check_refused("within the image", (uintptr_t)test_overlaps & ~0x1Fu, 32, 0, -EEXIST);
}

#else

/* A read-only hole in a region that can be written. */
static void test_overlaps(void)
{
	struct smh_mpu_region outer = {SPARE_RAM, 64 * KIB, SMH_MPU_WRITE_BACK};
	struct smh_mpu_region hole = {SPARE_RAM + 16 * KIB, KIB, SMH_MPU_READ_ONLY};
	int below = smh_mpu_map(&outer);
	int above = smh_mpu_map(&hole);

	heading("Overlaps");
	check(below >= 0 && above > below, "the later one gets the higher number");
	check(probe_read(hole.addr) && !probe_write(hole.addr) && is_data_violation(hole.addr),
	      "the later one rules");
	check(probe_write(hole.addr - 1u) && probe_write(hole.addr + KIB), "within its bounds");
	check(smh_mpu_unmap((unsigned int)above) == 0 && probe_write(hole.addr),
	      "until it is unmapped");
	check(smh_mpu_unmap((unsigned int)below) == 0 && !probe_read(hole.addr), "and then none");
}

#endif

static void test_hook(void)
{
	struct shared_multi_heap_region region = {
		.attr = SMH_REG_ATTR_CACHEABLE, .addr = SPARE_RAM + 8, .size = KIB};

	heading("Regions that the hook refuses");
	check_hook_refuses("start between granules", region, -EINVAL);
	region.addr = SPARE_RAM;
	region.size = KIB - 8u;
	check_hook_refuses("size between granules", region, -EINVAL);
	region.size = KIB;
	region.attr = SMH_REG_ATTR_NUM;
	check_hook_refuses("attribute of the user's", region, -EINVAL);
}

static void test_numbers(void)
{
	struct shared_multi_heap_region region = {
		.attr = SMH_REG_ATTR_EXTERNAL, .addr = SPARE_RAM + 128 * KIB, .size = KIB};
	struct smh_mpu_region filler = {SPARE_RAM, KIB, SMH_MPU_WRITE_BACK};
	int numbers[MAX_ENTRIES];
	unsigned int count = 0;

	heading("More regions than the MPU has");
	while (count < MAX_ENTRIES && (numbers[count] = smh_mpu_map(&filler)) >= 0) {
		filler.addr += 2 * KIB;
		count++;
	}
	check(count > 0 && count == smh_mpu_count() - 3u - board_regions_table.count,
	      "%u more than image and pool have", count);
	check_refused("one more", filler.addr, KIB, 0, -ENOSPC);
	check_hook_refuses("one more", region, -ENOSPC);
	check(smh_mpu_unmap(smh_mpu_count()) == -EINVAL, "no number behind the last");
	while (count > 0) {
		count--;
		filler.addr -= 2 * KIB;
		check(smh_mpu_unmap((unsigned int)numbers[count]) == 0 &&
			      !probe_read(filler.addr) &&
			      smh_mpu_unmap((unsigned int)numbers[count]) == -ENOENT,
		      "%d unmapped", numbers[count]);
	}
	check(smh_mpu_add(&region, NULL) == 0 && probe_write(region.addr), "now there is room");
}

void test_limits(void)
{
	test_ranges();
	test_overlaps();
	test_hook();
	test_numbers();
}
