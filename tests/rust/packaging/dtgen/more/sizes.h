/* SPDX-License-Identifier: Apache-2.0 */

#define TCM_BYTES 0x2000
