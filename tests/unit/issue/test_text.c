/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/issue/ap_text.c: the text application as a host reads it, with the
 * published example person (card-spec.md 3.2.1 to 3.2.6).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "card/edge/tlv.h"
#include "tests/unit/issue/issued.h"

static const char *const example[] = {
    "name=黒桐　幹也",
    "address=東京都清瀬市観布子南１２－７－２０２",
    "birth=19800217",
    "sex=1",
    "number=537686677188",
    "security-code=2285",
    NULL,
};

static struct content content;
static struct content other;

static int issue_example(void **state)
{
    static struct issued issued;
    const struct issued_wish wish = { .sets = example };

    issued_make(&wish, &issued);
    *state = &issued;
    return 0;
}

static int free_example(void **state)
{
    issued_free(*state);
    return 0;
}

static void expect(const char *hex)
{
    struct span want = issued_hex(hex, &other);

    assert_true(content.len >= want.len);
    assert_memory_equal(content.bytes, want.ptr, want.len);
    for (size_t i = want.len; i < content.len; i++)
        assert_int_equal(content.bytes[i], 0xFF);
}

static void the_number_file_is_byte_exact(void **state)
{
    assert_int_equal(issued_verify(*state, APP_TEXT, 0x0014, "537686677188"),
                     0x9000);
    assert_int_equal(issued_read(*state, 0x0001, &content), 0x9000);
    assert_int_equal(content.len, 17);
    expect("FF100C 353337363836363737313838 FFFF");
}

static void the_attributes_are_byte_exact(void **state)
{
    assert_int_equal(issued_verify(*state, APP_TEXT, 0x0015, "55021720362285"),
                     0x9000);
    assert_int_equal(issued_read(*state, 0x0002, &content), 0x9000);
    expect("FF2065 DF2108 000E 0020 0059 0064"
           "DF220F E9BB92E6A190E38080E5B9B9E4B99F"
           "DF2336 E69DB1E4BAACE983BDE6B885E780ACE5B882E8A6B3E5B883E5AD90E5"
           "8D97EFBC91EFBC92EFBC8DEFBC97EFBC8DEFBC92EFBC90EFBC92"
           "DF2408 3139383030323137 DF250131");
}

static void the_record_holds_the_published_hashes_and_is_signed(void **state)
{
    struct span hash;

    assert_int_equal(issued_verify(*state, APP_TEXT, 0x0011, "1234"), 0x9000);
    assert_int_equal(issued_read(*state, 0x0003, &content), 0x9000);
    assert_int_equal(content.len, 336);
    hash = issued_hex(
        "6d5a4c1ef9ab15bf506862d7e66b9c0f179ca065bc936c8e634e9e57449ca9cd",
        &other);
    assert_memory_equal(issued_object(&content, 0xFF30, 0xDF31).ptr, hash.ptr,
                        32);
    hash = issued_hex(
        "b9e0d09427b23b1d4beda2848512b4103752dc2667e51f9712872d65f472cb3b",
        &other);
    assert_memory_equal(issued_object(&content, 0xFF30, 0xDF32).ptr, hash.ptr,
                        32);
    assert_int_equal(issued_read(*state, 0x0004, &other), 0x9000);
    assert_int_equal(other.len, 568);
    /* DF31 and DF32 stand one after the other: 70 bytes are signed. */
    assert_true(issued_verifies(
        issued_cv_key(span_of(other.bytes, other.len)),
        span_of(issued_whole_object(&content, 0xFF30, 0xDF31).ptr, 70),
        issued_object(&content, 0xFF30, 0xDF33)));
}

static void the_municipality_is_certified_by_the_trusted_key(void **state)
{
    struct problem problem = { 0 };
    struct ca ca;
    uint8_t anchor[CV_PUBKEY_LEN];
    struct wbuf w = wbuf_of(anchor, sizeof(anchor));
    struct tlv outer, body, signature;

    assert_true(ca_load(NULL, &ca, &problem));
    assert_true(cv_put_pubkey(ca.cv[CV_TEXT].key, &w, &problem));
    ca_free(&ca);
    assert_int_equal(issued_select(*state, APP_TEXT), 0x9000);
    assert_int_equal(issued_read(*state, 0x0004, &content), 0x9000);
    assert_true(tlv_find(span_of(content.bytes, content.len), 0x7F21, &outer));
    assert_true(tlv_find(outer.value, 0x5F4E, &body));
    assert_true(tlv_find(outer.value, 0x5F37, &signature));
    assert_int_equal(body.value.len, 297);
    assert_memory_equal(body.value.ptr,
                        "6990033\x08\x05"
                        "000\0\0\0\0",
                        16);
    assert_memory_equal(body.value.ptr + 16,
                        "1322121\x08\x05"
                        "000\0\0\0\0",
                        16);
    assert_true(issued_verifies(wbuf_span(&w), body.value, signature.value));
}

static void the_card_s_key_is_signed_and_answers_challenges(void **state)
{
    struct span pubkey;

    assert_int_equal(issued_verify(*state, APP_TEXT, 0x0011, "1234"), 0x9000);
    assert_int_equal(issued_read(*state, 0x0004, &other), 0x9000);
    assert_int_equal(issued_read(*state, 0x0007, &content), 0x9000);
    assert_int_equal(content.len, 536);
    assert_true(issued_verifies(issued_cv_key(span_of(other.bytes, other.len)),
                                issued_whole_object(&content, 0xFF50, 0xDF51),
                                issued_object(&content, 0xFF50, 0xDF52)));
    pubkey = issued_object(&content, 0xFF50, 0xDF51);
    assert_int_equal(pubkey.len, 265);
    /* P1 = 03: the card hashes the message and adds the DigestInfo. */
    assert_int_equal(issued_send(*state, "80 2A 03 00 04 01020304 00", &other),
                     0x9000);
    assert_true(issued_verifies(pubkey, span_of("\1\2\3\4", 4),
                                span_of(other.bytes, other.len)));
}

static void basic_information_has_its_shape(void **state)
{
    assert_int_equal(issued_select(*state, APP_TEXT), 0x9000);
    assert_int_equal(issued_read(*state, 0x0005, &content), 0x9000);
    assert_int_equal(content.len, 256);
    assert_memory_equal(content.bytes, "\xFF\x40\x82\x00\x9F\xDF\x41\x04", 8);
    assert_memory_equal(issued_object(&content, 0xFF40, 0xDF41).ptr,
                        "\x01\x03\x0E\x01", 4);
    assert_memory_equal(issued_object(&content, 0xFF40, 0xDF42).ptr, "6990034",
                        7);
    assert_int_equal(issued_object(&content, 0xFF40, 0xDF43).len, 128);
}

static void long_attributes_take_the_long_form(void **state)
{
    static const char *const sets[] = {
        "name=一二三四五六七八九十一二三四五六七八九十",
        "address=一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十",
        NULL,
    };
    const struct issued_wish wish = { .sets = sets };
    struct issued issued;
    struct span want;

    (void)state;
    issued_make(&wish, &issued);
    assert_int_equal(issued_verify(&issued, APP_TEXT, 0x0011, "1234"), 0x9000);
    assert_int_equal(issued_read(&issued, 0x0002, &content), 0x9000);
    want = issued_hex("FF20820112 DF2108 0010 004F 0108 0113 DF223C", &other);
    assert_memory_equal(content.bytes, want.ptr, want.len);
    assert_memory_equal(content.bytes + 0x4F, "\xDF\x23\x82\x00\xB4", 5);
    assert_memory_equal(content.bytes + 0x108, "\xDF\x24\x08", 3);
    issued_free(&issued);
}

static void a_hundred_and_two_hundred_characters_fit(void **state)
{
    const struct issued_wish wish = { .persona = "long" };
    struct issued issued;

    (void)state;
    issued_make(&wish, &issued);
    assert_int_equal(issued_verify(&issued, APP_TEXT, 0x0011, "1234"), 0x9000);
    assert_int_equal(issued_read(&issued, 0x0002, &content), 0x9000);
    assert_int_equal(issued_object(&content, 0xFF20, 0xDF22).len, 300);
    assert_int_equal(issued_object(&content, 0xFF20, 0xDF23).len, 600);
    issued_free(&issued);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_number_file_is_byte_exact),
        cmocka_unit_test(the_attributes_are_byte_exact),
        cmocka_unit_test(the_record_holds_the_published_hashes_and_is_signed),
        cmocka_unit_test(the_municipality_is_certified_by_the_trusted_key),
        cmocka_unit_test(the_card_s_key_is_signed_and_answers_challenges),
        cmocka_unit_test(basic_information_has_its_shape),
        cmocka_unit_test(long_attributes_take_the_long_form),
        cmocka_unit_test(a_hundred_and_two_hundred_characters_fit),
    };

    return cmocka_run_group_tests_name("issue/text", tests, issue_example,
                                       free_example);
}
