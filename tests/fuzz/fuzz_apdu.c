/* SPDX-License-Identifier: Apache-2.0
 *
 * card/edge/apdu: what was taken apart lies inside the bytes, and put
 * together again means the same.
 */
#include "card/edge/apdu.h"
#include "tests/fuzz/fuzz.h"

static unsigned long long counted;

unsigned long long fuzz_counted(void)
{
    return counted;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static uint8_t bytes[APDU_CMD_MAX];
    struct wbuf w = wbuf_of(bytes, sizeof(bytes));
    struct apdu_cmd cmd;
    struct apdu_cmd again;

    counted++;
    if (!apdu_cmd_parse(span_of(data, len), &cmd))
        return 0;
    if (cmd.data.len > 65535 || cmd.ne > APDU_NE_MAX)
        fuzz_fail("a length that no APDU has");
    if (cmd.data.len != 0 &&
        (cmd.data.ptr < data + 5 || cmd.data.ptr + cmd.data.len > data + len))
        fuzz_fail("a body outside the command");
    apdu_cmd_put(&w, &cmd);
    if (w.full || !apdu_cmd_parse(wbuf_span(&w), &again))
        fuzz_fail("what was parsed cannot be written");
    if (again.cla != cmd.cla || again.ins != cmd.ins || again.p1 != cmd.p1 ||
        again.p2 != cmd.p2 || again.ne != cmd.ne ||
        !span_equal(again.data, cmd.data))
        fuzz_fail("what was written means something else");
    return 0;
}

void fuzz_generate(struct fuzz_random *r, struct wbuf *out)
{
    uint32_t nc = fuzz_below(r, 2) != 0 ? fuzz_below(r, 8) : fuzz_below(r, 400);
    uint32_t form = fuzz_below(r, 6);

    for (int i = 0; i < 4; i++)
        wbuf_put_u8(out, (uint8_t)fuzz_next(r));
    if (form & 1) {
        wbuf_put_u8(out, 0);
        wbuf_put_be16(out, (uint16_t)nc);
    } else if (form != 0) {
        wbuf_put_u8(out, (uint8_t)nc);
    }
    for (uint32_t i = 0; i < nc; i++)
        wbuf_put_u8(out, (uint8_t)i);
    for (uint32_t i = fuzz_below(r, 4); i != 0; i--)
        wbuf_put_u8(out, (uint8_t)fuzz_next(r));
}
