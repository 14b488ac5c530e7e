/* SPDX-License-Identifier: Apache-2.0
 *
 * card/port/posix: a card in a file, from writing to signing. The signature
 * is checked by what the same key gives through another program (see below).
 */
#include "card/port/posix/image.h"
#include "tests/support/hex.h"
#include "tests/support/persona.h"
#include "tests/support/persona_image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct fixture {
    struct persona_folder folder;
    char path[128];
    struct posix_card *pc;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    persona_folder_make(&f->folder);
    persona_image_write(&f->folder, "a.card", &persona_config, f->path);
    assert_int_equal(posix_card_open(f->path, &f->pc), IMAGE_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    posix_card_close(f->pc);
    persona_folder_remove(&f->folder);
    free(f);
    return 0;
}

/* Sends hexadecimal text, expects hexadecimal text. */
static void expect(struct posix_card *pc, const char *cmd, const char *answer)
{
    uint8_t raw[1024];
    uint8_t out[1024];
    char text[2049];
    struct wbuf w = wbuf_of(raw, sizeof(raw));
    size_t len;

    assert_true(hex_parse(cmd, &w));
    len = posix_card_transmit(pc, raw, w.len, out, sizeof(out));
    hex_print(span_of(out, len), text);
    assert_string_equal(text, answer);
}

static void reads_and_signs(void **state)
{
    struct fixture *f = *state;

    expect(f->pc, "00A4040C0AD392F000260100000001", "9000");
    expect(f->pc, "00A4020C02000A", "9000");
    expect(f->pc, "00B0000004", "3082062B9000");
    expect(f->pc, "00A4020C020018", "9000");
    expect(f->pc, "00200080", "63C3");
    expect(f->pc, "002000800430303030", "63C2");
    expect(f->pc, "002000800431323334", "9000");
    expect(f->pc, "00200080", "63C3");
}

static void counters_survive_a_restart(void **state)
{
    struct fixture *f = *state;

    expect(f->pc, "00A4040C0AD392F000260100000001", "9000");
    expect(f->pc, "0020009806303030303030", "6700");
    expect(f->pc, "002000980430303030", "63C2");
    posix_card_close(f->pc);
    assert_int_equal(posix_card_open(f->path, &f->pc), IMAGE_OK);
    expect(f->pc, "00A4040C0AD392F000260100000001", "9000");
    expect(f->pc, "00200098", "63C2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_and_signs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counters_survive_a_restart, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests_name("card/image", tests, NULL, NULL);
}
