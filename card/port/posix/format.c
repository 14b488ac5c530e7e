/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading and writing the parts of a card image. Knows no file descriptor.
 */
#include "card/port/posix/format.h"
#include "card/edge/sw.h"
#include "card/port/posix/crypto.h"

enum {
    FLAG_LICENCE = 1 << 0,
    FLAG_NO_PSS = 1 << 1,
    FLAG_RESELECT_CLEARS = 1 << 2,
    FLAG_RESET_KEEPS = 1 << 3,
    FLAG_NO_EXTENDED = 1 << 4,
    FLAG_NO_SFI = 1 << 5,
    FLAG_ONESHOT = 1 << 6,
    FLAG_ALL = (1 << 7) - 1
};

bool format_sum(const uint8_t head[IMAGE_HEAD_LEN], struct span padded,
                uint8_t out[SHA256_LEN])
{
    return crypto_sha256_two(span_of(head, AT_SUM), padded, out);
}

bool format_next(struct span *body, struct entry *out)
{
    size_t len;

    if (body->len < IMAGE_ENTRY_LEN)
        return false;
    len = get_be32(body->ptr + 4);
    if (len > body->len - IMAGE_ENTRY_LEN)
        return false;
    out->type = body->ptr[0];
    out->ref = body->ptr[1];
    out->fid = get_be16(body->ptr + 2);
    out->data = (struct span){ body->ptr + IMAGE_ENTRY_LEN, len };
    body->ptr += IMAGE_ENTRY_LEN + len;
    body->len -= IMAGE_ENTRY_LEN + len;
    return true;
}

bool format_find(struct span body, enum entry_type type, unsigned ref,
                 unsigned fid, struct entry *out)
{
    while (format_next(&body, out)) {
        if (out->type == (uint8_t)type && out->ref == ref && out->fid == fid)
            return true;
    }
    return false;
}

void format_put_config(const struct card_config *config,
                       uint8_t out[CONFIG_LEN])
{
    unsigned flags = 0;

    flags |= config->has_licence ? FLAG_LICENCE : 0;
    flags |= config->no_pss ? FLAG_NO_PSS : 0;
    flags |= config->reselect_clears ? FLAG_RESELECT_CLEARS : 0;
    flags |= config->reset_keeps ? FLAG_RESET_KEEPS : 0;
    flags |= config->no_extended ? FLAG_NO_EXTENDED : 0;
    flags |= config->no_sfi ? FLAG_NO_SFI : 0;
    flags |= config->oneshot ? FLAG_ONESHOT : 0;
    out[0] = config->on;
    out[1] = config->query_when_verified;
    put_be16(out + 2, (uint16_t)flags);
    put_be16(out + 4, config->blocked_sw);
}

bool format_get_config(struct span data, struct card_config *out)
{
    unsigned flags;

    if (data.len != CONFIG_LEN)
        return false;
    flags = get_be16(data.ptr + 2);
    *out = (struct card_config){
        .on = data.ptr[0],
        .query_when_verified = data.ptr[1],
        .has_licence = (flags & FLAG_LICENCE) != 0,
        .no_pss = (flags & FLAG_NO_PSS) != 0,
        .reselect_clears = (flags & FLAG_RESELECT_CLEARS) != 0,
        .reset_keeps = (flags & FLAG_RESET_KEEPS) != 0,
        .no_extended = (flags & FLAG_NO_EXTENDED) != 0,
        .no_sfi = (flags & FLAG_NO_SFI) != 0,
        .oneshot = (flags & FLAG_ONESHOT) != 0,
        .blocked_sw = get_be16(data.ptr + 4),
    };
    return (flags & ~(unsigned)FLAG_ALL) == 0 &&
           (out->on == ON_CARD || out->on == ON_PHONE) &&
           out->query_when_verified <= QUERY_9000 &&
           (out->blocked_sw == SW_BLOCKED ||
            out->blocked_sw == SW_METHOD_BLOCKED);
}
