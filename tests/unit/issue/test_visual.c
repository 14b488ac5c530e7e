/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/issue/ap_visual.c, ap_card.c and ap_licence.c as a host reads them.
 */
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "card/edge/tlv.h"
#include "tests/unit/issue/issued.h"
#include "tests/unit/issue/judge.h"

#define NUMBER_A "123456789018" /* the adult's */
#define NUMBER_B "60061420364071"

static struct content content;
static struct content cv;

static int issue_adult(void **state)
{
    static struct issued issued;
    const struct issued_wish wish = { .persona = "adult" };

    issued_make(&wish, &issued);
    *state = &issued;
    return 0;
}

static int free_adult(void **state)
{
    issued_free(*state);
    return 0;
}

static struct span municipality_key(struct issued *issued)
{
    assert_int_equal(issued_read(issued, 0x0004, &cv), 0x9000);
    return issued_cv_key(span_of(cv.bytes, cv.len));
}

static void the_age_record_is_signed(void **state)
{
    struct span key;

    assert_int_equal(issued_verify(*state, APP_VISUAL, 0x0011, "600614"),
                     0x9000);
    key = municipality_key(*state);
    assert_int_equal(issued_read(*state, 0x0001, &content), 0x9000);
    assert_memory_equal(content.bytes, "\xFF\x10\x82\x02\x1E", 5);
    assert_memory_equal(issued_object(&content, 0xFF10, 0xDF11).ptr, "19850614",
                        8);
    /* DF11 and DF12 stand one after the other: 281 bytes are signed. */
    assert_true(issued_verifies(
        key, span_of(issued_whole_object(&content, 0xFF10, 0xDF11).ptr, 281),
        issued_object(&content, 0xFF10, 0xDF13)));
}

static void the_same_key_stands_in_all_three_records(void **state)
{
    uint8_t key[CV_PUBKEY_LEN];

    assert_int_equal(issued_verify(*state, APP_VISUAL, 0x0011, "600614"),
                     0x9000);
    assert_int_equal(issued_read(*state, 0x0001, &content), 0x9000);
    memcpy(key, issued_object(&content, 0xFF10, 0xDF12).ptr, sizeof(key));
    assert_int_equal(issued_verify(*state, APP_VISUAL, 0x0013, NUMBER_A),
                     0x9000);
    assert_int_equal(issued_read(*state, 0x0002, &content), 0x9000);
    assert_memory_equal(issued_object(&content, 0xFF20, 0xDF24).ptr, key,
                        sizeof(key));
    assert_int_equal(issued_read(*state, 0x0005, &content), 0x9000);
    assert_memory_equal(issued_object(&content, 0xFF40, 0xDF42).ptr, key,
                        sizeof(key));
    assert_int_equal(issued_send(*state, "80 2A 03 00 04 01020304 00", &cv),
                     0x9000);
    assert_true(issued_verifies(span_of(key, sizeof(key)),
                                span_of("\1\2\3\4", 4),
                                span_of(cv.bytes, cv.len)));
}

static void offsets_of_the_face_point_at_its_objects(void **state)
{
    struct span offsets;

    assert_int_equal(issued_verify(*state, APP_VISUAL, 0x0012, NUMBER_B),
                     0x9000);
    assert_int_equal(issued_read(*state, 0x0002, &content), 0x9000);
    assert_memory_equal(content.bytes, "\xFF\x20\x82", 3);
    assert_int_equal(get_be16(content.bytes + 3) + 5, content.len);
    offsets = issued_object(&content, 0xFF20, 0xDF21);
    assert_int_equal(offsets.len, 18);
    for (uint16_t i = 0; i < 9; i++) {
        uint16_t tag = (uint16_t)(0xDF22 + i);

        assert_ptr_equal(content.bytes + get_be16(offsets.ptr + 2 * i),
                         issued_whole_object(&content, 0xFF20, tag).ptr);
    }
}

/* From the first byte of one object to the last of another. */
static struct span objects(uint16_t first, uint16_t last)
{
    struct span a = issued_whole_object(&content, 0xFF20, first);
    struct span b = issued_whole_object(&content, 0xFF20, last);

    return span_of(a.ptr, (size_t)(b.ptr + b.len - a.ptr));
}

static void the_face_is_signed_as_three_hashes_in_a_digest_info(void **state)
{
    static const uint8_t head[] = "\x30\x71\x30\x0D\x06\x09\x60\x86\x48\x01"
                                  "\x65\x03\x04\x02\x01\x05\x00\x04\x60";
    struct span key = span_none();
    uint8_t opened[256];
    size_t len;

    assert_int_equal(issued_verify(*state, APP_VISUAL, 0x0012, NUMBER_B),
                     0x9000);
    key = municipality_key(*state);
    assert_int_equal(issued_read(*state, 0x0002, &content), 0x9000);
    len = judge_open_signature(key, issued_object(&content, 0xFF20, 0xDF28),
                               opened, sizeof(opened));
    assert_int_equal(len, 19 + 96);
    assert_memory_equal(opened, head, 19);
    judge_expect_hash(opened + 19, objects(0xDF22, 0xDF24));
    judge_expect_hash(opened + 19 + 32, objects(0xDF25, 0xDF26));
    judge_expect_hash(opened + 19 + 64, objects(0xDF27, 0xDF27));
}

static void the_face_says_what_the_card_says_elsewhere(void **state)
{
    assert_int_equal(issued_verify(*state, APP_VISUAL, 0x0012, NUMBER_B),
                     0x9000);
    assert_int_equal(issued_read(*state, 0x0002, &content), 0x9000);
    assert_memory_equal(issued_object(&content, 0xFF20, 0xDF22).ptr, "19850614",
                        8);
    assert_memory_equal(issued_object(&content, 0xFF20, 0xDF23).ptr, "2", 1);
    assert_memory_equal(issued_object(&content, 0xFF20, 0xDF29).ptr, "20360614",
                        8);
    assert_int_equal(issued_select(*state, APP_COMMON), 0x9000);
    assert_int_equal(issued_send(*state, "00 B2 01 0C 00", &content), 0x9000);
    assert_int_equal(content.len, 30);
    assert_memory_equal(content.bytes,
                        "\x01\x1C"
                        "4",
                        3);
    assert_memory_equal(content.bytes + 2 + 15, "1322120360614", 13);
}

static void pictures_decode_in_their_sizes(void **state)
{
    struct judged_picture picture;

    assert_int_equal(issued_verify(*state, APP_VISUAL, 0x0013, NUMBER_A),
                     0x9000);
    assert_int_equal(issued_read(*state, 0x0002, &content), 0x9000);
    judge_png(issued_object(&content, 0xFF20, 0xDF25), &picture);
    assert_int_equal(picture.width, 480);
    assert_int_equal(picture.bits, 1);
    assert_in_range(picture.dark, 200, 2000);
    judge_png(issued_object(&content, 0xFF20, 0xDF26), &picture);
    assert_int_equal(picture.width, 480);
    assert_int_equal(picture.bits, 1);
    judge_png(issued_object(&content, 0xFF20, 0xDF2A), &picture);
    assert_int_equal(picture.width, 24);
    assert_int_equal(picture.height, 12);
    assert_in_range(picture.dark, 20, 120);
    judge_jp2(issued_object(&content, 0xFF20, 0xDF27), &picture);
    assert_int_equal(picture.width, 192);
    assert_int_equal(picture.height, 240);
    assert_int_equal(picture.bits, 8);
    assert_int_equal(issued_read(*state, 0x0005, &content), 0x9000);
    judge_png(issued_object(&content, 0xFF40, 0xDF41), &picture);
    assert_int_equal(picture.width, 72);
    assert_int_equal(picture.height, 12);
}

static void the_number_picture_is_signed(void **state)
{
    struct span picture;

    assert_int_equal(issued_verify(*state, APP_VISUAL, 0x0013, NUMBER_A),
                     0x9000);
    assert_int_equal(issued_read(*state, 0x0005, &content), 0x9000);
    picture = issued_whole_object(&content, 0xFF40, 0xDF41);
    assert_true(issued_verifies(
        municipality_key(*state),
        span_of(picture.ptr,
                picture.len +
                    issued_whole_object(&content, 0xFF40, 0xDF42).len),
        issued_object(&content, 0xFF40, 0xDF43)));
}

static void basic_information_names_the_municipality(void **state)
{
    assert_int_equal(issued_select(*state, APP_VISUAL), 0x9000);
    assert_int_equal(issued_read(*state, 0x0003, &content), 0x9000);
    assert_memory_equal(content.bytes, "\xFF\x30\x82\x01\x3B", 5);
    assert_int_equal(content.len, 0x13B + 5);
    assert_memory_equal(issued_object(&content, 0xFF30, 0xDF31).ptr,
                        "\x06\x03\x0E\x01", 4);
    assert_memory_equal(issued_object(&content, 0xFF30, 0xDF34).ptr, "13221",
                        5);
    assert_int_equal(issued_object(&content, 0xFF30, 0xDF35).len, 272);
}

static void an_infant_has_no_photo_and_a_signed_face(void **state)
{
    const struct issued_wish wish = { .persona = "infant" };
    struct issued issued;
    struct span key;
    uint8_t opened[256];

    (void)state;
    issued_make(&wish, &issued);
    /* Born 2026-03-01 (Reiwa 8), card of five years; see the persona. */
    assert_int_equal(issued_verify(&issued, APP_VISUAL, 0x0011, "080301"),
                     0x9000);
    assert_int_equal(
        issued_verify(&issued, APP_VISUAL, 0x0012,
                      judge_persona("infant", P_SECURITY_CODE, "0803012031")),
        0x9000);
    key = municipality_key(&issued);
    assert_int_equal(issued_read(&issued, 0x0002, &content), 0x9000);
    assert_int_equal(issued_object(&content, 0xFF20, 0xDF27).len, 0);
    assert_int_equal(
        judge_open_signature(key, issued_object(&content, 0xFF20, 0xDF28),
                             opened, sizeof(opened)),
        115);
    judge_expect_hash(opened + 19 + 64, objects(0xDF27, 0xDF27));
    issued_free(&issued);
}

static void card_level_objects_are_there(void **state)
{
    static const struct {
        const char *get;
        size_t len;
    } rows[] = {
        { "00 CA 00 42 00", 16 },      { "00 CA 00 45 00", 15 },
        { "00 CA 00 66 00", 51 },      { "00 CA 00 F0 00", 5 },
        { "00 CA 00 F2 00", 8 },       { "00 CA 00 F7 00", 16 },
        { "00 CA 00 F8 000000", 563 }, { "00 CA 7F 21 000000", 568 },
        { "00 CA 5F 51 00", 8 },
    };

    assert_int_equal(
        issued_send(*state, "00 A4 04 0C 07 A0000001510000", &content), 0x9000);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(issued_send(*state, rows[i].get, &content), 0x9000);
        assert_int_equal(content.len, rows[i].len);
    }
}

/* 7F21 certifies the common application's key: it verifies what INTERNAL
 * AUTHENTICATE answers. */
static void the_card_level_chain_reaches_the_common_key(void **state)
{
    static struct content answer;
    struct tlv body;
    struct tlv outer;
    struct tlv inner;
    struct tlv signature;

    assert_int_equal(
        issued_send(*state, "00 A4 04 0C 07 A0000001510000", &content), 0x9000);
    assert_int_equal(issued_send(*state, "00 CA 00 F8 000000", &content),
                     0x9000);
    assert_true(tlv_find(span_of(content.bytes, content.len), 0x5F4E, &body));
    assert_int_equal(issued_send(*state, "00 CA 7F 21 000000", &cv), 0x9000);
    assert_true(tlv_find(span_of(cv.bytes, cv.len), 0x7F21, &outer));
    assert_true(tlv_find(outer.value, 0x5F4E, &inner));
    assert_true(tlv_find(outer.value, 0x5F37, &signature));
    assert_memory_equal(inner.value.ptr, body.value.ptr + 16, 16);
    assert_true(issued_verifies(span_sub(body.value, 32, body.value.len),
                                inner.value, signature.value));
    assert_int_equal(issued_select(*state, APP_COMMON), 0x9000);
    assert_int_equal(issued_send(*state, "00 88 00 99 02 4869 00", &answer),
                     0x9000);
    assert_true(issued_verifies(issued_cv_key(span_of(cv.bytes, cv.len)),
                                span_of("Hi", 2),
                                span_of(answer.bytes, answer.len)));
}

static void only_the_licence_holder_has_a_licence(void **state)
{
    const struct issued_wish wish = { .persona = "licence" };
    struct issued issued;

    assert_int_equal(issued_select(*state, APP_LICENCE), 0x6A82);
    issued_make(&wish, &issued);
    assert_int_equal(issued_select(&issued, APP_LICENCE), 0x9000);
    assert_int_equal(issued_send(&issued, "00 B0 9A 00 03", &content), 0x9000);
    assert_memory_equal(content.bytes, "\xC1\x01\x01", 3);
    assert_int_equal(issued_read(&issued, 0x001B, &content), 0x6982);
    assert_int_equal(issued_send(&issued, "00 20 00 86 04 35363738", &content),
                     0x9000);
    assert_int_equal(issued_read(&issued, 0x001B, &content), 0x9000);
    /* 2029-11-01 is Reiwa 11 */
    assert_int_equal(content.len, 13);
    assert_memory_equal(content.bytes,
                        "\xC2\x00\xC3\x00\xC5\x07"
                        "5111101",
                        13);
    assert_int_equal(issued_read(&issued, 0x001C, &content), 0x6A82);
    issued_free(&issued);
}

static void a_licence_without_a_pin_opens_with_stars(void **state)
{
    static const char *const sets[] = { "licence.pin=none",
                                        "licence.data=C10101",
                                        "licence.signature=0102", NULL };
    const struct issued_wish wish = { .persona = "licence", .sets = sets };
    struct issued issued;

    (void)state;
    issued_make(&wish, &issued);
    assert_int_equal(issued_verify(&issued, APP_LICENCE, 0x0006, "****"),
                     0x9000);
    assert_int_equal(issued_read(&issued, 0x001A, &content), 0x9000);
    assert_memory_equal(content.bytes, "\xC1\x01\x00", 3);
    assert_int_equal(issued_read(&issued, 0x001B, &content), 0x9000);
    assert_int_equal(content.len, 7);
    assert_memory_equal(content.bytes, "\xC2\x00\xC3\x00\xC1\x01\x01", 7);
    assert_int_equal(issued_read(&issued, 0x001C, &content), 0x9000);
    assert_int_equal(content.len, 2);
    issued_free(&issued);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_age_record_is_signed),
        cmocka_unit_test(the_same_key_stands_in_all_three_records),
        cmocka_unit_test(offsets_of_the_face_point_at_its_objects),
        cmocka_unit_test(the_face_is_signed_as_three_hashes_in_a_digest_info),
        cmocka_unit_test(the_face_says_what_the_card_says_elsewhere),
        cmocka_unit_test(pictures_decode_in_their_sizes),
        cmocka_unit_test(the_number_picture_is_signed),
        cmocka_unit_test(basic_information_names_the_municipality),
        cmocka_unit_test(an_infant_has_no_photo_and_a_signed_face),
        cmocka_unit_test(card_level_objects_are_there),
        cmocka_unit_test(the_card_level_chain_reaches_the_common_key),
        cmocka_unit_test(only_the_licence_holder_has_a_licence),
        cmocka_unit_test(a_licence_without_a_pin_opens_with_stars),
    };

    return cmocka_run_group_tests_name("issue/visual", tests, issue_adult,
                                       free_adult);
}
