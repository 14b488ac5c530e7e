/* SPDX-License-Identifier: Apache-2.0
 *
 * A parsed certificate from the inside. Private to host/.
 */
#ifndef INKAN_HOST_CERT_H
#define INKAN_HOST_CERT_H

#include "host/der.h"

struct inkan_cert {
    uint8_t *der; /* owned; every span below points into it */
    size_t der_len;
    struct span tbs;
    struct span serial; /* with tag and length */
    struct span issuer;
    struct span subject;
    struct span spki;
    struct span modulus; /* empty for keys that are not RSA */
    struct span exponent;
    struct span extensions; /* contents of SEQUENCE OF; may be empty */
    struct span key_id;
    struct span authority_key_id;
    struct span signature;
    enum inkan_hash hash; /* of the signature */
    struct inkan_time from;
    struct inkan_time to;
    char *text; /* owned; strings of holder and details point into it */
    size_t text_cap;
    size_t text_len;
    struct inkan_cert_holder holder;
    struct inkan_cert_details details;
};

/* Fills in the holder. */
void cert_holder_parse(struct inkan_cert *cert);

/* Fills in the details. */
void cert_details_parse(struct inkan_cert *cert);

/* Copies a text into cert->text, which has room for all extensions, and gives
 * it back; NULL when it is not text that may be shown. */
const char *cert_keep_text(struct inkan_cert *cert, struct span text);

/* keyUsage allows this bit (0 digitalSignature ... 5 keyCertSign, 6 cRLSign);
 * a certificate without keyUsage allows all (RFC 5280 4.2.1.3). */
bool cert_may(const struct inkan_cert *cert, unsigned bit);

bool cert_is_ca(const struct inkan_cert *cert);

/* -1, 0, 1 as strcmp. */
int time_compare(const struct inkan_time *a, const struct inkan_time *b);

#endif
