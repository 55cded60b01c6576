/* SPDX-License-Identifier: Apache-2.0 */

#include "cache.h"
#include "layout.h"
#include "mmu.h"
#include "probe.h"
#include "smh_mm_aarch64.h"
#include "tally.h"
#include "virt_a53_self.h"

#include <errno.h>

#define LOW             ((uintptr_t)0x2000000000)
#define HIGH            ((uintptr_t)0xFFFFFFFFC0000000)
#define TOPMOST         (UINTPTR_MAX - MMU_PAGE_BYTES + 1)
#define PAGE            MMU_PAGE_BYTES
#define BEYOND_LOW_HALF ((uintptr_t)1 << 48)
#define BEYOND_PHYS     ((uintptr_t)1 << 40)
#define WRITE_BACK      (K_MEM_CACHE_WB | K_MEM_PERM_RW)
#define NON_CACHEABLE   (K_MEM_ARM_NORMAL_NC | K_MEM_PERM_RW)
#define DEVICE          (K_MEM_ARM_DEVICE_nGnRE | K_MEM_PERM_RW)
#define CORTEX_A53_LINE 64

static bool is_seen_as(uintptr_t virt, uintptr_t phys, uint8_t attribute)
{
	struct mmu_translation now;

	return mmu_query(virt, &now) && now.phys == phys && now.attribute == attribute;
}

static int map(uintptr_t virt, uintptr_t phys, size_t size, uint32_t flags)
{
	return smh_mm_map_at(virt, phys, size, flags);
}

static volatile uint32_t *word_at(uintptr_t virt)
{
	return (volatile uint32_t *)virt;
}

/* One page of RAM in three lives: write-back, non-cacheable, write-back again. */
static void change_type(void)
{
	check(map(LOW, SELF_FREE_RAM, PAGE, WRITE_BACK) == 0 &&
		      is_seen_as(LOW + 8, SELF_FREE_RAM + 8, MMU_ATTRIBUTE_WRITE_BACK),
	      "a page is write-back");
	*word_at(LOW) = 0x12345678;
	check(map(HIGH, SELF_FREE_RAM, PAGE, NON_CACHEABLE) == -EPERM && !probe_read(HIGH),
	      "it cannot be non-cacheable at the same time");
	check(map(HIGH, SELF_FREE_RAM, PAGE, DEVICE) == -EPERM && !probe_read(HIGH),
	      "nor a device");
	check(smh_mm_unmap_at(LOW, PAGE) == 0 && !probe_read(LOW), "it is unmapped");
	check(map(HIGH, SELF_FREE_RAM, PAGE, NON_CACHEABLE) == 0 &&
		      is_seen_as(HIGH, SELF_FREE_RAM, MMU_ATTRIBUTE_NON_CACHEABLE),
	      "then it is non-cacheable, in the high half");
	check(*word_at(HIGH) == 0x12345678, "its content is kept");
	*word_at(HIGH) = 0x9ABCDEF0;
	check(map(LOW, SELF_FREE_RAM, PAGE, WRITE_BACK) == -EPERM,
	      "it cannot be write-back at the same time");
	check(smh_mm_unmap_at(HIGH, PAGE) == 0 && map(LOW, SELF_FREE_RAM, PAGE, WRITE_BACK) == 0 &&
		      *word_at(LOW) == 0x9ABCDEF0,
	      "write-back again, content kept");
	check(smh_mm_unmap_at(LOW, PAGE) == 0, "and unmapped");
}

/* The same type twice is no conflict. */
static void map_twice(uint32_t flags, const char *name)
{
	check(map(LOW, SELF_FREE_RAM, PAGE, flags) == 0 &&
		      map(HIGH, SELF_FREE_RAM - PAGE, 2 * PAGE, flags) == 0,
	      "%s twice", name);
	*word_at(LOW) = 77;
	check(*word_at(HIGH + PAGE) == 77, "both places show the same memory");
	check(smh_mm_unmap_at(HIGH, 2 * PAGE) == 0 && smh_mm_unmap_at(LOW, PAGE) == 0,
	      "both are unmapped");
}

static void map_topmost(void)
{
	check(map(TOPMOST, SELF_FREE_RAM, PAGE, WRITE_BACK) == 0 &&
		      is_seen_as(UINTPTR_MAX, SELF_FREE_RAM + PAGE - 1, MMU_ATTRIBUTE_WRITE_BACK) &&
		      probe_write(UINTPTR_MAX),
	      "the topmost page");
	check(smh_mm_unmap_at(TOPMOST, PAGE) == 0 && !probe_read(TOPMOST), "is unmapped");
	check(map(0, SELF_FREE_RAM, PAGE, WRITE_BACK) == 0 && probe_write(0),
	      "the page at address 0");
	check(smh_mm_unmap_at(0, PAGE) == 0 && !probe_read(0), "is unmapped");
}

static void map_read_only(void)
{
	check(map(LOW, SELF_FREE_RAM, PAGE, K_MEM_ARM_NORMAL_NC) == 0 && probe_read(LOW) &&
		      !probe_write(LOW) && !probe_execute(LOW),
	      "a page that can only be read");
	check(smh_mm_unmap_at(LOW, PAGE) == 0, "is unmapped");
}

void test_mapping(void)
{
	heading("Mapping");
	check(cache_line_bytes() == CORTEX_A53_LINE, "lines of %zu bytes", cache_line_bytes());
	change_type();
	map_twice(WRITE_BACK, "write-back");
	map_twice(NON_CACHEABLE, "non-cacheable");
	map_topmost();
	map_read_only();
}

static bool is_refused(uintptr_t virt, uintptr_t phys, size_t size)
{
	return map(virt, phys, size, WRITE_BACK) == -EINVAL;
}

/* Map pages at a distance until one is refused, then unmap them all. How many could be mapped. */
static size_t map_many(size_t distance)
{
	size_t count = 0;

	while (count < 1000 &&
	       map(LOW + distance * count, SELF_FREE_RAM + PAGE * count, PAGE, WRITE_BACK) == 0) {
		count++;
	}
	check(!probe_read(LOW + distance * count), "one more is refused");
	for (size_t i = 0; i < count; i++) {
		if (smh_mm_unmap_at(LOW + distance * i, PAGE) != 0) {
			check(false, "%zu is unmapped", i);
		}
	}
	check(!probe_read(LOW) && !probe_read(LOW + distance * (count - 1)), "all are removed");
	return count;
}

static void exhaust(void)
{
	const size_t gigabyte = (size_t)1 << 30;
	unsigned int tables = smh_mm_aarch64_free_tables();
	size_t near = map_many(2 * PAGE);
	size_t far = map_many(gigabyte);

	check(near > 16 && near < 1000, "records for %zu mappings", near);
	check(far > 4 && far < near, "tables for %zu distant pages", far);
	check(smh_mm_aarch64_free_tables() == tables && tables > 0, "all %u tables are free again",
	      tables);
}

void test_mapping_limits(void)
{
	heading("Mappings refused");
	check(is_refused(LOW, SELF_FREE_RAM, 0), "no page");
	check(is_refused(LOW + 8, SELF_FREE_RAM, PAGE), "misaligned virtual address");
	check(is_refused(LOW, SELF_FREE_RAM + 8, PAGE), "misaligned physical address");
	check(is_refused(LOW, SELF_FREE_RAM, PAGE + 8), "misaligned size");
	check(is_refused(BEYOND_LOW_HALF, SELF_FREE_RAM, PAGE), "behind the low half");
	check(is_refused(BEYOND_LOW_HALF - PAGE, SELF_FREE_RAM, 2 * PAGE), "across its end");
	check(is_refused(TOPMOST, SELF_FREE_RAM, 2 * PAGE), "around the end of addresses");
	check(is_refused(LOW, BEYOND_PHYS, PAGE), "behind the physical addresses");
	check(is_refused(LOW, BEYOND_PHYS - PAGE, 2 * PAGE), "across their end");
	check(map((uintptr_t)layout_ram_start, SELF_FREE_RAM, PAGE, WRITE_BACK) == -EEXIST,
	      "a place that is taken");
	check(map(LOW, (uintptr_t)layout_image_start, PAGE, NON_CACHEABLE) == -EPERM,
	      "the image as non-cacheable");
	check(smh_mm_unmap_at((uintptr_t)layout_ram_start, PAGE) == -ENOENT, "unmapping a part");
	check(smh_mm_unmap_at(LOW, PAGE) == -ENOENT, "unmapping nothing");
	exhaust();
}
