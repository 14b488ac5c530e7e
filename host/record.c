/* SPDX-License-Identifier: Apache-2.0
 *
 * Files of the card in memory of their own.
 */
#include "host/record.h"

#include <stdlib.h>

enum inkan_rc record_read(struct inkan_card *card, uint16_t fid,
                          enum iso_extent extent, struct record *out)
{
    struct span bytes;
    enum inkan_rc rc = iso_read(card, fid, extent, &bytes);

    out->ptr = NULL;
    out->len = 0;
    if (rc != INKAN_OK)
        return rc;
    out->ptr = malloc(bytes.len + 1); /* an empty file is a file, too */
    if (out->ptr == NULL)
        return card_fail(card, INKAN_NOMEM);
    if (bytes.len != 0)
        memcpy(out->ptr, bytes.ptr, bytes.len);
    out->len = bytes.len;
    return INKAN_OK;
}

void record_clear(struct record *r)
{
    if (r->ptr != NULL)
        wipe(r->ptr, r->len);
    free(r->ptr);
    r->ptr = NULL;
    r->len = 0;
}

enum inkan_rc record_join(struct inkan_card *card, const struct record *a,
                          const struct record *b, struct record *out)
{
    struct wbuf w;

    out->len = 0;
    out->ptr = malloc(a->len + b->len + 1);
    if (out->ptr == NULL)
        return card_fail(card, INKAN_NOMEM);
    out->len = a->len + b->len;
    w = wbuf_of(out->ptr, out->len);
    wbuf_put(&w, record_span(a));
    wbuf_put(&w, record_span(b));
    return INKAN_OK;
}

bool record_objects(struct span in, uint16_t outer, const uint16_t *tags,
                    size_t count, bool more, struct tlv *out)
{
    struct tlv whole;

    if (!tlv_next(&in, &whole) || whole.tag != outer)
        return false;
    in = whole.value;
    for (size_t i = 0; i < count; i++) {
        if (!tlv_next(&in, &out[i]) || out[i].tag != tags[i])
            return false;
    }
    return more || in.len == 0;
}
