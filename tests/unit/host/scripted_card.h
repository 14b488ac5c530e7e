/* SPDX-License-Identifier: Apache-2.0
 *
 * libinkan, opened on a card that is a script.
 */
#ifndef INKAN_TESTS_UNIT_HOST_SCRIPTED_CARD_H
#define INKAN_TESTS_UNIT_HOST_SCRIPTED_CARD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inkan/inkan.h>

#include "host/handle.h"
#include "tests/support/transport_script.h"

#define TRACE_LINES 64

struct scripted_card {
    struct scripted script;
    struct inkan *ink;
    struct inkan_card *card;
    char trace[TRACE_LINES][256];
    size_t trace_count;
};

/* Gives; the text is borrowed. flags as of inkan_options. */
struct scripted_card *scripted_open(const char *text, unsigned flags);

/* Closes, after the script must have come to its end. */
void scripted_close(struct scripted_card *sc);

/* Another script for the same handle; the one before must be at its end. */
void scripted_next(struct scripted_card *sc, const char *text);

#endif
