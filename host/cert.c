/* SPDX-License-Identifier: Apache-2.0
 *
 * Certificates: mbedTLS judges whether it is one, the parts are then taken
 * from its DER as they stand. Must not decide whom to trust.
 */
#include "host/cert.h"

#include <stdlib.h>

#include "host/compat_mbedtls.h"
#include "host/sig.h"
#include "host/utf8.h"

#define CERT_MAX 65535 /* far above any certificate that fits a card's file */

static const uint8_t oid_key_usage[] = { 0x55, 0x1D, 0x0F };
static const uint8_t oid_basic[] = { 0x55, 0x1D, 0x13 };
static const uint8_t oid_ski[] = { 0x55, 0x1D, 0x0E };
static const uint8_t oid_aki[] = { 0x55, 0x1D, 0x23 };

/* mbedTLS asks about extensions that it does not know. These cards' critical
 * certificatePolicies is fine, everything else that is critical is not. */
static int on_extension(void *ctx, const mbedtls_x509_crt *crt,
                        const mbedtls_x509_buf *oid, int critical,
                        const unsigned char *p, const unsigned char *end)
{
    static const uint8_t policies[] = { 0x55, 0x1D, 0x20 };

    (void)ctx;
    (void)crt;
    (void)p;
    (void)end;
    if (!critical || span_equal(span_of(oid->p, oid->len),
                                span_of(policies, sizeof(policies))))
        return 0;
    return MBEDTLS_ERR_X509_INVALID_EXTENSIONS;
}

static bool is_certificate(const uint8_t *der, size_t len)
{
    mbedtls_x509_crt crt;
    int rv;

    mbedtls_x509_crt_init(&crt);
    rv = mbedtls_x509_crt_parse_der_with_ext_cb(&crt, der, len, 1, on_extension,
                                                NULL);
    mbedtls_x509_crt_free(&crt);
    return rv == 0;
}

static struct span without_zeros(struct span number)
{
    while (number.len > 1 && number.ptr[0] == 0)
        number = span_sub(number, 1, number.len - 1);
    return number;
}

/* Numbers of an RSA key; a key of another kind simply has none. */
static void take_rsa(struct inkan_cert *cert)
{
    static const uint8_t rsa[] = { 0x2A, 0x86, 0x48, 0x86, 0xF7,
                                   0x0D, 0x01, 0x01, 0x01 };
    struct der spki, alg, oid, bits, key, n, e;
    struct span in, body;

    if (!der_whole(cert->spki, DER_SEQUENCE, &spki))
        return;
    in = spki.value;
    if (!der_expect(&in, DER_SEQUENCE, &alg) ||
        !der_expect(&in, DER_BIT_STRING, &bits) || !der_bits(&bits, &body))
        return;
    if (!der_expect(&alg.value, DER_OID, &oid) ||
        !span_equal(oid.value, span_of(rsa, sizeof(rsa))) ||
        !der_whole(body, DER_SEQUENCE, &key))
        return;
    in = key.value;
    if (!der_expect(&in, DER_INTEGER, &n) || !der_expect(&in, DER_INTEGER, &e))
        return;
    cert->modulus = without_zeros(n.value);
    cert->exponent = without_zeros(e.value);
}

static void take_key_ids(struct inkan_cert *cert)
{
    struct span value;
    struct der outer, inner;
    bool critical;

    if (der_extension(cert->extensions, span_of(oid_ski, sizeof(oid_ski)),
                      &value, &critical) &&
        der_whole(value, DER_OCTETS, &outer))
        cert->key_id = outer.value;
    if (der_extension(cert->extensions, span_of(oid_aki, sizeof(oid_aki)),
                      &value, &critical) &&
        der_whole(value, DER_SEQUENCE, &outer) &&
        der_expect(&outer.value, DER_CONTEXTP(0), &inner))
        cert->authority_key_id = inner.value;
}

static bool take_validity(struct inkan_cert *cert, struct span in)
{
    struct der from, to;

    return der_next(&in, &from) && der_next(&in, &to) &&
           der_time(&from, &cert->from) && der_time(&to, &cert->to);
}

static bool take_tbs(struct inkan_cert *cert, struct span in)
{
    struct der version, serial, alg, issuer, validity, subject, spki, ids, ext;
    struct der list;

    (void)der_optional(&in, DER_CONTEXT(0), &version);
    if (!der_expect(&in, DER_INTEGER, &serial) ||
        !der_expect(&in, DER_SEQUENCE, &alg) ||
        !der_expect(&in, DER_SEQUENCE, &issuer) ||
        !der_expect(&in, DER_SEQUENCE, &validity) ||
        !der_expect(&in, DER_SEQUENCE, &subject) ||
        !der_expect(&in, DER_SEQUENCE, &spki))
        return false;
    (void)der_optional(&in, DER_CONTEXTP(1), &ids);
    (void)der_optional(&in, DER_CONTEXTP(2), &ids);
    if (der_optional(&in, DER_CONTEXT(3), &ext)) {
        if (!der_whole(ext.value, DER_SEQUENCE, &list))
            return false;
        cert->extensions = list.value;
    }
    cert->serial = serial.object;
    cert->issuer = issuer.object;
    cert->subject = subject.object;
    cert->spki = spki.object;
    return take_validity(cert, validity.value);
}

static bool take_parts(struct inkan_cert *cert)
{
    struct der outer, tbs, alg, bits;
    struct span in;

    if (!der_whole(span_of(cert->der, cert->der_len), DER_SEQUENCE, &outer))
        return false;
    in = outer.value;
    if (!der_expect(&in, DER_SEQUENCE, &tbs) ||
        !der_expect(&in, DER_SEQUENCE, &alg) ||
        !der_expect(&in, DER_BIT_STRING, &bits) ||
        !der_bits(&bits, &cert->signature))
        return false;
    cert->tbs = tbs.object;
    cert->hash = sig_algorithm(alg.value);
    if (!take_tbs(cert, tbs.value))
        return false;
    take_rsa(cert);
    take_key_ids(cert);
    return true;
}

enum inkan_rc inkan_cert_parse(const uint8_t *der, size_t len,
                               struct inkan_cert **out)
{
    struct inkan_cert *cert;
    enum inkan_rc rc = INKAN_MALFORMED;

    if ((der == NULL && len != 0) || out == NULL)
        return INKAN_ARG;
    if (len == 0 || len > CERT_MAX || !is_certificate(der, len))
        return INKAN_MALFORMED;
    cert = calloc(1, sizeof(*cert));
    if (cert == NULL)
        return INKAN_NOMEM;
    cert->der = malloc(len);
    if (cert->der == NULL) {
        free(cert);
        return INKAN_NOMEM;
    }
    memcpy(cert->der, der, len);
    cert->der_len = len;
    if (take_parts(cert)) {
        /* Every text and its terminator are shorter than the object it is
         * in; the policy's numbers grow to four characters a byte at most. */
        cert->text_cap = 4 * (cert->extensions.len + cert->subject.len) + 16;
        cert->text = calloc(1, cert->text_cap);
        rc = cert->text != NULL ? INKAN_OK : INKAN_NOMEM;
    }
    if (rc != INKAN_OK) {
        inkan_cert_free(cert);
        return rc;
    }
    cert_holder_parse(cert);
    cert_details_parse(cert);
    *out = cert;
    return INKAN_OK;
}

void inkan_cert_free(struct inkan_cert *cert)
{
    if (cert == NULL)
        return;
    wipe(cert->der, cert->der_len);
    free(cert->der);
    if (cert->text != NULL)
        wipe(cert->text, cert->text_cap);
    free(cert->text);
    free(cert);
}

/* --- parts ---------------------------------------------------------------- */

struct inkan_bytes inkan_cert_der(const struct inkan_cert *cert)
{
    return der_bytes(span_of(cert->der, cert->der_len));
}

struct inkan_bytes inkan_cert_subject(const struct inkan_cert *cert)
{
    return der_bytes(cert->subject);
}

struct inkan_bytes inkan_cert_issuer(const struct inkan_cert *cert)
{
    return der_bytes(cert->issuer);
}

struct inkan_bytes inkan_cert_spki(const struct inkan_cert *cert)
{
    return der_bytes(cert->spki);
}

struct inkan_bytes inkan_cert_serial(const struct inkan_cert *cert)
{
    return der_bytes(cert->serial);
}

struct inkan_bytes inkan_cert_modulus(const struct inkan_cert *cert)
{
    return der_bytes(cert->modulus);
}

struct inkan_bytes inkan_cert_exponent(const struct inkan_cert *cert)
{
    return der_bytes(cert->exponent);
}

struct inkan_bytes inkan_cert_key_id(const struct inkan_cert *cert)
{
    return der_bytes(cert->key_id);
}

struct inkan_bytes inkan_cert_authority_key_id(const struct inkan_cert *cert)
{
    return der_bytes(cert->authority_key_id);
}

void inkan_cert_validity(const struct inkan_cert *cert,
                         struct inkan_time *out_from, struct inkan_time *out_to)
{
    *out_from = cert->from;
    *out_to = cert->to;
}

void inkan_cert_holder(const struct inkan_cert *cert,
                       struct inkan_cert_holder *out)
{
    *out = cert->holder;
}

void inkan_cert_details(const struct inkan_cert *cert,
                        struct inkan_cert_details *out)
{
    *out = cert->details;
}

const char *cert_keep_text(struct inkan_cert *cert, struct span text)
{
    char *at = cert->text + cert->text_len;

    if (!utf8_is_clean(text) || text.len >= cert->text_cap - cert->text_len)
        return NULL;
    if (text.len != 0)
        memcpy(at, text.ptr, text.len);
    at[text.len] = '\0';
    cert->text_len += text.len + 1;
    return at;
}

int time_compare(const struct inkan_time *a, const struct inkan_time *b)
{
    const int x[] = {
        a->year, a->month, a->day, a->hour, a->minute, a->second
    };
    const int y[] = {
        b->year, b->month, b->day, b->hour, b->minute, b->second
    };

    for (size_t i = 0; i < ARRAY_LEN(x); i++) {
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    }
    return 0;
}

/* --- what it may do ------------------------------------------------------- */

bool cert_may(const struct inkan_cert *cert, unsigned bit)
{
    struct span value;
    struct der bits;
    bool critical;

    if (!der_extension(cert->extensions,
                       span_of(oid_key_usage, sizeof(oid_key_usage)), &value,
                       &critical))
        return true;
    if (!der_whole(value, DER_BIT_STRING, &bits) || bits.value.len < 2 ||
        bit > 7)
        return false;
    return (bits.value.ptr[1] & (0x80u >> bit)) != 0;
}

bool cert_is_ca(const struct inkan_cert *cert)
{
    struct span value;
    struct der seq, ca;
    bool critical;

    return der_extension(cert->extensions,
                         span_of(oid_basic, sizeof(oid_basic)), &value,
                         &critical) &&
           der_whole(value, DER_SEQUENCE, &seq) &&
           der_expect(&seq.value, DER_BOOLEAN, &ca) && ca.value.len == 1 &&
           ca.value.ptr[0] != 0;
}

enum inkan_rc inkan_cert_signed_by(const struct inkan_cert *cert,
                                   const struct inkan_cert *issuer)
{
    if (cert == NULL || issuer == NULL)
        return INKAN_ARG;
    if (cert->hash == INKAN_HASH_NONE ||
        !sig_verify_data(issuer->spki, cert->hash, cert->tbs, cert->signature))
        return INKAN_BAD_SIGNATURE;
    return INKAN_OK;
}

enum inkan_rc inkan_verify(const struct inkan_cert *cert,
                           enum inkan_scheme scheme, enum inkan_hash hash,
                           const uint8_t *input, size_t input_len,
                           const uint8_t *signature, size_t signature_len)
{
    if (cert == NULL || input == NULL || signature == NULL)
        return INKAN_ARG;
    if ((unsigned)scheme > INKAN_PSS || (unsigned)hash >= INKAN_HASH_COUNT)
        return INKAN_ARG;
    return sig_verify(cert->spki, scheme, hash, span_of(input, input_len),
                      span_of(signature, signature_len))
               ? INKAN_OK
               : INKAN_BAD_SIGNATURE;
}
