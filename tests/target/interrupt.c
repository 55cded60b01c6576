/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief A timer interrupt allocates and frees while the main program does so too, each with a
 * shadow model of its own over one pool.
 *
 * The linker routes every call of the pool through the __wrap_ functions below, so that an
 * interrupt can tell whether it came while the main program was inside the pool.
 */

#include "check.h"

#include "model.h"
#include "shared_multi_heap.h"
#include "smh_alloc.h"
#include "smh_fault.h"

#include <stdbool.h>
#include <stddef.h>

#define MAIN_OPERATIONS 40000u
#define LEAST_STEPS     3000u
#define LEAST_INSIDE    100u
#define CALIBRATION_US  1000u
#define TICKS           4u

/* Long enough that the main program gets on between two interrupts. */
#define PERIOD_INSTRUCTIONS 20000u

#define REGION_BYTES 16384u
#define MAIN_BLOCKS  96u
#define OTHER_BLOCKS 24u

static uint8_t first[REGION_BYTES];
static uint8_t second[REGION_BYTES];
static uint8_t third[REGION_BYTES];

static struct model_block main_blocks[MAIN_BLOCKS];
static struct model_block other_blocks[OTHER_BLOCKS];
static struct model main_model;
static struct model other_model;

static volatile bool in_interrupt;
static volatile bool main_is_inside;
static volatile uint32_t interrupts_inside;
static volatile uint32_t interrupts_outside;

/* --- Every call of the pool ------------------------------------------------------------------- */

static bool enter(void)
{
	bool before = main_is_inside;

	if (!in_interrupt) {
		main_is_inside = true;
	}
	return before;
}

static void leave(bool before)
{
	if (!in_interrupt) {
		main_is_inside = before;
	}
}

#define WRAP(name, parameters, arguments)                                                          \
	void *__real_shared_multi_heap_##name parameters;                                          \
	void *__wrap_shared_multi_heap_##name parameters;                                          \
	void *__wrap_shared_multi_heap_##name parameters                                           \
	{                                                                                          \
		bool before = enter();                                                             \
		void *result = __real_shared_multi_heap_##name arguments;                          \
                                                                                                   \
		leave(before);                                                                     \
		return result;                                                                     \
	}

WRAP(alloc, (unsigned int attr, size_t bytes), (attr, bytes))
WRAP(aligned_alloc, (unsigned int attr, size_t align, size_t bytes), (attr, align, bytes))
WRAP(calloc, (unsigned int attr, size_t count, size_t size), (attr, count, size))
WRAP(realloc, (unsigned int attr, void *ptr, size_t bytes), (attr, ptr, bytes))
WRAP(aligned_realloc, (unsigned int attr, void *ptr, size_t align, size_t bytes),
     (attr, ptr, align, bytes))

int __real_shared_multi_heap_resize(void *ptr, size_t bytes);
int __wrap_shared_multi_heap_resize(void *ptr, size_t bytes);
int __wrap_shared_multi_heap_resize(void *ptr, size_t bytes)
{
	bool before = enter();
	int result = __real_shared_multi_heap_resize(ptr, bytes);

	leave(before);
	return result;
}

void __real_shared_multi_heap_free(void *block);
void __wrap_shared_multi_heap_free(void *block);
void __wrap_shared_multi_heap_free(void *block)
{
	bool before = enter();

	__real_shared_multi_heap_free(block);
	leave(before);
}

/* --- The interrupt ---------------------------------------------------------------------------- */

static volatile uint32_t ticks;

static void tick(void)
{
	ticks++;
}

/* How long PERIOD_INSTRUCTIONS take on this board. */
static uint32_t period_us(void)
{
	uint64_t start;
	uint64_t instructions;
	uint64_t period;

	board_timer_start(CALIBRATION_US, tick);
	while (ticks == 0) {
	}
	start = board_instructions();
	while (ticks <= TICKS) {
	}
	instructions = board_instructions() - start;
	board_timer_stop();
	period = (uint64_t)PERIOD_INSTRUCTIONS * CALIBRATION_US * TICKS / instructions;
	REQUIRE(period > 0 && period <= UINT32_MAX);
	return (uint32_t)period;
}

static void step_other_model(void)
{
	if (main_is_inside) {
		interrupts_inside++;
	} else {
		interrupts_outside++;
	}
	in_interrupt = true;
	(void)model_step(&other_model);
	in_interrupt = false;
}

/* --- The program ------------------------------------------------------------------------------ */

static void on_fault(unsigned int kind, const void *ptr)
{
	print("fault: %s at %p\n", smh_fault_name(kind), ptr);
	board_exit(1);
}

static void add(unsigned int attr, uint8_t *mem)
{
	struct shared_multi_heap_region region = {
		.attr = attr,
		.addr = (uintptr_t)mem,
		.size = REGION_BYTES,
	};

	REQUIRE(shared_multi_heap_add(&region, NULL) == 0);
}

static void start_models(void)
{
	const struct model_config of_main = {
		.seed = 1,
		.num_attrs = 2,
		.max_bytes = 1024,
		.max_align = 256,
		.blocks = main_blocks,
		.max_blocks = MAIN_BLOCKS,
		.validate_every = 50,
		.check_every = 500,
		.change_policy = true,
	};
	const struct model_config of_interrupt = {
		.seed = 2,
		.num_attrs = 2,
		.max_bytes = 256,
		.max_align = 64,
		.blocks = other_blocks,
		.max_blocks = OTHER_BLOCKS,
		.check_every = 100,
	};

	model_init(&main_model, &of_main);
	model_init(&other_model, &of_interrupt);
}

static void require_sound(const char *name, struct model *m)
{
	if (m->failure != NULL || !model_check(m)) {
		print("%s: seed %lu, operation %lu: %s\n", name, (unsigned long)m->config.seed,
		      (unsigned long)m->operation, m->failure);
		board_exit(1);
	}
	print("%-9s %lu operations: %lu served, %lu refused, %lu moved, %lu stayed, %lu freed\n",
	      name, (unsigned long)m->operation, (unsigned long)m->served,
	      (unsigned long)m->refused, (unsigned long)m->moved, (unsigned long)m->stayed,
	      (unsigned long)m->freed);
	REQUIRE(m->operation >= LEAST_STEPS);
	REQUIRE(m->served != 0 && m->moved != 0 && m->stayed != 0 && m->freed != 0);
	REQUIRE(model_finish(m));
}

int main(void)
{
	struct model_baseline baseline;
	const char *wrong;

	REQUIRE(shared_multi_heap_pool_init() == 0);
	smh_fault_handler_set(on_fault);
	add(0, first);
	add(1, second);
	add(0, third);
	model_baseline_take(&baseline);
	start_models();

	board_timer_start(period_us(), step_other_model);
	(void)model_run(&main_model, MAIN_OPERATIONS);
	board_timer_stop();

	require_sound("main", &main_model);
	require_sound("interrupt", &other_model);
	wrong = model_baseline_compare(&baseline);
	if (wrong != NULL) {
		print("%s\n", wrong);
		return 1;
	}
	print("interrupts: %lu inside the pool, %lu outside\n", (unsigned long)interrupts_inside,
	      (unsigned long)interrupts_outside);
	REQUIRE(interrupts_inside >= LEAST_INSIDE && interrupts_outside >= LEAST_INSIDE);
	return 0;
}
