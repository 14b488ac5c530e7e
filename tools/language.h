/* SPDX-License-Identifier: Apache-2.0
 *
 * The language that the tool speaks.
 */
#ifndef INKAN_TOOLS_LANGUAGE_H
#define INKAN_TOOLS_LANGUAGE_H

/* Sets locale and message catalogue from LC_ALL, LC_MESSAGES, LANG.
 * returns  "ja" or "en" */
const char *language_init(void);

#endif
