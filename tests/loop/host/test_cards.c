/* SPDX-License-Identifier: Apache-2.0
 *
 * Cards of every kind, cards that behave otherwise, and cards that are
 * swapped, reset and held by others.
 */
#include "tests/loop/host/host_desk.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static struct inkan_sign_item item_of(const uint8_t digest[32])
{
    return (struct inkan_sign_item){ .scheme = INKAN_PKCS1,
                                     .hash = INKAN_HASH_SHA256,
                                     .input = digest,
                                     .input_len = 32 };
}

static enum inkan_rc sign(struct inkan_card *card, enum inkan_key key,
                          const char *value)
{
    struct inkan_secret s = secret_of(
        key == INKAN_KEY_AUTH ? INKAN_PIN_AUTH : INKAN_PIN_SIGN, value);
    uint8_t digest[32] = { 3 };
    struct inkan_sign_item item = item_of(digest);

    return inkan_sign(card, key, &s, &item, 1);
}

static void kinds_of_tokens_are_told_apart(void **state)
{
    static const struct {
        const char *kind;
        enum inkan_kind expected;
        bool text, licence, sign;
    } rows[] = {
        { "adult", INKAN_KIND_CARD, true, false, true },
        { "licence", INKAN_KIND_CARD, true, true, true },
        { "child", INKAN_KIND_CARD, true, false, false },
        { "android", INKAN_KIND_ANDROID, false, false, true },
        { "iphone", INKAN_KIND_IPHONE, false, false, true },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct host_desk *hd = host_desk_open(rows[i].kind);
        struct inkan_card_info info;

        assert_int_equal(inkan_card_info(hd->card, &info), INKAN_OK);
        assert_int_equal(info.kind, rows[i].expected);
        assert_int_equal(info.has_text, rows[i].text);
        assert_int_equal(info.has_visual, rows[i].text);
        assert_int_equal(info.has_licence, rows[i].licence);
        assert_int_equal(info.has_sign_cert, rows[i].sign);
        assert_true(info.has_auth_cert);
        host_desk_close(hd);
    }
}

static void
a_phone_gives_its_certificate_for_the_pin_and_signs_twice(void **state)
{
    struct host_desk *hd = host_desk_open("android");
    struct inkan_secret pin = secret_of(INKAN_PIN_AUTH, AUTH_PIN);
    struct inkan_jpki_survey survey;
    struct inkan_cert *cert;

    (void)state;
    assert_int_equal(inkan_jpki_survey(hd->card, &survey), INKAN_OK);
    assert_true(survey.auth_cert_guarded);
    assert_null(survey.auth_cert);
    assert_int_equal(inkan_cert_read(hd->card, INKAN_CERT_AUTH, NULL, &cert),
                     INKAN_NOT_VERIFIED);
    assert_int_equal(inkan_card_error(hd->card).pin, INKAN_PIN_AUTH);
    assert_int_equal(inkan_cert_read(hd->card, INKAN_CERT_AUTH, &pin, &cert),
                     INKAN_OK);
    inkan_cert_free(cert);
    /* a phone has no other application: it is powered off */
    assert_int_equal(hd->wrap.power_offs, 1);
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_OK);
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_OK);
    assert_int_equal(hd->wrap.power_offs, 3);
    host_desk_close(hd);
}

static void absent_things_are_not_found(void **state)
{
    struct host_desk *hd = host_desk_open("child");
    struct inkan_secret sign_pin = secret_of(INKAN_PIN_SIGN, SIGN_PIN);
    struct inkan_licence licence;
    struct inkan_cert *cert;

    (void)state;
    assert_int_equal(inkan_licence_read(hd->card, NULL, &licence),
                     INKAN_NOT_FOUND);
    /* its password was never set, but that is not "blocked" */
    assert_int_equal(
        inkan_cert_read(hd->card, INKAN_CERT_SIGN, &sign_pin, &cert),
        INKAN_NOT_FOUND);
    assert_int_equal(sign(hd->card, INKAN_KEY_SIGN, SIGN_PIN), INKAN_NOT_FOUND);
    host_desk_close(hd);
    hd = host_desk_open("android");
    struct inkan_secret text = secret_of(INKAN_PIN_TEXT, AUTH_PIN);
    struct inkan_person person;

    assert_int_equal(inkan_person_read(hd->card, &text, &person),
                     INKAN_NOT_FOUND);
    host_desk_close(hd);
}

static void a_licence_is_read_with_its_own_pin(void **state)
{
    struct host_desk *hd = host_desk_open("licence");
    struct inkan_secret pin = secret_of(INKAN_PIN_LICENCE, "5678");
    struct inkan_licence l;

    (void)state;
    assert_int_equal(inkan_licence_read(hd->card, NULL, &l), INKAN_OK);
    assert_true(l.pin_set);
    assert_false(l.read);
    assert_int_equal(inkan_licence_read(hd->card, &pin, &l), INKAN_OK);
    assert_true(l.read && l.count >= 3);
    assert_int_equal(strlen(l.expiry), 8);
    assert_memory_equal(l.expiry, "20", 2);
    inkan_licence_clear(&l);
    assert_null(l.record);
    host_desk_close(hd);
}

static void long_names_and_addresses_are_read_whole(void **state)
{
    static const char *const kinds[] = { "long", "plain" };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct host_desk *hd = host_desk_open(kinds[i]);
        struct inkan_secret text = secret_of(INKAN_PIN_TEXT, AUTH_PIN);
        struct inkan_person p;

        assert_int_equal(inkan_person_read(hd->card, &text, &p), INKAN_OK);
        if (i == 0)
            assert_true(strlen(p.name) > 250 && strlen(p.address) > 500);
        host_desk_close(hd);
    }
}

/* A card without short identifiers, extended lengths and PSS does all the
 * same, with more commands. */
static void a_plain_card_does_the_same_with_more_commands(void **state)
{
    struct host_desk *hd = host_desk_open("plain");
    struct inkan_secret sign_pin = secret_of(INKAN_PIN_SIGN, SIGN_PIN);
    struct inkan_secret auth_pin = secret_of(INKAN_PIN_AUTH, AUTH_PIN);
    struct inkan_secret b = secret_of(INKAN_PIN_NUMBER_B, NUMBER_B);
    uint8_t digest[32] = { 3 };
    struct inkan_sign_item item = item_of(digest);
    struct inkan_cert *cert;
    struct inkan_face face;

    (void)state;
    assert_int_equal(
        inkan_cert_read(hd->card, INKAN_CERT_SIGN, &sign_pin, &cert), INKAN_OK);
    inkan_cert_free(cert);
    assert_int_equal(sign(hd->card, INKAN_KEY_SIGN, SIGN_PIN), INKAN_OK);
    assert_int_equal(inkan_face_read(hd->card, &b, &face), INKAN_OK);
    inkan_face_clear(&face);
    assert_int_equal(inkan_probe_pss(hd->card), INKAN_UNSUPPORTED);
    item.scheme = INKAN_PSS;
    assert_int_equal(inkan_sign(hd->card, INKAN_KEY_AUTH, &auth_pin, &item, 1),
                     INKAN_UNSUPPORTED);
    host_desk_close(hd);
}

static void a_card_that_forgets_after_each_signature_signs_many(void **state)
{
    struct host_desk *hd = host_desk_open("oneshot");
    struct inkan_secret pin = secret_of(INKAN_PIN_AUTH, AUTH_PIN);
    uint8_t digest[32] = { 3 };
    struct inkan_sign_item items[3];
    int tries;

    (void)state;
    for (size_t i = 0; i < 3; i++)
        items[i] = item_of(digest);
    assert_int_equal(inkan_sign(hd->card, INKAN_KEY_AUTH, &pin, items, 3),
                     INKAN_OK);
    assert_int_equal(inkan_pin_tries(hd->card, INKAN_PIN_AUTH, &tries),
                     INKAN_OK);
    assert_int_equal(tries, 3);
    host_desk_close(hd);
}

static void another_programs_login_does_not_hide_the_counter(void **state)
{
    static const uint8_t select_jpki[] = { 0x00, 0xA4, 0x04, 0x0C, 0x0A,
                                           0xD3, 0x92, 0xF0, 0x00, 0x26,
                                           0x01, 0x00, 0x00, 0x00, 0x01 };
    static const uint8_t login[] = { 0x00, 0x20, 0x00, 0x98, 4,
                                     '1',  '2',  '3',  '4' };
    struct host_desk *hd = host_desk_open("nine");
    int tries;

    (void)state;
    assert_int_equal(desk_other(&hd->desk, 0, select_jpki, sizeof(select_jpki)),
                     0x9000);
    assert_int_equal(desk_other(&hd->desk, 0, login, sizeof(login)), 0x9000);
    assert_int_equal(inkan_pin_tries(hd->card, INKAN_PIN_AUTH, &tries),
                     INKAN_OK);
    assert_int_equal(tries, 3);
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_OK);
    host_desk_close(hd);
}

static void a_signature_verifies_and_a_pss_one_too(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_secret pin = secret_of(INKAN_PIN_AUTH, AUTH_PIN);
    uint8_t digest[32] = { 3 };
    struct inkan_sign_item items[3] = { item_of(digest), item_of(digest),
                                        item_of(digest) };
    struct inkan_cert *cert;

    (void)state;
    assert_int_equal(inkan_probe_pss(hd->card), INKAN_OK);
    items[1].scheme = INKAN_PSS;
    items[2].scheme = INKAN_RAW;
    items[2].hash = INKAN_HASH_NONE;
    items[2].input_len = 20;
    assert_int_equal(inkan_sign(hd->card, INKAN_KEY_AUTH, &pin, items, 3),
                     INKAN_OK);
    assert_int_equal(inkan_cert_read(hd->card, INKAN_CERT_AUTH, NULL, &cert),
                     INKAN_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(inkan_verify(cert, items[i].scheme, items[i].hash,
                                      items[i].input, items[i].input_len,
                                      items[i].signature, 256),
                         INKAN_OK);
        items[i].signature[100] ^= 1;
        assert_int_equal(inkan_verify(cert, items[i].scheme, items[i].hash,
                                      items[i].input, items[i].input_len,
                                      items[i].signature, 256),
                         INKAN_BAD_SIGNATURE);
    }
    inkan_cert_free(cert);
    host_desk_close(hd);
}

/* --- other programs, other cards ------------------------------------------ */

static void a_reset_by_another_program_is_got_over(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_jpki_survey survey;

    (void)state;
    assert_int_equal(inkan_jpki_survey(hd->card, &survey), INKAN_OK);
    inkan_cert_free(survey.auth_cert);
    desk_reset(&hd->desk, 0);
    wrap_clear(&hd->wrap);
    /* the certificate is read again before the PIN is sent */
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_OK);
    assert_int_equal(hd->wrap.apdus, 6);
    wrap_clear(&hd->wrap);
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_OK);
    assert_int_equal(hd->wrap.apdus, 5);
    host_desk_close(hd);
}

static void a_swapped_card_never_gets_the_pin(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_jpki_survey survey;
    int auth, sign_tries;

    (void)state;
    assert_int_equal(inkan_jpki_survey(hd->card, &survey), INKAN_OK);
    inkan_cert_free(survey.auth_cert);
    /* as a PC/SC that lets the old handle reach the new card */
    hd->desk.swap_is_reset = true;
    posix_card_close(desk_pull(&hd->desk, 0));
    desk_insert(&hd->desk, 0, host_desk_card(hd, "other"));
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_REMOVED);
    assert_int_equal(hd->wrap.verifies, 0);
    assert_int_equal(inkan_jpki_tries(hd->card, &auth, &sign_tries),
                     INKAN_REMOVED);
    host_desk_close(hd);
}

static void a_handle_dies_with_its_insertion(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct posix_card *card;

    (void)state;
    card = desk_pull(&hd->desk, 0);
    assert_int_equal(inkan_card_alive(hd->card), INKAN_REMOVED);
    desk_insert(&hd->desk, 0, card);
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_REMOVED);
    inkan_card_close(hd->card);
    assert_int_equal(inkan_card_open(hd->ink, READER, &hd->card), INKAN_OK);
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_OK);
    host_desk_close(hd);
}

static void a_service_that_was_started_anew_wants_a_new_handle(void **state)
{
    struct host_desk *hd = host_desk_open("adult");

    (void)state;
    desk_restart_service(&hd->desk);
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN),
                     INKAN_NO_SERVICE);
    inkan_card_close(hd->card);
    assert_int_equal(inkan_card_open(hd->ink, READER, &hd->card), INKAN_OK);
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_OK);
    host_desk_close(hd);
}

static void a_card_that_others_hold_is_busy(void **state)
{
    struct host_desk *hd = host_desk_open("adult");

    (void)state;
    hd->desk.busy = true;
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_BUSY);
    hd->desk.busy = false;
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_OK);
    host_desk_close(hd);
}

/* The answers come, one after the other, but too slowly. */
static size_t slow(struct desk *desk, uint8_t *resp, size_t len, size_t cap)
{
    (void)desk;
    (void)resp;
    (void)cap;
    usleep(30 * 1000);
    return len;
}

static void the_deadline_ends_an_operation_between_two_commands(void **state)
{
    struct host_desk *hd = host_desk_new("adult");
    struct inkan_transport tp =
        wrap_transport(&hd->wrap, desk_transport(&hd->desk));
    struct inkan_options options = { .transport = &tp, .deadline_ms = 50 };

    (void)state;
    assert_int_equal(inkan_open(&options, &hd->ink), INKAN_OK);
    assert_int_equal(inkan_card_open(hd->ink, READER, &hd->card), INKAN_OK);
    hd->desk.lie = slow;
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_TIMEOUT);
    assert_int_equal(hd->wrap.verifies, 0);
    hd->desk.lie = NULL;
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_OK);
    host_desk_close(hd);
}

static void a_forked_child_does_not_reach_the_card(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_reader readers[2];
    size_t count;
    int status;
    pid_t pid = fork();

    (void)state;
    if (pid == 0) {
        bool ok =
            sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN) == INKAN_REMOVED &&
            inkan_card_alive(hd->card) == INKAN_REMOVED &&
            inkan_readers(hd->ink, readers, 2, &count) == INKAN_NO_SERVICE &&
            hd->wrap.apdus == 0;

        _exit(ok ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(sign(hd->card, INKAN_KEY_AUTH, AUTH_PIN), INKAN_OK);
    host_desk_close(hd);
}

static void readers_are_chosen_as_a_person_would(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    char name[INKAN_READER_NAME_MAX];

    (void)state;
    desk_plug_reader(&hd->desk, 1, "Kitchen Reader 01 00");
    assert_int_equal(inkan_choose_reader(hd->ink, NULL, name), INKAN_OK);
    assert_string_equal(name, READER);
    assert_int_equal(inkan_choose_reader(hd->ink, "1", name), INKAN_OK);
    assert_string_equal(name, "Kitchen Reader 01 00");
    assert_int_equal(inkan_choose_reader(hd->ink, "kitch", name), INKAN_OK);
    assert_string_equal(name, "Kitchen Reader 01 00");
    assert_int_equal(inkan_choose_reader(hd->ink, "Reader", name),
                     INKAN_AMBIGUOUS);
    assert_int_equal(inkan_choose_reader(hd->ink, "2", name), INKAN_NO_READER);
    assert_int_equal(inkan_choose_reader(hd->ink, "cellar", name),
                     INKAN_NO_READER);
    desk_insert(&hd->desk, 1, host_desk_card(hd, "other"));
    assert_int_equal(inkan_choose_reader(hd->ink, NULL, name), INKAN_AMBIGUOUS);
    posix_card_close(desk_pull(&hd->desk, 0));
    posix_card_close(desk_pull(&hd->desk, 1));
    assert_int_equal(inkan_choose_reader(hd->ink, NULL, name), INKAN_NO_CARD);
    host_desk_close(hd);
}

static void a_pin_pad_asks_and_the_library_counts(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_secret pad = { .pin = INKAN_PIN_AUTH,
                                .flags = INKAN_USE_PINPAD };
    uint8_t digest[32] = { 3 };
    struct inkan_sign_item item = item_of(digest);

    (void)state;
    assert_int_equal(inkan_sign(hd->card, INKAN_KEY_AUTH, &pad, &item, 1),
                     INKAN_UNSUPPORTED);
    hd->desk.has_pad = true;
    hd->desk.pad_pin = "9999";
    assert_true(inkan_has_pinpad(hd->card));
    assert_int_equal(inkan_sign(hd->card, INKAN_KEY_AUTH, &pad, &item, 1),
                     INKAN_WRONG_PIN);
    assert_int_equal(inkan_card_error(hd->card).tries, 2);
    hd->desk.pad_pin = AUTH_PIN;
    assert_int_equal(inkan_sign(hd->card, INKAN_KEY_AUTH, &pad, &item, 1),
                     INKAN_OK);
    host_desk_close(hd);
}

static void a_change_of_the_juki_pin_changes_both_places(void **state)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_secret old = secret_of(INKAN_PIN_JUKI, AUTH_PIN);
    struct inkan_secret fresh = secret_of(INKAN_PIN_JUKI, "8642");
    bool partly = true;
    int tries;

    (void)state;
    assert_int_equal(inkan_pin_change(hd->card, &old, &fresh, &partly),
                     INKAN_OK);
    assert_false(partly);
    /* both answer to the new value: changing back goes through both */
    assert_int_equal(inkan_pin_change(hd->card, &fresh, &old, &partly),
                     INKAN_OK);
    assert_int_equal(inkan_pin_tries(hd->card, INKAN_PIN_JUKI, &tries),
                     INKAN_OK);
    assert_int_equal(tries, 3);
    host_desk_close(hd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_of_tokens_are_told_apart),
        cmocka_unit_test(
            a_phone_gives_its_certificate_for_the_pin_and_signs_twice),
        cmocka_unit_test(absent_things_are_not_found),
        cmocka_unit_test(a_licence_is_read_with_its_own_pin),
        cmocka_unit_test(long_names_and_addresses_are_read_whole),
        cmocka_unit_test(a_plain_card_does_the_same_with_more_commands),
        cmocka_unit_test(a_card_that_forgets_after_each_signature_signs_many),
        cmocka_unit_test(another_programs_login_does_not_hide_the_counter),
        cmocka_unit_test(a_signature_verifies_and_a_pss_one_too),
        cmocka_unit_test(a_reset_by_another_program_is_got_over),
        cmocka_unit_test(a_swapped_card_never_gets_the_pin),
        cmocka_unit_test(a_handle_dies_with_its_insertion),
        cmocka_unit_test(a_service_that_was_started_anew_wants_a_new_handle),
        cmocka_unit_test(a_card_that_others_hold_is_busy),
        cmocka_unit_test(the_deadline_ends_an_operation_between_two_commands),
        cmocka_unit_test(a_forked_child_does_not_reach_the_card),
        cmocka_unit_test(readers_are_chosen_as_a_person_would),
        cmocka_unit_test(a_pin_pad_asks_and_the_library_counts),
        cmocka_unit_test(a_change_of_the_juki_pin_changes_both_places),
    };

    return cmocka_run_group_tests_name("loop/host/cards", tests, NULL, NULL);
}
