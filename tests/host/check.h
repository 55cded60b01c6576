/* SPDX-License-Identifier: Apache-2.0 */

/* For the host's programs that are no contract cases: end with a message unless so. */

#ifndef HOST_CHECK_H_
#define HOST_CHECK_H_

#include <stdio.h>
#include <stdlib.h>

#define CHECK(expr)                                                                                \
	((expr) ? (void)0                                                                          \
		: (printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #expr), (void)fflush(stdout), \
		   exit(1)))

#endif /* HOST_CHECK_H_ */
