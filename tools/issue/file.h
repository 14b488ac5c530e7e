/* SPDX-License-Identifier: Apache-2.0
 *
 * Whole files: read with a limit, written by temporary name and rename so
 * that no half file is ever seen.
 */
#ifndef INKAN_TOOLS_ISSUE_FILE_H
#define INKAN_TOOLS_ISSUE_FILE_H

#include "card/edge/bytes.h"
#include "tools/issue/problem.h"

/* Reads at most max bytes; *out is to be freed and has a 0 byte after it. */
NODISCARD bool file_read(const char *path, size_t max, uint8_t **out,
                         size_t *out_len, struct problem *problem);

/* mode as for open, 0600 for anything with a key in it. */
NODISCARD bool file_write(const char *path, struct span bytes, unsigned mode,
                          struct problem *problem);

/* Where a new file for path is to be renamed to: links are followed, and
 * what is there must be a regular file that we may write. The caller frees. */
NODISCARD bool file_goal(const char *path, char **out, struct problem *problem);

#endif
