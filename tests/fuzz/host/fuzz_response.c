/* SPDX-License-Identifier: Apache-2.0
 *
 * libinkan against a hostile card: every answer may be any bytes. An input is
 * a row of operations, each a byte that chooses it and the card's decisions
 * behind it. Nothing may crash, hang, leak, or read outside; texts are
 * terminated, parts lie inside their wholes, and no PIN is spent.
 *
 * FUZZ_IMAGE names the card image whose files the card tells when honest.
 */
#include "tests/fuzz/host/hostile.h"

#include <stdio.h>
#include <stdlib.h>

#include <inkan/check.h>

#include "card/port/posix/format.h"
#include "tests/fuzz/fuzz.h"

static struct hostile hostile;
static struct inkan_trust *trust;
static uint8_t *image;

unsigned long long fuzz_counted(void)
{
    return hostile.answers;
}

static void load(void)
{
    const char *path = getenv("FUZZ_IMAGE");
    FILE *in = path != NULL ? fopen(path, "rb") : NULL;
    size_t len;

    image = malloc(1 << 20);
    if (in == NULL || image == NULL)
        fuzz_fail("FUZZ_IMAGE names no card image");
    len = fread(image, 1, 1 << 20, in);
    fclose(in);
    if (len < IMAGE_HEAD_LEN ||
        get_be32(image + AT_BODY_LEN) > len - IMAGE_HEAD_LEN)
        fuzz_fail("FUZZ_IMAGE is no card image");
    hostile.body =
        span_of(image + IMAGE_HEAD_LEN, get_be32(image + AT_BODY_LEN));
    if (inkan_trust_new(&trust) != INKAN_OK)
        fuzz_fail("no memory");
}

static struct inkan_secret secret(enum inkan_pin pin, const char *value)
{
    return (struct inkan_secret){ .pin = pin,
                                  .value = (const uint8_t *)value,
                                  .len = strlen(value) };
}

static void is_text(const char *text, size_t cap)
{
    if (memchr(text, '\0', cap) == NULL)
        fuzz_fail("a text without an end");
}

static void is_inside(struct inkan_bytes part, const uint8_t *whole, size_t len)
{
    if (part.len != 0 && (part.ptr < whole || part.len > len ||
                          (size_t)(part.ptr - whole) > len - part.len))
        fuzz_fail("a part outside its whole");
}

/* --- operations ----------------------------------------------------------- */

static void op_info(struct inkan_card *card)
{
    struct inkan_card_info i;

    if (inkan_card_info(card, &i) == INKAN_OK) {
        is_text(i.token_label, sizeof(i.token_label));
        is_text(i.serial, sizeof(i.serial));
    }
}

static void op_status(struct inkan_card *card)
{
    int tries[INKAN_PIN_COUNT];

    if (inkan_pin_status(card, tries) != INKAN_OK)
        return;
    for (size_t i = 0; i < INKAN_PIN_COUNT; i++) {
        if (tries[i] < -1 || tries[i] > 15)
            fuzz_fail("a number of tries that no card can tell");
    }
}

static void op_verify(struct inkan_card *card)
{
    struct inkan_secret s = secret(INKAN_PIN_AUTH, "1234");

    (void)!inkan_pin_verify(card, &s);
}

static void op_change(struct inkan_card *card)
{
    struct inkan_secret s = secret(INKAN_PIN_JUKI, "1234");

    (void)!inkan_pin_change(card, &s, &s, NULL);
}

static void use_cert(struct inkan_cert *cert)
{
    struct inkan_bytes der = inkan_cert_der(cert);
    struct inkan_cert_holder h;
    char name[512];

    is_inside(inkan_cert_subject(cert), der.ptr, der.len);
    is_inside(inkan_cert_modulus(cert), der.ptr, der.len);
    is_inside(inkan_cert_key_id(cert), der.ptr, der.len);
    if (inkan_dn_text(inkan_cert_subject(cert), name, sizeof(name)) == INKAN_OK)
        is_text(name, sizeof(name));
    inkan_cert_holder(cert, &h);
    if (h.name != NULL)
        is_text(h.name, 65536);
    (void)!inkan_cert_signed_by(cert, cert);
    inkan_cert_free(cert);
}

static void read_cert(struct inkan_card *card, enum inkan_cert_id id)
{
    struct inkan_secret s = secret(INKAN_PIN_SIGN, "ABC123");
    struct inkan_cert *cert;

    if (inkan_cert_read(card, id, id == INKAN_CERT_SIGN ? &s : NULL, &cert) ==
        INKAN_OK)
        use_cert(cert);
}

static void op_cert_auth(struct inkan_card *card)
{
    read_cert(card, INKAN_CERT_AUTH);
}

static void op_cert_sign(struct inkan_card *card)
{
    read_cert(card, INKAN_CERT_SIGN);
}

static void op_survey(struct inkan_card *card)
{
    struct inkan_jpki_survey s;

    if (inkan_jpki_survey(card, &s) == INKAN_OK)
        inkan_cert_free(s.auth_cert);
}

static void op_login(struct inkan_card *card)
{
    struct inkan_secret s = secret(INKAN_PIN_SIGN, "ABC123");
    struct inkan_cert *cert;

    if (inkan_login(card, INKAN_KEY_SIGN, &s, &cert) == INKAN_OK)
        inkan_cert_free(cert);
}

static void op_sign(struct inkan_card *card)
{
    struct inkan_secret s = secret(INKAN_PIN_AUTH, "1234");
    uint8_t digest[32] = { 1 };
    struct inkan_sign_item items[2] = {
        { .scheme = INKAN_PKCS1,
          .hash = INKAN_HASH_SHA256,
          .input = digest,
          .input_len = 32 },
        { .scheme = INKAN_RAW, .input = digest, .input_len = 5 },
    };

    (void)!inkan_sign(card, INKAN_KEY_AUTH, &s, items, 2);
}

static void op_cms(struct inkan_card *card)
{
    struct inkan_secret s = secret(INKAN_PIN_SIGN, "ABC123");
    struct inkan_time now = { 2026, 4, 2, 3, 4, 5 };
    struct inkan_cms_item item = { .digest = { 1 } };

    if (inkan_cms_sign(card, INKAN_KEY_SIGN, &s, &now, &item, 1) == INKAN_OK)
        fuzz_fail("a CMS over a signature that nobody made");
}

static void op_random(struct inkan_card *card)
{
    uint8_t out[256];

    (void)!inkan_random(card, out, sizeof(out));
}

static void op_person(struct inkan_card *card)
{
    struct inkan_secret s = secret(INKAN_PIN_TEXT, "1234");
    struct inkan_person p;
    char number[13];

    if (inkan_person_read(card, &s, &p) == INKAN_OK) {
        is_text(p.name, sizeof(p.name));
        is_text(p.address, sizeof(p.address));
        is_text(p.birth, sizeof(p.birth));
    }
    if (inkan_number_read(card, &s, number) == INKAN_OK)
        is_text(number, sizeof(number));
}

static void op_face(struct inkan_card *card)
{
    struct inkan_secret s = secret(INKAN_PIN_NUMBER_B, "60061420354071");
    struct inkan_face f;

    if (inkan_face_read(card, &s, &f) != INKAN_OK)
        return;
    is_inside(f.name_png, f.record, f.record_len);
    is_inside(f.photo_jp2, f.record, f.record_len);
    is_inside(f.code_png, f.record, f.record_len);
    is_text(f.expiry, sizeof(f.expiry));
    inkan_face_clear(&f);
}

static void op_age(struct inkan_card *card)
{
    struct inkan_secret s = secret(INKAN_PIN_BIRTH, "600614");
    char out[9];

    if (inkan_age_read(card, &s, out) == INKAN_OK)
        is_text(out, sizeof(out));
}

static void op_number_image(struct inkan_card *card)
{
    struct inkan_secret s = secret(INKAN_PIN_NUMBER_A, "123456789018");
    struct inkan_number_image i;

    if (inkan_number_image_read(card, &s, &i) != INKAN_OK)
        return;
    is_inside(i.png, i.record, i.record_len);
    inkan_number_image_clear(&i);
}

static void op_plain(struct inkan_card *card)
{
    struct inkan_card_number number;
    char municipality[6];

    if (inkan_card_number_read(card, &number) == INKAN_OK)
        is_text(number.serial, sizeof(number.serial));
    if (inkan_municipality_read(card, municipality) == INKAN_OK)
        is_text(municipality, sizeof(municipality));
    (void)!inkan_probe_pss(card);
}

static void op_licence(struct inkan_card *card)
{
    struct inkan_secret s = secret(INKAN_PIN_LICENCE, "5678");
    struct inkan_licence l;

    if (inkan_licence_read(card, &s, &l) != INKAN_OK)
        return;
    for (size_t i = 0; i < l.count; i++)
        is_inside(l.items[i].value, l.record, l.record_len);
    is_inside(l.signature, l.record, l.record_len);
    is_text(l.expiry, sizeof(l.expiry));
    inkan_licence_clear(&l);
}

static void check_with(struct inkan_card *card, enum inkan_pin pin,
                       const char *value)
{
    struct inkan_secret s = secret(pin, value);
    struct inkan_secret sign_pin = secret(INKAN_PIN_SIGN, "ABC123");
    struct inkan_check_options options = { .secret = &s,
                                           .with_number = pin == INKAN_PIN_TEXT,
                                           .sign = &sign_pin,
                                           .trust = trust,
                                           .now = { 2026, 4, 2, 3, 4, 5 } };
    struct inkan_check_report r;

    if (inkan_check(card, &options, &r) != INKAN_OK)
        return;
    if (r.verdict == INKAN_GENUINE || r.bound != INKAN_BOUND_NO)
        fuzz_fail("a card that signs nothing was found genuine");
    inkan_check_report_wipe(&r);
}

static void op_check(struct inkan_card *card)
{
    check_with(card, INKAN_PIN_TEXT, "1234");
}

static void op_check_b(struct inkan_card *card)
{
    check_with(card, INKAN_PIN_NUMBER_B, "60061420354071");
}

static void (*const operations[])(struct inkan_card *card) = {
    op_info,      op_status,  op_verify, op_change,  op_cert_auth,
    op_cert_sign, op_survey,  op_login,  op_sign,    op_cms,
    op_random,    op_person,  op_face,   op_age,     op_number_image,
    op_plain,     op_licence, op_check,  op_check_b,
};

/* --- the target ----------------------------------------------------------- */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct inkan_transport tp = hostile_transport(&hostile);
    struct inkan_options options = { .transport = &tp };
    struct inkan *ink;
    struct inkan_card *card;

    if (image == NULL)
        load();
    hostile.input = span_of(data, len);
    hostile.app = -1;
    hostile.ef = 0;
    hostile.tries = -1;
    if (inkan_open(&options, &ink) != INKAN_OK)
        fuzz_fail("inkan_open");
    if (inkan_card_open(ink, "hostile", &card) != INKAN_OK)
        fuzz_fail("inkan_card_open");
    while (hostile.input.len != 0) {
        uint8_t op = hostile.input.ptr[0] % ARRAY_LEN(operations);

        hostile.input = span_of(hostile.input.ptr + 1, hostile.input.len - 1);
        operations[op](card);
    }
    inkan_card_close(card);
    inkan_close(ink);
    return 0;
}

/* Long enough for some dozens of exchanges. Half of the inputs are honest for
 * the most part: zeroes are honest decisions. */
void fuzz_generate(struct fuzz_random *r, struct wbuf *out)
{
    uint32_t len = 16 + fuzz_below(r, 400);
    uint32_t lies = fuzz_below(r, 100);

    while (len-- != 0 && !out->full)
        wbuf_put_u8(out,
                    fuzz_below(r, 100) <= lies ? (uint8_t)fuzz_next(r) : 0);
}
