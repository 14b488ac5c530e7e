/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/issue/persona.c: what a persona file may say, and how a broken one is
 * refused with its line.
 */
#include "tools/issue/persona.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "tools/issue/persona_form.h"

#define GOOD                                                                   \
    "summary = somebody\n"                                                     \
    "name = 甲野　花子\n"                                                 \
    "address = 東京都\n"                                                    \
    "birth = 19850614\n"                                                       \
    "sex = 2\n"                                                                \
    "number = 123456789018\n"                                                  \
    "security-code = 4071\n"

static bool parse(const char *text, struct persona *out,
                  struct problem *problem)
{
    *problem = (struct problem){ 0 };
    return persona_parse("p.persona", span_of(text, strlen(text)), out,
                         problem);
}

static void refuse(const char *text, const char *why)
{
    struct persona persona;
    struct problem problem;

    assert_false(parse(text, &persona, &problem));
    assert_int_equal(problem.code, EXIT_USAGE);
    assert_string_equal(problem.text, why);
    persona_free(&persona);
}

static void a_small_file_is_enough(void **state)
{
    struct persona persona;
    struct problem problem;

    (void)state;
    assert_true(parse(GOOD, &persona, &problem));
    assert_string_equal(persona_get(&persona, P_NAME), "甲野　花子");
    assert_string_equal(persona_get(&persona, P_AUTH_PIN), "1234");
    assert_string_equal(persona_get(&persona, P_SIGN_PASSWORD), "ABC123");
    persona_free(&persona);
}

static void names_fall_back_from_the_certificate_to_the_register(void **state)
{
    struct persona persona;
    struct problem problem;

    (void)state;
    assert_true(parse(GOOD "text.name = 甲野　華子\n", &persona, &problem));
    assert_string_equal(persona_get(&persona, P_CERT_NAME), "甲野　華子");
    assert_string_equal(persona_get(&persona, P_NAME), "甲野　花子");
    persona_free(&persona);
}

static void comments_blanks_crlf_and_a_bom_are_taken(void **state)
{
    struct persona persona;
    struct problem problem;

    (void)state;
    assert_true(parse("\xEF\xBB\xBF# who\r\n\r\n  \t\n" GOOD
                      "\tauth.pin=0000  \r\n",
                      &persona, &problem));
    assert_string_equal(persona_get(&persona, P_AUTH_PIN), "0000");
    persona_free(&persona);
}

static void a_broken_line_is_named(void **state)
{
    (void)state;
    refuse(GOOD "what\n", "p.persona:8: this is no `key = value`");
    refuse(GOOD "\nPIN = 1\n", "p.persona:9: unknown key \"PIN\"");
    refuse(GOOD "auth.pin =\n", "p.persona:8: auth.pin: has no value");
    refuse(GOOD "sex = 1\n", "p.persona:5: sex: stands here and on line 8");
    refuse(GOOD "text.name = \xFF\n",
           "p.persona:8: not UTF-8 text, or a control character");
    refuse(GOOD "text.name = a\x1B[2J\n",
           "p.persona:8: not UTF-8 text, or a control character");
}

static void a_value_of_the_wrong_form_is_named(void **state)
{
    static const struct {
        const char *line;
        const char *why;
    } rows[] = {
        { "auth.pin = 12345", "auth.pin: must be 4 digits, or none" },
        { "auth.pin = 123a", "auth.pin: must be 4 digits, or none" },
        { "sign.password = abc123",
          "sign.password: must be 6 to 16 of A-Z and 0-9 with both in it, or "
          "none" },
        { "sign.password = ABCDEF",
          "sign.password: must be 6 to 16 of A-Z and 0-9 with both in it, or "
          "none" },
        { "auth.tries = 4", "auth.tries: a number out of its range" },
        { "auth.tries = -1", "auth.tries: a number out of its range" },
        { "token = nokia", "token: must be one of card|android|iphone" },
        { "token = car", "token: must be one of card|android|iphone" },
        { "card.expires = tomorrow",
          "card.expires: must be YYYYMMDD or like +5y, -2m, -1d" },
        { "card.expires = 20260230",
          "card.expires: must be YYYYMMDD or like +5y, -2m, -1d" },
        { "sign.serial = 1234", "sign.serial: wrong hex bytes" },
        { "atr = contact-9", "atr: no such ATR" },
        { "cert.name-flags = 012", "cert.name-flags: must be digits 0 and 1" },
        { "city = 清瀬", "city: must be plain ASCII, not too long" },
        { "municipality = 1322", "municipality: wrong number of digits" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char text[1024];
        char why[256];

        snprintf(text, sizeof(text), GOOD "%s\n", rows[i].line);
        snprintf(why, sizeof(why), "p.persona:8: %s", rows[i].why);
        refuse(text, why);
    }
}

static void a_wrong_check_digit_is_refused(void **state)
{
    (void)state;
    refuse("number = 123456789017\n",
           "p.persona:1: number: must be 12 digits with a right check digit");
}

static void a_missing_key_is_named(void **state)
{
    (void)state;
    refuse("summary = s\nname = n\n",
           "p.persona: address is missing (address as registered; drawn on "
           "the face)");
    refuse("", "p.persona: summary is missing (one line about this person)");
}

static void a_zero_byte_is_refused(void **state)
{
    static const char text[] = "summary = s\0x\n";
    struct problem problem = { 0 };
    struct persona persona;

    (void)state;
    assert_false(persona_parse("p", span_of(text, sizeof(text) - 1), &persona,
                               &problem));
    assert_string_equal(problem.text, "p: holds a 0 byte");
    persona_free(&persona);
}

static void text_has_at_most_its_characters(void **state)
{
    char text[2048] = GOOD "text.name = ";
    struct persona persona;
    struct problem problem;

    (void)state;
    for (int i = 0; i < NAME_CHARS_MAX; i++)
        strcat(text, "𠮷");
    assert_true(parse(text, &persona, &problem));
    persona_free(&persona);
    strcat(text, "a");
    refuse(text, "p.persona:8: text.name: text of the wrong length");
}

static void set_replaces_a_value_and_blames_itself(void **state)
{
    struct persona persona;
    struct problem problem;

    (void)state;
    assert_true(parse(GOOD, &persona, &problem));
    assert_true(persona_set(&persona, "sex=1", &problem));
    assert_true(persona_is(&persona, P_SEX, "1"));
    assert_true(persona_set(&persona, "name = 乙　丙", &problem));
    assert_string_equal(persona_get(&persona, P_NAME), "乙　丙");
    assert_false(persona_set(&persona, "sex=7", &problem));
    assert_string_equal(problem.text, "--set: sex: must be one of 0|1|2|9");
    problem = (struct problem){ 0 };
    assert_false(persona_set(&persona, "sex", &problem));
    assert_string_equal(problem.text, "--set sex: this is no key=value");
    problem = (struct problem){ 0 };
    assert_false(persona_set(&persona, "sax=1", &problem));
    assert_string_equal(problem.text, "--set: unknown key \"sax\"");
    persona_free(&persona);
}

/* A small generator of its own: the same mutants on every machine. */
static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Bytes of a good file changed, doubled or left out: a mutant is taken, or
 * refused with a sentence; no third thing happens. */
static void any_bytes_are_taken_or_refused(void **state)
{
    uint32_t random = 1;
    unsigned taken = 0;
    unsigned refused = 0;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[512] = GOOD "auth.pin = 1234\natr = 3B00\n";
        size_t len = strlen(text);
        struct persona persona;
        struct problem problem = { 0 };

        for (uint32_t i = next_random(&random) % 4; i != UINT32_MAX; i--) {
            size_t at = next_random(&random) % len;

            switch (next_random(&random) % 3) {
            case 0: text[at] = (char)next_random(&random); break;
            case 1: memmove(text + at, text + at + 1, --len - at); break;
            default: memmove(text + at + 1, text + at, len++ - at); break;
            }
        }
        if (persona_parse("m", span_of(text, len), &persona, &problem)) {
            taken++;
        } else {
            refused++;
            assert_int_equal(problem.code, EXIT_USAGE);
            assert_memory_equal(problem.text, "m:", 2);
        }
        persona_free(&persona);
    }
    assert_true(taken > 1000 && refused > 1000);
}

static void an_unknown_persona_says_where_to_look(void **state)
{
    struct persona persona;
    struct problem problem = { 0 };

    (void)state;
    assert_false(persona_load("nobody", &persona, &problem));
    assert_int_equal(problem.code, EXIT_USAGE);
    assert_string_equal(problem.text,
                        "no persona \"nobody\": see `inkan-card personas`, or "
                        "give a file as ./NAME");
    persona_free(&persona);
}

/* --- the built-in ones --- */
static void every_built_in_persona_is_whole_and_has_its_own_number(void **state)
{
    char numbers[64][16];
    const char *name;
    const char *summary;
    size_t name_len;
    size_t summary_len;
    size_t n = 0;

    (void)state;
    for (; persona_builtin(n, &name, &name_len, &summary, &summary_len); n++) {
        struct persona persona;
        struct problem problem = { 0 };
        char text[64];

        assert_true(n < ARRAY_LEN(numbers));
        assert_true(summary_len > 0);
        snprintf(text, sizeof(text), "%.*s", (int)name_len, name);
        if (!persona_load(text, &persona, &problem))
            fail_msg("%s", problem.text);
        snprintf(numbers[n], sizeof(numbers[n]), "%s",
                 persona_get(&persona, P_NUMBER));
        for (size_t i = 0; i < n; i++)
            assert_string_not_equal(numbers[i], numbers[n]);
        persona_free(&persona);
    }
    assert_true(n >= 20);
}

/* TCK: the exclusive or of everything after TS is 0. */
static void every_named_atr_has_a_right_check_byte(void **state)
{
    static const char *const with_t1[] = {
        "contact-1",     "contact-2",     "contact-3",     "contactless-1",
        "contactless-2", "contactless-3", "contactless-4",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(with_t1); i++) {
        struct span atr = persona_atr(with_t1[i]);
        uint8_t sum = 0;

        assert_true(atr.len > 2);
        assert_int_equal(atr.ptr[0], 0x3B);
        for (size_t at = 1; at < atr.len; at++)
            sum ^= atr.ptr[at];
        assert_int_equal(sum, 0);
    }
    assert_int_equal(persona_atr("contact-4").len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_file_is_enough),
        cmocka_unit_test(names_fall_back_from_the_certificate_to_the_register),
        cmocka_unit_test(comments_blanks_crlf_and_a_bom_are_taken),
        cmocka_unit_test(a_broken_line_is_named),
        cmocka_unit_test(a_value_of_the_wrong_form_is_named),
        cmocka_unit_test(a_wrong_check_digit_is_refused),
        cmocka_unit_test(a_missing_key_is_named),
        cmocka_unit_test(a_zero_byte_is_refused),
        cmocka_unit_test(text_has_at_most_its_characters),
        cmocka_unit_test(set_replaces_a_value_and_blames_itself),
        cmocka_unit_test(any_bytes_are_taken_or_refused),
        cmocka_unit_test(an_unknown_persona_says_where_to_look),
        cmocka_unit_test(
            every_built_in_persona_is_whole_and_has_its_own_number),
        cmocka_unit_test(every_named_atr_has_a_right_check_byte),
    };

    return cmocka_run_group_tests_name("issue/persona", tests, NULL, NULL);
}
