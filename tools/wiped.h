/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory that other libraries take for what we print: JSON strings and the
 * buffer of stdout hold names and numbers, and must not keep them.
 */
#ifndef INKAN_TOOLS_WIPED_H
#define INKAN_TOOLS_WIPED_H

/* From now on JSON memory is erased before it is freed, and stdout has a
 * buffer of ours. Once, before any of both is used. */
void wiped_install(void);

/* Flushes stdout and erases its buffer; at the end. */
void wiped_finish(void);

#endif
