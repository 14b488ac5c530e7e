/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes with their length: span (borrowed, read), wbuf (bounded, written),
 * big-endian numbers, erasing and constant-time comparison.
 * Closed to growth: what is not needed by both card and host lives elsewhere.
 */
#ifndef INKAN_CARD_EDGE_BYTES_H
#define INKAN_CARD_EDGE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NODISCARD    __attribute__((warn_unused_result))
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* Borrowed bytes: whoever holds a span does not own what it points to. */
struct span {
    const uint8_t *ptr;
    size_t len;
};

/* A bounded writer. A put that does not fit writes nothing and sets full,
 * which stays set: ask once, at the end. */
struct wbuf {
    uint8_t *ptr;
    size_t cap;
    size_t len;
    bool full;
};

static inline struct span span_of(const void *ptr, size_t len)
{
    return (struct span){ ptr, len };
}

static inline struct span span_none(void)
{
    return (struct span){ NULL, 0 };
}

/* The part from off, at most len bytes of it; empty past the end. */
static inline struct span span_sub(struct span s, size_t off, size_t len)
{
    if (off >= s.len)
        return span_none();
    if (len > s.len - off)
        len = s.len - off;
    return (struct span){ s.ptr + off, len };
}

static inline bool span_equal(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline struct wbuf wbuf_of(void *ptr, size_t cap)
{
    return (struct wbuf){ ptr, cap, 0, false };
}

/* Room for len bytes, to be filled by the caller; NULL when there is none. */
static inline uint8_t *wbuf_reserve(struct wbuf *w, size_t len)
{
    uint8_t *at;

    if (w->full || len > w->cap - w->len) {
        w->full = true;
        return NULL;
    }
    at = w->ptr + w->len;
    w->len += len;
    return at;
}

static inline void wbuf_put(struct wbuf *w, struct span s)
{
    uint8_t *at = wbuf_reserve(w, s.len);

    if (at != NULL && s.len != 0)
        memcpy(at, s.ptr, s.len);
}

static inline void wbuf_put_u8(struct wbuf *w, uint8_t v)
{
    wbuf_put(w, span_of(&v, 1));
}

static inline void wbuf_put_be16(struct wbuf *w, uint16_t v)
{
    wbuf_put_u8(w, (uint8_t)(v >> 8));
    wbuf_put_u8(w, (uint8_t)v);
}

static inline struct span wbuf_span(const struct wbuf *w)
{
    return span_of(w->ptr, w->full ? 0 : w->len);
}

static inline uint16_t get_be16(const uint8_t *p)
{
    return (uint16_t)((uint16_t)(p[0] << 8) | p[1]);
}

static inline uint32_t get_be32(const uint8_t *p)
{
    return (uint32_t)get_be16(p) << 16 | get_be16(p + 2);
}

static inline void put_be16(uint8_t *p, uint16_t v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static inline void put_be32(uint8_t *p, uint32_t v)
{
    put_be16(p, (uint16_t)(v >> 16));
    put_be16(p + 2, (uint16_t)v);
}

/* Erases a secret; the compiler may not leave it out. */
static inline void wipe(void *ptr, size_t len)
{
    volatile uint8_t *p = ptr;

    while (len-- != 0)
        *p++ = 0;
}

/* Compares without telling by its time where the first difference is. */
static inline bool ct_equal(const void *a, const void *b, size_t len)
{
    const uint8_t *x = a;
    const uint8_t *y = b;
    volatile uint8_t diff = 0;

    for (size_t i = 0; i < len; i++)
        diff = (uint8_t)(diff | (x[i] ^ y[i]));
    return diff == 0;
}

#endif
