/* SPDX-License-Identifier: Apache-2.0
 *
 * Few bytes: what each operation costs on our card, guard and clean-up
 * included, command by command. Also that no application is selected that is
 * not needed.
 */
#include "tests/loop/host/host_desk.h"

#include <stdio.h>

/* Compares the log with "INS P1P2" of each command. */
static void expect_log(const struct wrap *w, const char *const *want,
                       size_t count)
{
    for (size_t i = 0; i < count && i < w->apdus; i++) {
        char got[16];

        snprintf(got, sizeof(got), "%02X %02X%02X", w->log[i].cmd[1],
                 w->log[i].cmd[2], w->log[i].cmd[3]);
        assert_string_equal(got, want[i]);
        assert_int_equal(w->log[i].sw == 0x9000 || w->log[i].sw >> 4 == 0x63C,
                         true);
    }
    assert_int_equal(w->apdus, count);
}

#define EXPECT(hd, ...)                                                        \
    expect_log(&(hd)->wrap, (const char *const[]){ __VA_ARGS__ },              \
               ARRAY_LEN(((const char *const[]){ __VA_ARGS__ })))

static void an_auth_signature_takes_5(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_secret pin = secret_of(INKAN_PIN_AUTH, AUTH_PIN);
    uint8_t digest[32] = { 1, 2, 3 };
    struct inkan_sign_item item = { .scheme = INKAN_PKCS1,
                                    .hash = INKAN_HASH_SHA256,
                                    .input = digest,
                                    .input_len = 32 };

    (void)state;
    assert_int_equal(inkan_sign(hd->card, INKAN_KEY_AUTH, &pin, &item, 1),
                     INKAN_OK);
    EXPECT(hd, "A4 040C", "20 0098", "20 0098", "2A 0097", "A4 040C");
    host_desk_close(hd);
}

static void a_cms_with_the_sign_certificate_takes_6(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_secret pin = secret_of(INKAN_PIN_SIGN, SIGN_PIN);
    struct inkan_time now = TODAY;
    struct inkan_cms_item item = { .digest = { 9 } };

    (void)state;
    assert_int_equal(
        inkan_cms_sign(hd->card, INKAN_KEY_SIGN, &pin, &now, &item, 1),
        INKAN_OK);
    EXPECT(hd, "A4 040C", "20 009B", "20 009B", "B0 8100", "2A 009A",
           "A4 040C");
    inkan_free(item.der);
    host_desk_close(hd);
}

static void four_attributes_take_5(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_secret pin = secret_of(INKAN_PIN_TEXT, AUTH_PIN);
    struct inkan_person person;

    (void)state;
    assert_int_equal(inkan_person_read(hd->card, &pin, &person), INKAN_OK);
    EXPECT(hd, "A4 040C", "20 0091", "20 0091", "B0 8200", "A4 040C");
    assert_string_equal(person.birth, "19850614");
    host_desk_close(hd);
}

static void a_survey_takes_5_and_later_3(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_jpki_survey survey;
    int auth, sign;

    (void)state;
    assert_int_equal(inkan_jpki_survey(hd->card, &survey), INKAN_OK);
    EXPECT(hd, "A4 040C", "B0 8800", "B0 8A00", "20 0098", "20 009B");
    assert_int_equal(survey.auth_tries, 3);
    assert_int_equal(survey.sign_tries, 5);
    assert_non_null(survey.auth_cert);
    inkan_cert_free(survey.auth_cert);
    wrap_clear(&hd->wrap);
    assert_int_equal(inkan_jpki_tries(hd->card, &auth, &sign), INKAN_OK);
    EXPECT(hd, "A4 040C", "20 0098", "20 009B");
    host_desk_close(hd);
}

static void a_login_takes_5_with_the_certificate(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_secret pin = secret_of(INKAN_PIN_SIGN, SIGN_PIN);
    struct inkan_cert *cert;

    (void)state;
    assert_int_equal(inkan_login(hd->card, INKAN_KEY_SIGN, &pin, &cert),
                     INKAN_OK);
    EXPECT(hd, "A4 040C", "20 009B", "20 009B", "B0 8100", "A4 040C");
    inkan_cert_free(cert);
    host_desk_close(hd);
}

static void a_face_takes_5_whatever_its_size(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_secret b = secret_of(INKAN_PIN_NUMBER_B, NUMBER_B);
    struct inkan_face face;

    (void)state;
    assert_int_equal(inkan_face_read(hd->card, &b, &face), INKAN_OK);
    EXPECT(hd, "A4 040C", "20 0092", "20 0092", "B0 8200", "A4 040C");
    assert_true(face.record_len > 1000);
    inkan_face_clear(&face);
    host_desk_close(hd);
}

static void what_needs_no_pin_is_not_dropped(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_card_number number;
    struct inkan_cert *cert;
    uint8_t random[16];

    (void)state;
    assert_int_equal(inkan_card_number_read(hd->card, &number), INKAN_OK);
    EXPECT(hd, "A4 040C", "B2 010C");
    wrap_clear(&hd->wrap);
    assert_int_equal(inkan_cert_read(hd->card, INKAN_CERT_AUTH, NULL, &cert),
                     INKAN_OK);
    EXPECT(hd, "A4 040C", "B0 8A00");
    inkan_cert_free(cert);
    wrap_clear(&hd->wrap);
    assert_int_equal(inkan_random(hd->card, random, sizeof(random)), INKAN_OK);
    EXPECT(hd, "A4 040C", "84 0000");
    assert_int_equal(hd->wrap.power_offs, 0);
    host_desk_close(hd);
}

static void many_documents_take_one_verify(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_secret pin = secret_of(INKAN_PIN_AUTH, AUTH_PIN);
    uint8_t digest[32] = { 7 };
    struct inkan_sign_item items[5];

    (void)state;
    for (size_t i = 0; i < 5; i++)
        items[i] = (struct inkan_sign_item){ .scheme = INKAN_PKCS1,
                                             .hash = INKAN_HASH_SHA256,
                                             .input = digest,
                                             .input_len = 32 };
    assert_int_equal(inkan_sign(hd->card, INKAN_KEY_AUTH, &pin, items, 5),
                     INKAN_OK);
    assert_int_equal(hd->wrap.apdus, 4 + 5);
    assert_int_equal(hd->wrap.verifies, 1);
    host_desk_close(hd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_auth_signature_takes_5),
        cmocka_unit_test(a_cms_with_the_sign_certificate_takes_6),
        cmocka_unit_test(four_attributes_take_5),
        cmocka_unit_test(a_survey_takes_5_and_later_3),
        cmocka_unit_test(a_login_takes_5_with_the_certificate),
        cmocka_unit_test(a_face_takes_5_whatever_its_size),
        cmocka_unit_test(what_needs_no_pin_is_not_dropped),
        cmocka_unit_test(many_documents_take_one_verify),
    };

    return cmocka_run_group_tests_name("loop/host/budget", tests, NULL, NULL);
}
