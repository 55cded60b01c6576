/* SPDX-License-Identifier: Apache-2.0 */

/* A firmware that uses the installed layer for the MPU: the hook and the pool behind it. */

#include <smh_mpu.h>

int main(void)
{
	struct shared_multi_heap_region dma = {
		.attr = SMH_REG_ATTR_NON_CACHEABLE, .addr = 0x38200000, .size = 0x8000};
	smh_init_reg_fn_t hook = smh_mpu_init_region;
	uint8_t *start;
	size_t size;

	if (shared_multi_heap_pool_init() != 0 || smh_mpu_enable(SMH_MPU_BACKGROUND) != 0 ||
	    !hook(&dma, &start, &size)) {
		return smh_mpu_refusal(NULL);
	}
	return shared_multi_heap_add(&dma, NULL);
}
