/* SPDX-License-Identifier: Apache-2.0
 *
 * The card's data objects: BER tags of one or two bytes, and lengths that are
 * one byte below 80 and always `82 hh ll` from there on, also where one byte
 * would do, as several programs found. X.509 certificates are ordinary DER and are
 * not read with this.
 */
#ifndef INKAN_CARD_EDGE_TLV_H
#define INKAN_CARD_EDGE_TLV_H

#include "card/edge/bytes.h"

struct tlv {
    uint16_t tag;       /* FF20, DF22, 90, ...: FF20 is the two bytes FF 20 */
    struct span value;  /* borrowed from the input */
    struct span object; /* tag, length and value as they stand there */
};

/* Takes the next object off in. Accepts length forms 00-7F, 81, 82.
 * false  nothing left, or what is left is no whole object; in is unchanged */
NODISCARD bool tlv_next(struct span *in, struct tlv *out);

/* The first object with this tag among the objects of in (not inside them). */
NODISCARD bool tlv_find(struct span in, uint16_t tag, struct tlv *out);

/* Writes one object with the card's length rule; check w->full. */
void tlv_put(struct wbuf *w, uint16_t tag, struct span value);

/* Writes tag and length only; len bytes of value are to follow. */
void tlv_put_head(struct wbuf *w, uint16_t tag, size_t len);

/* Bytes that tag and length take for a value of len bytes. */
size_t tlv_head_len(uint16_t tag, size_t len);

#endif
