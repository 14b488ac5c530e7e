/* SPDX-License-Identifier: Apache-2.0
 *
 * Distinguished names as text.
 */
#include "host/der.h"
#include "host/utf8.h"

static void put_text(struct wbuf *w, const char *text)
{
    wbuf_put(w, span_of(text, strlen(text)));
}

static const char *type_name(struct span oid)
{
    /* clang-format off */
    static const struct { uint8_t last; const char *name; } rows[] = {
        { 0x03, "CN" }, { 0x04, "SN" },  { 0x05, "serialNumber" }, { 0x06, "C" },
        { 0x07, "L" },  { 0x08, "ST" },  { 0x0A, "O" },            { 0x0B, "OU" },
        { 0x2A, "GN" },
    };
    /* clang-format on */

    /* 2.5.4.x */
    if (oid.len != 3 || oid.ptr[0] != 0x55 || oid.ptr[1] != 0x04)
        return "?";
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].last == oid.ptr[2])
            return rows[i].name;
    }
    return "?";
}

/* Separators inside a value are escaped, what is no clean text is "?". */
static void put_value(struct wbuf *w, struct span value)
{
    if (!utf8_is_clean(value)) {
        put_text(w, "?");
        return;
    }
    for (size_t i = 0; i < value.len; i++) {
        uint8_t c = value.ptr[i];

        if (c == ',' || c == '+' || c == '\\' || c == '=')
            wbuf_put_u8(w, '\\');
        wbuf_put_u8(w, c);
    }
}

enum inkan_rc inkan_dn_text(struct inkan_bytes dn, char *out, size_t cap)
{
    struct wbuf w = wbuf_of(out, cap);
    struct der name, rdn;
    const char *separator = "";

    if (dn.ptr == NULL || out == NULL || cap == 0)
        return INKAN_ARG;
    if (!der_whole(der_span(dn), DER_SEQUENCE, &name))
        return INKAN_MALFORMED;
    while (name.value.len != 0) {
        struct der pair, oid, value;

        if (!der_expect(&name.value, DER_SET, &rdn))
            return INKAN_MALFORMED;
        while (rdn.value.len != 0) {
            if (!der_expect(&rdn.value, DER_SEQUENCE, &pair) ||
                !der_expect(&pair.value, DER_OID, &oid) ||
                !der_next(&pair.value, &value))
                return INKAN_MALFORMED;
            put_text(&w, separator);
            put_text(&w, type_name(oid.value));
            put_text(&w, "=");
            put_value(&w, value.value);
            separator = rdn.value.len != 0 ? "+" : ", ";
        }
    }
    wbuf_put_u8(&w, 0);
    return w.full ? INKAN_TOO_BIG : INKAN_OK;
}
