/* SPDX-License-Identifier: Apache-2.0
 *
 * The small parts: dates, check digits, UTF-8, DER, PEM, hashes, records.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <inkan/face.h>

#include "host/ap_text.h"
#include "host/ap_visual.h"
#include "host/der.h"
#include "host/digest.h"
#include "host/pem.h"
#include "host/sig.h"
#include "host/utf8.h"
#include "tests/support/hex.h"

static struct span text_span(const char *text)
{
    return span_of(text, strlen(text));
}

static void birth_keys_follow_the_eras(void **state)
{
    static const struct {
        const char *birth;
        const char *key; /* NULL: there is none */
    } rows[] = {
        { "19800217", "550217" }, /* card-spec.md 4 */
        { "19850614", "600614" }, { "19890107", "640107" },
        { "19890108", "010108" }, { "20190430", "310430" },
        { "20190501", "010501" }, { "19261224", "151224" },
        { "19261225", "011225" }, { "19120729", "450729" },
        { "19120730", "010730" }, { "20260401", "080401" },
        { "19450000", NULL },     { "19450600", NULL },
        { "18680124", NULL },     { "1985061", NULL },
        { "198506144", NULL },    { "1985061x", NULL },
        { "19851301", NULL },     { "", NULL },
    };
    char key[7];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        enum inkan_rc rc = inkan_birth_key(rows[i].birth, key);

        assert_int_equal(rc, rows[i].key != NULL ? INKAN_OK : INKAN_ARG);
        if (rc == INKAN_OK)
            assert_string_equal(key, rows[i].key);
    }
    assert_int_equal(inkan_birth_key(NULL, key), INKAN_ARG);
}

static void dates_are_written_as_japan_does(void **state)
{
    static const struct {
        const char *date, *ja, *en;
    } rows[] = {
        { "19850614", "昭和60年6月14日", "1985-06-14 (Showa 60)" },
        { "20190501", "令和元年5月1日", "2019-05-01 (Reiwa 1)" },
        { "19450000", "昭和20年", "1945 (Showa 20)" },
        { "19450800", "昭和20年8月", "1945-08 (Showa 20)" },
        { "18500101", "1850年1月1日", "1850-01-01" },
    };
    char out[64];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(
            inkan_date_text(rows[i].date, "ja_JP.UTF-8", out, sizeof(out)),
            INKAN_OK);
        assert_string_equal(out, rows[i].ja);
        assert_int_equal(inkan_date_text(rows[i].date, NULL, out, sizeof(out)),
                         INKAN_OK);
        assert_string_equal(out, rows[i].en);
    }
    assert_int_equal(inkan_date_text("19851314", NULL, out, sizeof(out)),
                     INKAN_MALFORMED);
    assert_int_equal(inkan_date_text("198506", NULL, out, sizeof(out)),
                     INKAN_MALFORMED);
    assert_int_equal(inkan_date_text("19850614", "ja", out, 5), INKAN_TOO_BIG);
}

static void births_of_certificates_are_taken_apart(void **state)
{
    enum inkan_era era;
    char date[9];

    (void)state;
    assert_int_equal(inkan_cert_birth("319800217", &era, date), INKAN_OK);
    assert_int_equal(era, INKAN_ERA_SHOWA);
    assert_string_equal(date, "19800217");
    assert_int_equal(inkan_cert_birth("019450000", &era, date), INKAN_OK);
    assert_int_equal(era, INKAN_ERA_UNKNOWN);
    assert_int_equal(inkan_cert_birth("619800217", &era, date),
                     INKAN_MALFORMED);
    assert_int_equal(inkan_cert_birth("31980021", &era, date), INKAN_MALFORMED);
}

static void the_check_digit_of_my_number_is_checked(void **state)
{
    static const struct {
        const char *digits;
        bool good;
    } rows[] = {
        { "537686677188", true },  { "123456789018", true }, /* 8.1 */
        { "537686677180", false }, { "123456789012", false },
        { "12345678901x", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint8_t record[17] = { 0xFF, 0x10, 0x0C };
        char out[13];

        memcpy(record + 3, rows[i].digits, 12);
        memset(record + 15, 0xFF, 2);
        assert_int_equal(ap_text_number(span_of(record, 17), out),
                         rows[i].good ? INKAN_OK : INKAN_MALFORMED);
    }
}

/* The example of card-spec.md 3.2.2, byte for byte. */
static const char attributes[] =
    "FF2065 DF2108000E002000590064"
    "DF220FE9BB92E6A190E38080E5B9B9E4B99F"
    "DF2336E69DB1E4BAACE983BDE6B885E780ACE5B882E8A6B3E5B883E5AD90E58D97"
    "EFBC91EFBC92EFBC8DEFBC97EFBC8DEFBC92EFBC90EFBC92"
    "DF24083139383030323137 DF250131";

static void the_four_attributes_are_parsed_and_hashed(void **state)
{
    uint8_t bytes[128], hash[32];
    uint8_t expected[32];
    struct wbuf w = wbuf_of(bytes, sizeof(bytes));
    struct wbuf e = wbuf_of(expected, sizeof(expected));
    struct inkan_person p;
    struct span part;

    (void)state;
    assert_true(hex_parse(attributes, &w));
    /* card-spec.md 3.2.3: DF32 of this persona */
    assert_true(hex_parse("b9e0d09427b23b1d4beda2848512b410"
                          "3752dc2667e51f9712872d65f472cb3b",
                          &e));
    assert_int_equal(ap_text_person(wbuf_span(&w), &p, &part), INKAN_OK);
    assert_string_equal(p.name, "黒桐　幹也");
    assert_string_equal(p.address, "東京都清瀬市観布子南１２－７－２０２");
    assert_string_equal(p.birth, "19800217");
    assert_int_equal(p.sex, '1');
    assert_true(digest_sha256(part, hash));
    assert_memory_equal(hash, expected, 32);
    for (size_t len = 0; len < w.len; len++)
        assert_int_equal(ap_text_person(span_of(bytes, len), &p, &part),
                         INKAN_MALFORMED);
}

static void attributes_of_another_form_are_malformed(void **state)
{
    static const char *const bad[] = {
        "FF2006 DF2200 DF2300", /* no offsets */
        "FF2019 DF2100 DF220141 DF230142 DF240731393830303231 DF250131",
        "FF201A DF2100 DF220141 DF230142 DF24083139383030323158 DF250131",
        "FF201A DF2100 DF2201FF DF230142 DF24083139383030323137 DF250131",
        "FF201A DF2100 DF22010A DF230142 DF24083139383030323137 DF250131",
        "FF201A DF2100 DF220141 DF230142 DF24083139383030323137 DF250158",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        uint8_t bytes[128];
        struct wbuf w = wbuf_of(bytes, sizeof(bytes));
        struct inkan_person p;
        struct span part;

        assert_true(hex_parse(bad[i], &w));
        assert_int_equal(ap_text_person(wbuf_span(&w), &p, &part),
                         INKAN_MALFORMED);
    }
}

static void only_well_formed_text_is_shown(void **state)
{
    static const char *const good[] = {
        "", "a", "é", "黒桐　幹也", "𠮷田", "\xF4\x8F\xBF\xBF"
    };
    static const char *const bad[] = {
        "\x80",
        "\xC0\xAF",
        "\xC3",
        "\xE2\x82",
        "\xED\xA0\x80",
        "\xF4\x90\x80\x80",
        "\xFF",
        "a\nb",
        "\x1B[2J",
        "\x7F",
        "\xC2\x85",
        "\xE0\x80\x80",
        "\xF0\x80\x80\x80",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(utf8_is_clean(text_span(good[i])));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(utf8_is_clean(text_span(bad[i])));
    assert_false(utf8_is_clean(span_of("a\0b", 3)));
}

static void der_is_read_strictly(void **state)
{
    static const struct {
        const char *hex;
        bool good;
    } rows[] = {
        { "0500", true },
        { "040141", true },
        { "04", false },
        { "0402 41", false },
        { "048101 41", false }, /* not the shortest */
        { "04820001 41", false },
        { "0480 0000", false }, /* indefinite */
        { "1F0100", false },    /* long tag */
        { "0485 0100000000", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint8_t bytes[16];
        struct wbuf w = wbuf_of(bytes, sizeof(bytes));
        struct span in;
        struct der d;

        assert_true(hex_parse(rows[i].hex, &w));
        in = wbuf_span(&w);
        assert_int_equal(der_next(&in, &d), rows[i].good);
        if (!rows[i].good)
            assert_int_equal(in.len, w.len); /* unchanged */
    }
}

static void what_der_writes_it_reads(void **state)
{
    static const size_t lens[] = { 0, 1, 127, 128, 255, 256, 65535, 65536 };
    uint8_t *bytes = malloc(70000);
    uint8_t *value = calloc(1, 70000);

    (void)state;
    assert_true(bytes != NULL && value != NULL);
    for (size_t i = 0; i < ARRAY_LEN(lens); i++) {
        struct wbuf w = wbuf_of(bytes, 70000);
        struct der d;

        der_put(&w, DER_OCTETS, span_of(value, lens[i]));
        assert_true(der_whole(wbuf_span(&w), DER_OCTETS, &d));
        assert_int_equal(d.value.len, lens[i]);
    }
    free(bytes);
    free(value);
}

static void times_are_read_in_both_forms(void **state)
{
    static const struct {
        uint8_t tag;
        const char *text;
        int year; /* 0: malformed */
    } rows[] = {
        { DER_UTC_TIME, "230716005027Z", 2023 },
        { DER_UTC_TIME, "500101000000Z", 1950 },
        { DER_UTC_TIME, "491231235959Z", 2049 },
        { DER_TIME, "20500101000000Z", 2050 },
        { DER_UTC_TIME, "2307160050Z", 0 },
        { DER_UTC_TIME, "231316005027Z", 0 },
        { DER_UTC_TIME, "230716005027+", 0 },
        { DER_TIME, "2050010100000xZ", 0 },
        { DER_OCTETS, "230716005027Z", 0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct der d = { .tag = rows[i].tag, .value = text_span(rows[i].text) };
        struct inkan_time t;

        assert_int_equal(der_time(&d, &t), rows[i].year != 0);
        if (rows[i].year != 0)
            assert_int_equal(t.year, rows[i].year);
    }
}

static void pem_blocks_are_found_in_text(void **state)
{
    static const char two[] =
        "some words\n-----BEGIN CERTIFICATE-----\nMAA=\n"
        "-----END CERTIFICATE-----\nmore\n-----BEGIN X509 CRL-----\nMAA=\n"
        "-----END X509 CRL-----\n";
    static const char *const bad[] = {
        "-----BEGIN CERTIFICATE-----\nMAA=\n",
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END X509 CRL-----\n",
        "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE",
    };
    struct span in = text_span(two);
    struct pem pem;
    bool failed;

    (void)state;
    assert_true(pem_is(in));
    assert_true(pem_next(&in, &pem, &failed));
    assert_int_equal(pem.kind, PEM_CERTIFICATE);
    assert_int_equal(pem.len, 2);
    free(pem.der);
    assert_true(pem_next(&in, &pem, &failed));
    assert_int_equal(pem.kind, PEM_CRL);
    free(pem.der);
    assert_false(pem_next(&in, &pem, &failed));
    assert_false(failed);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        in = text_span(bad[i]);
        assert_false(pem_next(&in, &pem, &failed));
        assert_true(failed);
    }
}

/* FIPS 180-4 examples for "abc", and RFC 4231 test case 2. */
static void hashes_are_the_published_ones(void **state)
{
    static const struct {
        enum inkan_hash hash;
        const char *hex;
    } rows[] = {
        { INKAN_HASH_SHA1, "a9993e364706816aba3e25717850c26c9cd0d89d" },
        { INKAN_HASH_SHA256, "ba7816bf8f01cfea414140de5dae2223"
                             "b00361a396177a9cb410ff61f20015ad" },
        { INKAN_HASH_SHA384, "cb00753f45a35e8bb5a03d699ac65007"
                             "272c32ab0eded1631a8b605a43ff5bed"
                             "8086072ba1e7cc2358baeca134c825a7" },
        { INKAN_HASH_SHA512, "ddaf35a193617abacc417349ae204131"
                             "12e6fa4e89a97ea20a9eeee64b55d39a"
                             "2192992a274fc1a836ba3c23a3feebbd"
                             "454d4423643ce80e2a9ac94fa54ca49f" },
    };
    uint8_t out[INKAN_DIGEST_MAX], expected[64];
    size_t len;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct wbuf w = wbuf_of(expected, sizeof(expected));

        assert_true(hex_parse(rows[i].hex, &w));
        assert_int_equal(
            inkan_digest(rows[i].hash, (const uint8_t *)"abc", 3, out, &len),
            INKAN_OK);
        assert_int_equal(len, w.len);
        assert_memory_equal(out, expected, len);
    }
    assert_int_equal(inkan_digest(INKAN_HASH_NONE, out, 1, out, &len),
                     INKAN_ARG);
    struct wbuf w = wbuf_of(expected, sizeof(expected));

    assert_true(hex_parse("5bdcc146bf60754e6a042426089575c7"
                          "5a003f089d2739839dec58b964ec3843",
                          &w));
    assert_true(digest_hmac(text_span("Jefe"),
                            text_span("what do ya want for nothing?"), out));
    assert_memory_equal(out, expected, 32);
}

static void a_key_from_numbers_is_der(void **state)
{
    uint8_t modulus[256], spki[SIG_SPKI_MAX];
    struct wbuf w = wbuf_of(spki, sizeof(spki));
    struct der d;

    (void)state;
    memset(modulus, 0xC1, sizeof(modulus));
    assert_true(
        sig_rsa_spki(span_of(modulus, 256), span_of("\x01\x00\x01", 3), &w));
    assert_int_equal(w.len, 294); /* as of every RSA-2048 key with 65537 */
    assert_true(der_whole(wbuf_span(&w), DER_SEQUENCE, &d));
    w.len = 0;
    assert_false(sig_rsa_spki(span_none(), span_of("\x03", 1), &w));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(birth_keys_follow_the_eras),
        cmocka_unit_test(dates_are_written_as_japan_does),
        cmocka_unit_test(births_of_certificates_are_taken_apart),
        cmocka_unit_test(the_check_digit_of_my_number_is_checked),
        cmocka_unit_test(the_four_attributes_are_parsed_and_hashed),
        cmocka_unit_test(attributes_of_another_form_are_malformed),
        cmocka_unit_test(only_well_formed_text_is_shown),
        cmocka_unit_test(der_is_read_strictly),
        cmocka_unit_test(what_der_writes_it_reads),
        cmocka_unit_test(times_are_read_in_both_forms),
        cmocka_unit_test(pem_blocks_are_found_in_text),
        cmocka_unit_test(hashes_are_the_published_ones),
        cmocka_unit_test(a_key_from_numbers_is_der),
    };

    return cmocka_run_group_tests_name("host/parts", tests, NULL, NULL);
}
