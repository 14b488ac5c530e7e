/* SPDX-License-Identifier: Apache-2.0
 *
 * The comparison behind expect.h.
 */
#include "tests/support/expect.h"
#include "card/edge/apdu.h"
#include "tests/support/hex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static bool is_like(const char *text, const char *want)
{
    while (*want != '\0' && (*want == '.' || *want == *text)) {
        want++;
        text++;
    }
    return *want == '\0' && *text == '\0';
}

/* The answer as text, to be freed. */
static char *exchange(struct fake_card *fake, const char *cmd)
{
    size_t cap = strlen(cmd) / 2;
    uint8_t *raw = malloc(cap + 1);
    uint8_t *out = malloc(APDU_ANSWER_MAX);
    char *text = malloc(2 * APDU_ANSWER_MAX + 1);
    struct wbuf w = wbuf_of(raw, cap);
    size_t len;

    if (raw == NULL || out == NULL || text == NULL || !hex_parse(cmd, &w))
        abort();
    len = fake_transmit(fake, wbuf_span(&w), out, APDU_ANSWER_MAX);
    hex_print(span_of(out, len), text);
    free(raw);
    free(out);
    return text;
}

void expect_at(struct fake_card *fake, const char *cmd, const char *want,
               const char *file, int line)
{
    char *text = exchange(fake, cmd);

    if (!is_like(text, want)) {
        print_error("%s\n got %s\nwant %s\n", cmd, text, want);
        free(text);
        _fail(file, line);
    }
    free(text);
}

void expect_sw_at(struct fake_card *fake, const char *cmd, const char *want,
                  const char *file, int line)
{
    char *text = exchange(fake, cmd);
    size_t len = strlen(text);

    if (len < 4 || !is_like(text + len - 4, want)) {
        print_error("%s\n got %s\nwant ..%s\n", cmd, text, want);
        free(text);
        _fail(file, line);
    }
    free(text);
}

int fake_set_up(void **state)
{
    struct fake_card *fake = malloc(sizeof(*fake));

    if (fake == NULL)
        return -1;
    fake_init(fake, FAKE_LITERAL);
    *state = fake;
    return 0;
}

int fake_tear_down(void **state)
{
    free(*state);
    return 0;
}
