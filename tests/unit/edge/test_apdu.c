/* SPDX-License-Identifier: Apache-2.0
 *
 * card/edge/apdu: the cases of ISO/IEC 7816-3 12.1.3, with literal bytes.
 */
#include "card/edge/apdu.h"
#include "tests/support/hex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct row {
    const char *raw;
    size_t nc;
    uint32_t ne;
    bool extended;
};

/* clang-format off */
static const struct row rows[] = {
    { "00200080",                     0, 0,     false }, /* case 1 */
    { "00B0000000",                   0, 256,   false }, /* case 2S */
    { "00B00000FF",                   0, 255,   false },
    { "00B0000001",                   0, 1,     false },
    { "00A4020C02000A",               2, 0,     false }, /* case 3S */
    { "00A4020002000A00",             2, 256,   false }, /* case 4S */
    { "00A4020002000A10",             2, 16,    false },
    { "00B00000000000",               0, 65536, true  }, /* case 2E */
    { "00B08A0400062B",               0, 1579,  true  },
    { "00A4020C000000",               0, 65536, true  },
    { "00A4020C000002000A",           2, 0,     true  }, /* case 3E */
    { "00A4020C000002000A0000",       2, 65536, true  }, /* case 4E */
    { "00A4020C000002000A0100",       2, 256,   true  },
};

static const char *const wrong[] = {
    "", "00", "00A4", "00A402", /* no header */
    "00A4020C0200",             /* body shorter than Lc */
    "00A4020C02000A0000",       /* longer than Lc and Le */
    "00A4020C0000",             /* extended form cut short */
    "00A4020C00000002",         /* Lc 0000 */
    "00A4020C0000020A",
    "00A4020C000002000A00",     /* half an Le */
    "00A4020C000002000A000000",
};
/* clang-format on */

/* From an exact-size copy, so that a sanitizer sees reading past the end. */
static bool parse(const char *text, struct apdu_cmd *out, uint8_t **raw)
{
    size_t len = strlen(text) / 2;
    struct wbuf w;

    *raw = malloc(len != 0 ? len : 1);
    assert_non_null(*raw);
    w = wbuf_of(*raw, len);
    assert_true(hex_parse(text, &w));
    return apdu_cmd_parse(wbuf_span(&w), out);
}

static void each_case_is_taken_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct apdu_cmd cmd;
        uint8_t *raw;

        assert_true(parse(rows[i].raw, &cmd, &raw));
        assert_int_equal(cmd.data.len, rows[i].nc);
        assert_int_equal(cmd.ne, rows[i].ne);
        assert_int_equal(cmd.extended, rows[i].extended);
        assert_int_equal(cmd.cla, raw[0]);
        assert_int_equal(cmd.ins, raw[1]);
        assert_int_equal(cmd.p1, raw[2]);
        assert_int_equal(cmd.p2, raw[3]);
        if (rows[i].nc != 0)
            assert_memory_equal(cmd.data.ptr, "\x00\x0A", 2);
        free(raw);
    }
}

static void what_is_no_case_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct apdu_cmd cmd;
        uint8_t *raw;

        assert_false(parse(wrong[i], &cmd, &raw));
        free(raw);
    }
}

static void a_refused_command_still_tells_class_and_instruction(void **state)
{
    struct apdu_cmd cmd;
    uint8_t *raw;

    (void)state;
    assert_false(parse("80A4020C0200", &cmd, &raw));
    assert_int_equal(cmd.cla, 0x80);
    assert_int_equal(cmd.ins, 0xA4);
    assert_int_equal(cmd.data.len, 0);
    free(raw);
}

static void writing_gives_back_what_was_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct apdu_cmd cmd;
        uint8_t *raw;
        uint8_t out[32];
        struct wbuf w = wbuf_of(out, sizeof(out));

        assert_true(parse(rows[i].raw, &cmd, &raw));
        apdu_cmd_put(&w, &cmd);
        assert_false(w.full);
        assert_int_equal(w.len, strlen(rows[i].raw) / 2);
        assert_memory_equal(out, raw, w.len);
        free(raw);
    }
}

static void what_does_not_fit_short_is_written_extended(void **state)
{
    static uint8_t body[300];
    uint8_t out[320];
    struct wbuf w = wbuf_of(out, sizeof(out));
    struct apdu_cmd cmd = {
        .cla = 0x80, .ins = 0x2A, .data = { body, sizeof(body) }, .ne = 256
    };

    (void)state;
    apdu_cmd_put(&w, &cmd);
    assert_int_equal(w.len, 4 + 3 + 300 + 2);
    assert_memory_equal(out, "\x80\x2A\x00\x00\x00\x01\x2C", 7);
    assert_memory_equal(out + 307, "\x01\x00", 2);
    w = wbuf_of(out, sizeof(out));
    cmd = (struct apdu_cmd){ .ins = 0xB0, .ne = 65536 };
    apdu_cmd_put(&w, &cmd);
    assert_int_equal(w.len, 7);
    assert_memory_equal(out, "\x00\xB0\x00\x00\x00\x00\x00", 7);
}

static void a_small_buffer_is_full_and_not_overrun(void **state)
{
    uint8_t out[9];
    struct wbuf w = wbuf_of(out, 8);
    struct apdu_cmd cmd = { .ins = 0xA4,
                            .data = { (const uint8_t *)"0123456789", 10 } };

    (void)state;
    out[8] = 0x77;
    apdu_cmd_put(&w, &cmd);
    assert_true(w.full);
    assert_int_equal(wbuf_span(&w).len, 0);
    assert_int_equal(out[8], 0x77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_case_is_taken_apart),
        cmocka_unit_test(what_is_no_case_is_refused),
        cmocka_unit_test(a_refused_command_still_tells_class_and_instruction),
        cmocka_unit_test(writing_gives_back_what_was_read),
        cmocka_unit_test(what_does_not_fit_short_is_written_extended),
        cmocka_unit_test(a_small_buffer_is_full_and_not_overrun),
    };

    return cmocka_run_group_tests_name("edge/apdu", tests, NULL, NULL);
}
