/* SPDX-License-Identifier: Apache-2.0
 *
 * The fixture of the host's unit tests.
 */
#include "tests/unit/host/scripted_card.h"

#include <stdio.h>
#include <stdlib.h>

static void on_trace(void *user, const char *line)
{
    struct scripted_card *sc = user;

    if (sc->trace_count < TRACE_LINES)
        snprintf(sc->trace[sc->trace_count++], sizeof(sc->trace[0]), "%s",
                 line);
}

struct scripted_card *scripted_open(const char *text, unsigned flags)
{
    struct scripted_card *sc = calloc(1, sizeof(*sc));
    struct inkan_transport tp;
    struct inkan_options options = { .transport = &tp,
                                     .trace = on_trace,
                                     .flags = flags };

    assert_non_null(sc);
    options.trace_user = sc;
    scripted_init(&sc->script, text);
    tp = scripted_transport(&sc->script);
    assert_int_equal(inkan_open(&options, &sc->ink), INKAN_OK);
    assert_int_equal(inkan_card_open(sc->ink, "script", &sc->card), INKAN_OK);
    return sc;
}

void scripted_next(struct scripted_card *sc, const char *text)
{
    scripted_expect_end(&sc->script);
    script_open(&sc->script.script, text, strlen(text), sc->script.bytes,
                sc->script.mask, SCRIPTED_CAP);
}

void scripted_close(struct scripted_card *sc)
{
    scripted_expect_end(&sc->script);
    inkan_card_close(sc->card);
    inkan_close(sc->ink);
    free(sc);
}
