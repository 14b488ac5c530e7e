/* SPDX-License-Identifier: Apache-2.0
 *
 * A writer of DER onto a wbuf. Constructed values are opened and closed; the
 * length is filled in on closing. Certificates and CRLs are written with this
 * byte by byte, because their profile is known byte by byte; libcrypto signs
 * them and, in the tests, reads them as an independent judge.
 */
#ifndef INKAN_TOOLS_ISSUE_DER_H
#define INKAN_TOOLS_ISSUE_DER_H

#include <time.h>

#include "card/edge/bytes.h"

enum der_tag {
    DER_BOOLEAN = 0x01,
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OCTET_STRING = 0x04,
    DER_NULL = 0x05,
    DER_OID = 0x06,
    DER_ENUMERATED = 0x0A,
    DER_UTF8 = 0x0C,
    DER_PRINTABLE = 0x13,
    DER_IA5 = 0x16,
    DER_UTCTIME = 0x17,
    DER_GENERALIZEDTIME = 0x18,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31
};

/* [n] of a constructed and of a primitive value. */
#define DER_CONTEXT(n)           (0xA0 + (n))
#define DER_CONTEXT_PRIMITIVE(n) (0x80 + (n))

/* Writes the tag; der_close with the returned place writes the length. */
size_t der_open(struct wbuf *w, int tag);
void der_close(struct wbuf *w, size_t at);

void der_put(struct wbuf *w, int tag, struct span value);
void der_put_text(struct wbuf *w, int tag, const char *text);
void der_put_small_int(struct wbuf *w, uint8_t value); /* 0 to 127 */

/* UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5). */
void der_put_time(struct wbuf *w, time_t time);

#endif
