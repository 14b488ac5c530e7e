/* SPDX-License-Identifier: Apache-2.0
 *
 * The holder in the subjectAltName of a sign certificate: otherName entries
 * under 1.2.392.200149.8.5.5 (card-spec.md 7.3). Entries that nobody knows yet
 * (kana, former name: card-spec-2.md F) are passed over.
 */
#include "host/cert.h"

static const uint8_t oid_san[] = { 0x55, 0x1D, 0x11 };
/* 1.2.392.200149.8.5.5, one more byte follows */
static const uint8_t oid_holder[] = { 0x2A, 0x83, 0x08, 0x8C, 0x9B,
                                      0x55, 0x08, 0x05, 0x05 };

/* Where an entry goes: the last byte of its OID, and the field. */
static const char **field_of(struct inkan_cert_holder *h, uint8_t last)
{
    switch (last) {
    case 1: return &h->name;
    case 2: return &h->name_substituted;
    case 3: return &h->sex;
    case 4: return &h->birth;
    case 5: return &h->address;
    case 6: return &h->address_substituted;
    default: return NULL;
    }
}

/* otherName: [0] { OID, [0] { UTF8String } } */
static bool parse_entry(struct span in, uint8_t *last, struct span *text)
{
    struct der oid, value, string;

    if (!der_expect(&in, DER_OID, &oid) ||
        oid.value.len != sizeof(oid_holder) + 1 ||
        memcmp(oid.value.ptr, oid_holder, sizeof(oid_holder)) != 0 ||
        !der_expect(&in, DER_CONTEXT(0), &value) ||
        !der_whole(value.value, DER_UTF8, &string))
        return false;
    *last = oid.value.ptr[sizeof(oid_holder)];
    *text = string.value;
    return true;
}

void cert_holder_parse(struct inkan_cert *cert)
{
    struct span value;
    struct der names, entry;
    bool critical;

    if (!der_extension(cert->extensions, span_of(oid_san, sizeof(oid_san)),
                       &value, &critical) ||
        !der_whole(value, DER_SEQUENCE, &names))
        return;
    while (der_next(&names.value, &entry)) {
        const char **field;
        struct span text;
        uint8_t last;

        if (entry.tag != DER_CONTEXT(0) ||
            !parse_entry(entry.value, &last, &text))
            continue;
        field = field_of(&cert->holder, last);
        if (field != NULL && *field == NULL)
            *field = cert_keep_text(cert, text);
    }
}
