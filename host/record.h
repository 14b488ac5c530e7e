/* SPDX-License-Identifier: Apache-2.0
 *
 * A copy of a file of the card, owned; and the objects inside the records
 * that more than one place looks at. Private to host/.
 */
#ifndef INKAN_HOST_RECORD_H
#define INKAN_HOST_RECORD_H

#include "card/edge/tlv.h"
#include "host/iso.h"

struct record {
    uint8_t *ptr; /* owned; record_clear wipes and frees */
    size_t len;
};

/* iso_read into memory of its own. */
NODISCARD enum inkan_rc record_read(struct inkan_card *card, uint16_t fid,
                                    enum iso_extent extent, struct record *out);
void record_clear(struct record *r);

/* Both behind one another, in new memory. */
NODISCARD enum inkan_rc record_join(struct inkan_card *card,
                                    const struct record *a,
                                    const struct record *b, struct record *out);

static inline struct span record_span(const struct record *r)
{
    return span_of(r->ptr, r->len);
}

/* Opens the outer object and takes exactly `count` inner objects with these
 * tags in this order; more may follow when more is set. */
NODISCARD bool record_objects(struct span in, uint16_t outer,
                              const uint16_t *tags, size_t count, bool more,
                              struct tlv *out);

#endif
