/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads a whole file for the players that have an operating system.
 */
#ifndef INKAN_TESTS_VECTORS_READ_TEXT_H
#define INKAN_TESTS_VECTORS_READ_TEXT_H

#include <stddef.h>

/* To be freed; NULL when the file cannot be read. */
char *read_text(const char *path, size_t *out_len);

#endif
