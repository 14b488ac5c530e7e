/* SPDX-License-Identifier: Apache-2.0
 *
 * Answer files, good ones and all kinds of bad ones. Bytes that matter are
 * literals.
 */
#include "tests/unit/reception/counter.h"

#include <stdlib.h>
#include <string.h>

#include "tools/reception/answer.h"

#define HEAD                                                                   \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><XmlMsg><MessageHeader>"        \
    "<SegmentOfResult>1</SegmentOfResult></MessageHeader><MessageBody>"        \
    "<ResultList><ResultOfQualificationConfirmation>"
#define TAIL                                                                   \
    "</ResultOfQualificationConfirmation></ResultList></MessageBody></XmlMsg>"

static enum answer_rc read_text(const char *text, struct answer *out,
                                const char **where)
{
    return answer_read((const uint8_t *)text, strlen(text), out, where);
}

static void fields_are_read_and_blanks_left_out(void **state)
{
    struct answer a;

    (void)state;
    assert_int_equal(read_text(HEAD
                               "<InsurerNumber>  123456</InsurerNumber>"
                               "<Name> \xE8\xA8\xBA\xE7\x99\x82 </Name><Sex1/>"
                               "<Address>a &amp; b</Address>"
                               "<Other><Name>nobody</Name></Other>" TAIL "\r\n",
                               &a, NULL),
                     ANSWER_OK);
    assert_int_equal(a.count, 1);
    assert_string_equal(a.field[ANSWER_SEGMENT], "1");
    assert_string_equal(a.result[0].field[RESULT_INSURER], "123456");
    assert_string_equal(a.result[0].field[RESULT_NAME],
                        "\xE8\xA8\xBA\xE7\x99\x82");
    assert_string_equal(a.result[0].field[RESULT_SEX], "");
    assert_string_equal(a.result[0].field[RESULT_ADDRESS], "a & b");
    assert_null(a.result[0].field[RESULT_BIRTH]);
    assert_string_equal(result_text(&a.result[0], RESULT_BIRTH), "");
    answer_free(&a);
}

/* 髙 and 﨑 are in CP932 (IBM's extension) and not in Shift_JIS. */
static void shift_jis_means_cp932(void **state)
{
    static const char text[] =
        "<?xml version=\"1.0\" encoding=\"Shift_JIS\" standalone=\"no\"?>\r\n"
        "<XmlMsg><MessageHeader></MessageHeader><MessageBody><ResultList>"
        "<ResultOfQualificationConfirmation><Name>\xFB\xFC\x96\xD8\x81\x40"
        "\xFA\xB1</Name><NameKana>\xC0\xB6\xB7</NameKana>" TAIL;
    struct answer a;

    (void)state;
    assert_int_equal(read_text(text, &a, NULL), ANSWER_OK);
    assert_string_equal(a.result[0].field[RESULT_NAME], "髙木　﨑");
    assert_string_equal(a.result[0].field[RESULT_KANA], "ﾀｶｷ");
    answer_free(&a);
}

static void the_declaration_decides_not_the_charset_element(void **state)
{
    static const char *const charsets[] = { "0", "1", "2", NULL };
    struct form form = form_of("髙﨑　花子", "19850614", "2", "");

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(charsets); i++) {
        for (int cp932 = 0; cp932 < 2; cp932++) {
            struct answer a;
            size_t len;
            uint8_t *data;

            form.charset = charsets[i];
            form.cp932 = cp932 != 0;
            data = form_write(&form, &len);
            assert_int_equal(answer_read(data, len, &a, NULL), ANSWER_OK);
            assert_string_equal(a.result[0].field[RESULT_NAME], "髙﨑　花子");
            answer_free(&a);
            free(data);
        }
    }
}

static void bytes_of_another_encoding_are_refused(void **state)
{
    struct form form = form_of("甲野　花子", "19850614", "2", "");
    struct answer a;
    uint8_t *data;
    size_t len;

    (void)state;
    form.cp932 = true;
    form.declared = "UTF-8";
    data = form_write(&form, &len);
    assert_int_equal(answer_read(data, len, &a, NULL), ANSWER_BROKEN_TEXT);
    free(data);
    form.cp932 = false;
    form.declared = "EUC-JP";
    data = form_write(&form, &len);
    assert_int_equal(answer_read(data, len, &a, NULL), ANSWER_ENCODING);
    free(data);
    form.declared = "UTF-16";
    data = form_write(&form, &len);
    assert_int_equal(answer_read(data, len, &a, NULL), ANSWER_ENCODING);
    free(data);
}

static void both_spellings_of_the_consents_are_read(void **state)
{
    static const char *const spellings[] = {
        "<PharmacistsInfoConsFlg>1</PharmacistsInfoConsFlg>"
        "<PharmacistsInfoAvailableTime>20260401</PharmacistsInfoAvailableTime>",
        "<PharmaceuticalInfoConsFlg>1</PharmaceuticalInfoConsFlg>"
        "<PharmaceuticalInfoAcquisitionTime>20260401"
        "</PharmaceuticalInfoAcquisitionTime>",
        /* both, and of one mind */
        "<PharmacistsInfoConsFlg>1</PharmacistsInfoConsFlg>"
        "<PharmaceuticalInfoConsFlg>1</PharmaceuticalInfoConsFlg>"
        "<PharmacistsInfoAvailableTime>20260401</PharmacistsInfoAvailableTime>",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(spellings); i++) {
        char text[2048];
        struct answer a;

        snprintf(text, sizeof(text), HEAD "%s" TAIL, spellings[i]);
        assert_int_equal(read_text(text, &a, NULL), ANSWER_OK);
        assert_string_equal(a.result[0].field[RESULT_DRUGS_CONSENT], "1");
        assert_string_equal(a.result[0].field[RESULT_DRUGS_UNTIL], "20260401");
        answer_free(&a);
    }
}

static void two_values_of_one_field_are_refused_by_name(void **state)
{
    const char *where = NULL;
    struct answer a;

    (void)state;
    assert_int_equal(
        read_text(HEAD "<Name>a</Name><Name>b</Name>" TAIL, &a, &where),
        ANSWER_TWICE);
    assert_string_equal(where, "Name");
    assert_int_equal(
        read_text(HEAD "<PharmacistsInfoConsFlg>1</PharmacistsInfoConsFlg>"
                       "<PharmaceuticalInfoConsFlg>0"
                       "</PharmaceuticalInfoConsFlg>" TAIL,
                  &a, &where),
        ANSWER_TWICE);
    assert_int_equal(
        read_text(HEAD "<Name>a</Name><Name>a</Name>" TAIL, &a, &where),
        ANSWER_OK);
    answer_free(&a);
}

static void a_bomb_is_refused_before_it_grows(void **state)
{
    static const char bomb[] =
        "<?xml version=\"1.0\"?><!DOCTYPE XmlMsg [<!ENTITY a \"ha\">"
        "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
        "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
        "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>"
        "<XmlMsg><MessageHeader>&d;</MessageHeader></XmlMsg>";
    static const char outside[] =
        "<?xml version=\"1.0\"?><!DOCTYPE XmlMsg SYSTEM "
        "\"file:///etc/passwd\"><XmlMsg></XmlMsg>";
    struct answer a;

    (void)state;
    assert_int_equal(read_text(bomb, &a, NULL), ANSWER_DOCTYPE);
    assert_int_equal(read_text(outside, &a, NULL), ANSWER_DOCTYPE);
    assert_int_equal(read_text(HEAD "<Name>&unknown;</Name>" TAIL, &a, NULL),
                     ANSWER_NOT_XML);
}

static void zero_bytes_are_refused(void **state)
{
    static const char text[] = HEAD "<Name>a\0b</Name>" TAIL;
    struct answer a;

    (void)state;
    assert_int_equal(
        answer_read((const uint8_t *)text, sizeof(text) - 1, &a, NULL),
        ANSWER_NUL);
}

static void every_beginning_of_an_answer_is_incomplete(void **state)
{
    struct form form = form_of("甲野　花子", "19850614", "2", "東京都");
    size_t len;
    uint8_t *data;

    (void)state;
    form.cp932 = true;
    data = form_write(&form, &len);
    assert_true(answer_is_complete(data, len));
    for (size_t n = 0; n < len - 2; n++) { /* without the last CRLF it is */
        struct answer a;
        uint8_t *part = malloc(n > 0 ? n : 1);

        memcpy(part, data, n);
        assert_false(answer_is_complete(part, n));
        assert_int_not_equal(answer_read(part, n, &a, NULL), ANSWER_OK);
        assert_int_equal(a.count, 0);
        free(part);
    }
    free(data);
}

static void changed_bytes_never_crash(void **state)
{
    struct form form = form_of("甲野　花子", "19850614", "2", "東京都");
    uint32_t seed = 1;
    size_t len;
    uint8_t *data = form_write(&form, &len);

    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct answer a;
        uint8_t *copy = malloc(len);

        memcpy(copy, data, len);
        for (int k = 0; k < 1 + i % 4; k++) {
            seed = seed * 1664525 + 1013904223;
            copy[(seed >> 8) % len] = (uint8_t)(seed >> 24);
        }
        (void)answer_read(copy, len, &a, NULL);
        answer_free(&a);
        free(copy);
    }
    free(data);
}

static void limits_are_kept(void **state)
{
    char *big = malloc(ANSWER_FILE_MAX + 2);
    char text[8192] = HEAD "<Name>";
    struct answer a;
    const char *where = NULL;
    size_t at;

    (void)state;
    memset(big, ' ', ANSWER_FILE_MAX + 1);
    big[ANSWER_FILE_MAX + 1] = '\0';
    assert_int_equal(read_text(big, &a, NULL), ANSWER_TOO_BIG);
    free(big);
    at = strlen(text);
    memset(text + at, 'x', ANSWER_TEXT_MAX + 1);
    strcpy(text + at + ANSWER_TEXT_MAX + 1, "</Name>" TAIL);
    assert_int_equal(read_text(text, &a, &where), ANSWER_TOO_LONG);
    assert_string_equal(where, "Name");
    strcpy(text, "<XmlMsg><MessageHeader/><MessageBody>");
    for (int i = 0; i < 20; i++)
        strcat(text, "<a>");
    for (int i = 0; i < 20; i++)
        strcat(text, "</a>");
    strcat(text, "</MessageBody></XmlMsg>");
    assert_int_equal(read_text(text, &a, NULL), ANSWER_TOO_DEEP);
    strcpy(text, "<XmlMsg><MessageHeader/><MessageBody><ResultList>");
    for (int i = 0; i < 17; i++)
        strcat(text, "<ResultOfQualificationConfirmation/>");
    strcat(text, "</ResultList></MessageBody></XmlMsg>");
    assert_int_equal(read_text(text, &a, NULL), ANSWER_TOO_MANY);
}

static void other_xml_is_no_answer(void **state)
{
    struct answer a;

    (void)state;
    assert_int_equal(read_text("<a></XmlMsg>", &a, NULL), ANSWER_NOT_XML);
    assert_int_equal(read_text("<XmlMsg></XmlMsg>", &a, NULL),
                     ANSWER_OTHER_FORM);
    assert_int_equal(read_text("<b><XmlMsg></XmlMsg></b>", &a, NULL),
                     ANSWER_INCOMPLETE);
    assert_int_equal(read_text("", &a, NULL), ANSWER_INCOMPLETE);
    assert_int_equal(read_text(HEAD "<Name><b>a</b></Name>" TAIL, &a, NULL),
                     ANSWER_OTHER_FORM);
    assert_int_equal(read_text("<XmlMsg><MessageHeader/><MessageHeader/>"
                               "<MessageBody/></XmlMsg>",
                               &a, NULL),
                     ANSWER_TWICE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_read_and_blanks_left_out),
        cmocka_unit_test(shift_jis_means_cp932),
        cmocka_unit_test(the_declaration_decides_not_the_charset_element),
        cmocka_unit_test(bytes_of_another_encoding_are_refused),
        cmocka_unit_test(both_spellings_of_the_consents_are_read),
        cmocka_unit_test(two_values_of_one_field_are_refused_by_name),
        cmocka_unit_test(a_bomb_is_refused_before_it_grows),
        cmocka_unit_test(zero_bytes_are_refused),
        cmocka_unit_test(every_beginning_of_an_answer_is_incomplete),
        cmocka_unit_test(changed_bytes_never_crash),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(other_xml_is_no_answer),
    };

    return cmocka_run_group_tests_name("reception/answer", tests, NULL, NULL);
}
