/* SPDX-License-Identifier: Apache-2.0
 *
 * A cursor over DER (X.690), for certificates, CRLs and CMS; and the writer's
 * other half. The card's own data objects have other length rules and are
 * read with card/edge/tlv.h. Private to host/.
 */
#ifndef INKAN_HOST_DER_H
#define INKAN_HOST_DER_H

#include <inkan/cert.h>

#include "card/edge/bytes.h"

#define DER_BOOLEAN     0x01
#define DER_INTEGER     0x02
#define DER_BIT_STRING  0x03
#define DER_OCTETS      0x04
#define DER_OID         0x06
#define DER_ENUMERATED  0x0A
#define DER_UTF8        0x0C
#define DER_SEQUENCE    0x30
#define DER_SET         0x31
#define DER_UTC_TIME    0x17
#define DER_TIME        0x18
#define DER_CONTEXT(n)  (0xA0 | (n)) /* constructed */
#define DER_CONTEXTP(n) (0x80 | (n)) /* primitive */

struct der {
    uint8_t tag;
    struct span value;
    struct span object; /* tag, length and value */
};

/* Takes the next object off in; false: nothing left, not DER (a length that
 * is not the shortest, a tag above 30), or cut short. */
NODISCARD bool der_next(struct span *in, struct der *out);

/* The same, and the tag must be this one; in is unchanged when it is not. */
NODISCARD bool der_expect(struct span *in, uint8_t tag, struct der *out);

/* in is exactly one object of this tag. */
NODISCARD bool der_whole(struct span in, uint8_t tag, struct der *out);

/* Takes an object with this tag off in if one is next. */
bool der_optional(struct span *in, uint8_t tag, struct der *out);

/* UTCTime or GeneralizedTime, Zulu. */
NODISCARD bool der_time(const struct der *in, struct inkan_time *out);

/* Value of a BIT STRING without unused bits. */
NODISCARD bool der_bits(const struct der *in, struct span *out);

/* The extension with this OID in Extensions (SEQUENCE OF Extension, value of
 * it). *out_value is the contents of its OCTET STRING. */
NODISCARD bool der_extension(struct span extensions, struct span oid,
                             struct span *out_value, bool *out_critical);

/* Writes tag and length for len bytes that follow. */
void der_put_head(struct wbuf *w, uint8_t tag, size_t len);
void der_put(struct wbuf *w, uint8_t tag, struct span value);

/* Public inkan_bytes and private span are the same thing. */
static inline struct inkan_bytes der_bytes(struct span s)
{
    return (struct inkan_bytes){ s.ptr, s.len };
}

static inline struct span der_span(struct inkan_bytes b)
{
    return span_of(b.ptr, b.len);
}

#endif
