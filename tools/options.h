/* SPDX-License-Identifier: Apache-2.0
 *
 * What main needs of the option tables beside tool_parse.
 */
#ifndef INKAN_TOOLS_OPTIONS_H
#define INKAN_TOOLS_OPTIONS_H

#include "tools/tool.h"

/* Reads the options before the command's name.
 * out_command  index of the command in argv; argc if there is none */
int options_global(struct tool *t, int argc, char **argv, int *out_command);

/* The rows of the global options, for `inkan --help`. */
void options_print_global(void);

#endif
