/* SPDX-License-Identifier: Apache-2.0
 *
 * PEM blocks. Text outside of them is passed over, as OpenSSL writes it.
 */
#include "host/pem.h"

#include <stdlib.h>

#include <mbedtls/base64.h>

#define BEGIN "-----BEGIN "
#define END   "-----END "
#define DASH  "-----"

static bool find(struct span in, const char *what, size_t *at)
{
    size_t len = strlen(what);

    for (size_t i = 0; i + len <= in.len; i++) {
        if (memcmp(in.ptr + i, what, len) == 0) {
            *at = i;
            return true;
        }
    }
    return false;
}

bool pem_is(struct span in)
{
    size_t at;

    return find(in, BEGIN, &at);
}

static enum pem_kind kind_of(struct span label)
{
    static const struct {
        const char *label;
        enum pem_kind kind;
    } rows[] = {
        { "CERTIFICATE", PEM_CERTIFICATE },
        { "X509 CRL", PEM_CRL },
        { "CMS", PEM_CMS },
        { "PKCS7", PEM_CMS },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (span_equal(label, span_of(rows[i].label, strlen(rows[i].label))))
            return rows[i].kind;
    }
    return PEM_OTHER;
}

static bool decode(struct span text, struct pem *out)
{
    size_t cap = text.len / 4 * 3 + 3;

    out->der = malloc(cap);
    if (out->der == NULL)
        return false;
    if (mbedtls_base64_decode(out->der, cap, &out->len, text.ptr, text.len) !=
            0 ||
        out->len == 0) {
        free(out->der);
        return false;
    }
    return true;
}

/* Splits at the marker: what is before it, and what is behind it. */
static bool cut(struct span *in, const char *marker, struct span *before)
{
    size_t at;

    if (!find(*in, marker, &at))
        return false;
    *before = span_of(in->ptr, at);
    at += strlen(marker);
    *in = span_of(in->ptr + at, in->len - at);
    return true;
}

bool pem_next(struct span *in, struct pem *out, bool *out_bad)
{
    struct span skipped, label, body, end;

    *out_bad = false;
    if (!cut(in, BEGIN, &skipped))
        return false;
    *out_bad = true;
    if (!cut(in, DASH, &label) || !cut(in, END, &body) || !cut(in, DASH, &end))
        return false;
    out->kind = kind_of(label);
    *out_bad = !span_equal(label, end) || !decode(body, out);
    return !*out_bad;
}
