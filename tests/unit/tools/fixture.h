/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of the command share: a struct tool as main makes it, a
 * table of commands with one row, and stdout and stderr taken up.
 */
#ifndef INKAN_TESTS_UNIT_TOOLS_FIXTURE_H
#define INKAN_TESTS_UNIT_TOOLS_FIXTURE_H

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "tools/private.h"

struct fixture {
    struct tool tool;
    struct tool_private priv;
    int saved_out, saved_err;
    FILE *out, *err; /* what was printed since fixture_begin */
};

/* Makes the tool and takes up stdout and stderr, so that TAP stays clean. */
void fixture_begin(struct fixture *f);
/* Gives them back; the text of stderr is in err, cut at cap. */
void fixture_end(struct fixture *f, char *err, size_t cap);

#endif
