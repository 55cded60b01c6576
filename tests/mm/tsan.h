/* SPDX-License-Identifier: Apache-2.0 */

/* What ThreadSanitizer leaves out, for programs over the mapping layer. Each includes this once. */

#ifndef MM_TSAN_H_
#define MM_TSAN_H_

#ifdef __SANITIZE_THREAD__
/*
 * ThreadSanitizer takes mmap() for a write to the pages that change, and looks for races before an
 * access is made: before the fault that makes it wait for that mmap(). Only these two are left out,
 * what the layer keeps account of is not.
 */
const char *__tsan_default_suppressions(void);

const char *__tsan_default_suppressions(void)
{
	return "race:^smh_mm_arch_set$\n";
}
#endif

#endif /* MM_TSAN_H_ */
