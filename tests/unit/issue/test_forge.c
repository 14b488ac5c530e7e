/* SPDX-License-Identifier: Apache-2.0
 *
 * Wrong-on-purpose cards: each kind differs from the genuine card exactly
 * where it should, and is wrong exactly there.
 */
#include <openssl/x509.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "card/edge/tlv.h"
#include "tests/unit/issue/issued.h"
#include "tests/unit/issue/judge.h"

#define NUMBER_A "123456789018" /* the adult's */
#define NUMBER_B "60061420364071"

/* Every file that a PIN of the adult opens. */
static const struct file_of_card {
    const char *name;
    enum app_id app;
    uint16_t fid;
} files[] = {
    { "jpki 0001", APP_JPKI, 0x0001 },
    { "jpki 0002", APP_JPKI, 0x0002 },
    { "jpki 0006", APP_JPKI, 0x0006 },
    { "jpki 0008", APP_JPKI, 0x0008 },
    { "jpki 000A", APP_JPKI, 0x000A },
    { "jpki 000B", APP_JPKI, 0x000B },
    { "text 0001", APP_TEXT, 0x0001 },
    { "text 0002", APP_TEXT, 0x0002 },
    { "text 0003", APP_TEXT, 0x0003 },
    { "text 0004", APP_TEXT, 0x0004 },
    { "text 0005", APP_TEXT, 0x0005 },
    { "text 0006", APP_TEXT, 0x0006 },
    { "text 0007", APP_TEXT, 0x0007 },
    { "visual 0001", APP_VISUAL, 0x0001 },
    { "visual 0002", APP_VISUAL, 0x0002 },
    { "visual 0003", APP_VISUAL, 0x0003 },
    { "visual 0004", APP_VISUAL, 0x0004 },
    { "visual 0005", APP_VISUAL, 0x0005 },
};

#define FILE_COUNT ARRAY_LEN(files)

static struct issued genuine;
static struct issued forged;
static struct content a;
static struct content b;
static struct content cv;

static void open_app(struct issued *issued, enum app_id app)
{
    static const struct {
        enum app_id app;
        uint16_t fid;
        const char *value;
    } pins[] = {
        { APP_JPKI, 0x001B, "ABC123" },
        { APP_TEXT, 0x0011, "1234" },
        { APP_VISUAL, 0x0013, NUMBER_A },
    };

    for (size_t i = 0; i < ARRAY_LEN(pins); i++) {
        if (pins[i].app == app)
            assert_int_equal(
                issued_verify(issued, app, pins[i].fid, pins[i].value), 0x9000);
    }
}

static void read_file(struct issued *issued, const struct file_of_card *file,
                      struct content *out)
{
    open_app(issued, file->app);
    /* The age record has its own key: the holder's birth date, or on a mixed
     * card that of the other person. */
    if (file->app == APP_VISUAL && file->fid == 0x0001 &&
        issued_verify(issued, APP_VISUAL, 0x0011, "600614") != 0x9000)
        assert_int_equal(issued_verify(issued, APP_VISUAL, 0x0011, "540923"),
                         0x9000);
    assert_int_equal(issued_read(issued, file->fid, out), 0x9000);
}

/* Issues the forged card and expects these files, and no others, to differ
 * from the genuine card of the same seed. */
static void forge_and_compare(enum forge kind, const char *differing)
{
    const struct issued_wish wish = { .persona = "adult", .forge = kind };
    char got[512] = "";

    issued_make(&wish, &forged);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        read_file(&genuine, &files[i], &a);
        read_file(&forged, &files[i], &b);
        if (a.len != b.len || memcmp(a.bytes, b.bytes, a.len) != 0) {
            strcat(got, files[i].name);
            strcat(got, ", ");
        }
    }
    assert_string_equal(got, differing);
}

static struct span municipality_key(struct issued *issued, enum app_id app)
{
    open_app(issued, app);
    assert_int_equal(issued_read(issued, 0x0004, &cv), 0x9000);
    return issued_cv_key(span_of(cv.bytes, cv.len));
}

/* Does the record's signature cover what EF 0003 of the text AP holds? */
static bool record_verifies(struct issued *issued)
{
    struct span key = municipality_key(issued, APP_TEXT);

    assert_int_equal(issued_read(issued, 0x0003, &b), 0x9000);
    return issued_verifies(
        key, span_of(issued_whole_object(&b, 0xFF30, 0xDF31).ptr, 70),
        issued_object(&b, 0xFF30, 0xDF33));
}

/* Does the hash in the record match the attributes on the card? */
static bool attributes_match(struct issued *issued)
{
    uint8_t hash[32];
    struct span name;
    struct span sex;

    open_app(issued, APP_TEXT);
    assert_int_equal(issued_read(issued, 0x0002, &a), 0x9000);
    assert_int_equal(issued_read(issued, 0x0003, &b), 0x9000);
    name = issued_whole_object(&a, 0xFF20, 0xDF22);
    sex = issued_whole_object(&a, 0xFF20, 0xDF25);
    EVP_Digest(name.ptr, (size_t)(sex.ptr + sex.len - name.ptr), hash, NULL,
               EVP_sha256(), NULL);
    return memcmp(hash, issued_object(&b, 0xFF30, 0xDF32).ptr, 32) == 0;
}

/* Does the card hold the key that its signed record names? */
static bool card_has_its_key(struct issued *issued, enum app_id app)
{
    struct span pubkey;

    open_app(issued, app);
    if (app == APP_TEXT) {
        assert_int_equal(issued_read(issued, 0x0007, &a), 0x9000);
        pubkey = issued_object(&a, 0xFF50, 0xDF51);
    } else {
        assert_int_equal(issued_read(issued, 0x0005, &a), 0x9000);
        pubkey = issued_object(&a, 0xFF40, 0xDF42);
    }
    assert_int_equal(issued_send(issued, "80 2A 03 00 02 4869 00", &b), 0x9000);
    return issued_verifies(pubkey, span_of("Hi", 2), span_of(b.bytes, b.len));
}

/* Is the chain below the trusted CV key? */
static bool municipality_is_certified(struct issued *issued)
{
    struct problem problem = { 0 };
    struct ca ca;
    uint8_t anchor[CV_PUBKEY_LEN];
    struct wbuf w = wbuf_of(anchor, sizeof(anchor));
    struct tlv outer;
    struct tlv body;
    struct tlv signature;

    assert_true(ca_load(NULL, &ca, &problem));
    assert_true(cv_put_pubkey(ca.cv[CV_TEXT].key, &w, &problem));
    ca_free(&ca);
    municipality_key(issued, APP_TEXT);
    assert_true(tlv_find(span_of(cv.bytes, cv.len), 0x7F21, &outer));
    assert_true(tlv_find(outer.value, 0x5F4E, &body));
    assert_true(tlv_find(outer.value, 0x5F37, &signature));
    return issued_verifies(wbuf_span(&w), body.value, signature.value);
}

/* Was the auth certificate signed by the built-in CA? */
static bool auth_certificate_is_ours(struct issued *issued)
{
    struct problem problem = { 0 };
    struct ca ca;
    const uint8_t *at = a.bytes;
    X509 *cert;
    bool ok;

    open_app(issued, APP_JPKI);
    assert_int_equal(issued_read(issued, 0x000A, &a), 0x9000);
    cert = d2i_X509(NULL, &at, (long)a.len);
    assert_non_null(cert);
    assert_true(ca_load(NULL, &ca, &problem));
    ok = X509_verify(cert, ca.x509[CA_AUTH].key) == 1;
    ca_free(&ca);
    X509_free(cert);
    return ok;
}

/* Does the photo's hash in the face signature match the photo? */
static bool photo_matches(struct issued *issued)
{
    struct span key = municipality_key(issued, APP_VISUAL);
    struct span photo;
    uint8_t opened[256];
    uint8_t hash[32];

    assert_int_equal(issued_read(issued, 0x0002, &a), 0x9000);
    assert_int_equal(judge_open_signature(key,
                                          issued_object(&a, 0xFF20, 0xDF28),
                                          opened, sizeof(opened)),
                     115);
    photo = issued_whole_object(&a, 0xFF20, 0xDF27);
    EVP_Digest(photo.ptr, photo.len, hash, NULL, EVP_sha256(), NULL);
    return memcmp(opened + 19 + 64, hash, 32) == 0;
}

static void a_genuine_card_passes_every_check(void **state)
{
    (void)state;
    assert_true(record_verifies(&genuine));
    assert_true(attributes_match(&genuine));
    assert_true(card_has_its_key(&genuine, APP_TEXT));
    assert_true(card_has_its_key(&genuine, APP_VISUAL));
    assert_true(municipality_is_certified(&genuine));
    assert_true(auth_certificate_is_ours(&genuine));
    assert_true(photo_matches(&genuine));
}

static void record_changes_the_birth_year_and_the_photo(void **state)
{
    struct span birth;

    (void)state;
    forge_and_compare(FORGE_RECORD, "text 0002, visual 0002, ");
    assert_false(attributes_match(&forged));
    birth = issued_object(&a, 0xFF20, 0xDF24);
    assert_memory_equal(birth.ptr, "19810614", 8);
    assert_false(photo_matches(&forged));
    assert_true(record_verifies(&forged));
    assert_true(card_has_its_key(&forged, APP_TEXT));
    assert_true(municipality_is_certified(&forged));
}

static void signature_leaves_only_signatures_wrong(void **state)
{
    (void)state;
    forge_and_compare(FORGE_SIGNATURE,
                      "text 0003, text 0007, visual 0001, visual 0002, "
                      "visual 0005, ");
    assert_false(record_verifies(&forged));
    assert_true(attributes_match(&forged));
    assert_true(municipality_is_certified(&forged));
    assert_true(auth_certificate_is_ours(&forged));
    assert_true(card_has_its_key(&forged, APP_TEXT));
}

static void certificate_is_whole_below_an_untrusted_authority(void **state)
{
    (void)state;
    forge_and_compare(FORGE_CERTIFICATE,
                      "jpki 0001, jpki 0002, jpki 000A, jpki 000B, text 0003, "
                      "text 0004, text 0007, visual 0001, visual 0002, "
                      "visual 0004, visual 0005, ");
    assert_true(record_verifies(&forged));
    assert_true(attributes_match(&forged));
    assert_true(card_has_its_key(&forged, APP_TEXT));
    assert_true(photo_matches(&forged));
    assert_false(municipality_is_certified(&forged));
    assert_false(auth_certificate_is_ours(&forged));
}

static void key_is_a_copy_without_the_card_s_keys(void **state)
{
    (void)state;
    forge_and_compare(FORGE_KEY, "");
    assert_true(record_verifies(&forged));
    assert_true(attributes_match(&forged));
    assert_true(municipality_is_certified(&forged));
    assert_false(card_has_its_key(&forged, APP_TEXT));
    assert_false(card_has_its_key(&forged, APP_VISUAL));
}

static void expiry_moves_only_the_unsigned_date(void **state)
{
    struct span ours;
    struct span theirs;

    (void)state;
    forge_and_compare(FORGE_EXPIRY, "visual 0002, ");
    assert_true(photo_matches(&forged)); /* the signature still opens */
    read_file(&genuine, &files[14], &b);
    ours = issued_object(&b, 0xFF20, 0xDF29);
    theirs = issued_object(&a, 0xFF20, 0xDF29);
    assert_memory_equal(ours.ptr, "20360614", 8);
    assert_memory_equal(theirs.ptr, "20410614", 8);
    memcpy(b.bytes + (ours.ptr - b.bytes), theirs.ptr, 8);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.bytes, b.bytes, a.len);
    /* the card's own record keeps the true one */
    assert_int_equal(issued_select(&forged, APP_COMMON), 0x9000);
    assert_int_equal(issued_send(&forged, "00 B2 01 0C 00", &a), 0x9000);
    assert_memory_equal(a.bytes + 22, "20360614", 8);
}

static void mixed_is_genuine_in_every_part_and_two_persons_in_all(void **state)
{
    struct span birth;

    (void)state;
    forge_and_compare(FORGE_MIXED, "text 0001, text 0002, text 0003, ");
    assert_true(record_verifies(&forged));
    assert_true(attributes_match(&forged));
    assert_true(card_has_its_key(&forged, APP_TEXT));
    assert_true(card_has_its_key(&forged, APP_VISUAL));
    assert_true(municipality_is_certified(&forged));
    assert_true(attributes_match(&forged)); /* reads EF 0002 into a */
    birth = issued_object(&a, 0xFF20, 0xDF24);
    assert_memory_equal(birth.ptr, "19790923", 8);
    /* The age record opens with that date and tells another. */
    assert_int_equal(issued_verify(&forged, APP_VISUAL, 0x0011, "540923"),
                     0x9000);
    assert_int_equal(issued_read(&forged, 0x0001, &a), 0x9000);
    assert_memory_equal(issued_object(&a, 0xFF10, 0xDF11).ptr, "19850614", 8);
}

static void only_known_kinds_are_forged(void **state)
{
    enum forge kind;

    (void)state;
    assert_true(forge_parse("mixed", &kind));
    assert_int_equal(kind, FORGE_MIXED);
    assert_false(forge_parse("none", &kind));
    assert_false(forge_parse("", &kind));
    assert_false(forge_parse("records", &kind));
}

static int make_genuine(void **state)
{
    const struct issued_wish wish = { .persona = "adult" };

    (void)state;
    issued_make(&wish, &genuine);
    return 0;
}

static int free_genuine(void **state)
{
    (void)state;
    issued_free(&genuine);
    return 0;
}

static int free_forged(void **state)
{
    (void)state;
    issued_free(&forged);
    return 0;
}

#define FORGED(test) cmocka_unit_test_teardown(test, free_forged)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_genuine_card_passes_every_check),
        FORGED(record_changes_the_birth_year_and_the_photo),
        FORGED(signature_leaves_only_signatures_wrong),
        FORGED(certificate_is_whole_below_an_untrusted_authority),
        FORGED(key_is_a_copy_without_the_card_s_keys),
        FORGED(expiry_moves_only_the_unsigned_date),
        FORGED(mixed_is_genuine_in_every_part_and_two_persons_in_all),
        cmocka_unit_test(only_known_kinds_are_forged),
    };

    return cmocka_run_group_tests_name("issue/forge", tests, make_genuine,
                                       free_genuine);
}
