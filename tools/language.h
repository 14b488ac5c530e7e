/* SPDX-License-Identifier: Apache-2.0
 *
 * The language that the tool speaks. Texts are marked with _(), N_() and P_()
 * of tool.h, which end here.
 */
#ifndef INKAN_TOOLS_LANGUAGE_H
#define INKAN_TOOLS_LANGUAGE_H

/* Sets locale and message catalogue from LC_ALL, LC_MESSAGES, LANG.
 * returns  "ja" or "en" */
const char *language_init(void);

/* The translation of a text, and of one that depends on a number. */
const char *language_text(const char *text) __attribute__((format_arg(1)));
const char *language_plural(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1))) __attribute__((format_arg(2)));

#endif
