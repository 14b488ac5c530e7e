/* SPDX-License-Identifier: Apache-2.0
 *
 * What the shared part of the tool keeps; the commands do not see it.
 */
#ifndef INKAN_TOOLS_PRIVATE_H
#define INKAN_TOOLS_PRIVATE_H

#include "tools/busy.h"
#include "tools/tool.h"

/* As many secrets as one command needs: a PIN, its new value twice. */
#define SECRET_COUNT 4
#define SECRET_MAX   32 /* longer than any PIN */

/* One page, locked, not dumped, empty in a forked child. */
struct secret_page {
    uint8_t value[SECRET_COUNT][SECRET_MAX];
    size_t used;
};

struct tool_private {
    struct inkan *ink;
    struct inkan_card *card;
    struct inkan_transport transport; /* with --card, and for replay */
    struct inkan_options options;
    FILE *trace; /* NULL: none */
    bool shows_busy;
    struct busy busy;
    struct secret_page *page;
};

/* Opens the library over a transport that the caller may use, too; for
 * `inkan replay`, which talks to the card by itself. */
int tool_open_over(struct tool *t, struct inkan **out,
                   struct inkan_transport **out_transport);

#endif
