/* SPDX-License-Identifier: Apache-2.0
 *
 * CertificateList of RFC 5280, byte by byte as certificates are.
 */
#include "tools/issue/crl.h"

#include <openssl/pem.h>
#include <stdio.h>

#include "tools/issue/der.h"
#include "tools/issue/file.h"
#include "tools/issue/persona.h"
#include "tools/issue/persona_form.h"
#include "tools/issue/rsa.h"

#define YEARS_VALID 20

static bool add_entry(struct crl_list *list, enum ca_kind kind,
                      const char *serial, const char *prefecture,
                      const char *city, struct problem *problem)
{
    struct crl_entry *entry = &list->entries[list->count];
    size_t len = 0;

    if (list->count == CRL_SERIALS_MAX)
        return problem_set(problem, EXIT_USAGE, "too many revoked serials");
    if (!persona_hex(serial, entry->serial, CERT_SERIAL_LEN, &len) ||
        len != CERT_SERIAL_LEN || entry->serial[0] < 0x01 ||
        entry->serial[0] > 0x7F)
        return problem_set(problem, EXIT_USAGE,
                           "%.40s: not four bytes in hex that begin with 01 "
                           "to 7F",
                           serial);
    entry->kind = kind;
    snprintf(entry->prefecture, sizeof(entry->prefecture), "%s", prefecture);
    snprintf(entry->city, sizeof(entry->city), "%s", city);
    list->count++;
    return true;
}

static bool collect_persona(const struct persona *persona, struct crl_list *out,
                            struct problem *problem)
{
    static const struct {
        enum ca_kind kind;
        enum persona_key revoked;
        enum persona_key serial;
    } rows[] = { { CA_AUTH, P_AUTH_REVOKED, P_AUTH_SERIAL },
                 { CA_SIGN, P_SIGN_REVOKED, P_SIGN_SERIAL } };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (persona_is(persona, rows[i].revoked, "yes") &&
            !add_entry(out, rows[i].kind, persona_get(persona, rows[i].serial),
                       persona_get(persona, P_PREFECTURE),
                       persona_get(persona, P_CITY), problem))
            return false;
    }
    return true;
}

bool crl_collect(struct crl_list *out, struct problem *problem)
{
    const char *name;
    const char *summary;
    size_t name_len;
    size_t summary_len;
    bool ok = true;

    out->count = 0;
    for (size_t n = 0;
         ok && persona_builtin(n, &name, &name_len, &summary, &summary_len);
         n++) {
        struct persona persona;
        char text[64];

        snprintf(text, sizeof(text), "%.*s", (int)name_len, name);
        ok = persona_load(text, &persona, problem) &&
             collect_persona(&persona, out, problem);
        persona_free(&persona);
    }
    return ok;
}

bool crl_add(struct crl_list *list, const char *text, struct problem *problem)
{
    if (strncmp(text, "auth:", 5) == 0)
        return add_entry(list, CA_AUTH, text + 5, "", "", problem);
    if (strncmp(text, "sign:", 5) == 0)
        return add_entry(list, CA_SIGN, text + 5, "", "", problem);
    return problem_set(problem, EXIT_USAGE,
                       "--revoke %.40s: must be auth:HEX or sign:HEX", text);
}

static bool is_listed(const struct crl_entry *entry, enum ca_kind kind,
                      const char *city)
{
    return entry->kind == kind &&
           (city == NULL || strcmp(entry->city, city) == 0);
}

/* SEQUENCE OF { serial, date }; no empty one (RFC 5280 5.1.2.6). */
static void put_revoked(struct wbuf *w, enum ca_kind kind,
                        const struct crl_list *list, struct date today,
                        const char *city)
{
    size_t at = der_open(w, DER_SEQUENCE);
    size_t start = w->len;

    for (size_t i = 0; i < list->count; i++) {
        size_t entry;

        if (!is_listed(&list->entries[i], kind, city))
            continue;
        entry = der_open(w, DER_SEQUENCE);
        der_put(w, DER_INTEGER,
                span_of(list->entries[i].serial, CERT_SERIAL_LEN));
        der_put_time(w, date_start(today));
        der_close(w, entry);
    }
    if (w->len == start && !w->full)
        w->len -= 2; /* takes the opened SEQUENCE back */
    else
        der_close(w, at);
}

/* The list's number is its day: one that is made later is never lower. */
static void put_extensions(struct wbuf *w, const struct profile *profile,
                           struct span key_id, struct date today,
                           const char *prefecture, const char *city)
{
    size_t outer = der_open(w, DER_CONTEXT(0));
    size_t list = der_open(w, DER_SEQUENCE);

    ext_put_crl_authority_key(w, key_id);
    ext_put_crl_number(
        w, (uint32_t)(today.year * 10000 + today.month * 100 + today.day));
    if (city != NULL)
        ext_put_issuing_point(w, profile, prefecture, city);
    der_close(w, list);
    der_close(w, outer);
}

bool crl_put(const struct ca *ca, enum ca_kind kind,
             const struct crl_list *list, struct date today,
             const char *prefecture, const char *city, struct wbuf *out,
             struct problem *problem)
{
    const struct ca_x509 *x509 = &ca->x509[kind];
    struct date last = date_add_months(today, 12 * YEARS_VALID);
    uint8_t key_id[RSA_KEY_ID];
    uint8_t buf[CRL_MAX];
    struct wbuf tbs = wbuf_of(buf, sizeof(buf));
    size_t at;

    if (!rsa_key_id(x509->key, key_id, problem))
        return false;
    at = der_open(&tbs, DER_SEQUENCE);
    der_put_small_int(&tbs, 1); /* v2 */
    cert_put_algorithm(&tbs);
    wbuf_put(&tbs, x509->issuer.name);
    der_put_time(&tbs, date_start(today));
    der_put_time(&tbs, date_start(last));
    put_revoked(&tbs, kind, list, today, city);
    put_extensions(&tbs, x509->issuer.profile, span_of(key_id, RSA_KEY_ID),
                   today, prefecture, city);
    der_close(&tbs, at);
    if (tbs.full)
        return problem_set(problem, EXIT_OTHER, "a CRL grew too long");
    return cert_put_signed(x509->key, wbuf_span(&tbs), out, problem);
}

static bool save_one(const struct ca *ca, enum ca_kind kind,
                     const struct crl_list *list, struct date today,
                     const struct crl_entry *point, const char *dir,
                     struct problem *problem)
{
    uint8_t buf[CRL_MAX];
    struct wbuf crl = wbuf_of(buf, sizeof(buf));
    char path[4096];
    char *text = NULL;
    BIO *bio = BIO_new(BIO_s_mem());
    int len = snprintf(path, sizeof(path), "%s/crl/%s%s%s.pem", dir,
                       ca_x509_name(kind), point != NULL ? "-" : "",
                       point != NULL ? point->city : "");
    bool ok =
        len > 0 && (size_t)len < sizeof(path) && bio != NULL &&
        crl_put(ca, kind, list, today, point != NULL ? point->prefecture : NULL,
                point != NULL ? point->city : NULL, &crl, problem) &&
        PEM_write_bio(bio, PEM_STRING_X509_CRL, "", crl.ptr, (long)crl.len) > 0;

    if (ok) {
        long text_len = BIO_get_mem_data(bio, &text);

        ok = file_write(path, span_of(text, (size_t)text_len), 0644, problem);
    }
    BIO_free(bio);
    return ok ||
           problem_set(problem, EXIT_OTHER, "%s: cannot write its CRLs", dir);
}

bool crl_save(const struct ca *ca, const struct crl_list *list,
              struct date today, const char *dir, struct problem *problem)
{
    for (enum ca_kind kind = 0; kind < CA_COUNT; kind++) {
        if (!save_one(ca, kind, list, today, NULL, dir, problem))
            return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct crl_entry *entry = &list->entries[i];

        if (entry->city[0] != '\0' &&
            !save_one(ca, entry->kind, list, today, entry, dir, problem))
            return false;
    }
    return true;
}
