/* SPDX-License-Identifier: Apache-2.0 */

#include "board.h"

#include "gic.h"
#include "mmu_memory.h"
#include "sysreg.h"

/* Start-up enters and re-enters C here. */
_Noreturn void board_start(void);
_Noreturn void board_warm_start(void);

uint32_t board_persistent[BOARD_PERSISTENT_WORDS] __attribute__((section(".noinit.persistent")));

static void (*at_restart)(void);

void board_at_restart(void (*function)(void))
{
	at_restart = function;
}

_Noreturn void board_start(void)
{
	daif_clear(DAIF_MASK_IRQ | DAIF_MASK_SERROR);
	board_exit(main());
}

_Noreturn void board_restart(void)
{
	daif_set(DAIF_MASK_ALL);
	board_timer_stop();
	gic_reset();
	if (at_restart != NULL) {
		at_restart();
	}
	board_warm_start();
}
