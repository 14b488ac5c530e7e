/* SPDX-License-Identifier: Apache-2.0
 *
 * The form of a single persona value. Knows nothing of other keys.
 */
#ifndef INKAN_TOOLS_ISSUE_PERSONA_FORM_H
#define INKAN_TOOLS_ISSUE_PERSONA_FORM_H

#include "tools/issue/persona.h"

/* NULL when value has the row's form, else what is wrong (static, or in the
 * row). */
const char *persona_form_error(const struct persona_row *row,
                               const char *value);

/* Pairs of hex digits, at most cap bytes; spaces between them are allowed. */
NODISCARD bool persona_hex(const char *text, uint8_t *out, size_t cap,
                           size_t *out_len);

/* The named ATRs of the card; an empty span for an unknown name. */
struct span persona_atr(const char *name);

#endif
