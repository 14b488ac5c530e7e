/* SPDX-License-Identifier: Apache-2.0
 *
 * One step up from a certificate: issuer and dates. The hierarchy of these
 * cards has one step, so there is no path to build. Names are the same in
 * all generations of a CA: only keys tell them apart.
 */
#include "host/chain.h"

#include "host/digest.h"

/* SHA-256 of the DER of the production CAs. */
static const uint8_t pins[][32] = {
    /* clang-format off */
    /* sign 01 */ { 0x19, 0x64, 0x54, 0x05, 0xA1, 0xFE, 0x14, 0x37, 0x74, 0x34, 0xBD, 0x55, 0x95, 0x76, 0x28, 0xAC,
                    0x40, 0x38, 0x55, 0x7C, 0x54, 0x24, 0x03, 0xA2, 0x24, 0x3F, 0x21, 0xC7, 0x06, 0xFC, 0x93, 0x55 },
    /* auth 01 */ { 0x4D, 0xCF, 0xC4, 0xCA, 0x0A, 0xAF, 0x9F, 0xB2, 0xA3, 0x08, 0x1B, 0x3F, 0x0C, 0x99, 0x1C, 0x32,
                    0x0B, 0x3A, 0xCC, 0x00, 0x86, 0x67, 0xA3, 0x41, 0xEE, 0xAE, 0xC5, 0xAF, 0x1D, 0x58, 0xCA, 0x7D },
    /* sign 02 */ { 0x79, 0x67, 0x9C, 0x33, 0xE4, 0xCC, 0x93, 0x19, 0x44, 0x0F, 0x1A, 0xD1, 0x20, 0xA5, 0x97, 0xFF,
                    0x18, 0x44, 0xE2, 0xEF, 0x21, 0x70, 0x63, 0xAD, 0xB1, 0x76, 0x96, 0x6F, 0xD5, 0xE6, 0xFB, 0xEB },
    /* auth 02 */ { 0x0D, 0x98, 0xDE, 0x47, 0xFC, 0x11, 0xB7, 0xF6, 0x71, 0x26, 0x87, 0x4B, 0x70, 0x28, 0xB6, 0x02,
                    0x6A, 0x80, 0x3D, 0x26, 0x38, 0xD6, 0xED, 0xFE, 0x53, 0x17, 0x69, 0x53, 0x96, 0x1F, 0xAD, 0xE6 },
    /* sign 03 */ { 0xD2, 0x27, 0xF6, 0xCD, 0xE1, 0x1D, 0x35, 0xC5, 0x25, 0x21, 0x78, 0xF1, 0x06, 0xF8, 0x43, 0xD2,
                    0x46, 0x51, 0x94, 0x49, 0x75, 0x41, 0x3B, 0x53, 0x9F, 0xA2, 0xFB, 0x68, 0xDB, 0xFA, 0x36, 0x5F },
    /* auth 03 */ { 0x64, 0x11, 0x4F, 0x29, 0x62, 0x0C, 0x24, 0xED, 0x26, 0x31, 0xD4, 0x64, 0x76, 0xA0, 0x40, 0xE7,
                    0xEE, 0x74, 0x0D, 0x95, 0x60, 0x89, 0xC0, 0x0B, 0x03, 0x6A, 0x6A, 0x81, 0x18, 0xC3, 0x22, 0xB5 },
    /* clang-format on */
};

bool chain_is_pinned(const struct inkan_cert *cert)
{
    uint8_t hash[32];

    if (!digest_sha256(span_of(cert->der, cert->der_len), hash))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(pins); i++) {
        if (memcmp(hash, pins[i], sizeof(hash)) == 0)
            return true;
    }
    return false;
}

enum key_usage_bit { KEY_CERT_SIGN = 5 };

static bool is_authority(const struct inkan_cert *ca)
{
    return cert_is_ca(ca) && cert_may(ca, KEY_CERT_SIGN);
}

/* The real hierarchy and its official test one, whose generations all have
 * the same name: there only a key identifier names a CA. */
static bool is_jpki_name(struct span dn)
{
    static const uint8_t type[] = { 0x55, 0x04, 0x0A }; /* O */
    struct der name, rdn, pair, oid, value;

    if (!der_whole(dn, DER_SEQUENCE, &name))
        return false;
    while (der_expect(&name.value, DER_SET, &rdn)) {
        if (der_expect(&rdn.value, DER_SEQUENCE, &pair) &&
            der_expect(&pair.value, DER_OID, &oid) &&
            span_equal(oid.value, span_of(type, sizeof(type))) &&
            der_next(&pair.value, &value) && value.value.len >= 4 &&
            memcmp(value.value.ptr, "JPKI", 4) == 0)
            return true;
    }
    return false;
}

/* Did this CA sign it? *named: the certificate says that it did. */
static bool signed_it(const struct inkan_cert *cert,
                      const struct inkan_cert *ca, bool *named)
{
    if (!span_equal(cert->issuer, ca->subject) || !is_authority(ca))
        return false;
    if (inkan_cert_signed_by(cert, ca) == INKAN_OK)
        return true;
    /* It bears this CA's name. Of the real CAs we may lack a generation, so
     * there it must name the key, too. */
    if (!is_jpki_name(ca->subject) ||
        (cert->authority_key_id.len != 0 &&
         span_equal(cert->authority_key_id, ca->key_id)))
        *named = true;
    return false;
}

enum inkan_check_state chain_issuer(const struct inkan_cert *cert,
                                    const struct chain_pool *pool,
                                    const struct inkan_cert **out,
                                    enum inkan_check_reason *reason)
{
    bool named = false;

    *reason = INKAN_REASON_NONE;
    for (size_t i = 0; i < pool->trusted_count; i++) {
        if (signed_it(cert, pool->trusted[i], &named)) {
            *out = pool->trusted[i];
            return INKAN_GENUINE;
        }
    }
    for (size_t i = 0; i < pool->seen_count; i++) {
        if (chain_is_pinned(pool->seen[i]) &&
            signed_it(cert, pool->seen[i], &named)) {
            *out = pool->seen[i];
            return INKAN_GENUINE;
        }
    }
    *reason = named ? INKAN_REASON_BAD_SIGNATURE : INKAN_REASON_NO_KEY;
    return named ? INKAN_FORGED : INKAN_UNCHECKED;
}

/* --- dates ---------------------------------------------------------------- */

/* Months later, same day and time; a day that the month does not have only
 * makes the limit a little later. */
static struct inkan_time add_months(struct inkan_time t, int months)
{
    int month = t.month - 1 + months;

    t.year += month / 12;
    t.month = month % 12 + 1;
    return t;
}

enum inkan_check_state chain_dates(const struct inkan_cert *cert,
                                   const struct inkan_time *when,
                                   enum inkan_check_reason *reason)
{
    struct inkan_time grace = add_months(cert->to, 3);

    *reason = INKAN_REASON_NONE;
    if (time_compare(when, &cert->from) < 0)
        *reason = INKAN_REASON_NOT_YET;
    else if (time_compare(when, &grace) > 0)
        *reason = INKAN_REASON_EXPIRED;
    else if (time_compare(when, &cert->to) > 0)
        *reason = INKAN_REASON_GRACE;
    return *reason == INKAN_REASON_NONE ? INKAN_GENUINE : INKAN_FORGED;
}
