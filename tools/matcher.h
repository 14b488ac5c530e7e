/* SPDX-License-Identifier: Apache-2.0
 *
 * The matcher of match, audit and reception: our own variants and those of
 * the files named with --variants.
 */
#ifndef INKAN_TOOLS_MATCHER_H
#define INKAN_TOOLS_MATCHER_H

#include "tools/tool.h"

#include <inkan/match.h>

/* Gives; free with inkan_matcher_close, also after an error. */
int tool_matcher(struct tool *t, const struct tool_list *variants,
                 struct inkan_matcher **out);

#endif
