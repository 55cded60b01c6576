/* SPDX-License-Identifier: Apache-2.0 */

#include "board.h"

#include "blob.h"
#include "gic.h"
#include "mmu.h"
#include "sysreg.h"

/* Start-up enters and re-enters C here. */
_Noreturn void board_start(void);
_Noreturn void board_warm_start(void);

uint32_t board_persistent[BOARD_PERSISTENT_WORDS] __attribute__((section(".noinit.persistent")));

_Noreturn void board_start(void)
{
	blob_map();
	daif_clear(DAIF_MASK_IRQ | DAIF_MASK_SERROR);
	board_exit(main());
}

_Noreturn void board_restart(void)
{
	daif_set(DAIF_MASK_ALL);
	board_timer_stop();
	gic_reset();
	mmu_unmap_all();
	board_warm_start();
}
