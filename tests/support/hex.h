/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes written as text, so that tests hold literals and not our constants.
 */
#ifndef INKAN_TESTS_SUPPORT_HEX_H
#define INKAN_TESTS_SUPPORT_HEX_H

#include "card/edge/bytes.h"

/* Value of a hexadecimal digit, -1 for anything else. */
int hex_digit(char c);

/* Appends the bytes of text ("00 A4 04 0C", blanks anywhere between bytes).
 * false  something else stands there, or w is full */
NODISCARD bool hex_parse(const char *text, struct wbuf *w);

/* Writes upper case without blanks; out has room for 2 * s.len + 1. */
void hex_print(struct span s, char *out);

#endif
