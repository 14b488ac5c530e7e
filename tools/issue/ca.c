/* SPDX-License-Identifier: Apache-2.0
 *
 * Makes the test authorities in memory, and reads them back from files.
 * Writing them is in ca_save.c.
 */
#include "tools/issue/ca.h"

#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/issue/embedded.h"
#include "tools/issue/file.h"
#include "tools/issue/rsa.h"

#define CA_FILE_MAX  16384
#define YEARS_BEFORE 10
#define YEARS_AFTER  20
#define YEAR_MIN     1960 /* X.509 times from 1950 to 9999 */
#define YEAR_MAX     9979
#define DAY_END      (24 * 60 * 60 - 1) /* 23:59:59 in Tokyo */

static const char *const x509_names[CA_COUNT] = {
    [CA_AUTH] = "auth-ca",
    [CA_SIGN] = "sign-ca",
};

static const struct cv_row {
    const char *name;
    const char *id; /* 699: nobody's, in the range of test authorities */
} cv_rows[CV_COUNT] = {
    [CV_TEXT] = { "text", "6990033" },
    [CV_VISUAL] = { "visual", "6990023" },
    [CV_CARD] = { "card", "6990020" },
};

const char *ca_x509_name(enum ca_kind kind)
{
    return x509_names[kind];
}

const char *ca_cv_name(enum cv_kind kind)
{
    return cv_rows[kind].name;
}

void ca_municipality_id(const char *five, uint8_t out[CV_KEY_ID_LEN])
{
    char seven[8];

    snprintf(seven, sizeof(seven), "%.5s21", five);
    cv_key_id(seven, "000", out);
}

/* Points issuer at the name and serial number inside cert. */
static bool x509_index(struct ca_x509 *ca, enum ca_kind kind,
                       struct problem *problem)
{
    const uint8_t *at = ca->cert;
    X509 *x509 = d2i_X509(NULL, &at, (long)ca->cert_len);
    const uint8_t *name = NULL;
    const ASN1_INTEGER *serial;
    size_t name_len = 0;
    bool ok = x509 != NULL && X509_NAME_get0_der(X509_get_subject_name(x509),
                                                 &name, &name_len) == 1;

    if (ok) {
        const uint8_t *found = memmem(ca->cert, ca->cert_len, name, name_len);

        serial = X509_get0_serialNumber(x509);
        ok = found != NULL && ASN1_STRING_length(serial) == CERT_SERIAL_LEN &&
             ca->key != NULL && X509_check_private_key(x509, ca->key) == 1;
        ca->issuer.key = ca->key;
        ca->issuer.name = span_of(found, name_len);
        /* [0] version is 5 bytes; outer and inner heads are 4 bytes each. */
        ca->issuer.serial = span_of(ca->cert + 4 + 4 + 5 + 2, CERT_SERIAL_LEN);
        ca->issuer.profile = &profile_test[kind];
        ok = ok && memcmp(ASN1_STRING_get0_data(serial), ca->issuer.serial.ptr,
                          CERT_SERIAL_LEN) == 0;
    }
    X509_free(x509);
    return ok || problem_set(problem, EXIT_OTHER,
                             "the CA certificate %s is none that this program "
                             "made, or not that of its key",
                             x509_names[kind]);
}

/* Takes the bytes of a file of the authorities: from dir or built in. */
static bool ca_file(const char *dir, const char *name, uint8_t **out,
                    size_t *out_len, struct problem *problem)
{
    char path[4096];
    struct span built_in;
    int len;

    if (dir != NULL) {
        len = snprintf(path, sizeof(path), "%s/%s", dir, name);
        if (len < 0 || (size_t)len >= sizeof(path))
            return problem_set(problem, EXIT_OTHER, "%s: name too long", dir);
        return file_read(path, CA_FILE_MAX, out, out_len, problem);
    }
    snprintf(path, sizeof(path), "ca/%s", name);
    built_in = embedded_find(path);
    *out = malloc(built_in.len + 1);
    if (*out == NULL)
        return problem_nomem(problem);
    if (built_in.len == 0) {
        free(*out);
        *out = NULL;
        return problem_set(problem, EXIT_OTHER, "no built-in file %s", path);
    }
    memcpy(*out, built_in.ptr, built_in.len);
    *out_len = built_in.len;
    return true;
}

static bool load_key(const char *dir, const char *name, const char *part,
                     EVP_PKEY **out, struct problem *problem)
{
    char file[64];
    uint8_t *text = NULL;
    size_t len = 0;
    BIO *bio;

    snprintf(file, sizeof(file), "private/%s%s.key.pem", name, part);
    if (!ca_file(dir, file, &text, &len, problem))
        return false;
    bio = BIO_new_mem_buf(text, (int)len);
    if (bio != NULL)
        *out = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
    BIO_free(bio);
    OPENSSL_cleanse(text, len);
    free(text);
    if (*out != NULL && EVP_PKEY_get_base_id(*out) == EVP_PKEY_RSA &&
        EVP_PKEY_get_bits(*out) == RSA_BITS)
        return true;
    return problem_set(problem, EXIT_OTHER, "%s%s%s holds no RSA-2048 key",
                       dir != NULL ? dir : "", dir != NULL ? "/" : "", file);
}

static bool load_cert(const char *dir, enum ca_kind kind, struct ca_x509 *out,
                      struct problem *problem)
{
    char file[64];
    uint8_t *text = NULL;
    uint8_t *der = NULL;
    size_t len = 0;
    long der_len = 0;
    BIO *bio;
    bool ok;

    snprintf(file, sizeof(file), "trust/%s.pem", x509_names[kind]);
    if (!ca_file(dir, file, &text, &len, problem))
        return false;
    bio = BIO_new_mem_buf(text, (int)len);
    ok = bio != NULL &&
         PEM_bytes_read_bio(&der, &der_len, NULL, PEM_STRING_X509, bio, NULL,
                            NULL) == 1 &&
         der_len <= (long)sizeof(out->cert);
    if (ok) {
        memcpy(out->cert, der, (size_t)der_len);
        out->cert_len = (size_t)der_len;
    }
    OPENSSL_free(der);
    BIO_free(bio);
    free(text);
    if (!ok)
        return problem_set(problem, EXIT_OTHER, "%s%s%s holds no certificate",
                           dir != NULL ? dir : "", dir != NULL ? "/" : "",
                           file);
    return x509_index(out, kind, problem);
}

/* A card of a key that the verifiers do not trust would look forged. */
static bool check_anchor(const char *dir, const struct ca_cv *cv,
                         const char *name, struct problem *problem)
{
    char file[64];
    uint8_t expected_buf[CV_CERT_LEN];
    struct wbuf expected = wbuf_of(expected_buf, sizeof(expected_buf));
    uint8_t *anchor = NULL;
    size_t len = 0;
    bool same;

    snprintf(file, sizeof(file), "trust/%s.cv", name);
    if (!ca_file(dir, file, &anchor, &len, problem) ||
        !cv_put_cert(cv->key, cv->id, cv->id, cv->key, &expected, problem)) {
        free(anchor);
        return false;
    }
    same = len == expected.len && memcmp(anchor, expected.ptr, len) == 0;
    free(anchor);
    return same || problem_set(problem, EXIT_OTHER,
                               "%s/%s is not that of private/%s-cv.key.pem",
                               dir, file, name);
}

bool ca_load(const char *dir, struct ca *out, struct problem *problem)
{
    memset(out, 0, sizeof(*out));
    for (enum ca_kind kind = 0; kind < CA_COUNT; kind++) {
        if (!load_key(dir, x509_names[kind], "", &out->x509[kind].key,
                      problem) ||
            !load_cert(dir, kind, &out->x509[kind], problem))
            return false;
    }
    for (enum cv_kind kind = 0; kind < CV_COUNT; kind++) {
        const struct cv_row *row = &cv_rows[kind];
        struct ca_cv *cv = &out->cv[kind];

        if (!load_key(dir, row->name, "-cv", &cv->key, problem) ||
            !load_key(dir, row->name, "-issuer", &cv->issuer, problem))
            return false;
        cv_key_id(row->id, "000", cv->id);
        if (dir != NULL && !check_anchor(dir, cv, row->name, problem))
            return false;
    }
    return true;
}

void ca_free(struct ca *ca)
{
    for (enum ca_kind kind = 0; kind < CA_COUNT; kind++)
        EVP_PKEY_free(ca->x509[kind].key);
    for (enum cv_kind kind = 0; kind < CV_COUNT; kind++) {
        EVP_PKEY_free(ca->cv[kind].key);
        EVP_PKEY_free(ca->cv[kind].issuer);
    }
    memset(ca, 0, sizeof(*ca));
}

static bool make_x509(const struct seed *seed, struct date today,
                      enum ca_kind kind, struct ca_x509 *out,
                      struct problem *problem)
{
    struct date first = date_add_months(today, -12 * YEARS_BEFORE);
    struct date last = date_add_months(today, 12 * YEARS_AFTER);
    struct wbuf cert = wbuf_of(out->cert, sizeof(out->cert));
    uint8_t serial[CERT_SERIAL_LEN];

    out->key = seed_rsa_key(seed, x509_names[kind], problem);
    if (out->key == NULL ||
        !seed_bytes(seed, kind == CA_AUTH ? "auth-ca serial" : "sign-ca serial",
                    serial, sizeof(serial), problem))
        return false;
    serial[0] = 0x01; /* of the size that the real CAs have */
    if (!cert_put_ca(&profile_test[kind], out->key, serial, date_start(first),
                     date_start(last) + DAY_END, &cert, problem))
        return false;
    out->cert_len = cert.len;
    return x509_index(out, kind, problem);
}

bool ca_make(const struct seed *seed, struct date today, struct ca *out,
             struct problem *problem)
{
    memset(out, 0, sizeof(*out));
    if (today.year < YEAR_MIN || today.year > YEAR_MAX)
        return problem_set(problem, EXIT_USAGE,
                           "authorities can be made from %d to %d", YEAR_MIN,
                           YEAR_MAX);
    for (enum ca_kind kind = 0; kind < CA_COUNT; kind++) {
        if (!make_x509(seed, today, kind, &out->x509[kind], problem))
            return false;
    }
    for (enum cv_kind kind = 0; kind < CV_COUNT; kind++) {
        struct ca_cv *cv = &out->cv[kind];
        char label[32];

        snprintf(label, sizeof(label), "%s cv", cv_rows[kind].name);
        cv->key = seed_rsa_key(seed, label, problem);
        snprintf(label, sizeof(label), "%s issuer", cv_rows[kind].name);
        cv->issuer = seed_rsa_key(seed, label, problem);
        if (cv->key == NULL || cv->issuer == NULL)
            return false;
        cv_key_id(cv_rows[kind].id, "000", cv->id);
    }
    return true;
}
