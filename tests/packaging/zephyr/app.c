/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Source as one writes it for Zephyr: its headers, its types, nothing of ours. It must
 * compile unchanged against the zephyr_compat target.
 */

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <zephyr/multi_heap/shared_multi_heap.h>
#include <zephyr/sys/heap_listener.h>
#include <zephyr/sys/mem_stats.h>
#include <zephyr/sys/multi_heap.h>
#include <zephyr/sys/sys_heap.h>

#define REQUIRE(cond)                                                                              \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			printf("%s:%d: %s\n", __FILE__, __LINE__, #cond);                          \
			return 1;                                                                  \
		}                                                                                  \
	} while (0)

/* A driver that keeps its choice of memory in its configuration. */
struct dma_config {
	enum shared_multi_heap_attr attr;
	size_t burst;
};

static const struct dma_config dma_cfg = {
	.attr = SMH_REG_ATTR_NON_CACHEABLE,
	.burst = 64,
};

static uint8_t sram[2048];
static uint8_t psram[8192];

static int board_memory_init(void)
{
	struct shared_multi_heap_region region = {0};
	uint32_t attr = SMH_REG_ATTR_NON_CACHEABLE;
	int ret;

	ret = shared_multi_heap_pool_init();
	if (ret != 0 && ret != -EALREADY) {
		return ret;
	}

	region.attr = attr;
	region.addr = (uintptr_t)sram;
	region.size = sizeof(sram);
	ret = shared_multi_heap_add(&region, NULL);
	if (ret != 0) {
		return ret;
	}

	region = (struct shared_multi_heap_region){
		.attr = SMH_REG_ATTR_EXTERNAL,
		.addr = (uintptr_t)psram,
		.size = sizeof(psram),
	};
	return shared_multi_heap_add(&region, NULL);
}

static void *dma_buffer(enum shared_multi_heap_attr attr, size_t bytes)
{
	return shared_multi_heap_aligned_alloc(attr, dma_cfg.burst, bytes);
}

static int use_pool(void)
{
	uint8_t *buf;
	uint8_t *frame;

	REQUIRE(board_memory_init() == 0);
	REQUIRE(shared_multi_heap_pool_init() == -EALREADY);
	REQUIRE(shared_multi_heap_alloc(MAX_SHARED_MULTI_HEAP_ATTR, 8) == NULL);

	buf = dma_buffer(dma_cfg.attr, 256);
	REQUIRE(buf >= sram && buf + 256 <= sram + sizeof(sram));
	REQUIRE((uintptr_t)buf % dma_cfg.burst == 0);

	frame = shared_multi_heap_alloc(SMH_REG_ATTR_EXTERNAL, 1024);
	REQUIRE(frame >= psram && frame < psram + sizeof(psram));
	memset(frame, 0x3c, 1024);
	frame = shared_multi_heap_realloc(SMH_REG_ATTR_EXTERNAL, frame, 4096);
	REQUIRE(frame != NULL && frame[1023] == 0x3c);

	shared_multi_heap_free(buf);
	shared_multi_heap_free(frame);
	shared_multi_heap_free(NULL);
	return 0;
}

enum speed {
	FAST,
	SLOW,
};

/* Fast memory if it was asked for and has room, else any that is left. */
static void *by_speed(struct sys_multi_heap *mheap, void *cfg, size_t align, size_t size)
{
	enum speed wanted = *(enum speed *)cfg;

	for (unsigned int i = 0; i < mheap->nheaps; i++) {
		struct sys_multi_heap_rec *rec = &mheap->heaps[i];
		void *block = NULL;

		if (wanted == SLOW && *(enum speed *)rec->user_data == FAST) {
			continue;
		}
		block = sys_heap_aligned_alloc(rec->heap, align, size);
		if (block != NULL) {
			return block;
		}
	}
	return NULL;
}

static int use_set(void)
{
	static uint8_t __attribute__((aligned(8))) fast_mem[1024];
	static uint8_t __attribute__((aligned(8))) slow_mem[4096];
	static struct sys_heap fast, slow;
	static struct sys_multi_heap set;
	static enum speed is_fast = FAST, is_slow = SLOW;
	const struct sys_multi_heap_rec *rec;
	enum speed want = SLOW;
	void *block;

	sys_heap_init(&fast, fast_mem, sizeof(fast_mem));
	sys_heap_init(&slow, slow_mem, sizeof(slow_mem));
	sys_multi_heap_init(&set, by_speed);
	sys_multi_heap_add_heap(&set, &fast, &is_fast);
	sys_multi_heap_add_heap(&set, &slow, &is_slow);

	block = sys_multi_heap_alloc(&set, &want, 300);
	REQUIRE(block != NULL);
	rec = sys_multi_heap_get_heap(&set, block);
	REQUIRE(rec != NULL && rec->heap == &slow && rec->user_data == &is_slow);

	want = FAST;
	block = sys_multi_heap_realloc(&set, &want, block, 600);
	REQUIRE(block != NULL);
	sys_multi_heap_free(&set, block);

	block = sys_multi_heap_aligned_alloc(&set, &want, 128, 2000);
	REQUIRE(block != NULL && (uintptr_t)block % 128 == 0);
	sys_multi_heap_free(&set, block);
	REQUIRE(sys_heap_validate(&fast) && sys_heap_validate(&slow));
	return 0;
}

static void *stress_alloc(void *arg, size_t bytes)
{
	return sys_heap_alloc(arg, bytes);
}

static void stress_free(void *arg, void *p)
{
	sys_heap_free(arg, p);
}

static int use_heap(void)
{
	static uint8_t __attribute__((aligned(8))) mem[4096];
	static uint8_t __attribute__((aligned(8))) tiny[Z_HEAP_MIN_SIZE];
	static void *scratch[256];
	struct sys_memory_stats stats;
	struct z_heap_stress_result result;
	struct sys_heap heap;
	void *p;

	sys_heap_init(&heap, tiny, sizeof(tiny));
	REQUIRE(sys_heap_alloc(&heap, 1) != NULL);

	sys_heap_init(&heap, mem, sizeof(mem));
	p = sys_heap_aligned_alloc(&heap, 64 | 8, 100);
	REQUIRE(p != NULL && ((uintptr_t)p + 8) % 64 == 0);
	p = sys_heap_aligned_realloc(&heap, p, 16, 500);
	REQUIRE(p != NULL && sys_heap_usable_size(&heap, p) >= 500);
	REQUIRE(sys_heap_runtime_stats_get(&heap, &stats) == 0);
	REQUIRE(stats.allocated_bytes >= 500 && stats.max_allocated_bytes >= 500);
	p = sys_heap_realloc(&heap, p, 10);
	sys_heap_free(&heap, p);
	REQUIRE(sys_heap_runtime_stats_reset_max(&heap) == 0);

	sys_heap_stress(stress_alloc, stress_free, &heap, sizeof(mem), 10000, scratch,
			sizeof(scratch), 50, &result);
	REQUIRE(result.successful_allocs > 0 && result.total_frees > 0);
	REQUIRE(sys_heap_validate(&heap));
	return 0;
}

static unsigned int told_of;

static void on_alloc(uintptr_t heap_id, void *mem, size_t bytes)
{
	(void)heap_id;
	if (mem != NULL && bytes >= 200) {
		told_of++;
	}
}

static int use_listener(void)
{
	static uint8_t __attribute__((aligned(8))) mem[1024];
	static struct sys_heap heap;
	static HEAP_LISTENER_ALLOC_DEFINE(listener, HEAP_ID_FROM_POINTER(&heap), on_alloc);
	void *p;

	sys_heap_init(&heap, mem, sizeof(mem));
	heap_listener_register(&listener);
	p = sys_heap_alloc(&heap, 200);
	REQUIRE(p != NULL && told_of == 1);
	heap_listener_unregister(&listener);
	sys_heap_free(&heap, p);
	p = sys_heap_alloc(&heap, 200);
	REQUIRE(p != NULL && told_of == 1);
	return 0;
}

int main(void)
{
	REQUIRE(use_pool() == 0);
	REQUIRE(use_set() == 0);
	REQUIRE(use_heap() == 0);
	REQUIRE(use_listener() == 0);
	printf("source written for Zephyr: all held\n");
	return 0;
}
