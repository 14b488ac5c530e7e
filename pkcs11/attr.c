/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of attributes. A row says which classes have the attribute and
 * where its value comes from; values are made when they are asked for.
 */
#include "pkcs11/attr.h"

#include <stdio.h>
#include <string.h>

#include "pkcs11/insertion.h"
#include "pkcs11/module.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

enum class_mask {
    CERT = 1,
    PUB = 2,
    PRV = 4,
    PROF = 8,
    KEYS = PUB | PRV,
    CERT_KEYS = CERT | KEYS,
    ANY = CERT | KEYS | PROF
};

enum attr_source {
    FROM_BOOL,   /* the number in the row, as CK_BBOOL */
    FROM_NUMBER, /* the number in the row, as CK_ULONG */
    FROM_EMPTY,  /* there, without a value */
    FROM_SECRET, /* never told: CKR_ATTRIBUTE_SENSITIVE */
    FROM_CLASS,
    FROM_PRIVATE,
    FROM_LABEL,
    FROM_ID,
    FROM_PROFILE,
    FROM_CATEGORY,
    FROM_ALWAYS_AUTHENTICATE,
    FROM_UNIQUE_ID,
    FROM_CERTIFICATES, /* from here on a certificate is needed */
    FROM_DER,
    FROM_SUBJECT,
    FROM_ISSUER,
    FROM_SERIAL,
    FROM_SPKI,
    FROM_MODULUS,
    FROM_MODULUS_BITS,
    FROM_EXPONENT,
    FROM_START,
    FROM_END
};

static const struct attr_row {
    unsigned classes;
    CK_ATTRIBUTE_TYPE type;
    enum attr_source source;
    CK_ULONG number;
} rows[] = {
    /* clang-format off */
    { ANY,       CKA_CLASS,                  FROM_CLASS,     0 },
    { ANY,       CKA_TOKEN,                  FROM_BOOL,      CK_TRUE },
    { ANY,       CKA_PRIVATE,                FROM_PRIVATE,   0 },
    { ANY,       CKA_MODIFIABLE,             FROM_BOOL,      CK_FALSE },
    { ANY,       CKA_COPYABLE,               FROM_BOOL,      CK_FALSE },
    { ANY,       CKA_DESTROYABLE,            FROM_BOOL,      CK_FALSE },
    { ANY,       CKA_LABEL,                  FROM_LABEL,     0 },
    { ANY,       CKA_UNIQUE_ID,              FROM_UNIQUE_ID, 0 },

    { PROF,      CKA_PROFILE_ID,             FROM_PROFILE,   0 },

    { CERT_KEYS, CKA_ID,                     FROM_ID,        0 },
    { CERT_KEYS, CKA_SUBJECT,                FROM_SUBJECT,   0 },
    { CERT_KEYS, CKA_PUBLIC_KEY_INFO,        FROM_SPKI,      0 },
    { CERT,      CKA_START_DATE,             FROM_START,     0 },
    { CERT,      CKA_END_DATE,               FROM_END,       0 },
    { KEYS,      CKA_START_DATE,             FROM_EMPTY,     0 },
    { KEYS,      CKA_END_DATE,               FROM_EMPTY,     0 },

    { CERT,      CKA_CERTIFICATE_TYPE,       FROM_NUMBER,    CKC_X_509 },
    { CERT,      CKA_CERTIFICATE_CATEGORY,   FROM_CATEGORY,  0 },
    { CERT,      CKA_TRUSTED,                FROM_BOOL,      CK_FALSE },
    { CERT,      CKA_VALUE,                  FROM_DER,       0 },
    { CERT,      CKA_ISSUER,                 FROM_ISSUER,    0 },
    { CERT,      CKA_SERIAL_NUMBER,          FROM_SERIAL,    0 },
    { CERT,      CKA_URL,                    FROM_EMPTY,     0 },
    { CERT,      CKA_HASH_OF_SUBJECT_PUBLIC_KEY, FROM_EMPTY, 0 },
    { CERT,      CKA_HASH_OF_ISSUER_PUBLIC_KEY,  FROM_EMPTY, 0 },
    { CERT,      CKA_JAVA_MIDP_SECURITY_DOMAIN,  FROM_NUMBER, 0 },

    { KEYS,      CKA_KEY_TYPE,               FROM_NUMBER,    CKK_RSA },
    { KEYS,      CKA_MODULUS,                FROM_MODULUS,   0 },
    { KEYS,      CKA_PUBLIC_EXPONENT,        FROM_EXPONENT,  0 },
    { KEYS,      CKA_DERIVE,                 FROM_BOOL,      CK_FALSE },
    /* Whether the card made its key itself cannot be proved from here. */
    { KEYS,      CKA_LOCAL,                  FROM_BOOL,      CK_FALSE },
    { KEYS,      CKA_KEY_GEN_MECHANISM,      FROM_NUMBER,
      CK_UNAVAILABLE_INFORMATION },

    { PUB,       CKA_MODULUS_BITS,           FROM_MODULUS_BITS, 0 },
    { PUB,       CKA_TRUSTED,                FROM_BOOL,      CK_FALSE },
    { PUB,       CKA_VERIFY,                 FROM_BOOL,      CK_TRUE },
    { PUB,       CKA_VERIFY_RECOVER,         FROM_BOOL,      CK_FALSE },
    { PUB,       CKA_ENCRYPT,                FROM_BOOL,      CK_FALSE },
    { PUB,       CKA_WRAP,                   FROM_BOOL,      CK_FALSE },

    { PRV,       CKA_SIGN,                   FROM_BOOL,      CK_TRUE },
    { PRV,       CKA_SIGN_RECOVER,           FROM_BOOL,      CK_FALSE },
    { PRV,       CKA_DECRYPT,                FROM_BOOL,      CK_FALSE },
    { PRV,       CKA_UNWRAP,                 FROM_BOOL,      CK_FALSE },
    { PRV,       CKA_SENSITIVE,              FROM_BOOL,      CK_TRUE },
    { PRV,       CKA_ALWAYS_SENSITIVE,       FROM_BOOL,      CK_TRUE },
    { PRV,       CKA_EXTRACTABLE,            FROM_BOOL,      CK_FALSE },
    { PRV,       CKA_NEVER_EXTRACTABLE,      FROM_BOOL,      CK_TRUE },
    { PRV,       CKA_WRAP_WITH_TRUSTED,      FROM_BOOL,      CK_FALSE },
    { PRV,       CKA_ALWAYS_AUTHENTICATE,    FROM_ALWAYS_AUTHENTICATE, 0 },
    { PRV,       CKA_PRIVATE_EXPONENT,       FROM_SECRET,    0 },
    { PRV,       CKA_PRIME_1,                FROM_SECRET,    0 },
    { PRV,       CKA_PRIME_2,                FROM_SECRET,    0 },
    { PRV,       CKA_EXPONENT_1,             FROM_SECRET,    0 },
    { PRV,       CKA_EXPONENT_2,             FROM_SECRET,    0 },
    { PRV,       CKA_COEFFICIENT,            FROM_SECRET,    0 },
    /* clang-format on */
};

/* A value, and room for one that has to be made. */
struct attr_value {
    const void *ptr;
    size_t len;
    CK_BBOOL flag;
    CK_ULONG number;
    char text[64];
};

static unsigned mask_of(CK_OBJECT_CLASS class)
{
    switch (class) {
    case CKO_CERTIFICATE: return CERT;
    case CKO_PUBLIC_KEY: return PUB;
    case CKO_PRIVATE_KEY: return PRV;
    default: return PROF;
    }
}

static const struct attr_row *row_for(const struct object *o,
                                      CK_ATTRIBUTE_TYPE type)
{
    unsigned mask = mask_of(o->row->class);

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (rows[i].type == type && (rows[i].classes & mask) != 0)
            return &rows[i];
    return NULL;
}

static void set(struct attr_value *v, const void *ptr, size_t len)
{
    v->ptr = ptr;
    v->len = len;
}

static void set_bool(struct attr_value *v, bool flag)
{
    v->flag = flag ? CK_TRUE : CK_FALSE;
    set(v, &v->flag, sizeof(v->flag));
}

static void set_number(struct attr_value *v, CK_ULONG number)
{
    v->number = number;
    set(v, &v->number, sizeof(v->number));
}

static void set_bytes(struct attr_value *v, struct inkan_bytes bytes)
{
    set(v, bytes.ptr, bytes.len);
}

static void set_unique_id(struct attr_value *v, const struct object *o)
{
    CK_CHAR serial[16];
    int len;

    /* A serial that cannot be had leaves the zeros of a hidden one. */
    (void)insertion_serial(o->module, o->reader, o->row->token, serial);
    len = snprintf(v->text, sizeof(v->text), "%.16s-%s", (const char *)serial,
                   o->row->tag);
    set(v, v->text, (size_t)len);
}

/* CK_DATE: eight digits. */
static void set_date(struct attr_value *v, struct inkan_time t)
{
    snprintf(v->text, sizeof(v->text), "%04u%02u%02u", (unsigned)t.year % 10000,
             (unsigned)t.month % 100, (unsigned)t.day % 100);
    set(v, v->text, sizeof(CK_DATE));
}

static CK_ULONG bits_of(struct inkan_bytes number)
{
    CK_ULONG bits = (CK_ULONG)number.len * 8;

    for (unsigned mask = 0x80;
         number.len != 0 && mask != 0 && (number.ptr[0] & mask) == 0;
         mask >>= 1)
        bits--;
    return bits;
}

/* Values that do not need the certificate. */
static CK_RV make_fixed(const struct object *o, const struct attr_row *row,
                        struct attr_value *v)
{
    const struct object_row *facts = o->row;

    switch ((unsigned)row->source) {
    case FROM_BOOL: set_bool(v, row->number == CK_TRUE); break;
    case FROM_NUMBER: set_number(v, row->number); break;
    case FROM_EMPTY: set(v, "", 0); break;
    case FROM_CLASS: set_number(v, facts->class); break;
    case FROM_PRIVATE: set_bool(v, o->is_private); break;
    case FROM_LABEL: set(v, facts->label, strlen(facts->label)); break;
    case FROM_ID: set(v, &facts->id, sizeof(facts->id)); break;
    case FROM_PROFILE: set_number(v, facts->profile); break;
    case FROM_CATEGORY:
        set_number(v, facts->source == SOURCE_CA
                          ? CK_CERTIFICATE_CATEGORY_AUTHORITY
                          : CK_CERTIFICATE_CATEGORY_TOKEN_USER);
        break;
    case FROM_ALWAYS_AUTHENTICATE:
        set_bool(v, module_always_authenticates(o->module));
        break;
    case FROM_UNIQUE_ID: set_unique_id(v, o); break;
    default: return CKR_ATTRIBUTE_SENSITIVE;
    }
    return CKR_OK;
}

static CK_RV make_from_cert(const struct inkan_cert *cert,
                            enum attr_source source, struct attr_value *v)
{
    struct inkan_time from, to;

    switch ((unsigned)source) {
    case FROM_DER: set_bytes(v, inkan_cert_der(cert)); break;
    case FROM_SUBJECT: set_bytes(v, inkan_cert_subject(cert)); break;
    case FROM_ISSUER: set_bytes(v, inkan_cert_issuer(cert)); break;
    case FROM_SERIAL: set_bytes(v, inkan_cert_serial(cert)); break;
    case FROM_SPKI: set_bytes(v, inkan_cert_spki(cert)); break;
    case FROM_MODULUS: set_bytes(v, inkan_cert_modulus(cert)); break;
    case FROM_EXPONENT: set_bytes(v, inkan_cert_exponent(cert)); break;
    case FROM_MODULUS_BITS:
        set_number(v, bits_of(inkan_cert_modulus(cert)));
        break;
    case FROM_START:
    case FROM_END:
        inkan_cert_validity(cert, &from, &to);
        set_date(v, source == FROM_START ? from : to);
        break;
    default: return CKR_ATTRIBUTE_TYPE_INVALID;
    }
    return CKR_OK;
}

static CK_RV make(const struct object *o, const struct attr_row *row,
                  struct attr_value *v)
{
    if (row->source < FROM_CERTIFICATES)
        return make_fixed(o, row, v);
    return make_from_cert(o->cert, row->source, v);
}

CK_RV attr_get(const struct object *o, CK_ATTRIBUTE *out)
{
    const struct attr_row *row = row_for(o, out->type);
    CK_ULONG room = out->ulValueLen;
    struct attr_value v;
    CK_RV rv = row != NULL ? make(o, row, &v) : CKR_ATTRIBUTE_TYPE_INVALID;

    out->ulValueLen = CK_UNAVAILABLE_INFORMATION;
    if (rv != CKR_OK)
        return rv;
    if (out->pValue != NULL && room < v.len)
        return CKR_BUFFER_TOO_SMALL;
    if (out->pValue != NULL && v.len != 0)
        memcpy(out->pValue, v.ptr, v.len);
    out->ulValueLen = v.len;
    return CKR_OK;
}

bool attr_equals(const struct object *o, const CK_ATTRIBUTE *wanted)
{
    const struct attr_row *row = row_for(o, wanted->type);
    struct attr_value v;

    if (row == NULL)
        return false;
    if (row->source > FROM_CERTIFICATES && o->cert == NULL)
        return true;
    if (make(o, row, &v) != CKR_OK)
        return false;
    return v.len == wanted->ulValueLen &&
           (v.len == 0 || memcmp(v.ptr, wanted->pValue, v.len) == 0);
}
