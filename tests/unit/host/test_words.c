/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes and sentences are whole: every code has both languages, no two codes
 * are the same, status words mean what card-spec.md 6 says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <inkan/check.h>

#include "host/status.h"
#include "host/utf8.h"

static void has_japanese(const char *text)
{
    assert_true(utf8_is_clean(span_of(text, strlen(text))));
    for (const char *p = text; *p != '\0'; p++) {
        if ((unsigned char)*p >= 0xE3)
            return;
    }
    fail_msg("no Japanese: %s", text);
}

static void every_code_is_explained_in_both_languages(void **state)
{
    (void)state;
    for (int rc = 0; rc < INKAN_RC_COUNT; rc++) {
        struct inkan_explanation en = inkan_explain((enum inkan_rc)rc, NULL);
        struct inkan_explanation ja =
            inkan_explain((enum inkan_rc)rc, "ja_JP.UTF-8");

        assert_string_equal(en.code, ja.code);
        assert_true(strlen(en.text) > 5);
        has_japanese(ja.text);
        assert_int_equal(en.action[0] == '\0', ja.action[0] == '\0');
        for (int other = 0; other < rc; other++)
            assert_string_not_equal(
                en.code, inkan_explain((enum inkan_rc)other, "en").code);
    }
}

static void unknown_codes_are_explained_too(void **state)
{
    (void)state;
    assert_string_equal(inkan_explain((enum inkan_rc)9999, NULL).code,
                        "unknown");
    assert_string_equal(inkan_explain((enum inkan_rc) - 1, "ja").code,
                        "unknown");
}

static void every_check_item_has_words(void **state)
{
    (void)state;
    for (int id = 0; id < INKAN_CHECK_COUNT; id++) {
        const char *code = inkan_check_code((enum inkan_check_id)id);

        assert_non_null(code);
        has_japanese(inkan_check_text((enum inkan_check_id)id, "ja"));
        for (int other = 0; other < id; other++)
            assert_string_not_equal(
                code, inkan_check_code((enum inkan_check_id)other));
    }
    for (int r = 1; r < INKAN_REASON_COUNT; r++) {
        assert_non_null(inkan_check_reason_code((enum inkan_check_reason)r));
        has_japanese(inkan_check_reason_text((enum inkan_check_reason)r, "ja"));
    }
    assert_null(inkan_check_code(INKAN_CHECK_COUNT));
    assert_null(inkan_check_reason_code(INKAN_REASON_COUNT));
    assert_string_equal(inkan_check_state_code(INKAN_UNCHECKED), "unchecked");
    assert_string_equal(inkan_bound_code(INKAN_BOUND_BIRTH_DATE), "birth-date");
}

static void status_words_are_mapped(void **state)
{
    static const struct {
        unsigned sw;
        enum inkan_rc rc;
    } rows[] = {
        { 0x9000, INKAN_OK },           { 0x63C0, INKAN_WRONG_PIN },
        { 0x63C5, INKAN_WRONG_PIN },    { 0x63CF, INKAN_WRONG_PIN },
        { 0x6300, INKAN_WRONG_PIN },    { 0x63D0, INKAN_CARD_STATUS },
        { 0x6982, INKAN_NOT_VERIFIED }, { 0x6983, INKAN_PIN_BLOCKED },
        { 0x6984, INKAN_PIN_BLOCKED },  { 0x6A82, INKAN_NOT_FOUND },
        { 0x6A86, INKAN_UNSUPPORTED },  { 0x6D00, INKAN_UNSUPPORTED },
        { 0x6E00, INKAN_UNSUPPORTED },  { 0x6F00, INKAN_CARD_STATUS },
        { 0x6700, INKAN_CARD_STATUS },  { 0x0000, INKAN_CARD_STATUS },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(status_rc((sw_t)rows[i].sw), rows[i].rc);
    assert_string_equal(status_sentence(0x6B00), "offset outside the file");
    assert_non_null(status_sentence(0x63C2));
    assert_null(status_sentence(0x1234));
}

static void every_pin_says_who_can_unblock_it(void **state)
{
    (void)state;
    for (int pin = 0; pin < INKAN_PIN_COUNT; pin++) {
        const struct inkan_pin_facts *f = inkan_pin_facts((enum inkan_pin)pin);

        assert_non_null(f);
        assert_true(f->min_len <= f->max_len && f->max_tries > 0);
        assert_true(strlen(f->name_en) > 0 && strlen(f->unblock_en) > 0);
        has_japanese(f->name_ja);
        has_japanese(f->unblock_ja);
    }
    assert_null(inkan_pin_facts(INKAN_PIN_COUNT));
    assert_null(inkan_pin_facts(INKAN_PIN_NONE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_is_explained_in_both_languages),
        cmocka_unit_test(unknown_codes_are_explained_too),
        cmocka_unit_test(every_check_item_has_words),
        cmocka_unit_test(status_words_are_mapped),
        cmocka_unit_test(every_pin_says_who_can_unblock_it),
    };

    return cmocka_run_group_tests_name("host/words", tests, NULL, NULL);
}
