/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/text.c and base64.c: text of strangers, dates, base64 and PEM.
 */
#include "tests/unit/tools/fixture.h"

#include <stdlib.h>
#include <string.h>

#define FFFD "\xEF\xBF\xBD"

static void text_of_a_card_cannot_steer_a_terminal(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        { "", "" },
        { "甲野　花子", "甲野　花子" },
        { "𠮷", "𠮷" },                   /* beyond the BMP */
        { "a\x1B[2Jb", "a" FFFD "[2Jb" }, /* escape */
        { "a\nb\r\tc\x7F", "a" FFFD "b" FFFD FFFD "c" FFFD },
        { "a\xE2\x80\xAE"
          "b",
          "a" FFFD "b" }, /* U+202E */
        { "a\xE2\x81\xA6"
          "b",
          "a" FFFD "b" }, /* U+2066 */
        { "a\xC2\x9B"
          "b",
          "a" FFFD "b" }, /* C1 control */
        { "a\xFF"
          "b",
          "a" FFFD "b" }, /* no UTF-8 */
        { "a\xC0\x80"
          "b",
          "a" FFFD FFFD "b" }, /* overlong zero */
        { "a\xED\xA0\x80"
          "b",
          "a" FFFD FFFD FFFD "b" },                       /* surrogate */
        { "a\xF4\x90\x80\x80", "a" FFFD FFFD FFFD FFFD }, /* too big */
        { "\xE7\x94", FFFD FFFD },                        /* cut */
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_t *text = tool_json_text(rows[i].in);

        assert_non_null(text);
        assert_string_equal(json_string_value(text), rows[i].out);
        json_decref(text);
    }
}

static void dates_get_hyphens(void **state)
{
    char out[11];

    (void)state;
    tool_date_text("19800217", out);
    assert_string_equal(out, "1980-02-17");
    tool_date_text("19450000", out);
    assert_string_equal(out, "1945-00-00");
}

static void moments_are_told_in_utc_and_in_japan(void **state)
{
    const struct inkan_time last = { 2030, 2, 17, 14, 59, 59 };
    const struct inkan_time later = { 2030, 2, 17, 15, 0, 0 };
    char out[TOOL_TIME_MAX];

    (void)state;
    tool_time_iso(&last, out);
    assert_string_equal(out, "2030-02-17T14:59:59Z");
    tool_time_tokyo(&last, out);
    assert_string_equal(out, "2030-02-17 23:59:59 JST");
    tool_time_tokyo(&later, out);
    assert_string_equal(out, "2030-02-18 00:00:00 JST");
}

static void base64_is_that_of_rfc_4648(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        { "", "" },        { "M", "TQ==" },        { "Ma", "TWE=" },
        { "Man", "TWFu" }, { "Many", "TWFueQ==" }, { "foobar", "Zm9vYmFy" }
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_t *text =
            tool_json_base64((const uint8_t *)rows[i].in, strlen(rows[i].in));

        assert_string_equal(json_string_value(text), rows[i].out);
        json_decref(text);
    }
}

static void pem_has_lines_of_64(void **state)
{
    uint8_t der[50];
    char *pem;

    (void)state;
    memset(der, 0, sizeof(der));
    pem = tool_pem("X", der, 48);
    assert_string_equal(pem, "-----BEGIN X-----\n"
                             "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                             "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
                             "-----END X-----\n");
    free(pem);
    pem = tool_pem("X", der, 49);
    assert_non_null(strstr(pem, "\nAA==\n-----END"));
    free(pem);
    pem = tool_pem("X", der, 0);
    assert_string_equal(pem, "-----BEGIN X-----\n-----END X-----\n");
    free(pem);
}

static void hexadecimal_is_in_lower_case(void **state)
{
    const uint8_t bytes[] = { 0x00, 0xAB, 0xFF };
    json_t *text = tool_json_hex(bytes, sizeof(bytes));

    (void)state;
    assert_string_equal(json_string_value(text), "00abff");
    json_decref(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_a_card_cannot_steer_a_terminal),
        cmocka_unit_test(dates_get_hyphens),
        cmocka_unit_test(moments_are_told_in_utc_and_in_japan),
        cmocka_unit_test(base64_is_that_of_rfc_4648),
        cmocka_unit_test(pem_has_lines_of_64),
        cmocka_unit_test(hexadecimal_is_in_lower_case),
    };

    return cmocka_run_group_tests_name("tools/text", tests, NULL, NULL);
}
