/* SPDX-License-Identifier: Apache-2.0
 *
 * The desk through a day: what is told once, not at all, or only to those who
 * ask.
 */
#include "tests/unit/reception/counter.h"

#include <stdlib.h>
#include <string.h>

#define HANAKO     "甲野　花子", "19850614"
#define TARO       "乙川　太郎", "19700101"
#define SECOND     ((int64_t)1000)
#define FILE_OF(x) "OQSsiquc01res_face_" x "_20260401100000.xml"

static struct form hanako(void)
{
    return form_of(HANAKO, "2", "東京都清瀬市観布子南３－８－１５");
}

static struct form taro(void)
{
    return form_of(TARO, "1", "");
}

/* A desk that closes tells an alarm that it was still holding back. */
static void the_end_of_a_run_tells_what_waits(void **state)
{
    struct counter c;

    (void)state;
    counter_begin(&c, NULL);
    counter_form(&c, FILE_OF("a"), taro());
    reception_close(&c.r);
    assert_string_equal(counter_last(&c, "answer", NULL)->code, "no-card");
    counter_end(&c);

    counter_begin(&c, NULL);
    counter_card(&c, "r1", HANAKO, '2');
    counter_form(&c, FILE_OF("b"), taro());
    assert_null(counter_last(&c, "answer", NULL));
    reception_close(&c.r);
    assert_int_equal(counter_last(&c, "answer", NULL)->verdict,
                     FINDING_STRANGER);
    assert_int_equal(c.r.exit, TOOL_FINDING);
    counter_end(&c);
}

static void answers_of_other_programs_are_not_graded(void **state)
{
    struct counter c;
    struct form form = hanako();

    (void)state;
    counter_begin(&c, NULL);
    counter_card(&c, "r1", HANAKO, '2');
    form.identifier = "receipt-computer-1";
    counter_form(&c, "OQSsiquc01res_receipt-computer-1.xml", form);
    assert_int_equal(counter_last(&c, "answer", NULL)->findings,
                     BIT(FINDING_UNPAIRED));
    assert_string_equal(counter_last(&c, "answer", NULL)->code, "not-ours");
    counter_end(&c);
}

static void an_answer_for_another_institution_is_not_graded(void **state)
{
    static const char *const others[] = { "1311111112", "", NULL, "131111111" };
    struct counter c;

    (void)state;
    counter_begin(&c, NULL);
    counter_card(&c, "r1", HANAKO, '2');
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        struct form form = hanako();

        form.institution = others[i];
        counter_form(&c, FILE_OF("a"), form);
        assert_int_equal(counter_last(&c, "answer", NULL)->findings,
                         BIT(FINDING_UNPAIRED));
        assert_string_equal(counter_last(&c, "answer", NULL)->code,
                            "other-institution");
    }
    counter_end(&c);
}

static void a_file_moved_in_later_is_not_the_present_patients(void **state)
{
    static const int64_t off_s[] = { -3600, -121, 121, 86400 };
    struct counter c;
    struct form form = hanako();

    (void)state;
    counter_begin(&c, NULL);
    counter_card(&c, "r1", HANAKO, '2');
    for (size_t i = 0; i < ARRAY_LEN(off_s); i++) {
        char made[15];

        form_time(COUNTER_WALL + c.now_ms / 1000 + off_s[i], made);
        form.time = made;
        counter_form(&c, FILE_OF("a"), form);
        assert_string_equal(counter_last(&c, "answer", NULL)->code, "stale");
    }
    form.time = "20260230100000";
    counter_form(&c, FILE_OF("a"), form);
    assert_string_equal(counter_last(&c, "answer", NULL)->code, "no-time");
    form.time = "";
    counter_form(&c, FILE_OF("a"), form);
    assert_string_equal(counter_last(&c, "answer", NULL)->code, "no-time");
    counter_end(&c);
}

static void the_same_answer_again_is_told_once(void **state)
{
    struct counter c;
    struct form form = hanako();
    char made[15];

    (void)state;
    counter_begin(&c, NULL);
    form_time(COUNTER_WALL + c.now_ms / 1000, made);
    form.time = made;
    counter_card(&c, "r1", HANAKO, '2');
    counter_form(&c, FILE_OF("a"), form);
    counter_form(&c, FILE_OF("a"), form);
    reception_remove(&c.r, "r1");
    /* copied under another name, before the next patient */
    counter_pass(&c, 61 * SECOND);
    counter_card(&c, "r1", TARO, '1');
    counter_form(&c, FILE_OF("b"), form);
    assert_int_equal(counter_told(&c, "answer", NULL), 1);
    assert_string_equal(counter_last(&c, "file", FILE_OF("b"))->code,
                        "duplicate");
    assert_int_equal(c.r.counts.duplicates, 2);
    counter_end(&c);
}

static void more_answers_than_may_wait_are_told_unpaired(void **state)
{
    struct counter c;

    (void)state;
    counter_begin(&c, NULL);
    for (int i = 0; i < RECEPTION_HELD_MAX + 5; i++) {
        char file[80], identifier[16];
        struct form form = hanako();

        snprintf(identifier, sizeof(identifier), "i%d", i);
        snprintf(file, sizeof(file), "OQSsiquc01res_face_%d_1.xml", i);
        form.identifier = identifier;
        c.now_ms += 1;
        counter_form(&c, file, form);
    }
    assert_int_equal(c.r.counts.unpaired, 5);
    assert_non_null(counter_last(&c, "answer", "OQSsiquc01res_face_0_1.xml"));
    counter_end(&c);
}

/* Everything that was ever told about a stranger, as one text. */
static void a_strangers_values_are_not_shown_unless_asked_for(void **state)
{
    (void)state;
    for (int show = 0; show < 2; show++) {
        struct reception_options options = reception_defaults;
        struct form form = form_of("髙﨑　●子", "19700203", "2", "札幌市");
        struct counter c;
        char *all;

        options.institution = FORM_INSTITUTION;
        options.settle_ms = 0;
        options.show_values = show != 0;
        counter_begin(&c, &options);
        form.result[0].kana = "ﾀｶｻｷ";
        counter_card(&c, "r1", HANAKO, '2');
        counter_form(&c, FILE_OF("a"), form);
        all = json_dumps(counter_last(&c, "answer", NULL)->object, 0);
        assert_int_equal(counter_last(&c, "answer", NULL)->verdict,
                         FINDING_STRANGER);
        assert_int_equal(strstr(all, "髙") != NULL, show);
        assert_int_equal(strstr(all, "●") != NULL, show);
        assert_int_equal(strstr(all, "19700203") != NULL, show);
        assert_int_equal(strstr(all, "札幌") != NULL, show);
        assert_int_equal(strstr(all, "甲野") != NULL, show);
        assert_null(strstr(all, "4260"));
        free(all);
        counter_end(&c);
    }
}

static void names_are_gone_when_nobody_needs_them(void **state)
{
    struct counter c;

    (void)state;
    counter_begin(&c, NULL);
    counter_card(&c, "r1", HANAKO, '2');
    reception_remove(&c.r, "r1");
    counter_pass(&c, 209 * SECOND);
    assert_non_null(
        memmem(&c.r.visits, sizeof(c.r.visits), "甲野", strlen("甲野")));
    counter_pass(&c, 3 * SECOND);
    assert_null(
        memmem(&c.r.visits, sizeof(c.r.visits), "甲野", strlen("甲野")));
    counter_end(&c);
    assert_null(memmem(&c.r, sizeof(c.r), "甲野", strlen("甲野")));
}

static void bad_files_are_told_with_reason_and_counted(void **state)
{
    static const char broken[] = "<XmlMsg><a></XmlMsg>";
    struct counter c;

    (void)state;
    counter_begin(&c, NULL);
    counter_bytes(&c, FILE_OF("x"), broken, strlen(broken));
    assert_string_equal(counter_last(&c, "file", FILE_OF("x"))->code,
                        "not-xml");
    reception_bad_file(&c.r, FILE_OF("y"), "vanished", "gone");
    assert_int_equal(c.r.counts.bad_files, 2);
    assert_int_equal(c.r.exit, TOOL_UNCHECKED);
    counter_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_of_a_run_tells_what_waits),
        cmocka_unit_test(answers_of_other_programs_are_not_graded),
        cmocka_unit_test(an_answer_for_another_institution_is_not_graded),
        cmocka_unit_test(a_file_moved_in_later_is_not_the_present_patients),
        cmocka_unit_test(the_same_answer_again_is_told_once),
        cmocka_unit_test(more_answers_than_may_wait_are_told_unpaired),
        cmocka_unit_test(a_strangers_values_are_not_shown_unless_asked_for),
        cmocka_unit_test(names_are_gone_when_nobody_needs_them),
        cmocka_unit_test(bad_files_are_told_with_reason_and_counted),
    };

    return cmocka_run_group_tests_name("reception/reception", tests, NULL,
                                       NULL);
}
