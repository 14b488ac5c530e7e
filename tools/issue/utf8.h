/* SPDX-License-Identifier: Apache-2.0
 *
 * Characters of UTF-8 text: strict decoding (no overlong forms, no
 * surrogates) and counting.
 */
#ifndef INKAN_TOOLS_ISSUE_UTF8_H
#define INKAN_TOOLS_ISSUE_UTF8_H

#include "card/edge/bytes.h"

/* Takes one character off text; false at the end or on a malformed one. */
NODISCARD bool utf8_next(const char **text, uint32_t *out);

/* Whole text well formed, no control characters? Then its length. */
NODISCARD bool utf8_count(const char *text, size_t *out);

/* Variation selectors belong to the character before them. */
bool utf8_is_selector(uint32_t c);

#endif
