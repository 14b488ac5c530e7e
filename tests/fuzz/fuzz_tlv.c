/* SPDX-License-Identifier: Apache-2.0
 *
 * card/edge/tlv: the cursor always moves, never leaves its bytes, and an
 * object that is written is read back.
 */
#include "card/edge/tlv.h"
#include "tests/fuzz/fuzz.h"

static unsigned long long counted;

unsigned long long fuzz_counted(void)
{
    return counted;
}

static void check_object(const struct tlv *t, struct span before,
                         struct span after)
{
    static uint8_t bytes[0x10000 + 8];
    struct wbuf w = wbuf_of(bytes, sizeof(bytes));
    struct span again;
    struct tlv copy;

    if (t->object.ptr != before.ptr || t->object.len > before.len ||
        t->value.ptr < before.ptr + 2 ||
        t->value.ptr + t->value.len != t->object.ptr + t->object.len)
        fuzz_fail("an object outside its bytes");
    if (after.len + t->object.len != before.len ||
        after.ptr != before.ptr + t->object.len)
        fuzz_fail("the cursor moved somewhere else");
    tlv_put(&w, t->tag, t->value);
    again = wbuf_span(&w);
    if (w.len != tlv_head_len(t->tag, t->value.len) + t->value.len)
        fuzz_fail("the length of a head is another");
    if (!tlv_next(&again, &copy) || copy.tag != t->tag ||
        !span_equal(copy.value, t->value) || again.len != 0)
        fuzz_fail("an object is not read back");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct span in = span_of(data, len);
    struct span before = in;
    struct tlv t;

    while (tlv_next(&in, &t)) {
        counted++;
        check_object(&t, before, in);
        before = in;
    }
    if (in.ptr != before.ptr || in.len != before.len)
        fuzz_fail("a refused object moved the cursor");
    counted++;
    return 0;
}

void fuzz_generate(struct fuzz_random *r, struct wbuf *out)
{
    static const uint8_t heads[] = { 0xFF, 0xDF, 0x90, 0x91, 0x5F, 0x7F,
                                     0xA1, 0x20, 0x82, 0x81, 0x00 };
    uint32_t objects = 1 + fuzz_below(r, 6);

    while (objects-- != 0) {
        uint32_t len = fuzz_below(r, 300);

        wbuf_put_u8(out, heads[fuzz_below(r, ARRAY_LEN(heads))]);
        if (fuzz_below(r, 2) != 0)
            wbuf_put_u8(out, (uint8_t)fuzz_next(r));
        if (fuzz_below(r, 2) != 0) {
            wbuf_put_u8(out, (uint8_t)(0x80 | fuzz_below(r, 4)));
            wbuf_put_be16(out, (uint16_t)len);
        } else {
            wbuf_put_u8(out, (uint8_t)len);
        }
        while (len-- != 0 && fuzz_below(r, 100) != 0)
            wbuf_put_u8(out, (uint8_t)len);
    }
}
