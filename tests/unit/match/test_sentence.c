/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/match/pairs.h"

static void every_reason_has_a_name_and_two_sentences(void **state)
{
    struct inkan_match_text none = { NULL, 0, NULL };

    (void)state;
    for (unsigned i = 0; i < INKAN_MATCH_CODE_COUNT; i++) {
        struct inkan_match_reason reason = { .code = (enum inkan_match_code)i };
        char en[256];
        char ja[256];

        assert_true(inkan_match_code_name(reason.code)[0] != '\0');
        assert_in_range(
            inkan_match_sentence(&reason, none, none, "en", en, sizeof(en)), 8,
            sizeof(en) - 1);
        assert_in_range(
            inkan_match_sentence(&reason, none, none, "ja", ja, sizeof(ja)), 6,
            sizeof(ja) - 1);
        assert_string_not_equal(en, ja);
        for (unsigned k = 0; k < i; k++)
            assert_string_not_equal(
                inkan_match_code_name(reason.code),
                inkan_match_code_name((enum inkan_match_code)k));
    }
}

static char *json_of(const struct inkan_matcher *m, const char *a,
                     const char *b)
{
    struct inkan_match_result r;
    size_t len;
    char *json;

    (void)inkan_match_compare(m, INKAN_MATCH_NAME, text_of(a), text_of(b), &r);
    len = inkan_match_json(&r, text_of(a), text_of(b), NULL, 0);
    json = malloc(len + 1);
    assert_non_null(json);
    assert_int_equal(
        inkan_match_json(&r, text_of(a), text_of(b), json, len + 1), len);
    return json;
}

static void the_json_is_this(void **state)
{
    char *json = json_of(*state, "髙橋　一郎", "高橋　一郎");

    assert_string_equal(
        json, "{\"grade\":\"B\",\"reasons\":[{\"code\":\"variant\",\"at\":[{"
              "\"a\":[1,1],\"b\":[1,1]}],\"text\":\"forms of one kanji: "
              "髙/高 (1)\",\"ja\":\"異体字：髙/高（1文字目）\"}]}");
    free(json);
}

static void hostile_text_leaves_json_whole(void **state)
{
    static const char *const hostile[] = {
        "\"\\\"\\",
        "\xE2\x80\xAE"
        "ab"
        "\xE2\x80\xAC",
        "<script>",
        "\\u0000",
        "\xF0\x9F\x98\x80\xF0\x9F\x98\x80",
    };

    for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
        char *json = json_of(*state, hostile[i], "山田　太郎");
        json_t *parsed = json_loads(json, 0, NULL);

        assert_non_null(parsed);
        assert_null(strstr(json, "\xE2\x80\xAE"));
        json_decref(parsed);
        free(json);
    }
}

static void a_cut_sentence_ends_in_a_whole_character(void **state)
{
    struct inkan_match_reason reason = { .code = INKAN_MATCH_EMPTY };
    struct inkan_match_text none = { NULL, 0, NULL };
    char full[128];
    char part[128];
    size_t len =
        inkan_match_sentence(&reason, none, none, "ja", full, sizeof(full));

    (void)state;
    for (size_t cap = 1; cap <= len; cap++) {
        assert_int_equal(
            inkan_match_sentence(&reason, none, none, "ja", part, cap), len);
        assert_in_range(strlen(part), 0, cap - 1);
        assert_int_equal(strncmp(full, part, strlen(part)), 0);
        assert_int_not_equal(full[strlen(part)] & 0xC0, 0x80);
    }
}

static void fields_and_their_names_agree(void **state)
{
    (void)state;
    for (unsigned i = 0; i < INKAN_MATCH_FIELD_COUNT; i++)
        assert_int_equal(inkan_match_field_of(
                             inkan_match_field_name((enum inkan_match_field)i)),
                         i);
    assert_int_equal(inkan_match_field_of("phone"), INKAN_MATCH_FIELD_COUNT);
}

/* --- bad input ------------------------------------------------------------- */

static void huge_and_broken_texts_are_refused_not_guessed(void **state)
{
    size_t len = 1 << 20;
    char *huge = malloc(len);
    char *exact;
    struct inkan_match_text big = { huge, len, NULL };
    struct inkan_match_result r;

    assert_non_null(huge);
    memset(huge, 'a', len);
    for (unsigned f = 0; f < INKAN_MATCH_FIELD_COUNT; f++) {
        enum inkan_match_field field = (enum inkan_match_field)f;

        (void)inkan_match_compare(*state, field, big, text_of("山田"), &r);
        assert_int_equal(r.grade, INKAN_MATCH_NA);
        assert_true(inkan_match_has(&r, INKAN_MATCH_TOO_LONG));
        (void)inkan_match_compare(
            *state, field, (struct inkan_match_text){ "山\0田", 7, NULL },
            text_of("山田"), &r);
        assert_true(inkan_match_has(&r, INKAN_MATCH_BAD_TEXT));
        (void)inkan_match_compare(*state, field, text_of("\xE5\xB1"),
                                  text_of("\xE5\xB1"), &r);
        assert_true(inkan_match_has(&r, INKAN_MATCH_BAD_TEXT));
        (void)inkan_match_compare(*state, field,
                                  (struct inkan_match_text){ NULL, 0, NULL },
                                  text_of("山"), &r);
        assert_true(inkan_match_has(&r, INKAN_MATCH_EMPTY));
    }
    exact = malloc(INKAN_MATCH_TEXT_MAX);
    assert_non_null(exact);
    memset(exact, 'a', INKAN_MATCH_TEXT_MAX);
    big = (struct inkan_match_text){ exact, INKAN_MATCH_TEXT_MAX, NULL };
    assert_int_equal(
        inkan_match_compare(*state, INKAN_MATCH_NAME, big, big, &r),
        INKAN_MATCH_A);
    free(exact);
    free(huge);
}

/* --- claims ---------------------------------------------------------------- */

static void claims_refuse_what_is_not_in_jis_x_0208(void **state)
{
    static const struct {
        const char *text, *bad, *better;
    } rows[] = {
        { "徳田　花", "", "" },     { "德田　花", "德", "徳" },
        { "髙田　花", "髙", "高" }, { "山﨑　花", "﨑", "崎" },
        { "𠮷田　花", "𠮷", "吉" }, { "濵田　花", "濵", "浜" },
        { "①田　花", "①", "1" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char better[8] = "";
        size_t at = 0;
        size_t first = 0;
        size_t len = 0;
        int found = inkan_match_unsafe_next(*state, text_of(rows[i].text), &at,
                                            &first, &len, better);

        assert_int_equal(found, rows[i].bad[0] != '\0');
        assert_int_equal(len, strlen(rows[i].bad));
        assert_memory_equal(rows[i].text + first, rows[i].bad, len);
        assert_string_equal(better, rows[i].better);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reason_has_a_name_and_two_sentences),
        cmocka_unit_test(the_json_is_this),
        cmocka_unit_test(hostile_text_leaves_json_whole),
        cmocka_unit_test(a_cut_sentence_ends_in_a_whole_character),
        cmocka_unit_test(fields_and_their_names_agree),
        cmocka_unit_test(huge_and_broken_texts_are_refused_not_guessed),
        cmocka_unit_test(claims_refuse_what_is_not_in_jis_x_0208),
    };

    return cmocka_run_group_tests_name("match/sentence", tests, matcher_setup,
                                       matcher_teardown);
}
