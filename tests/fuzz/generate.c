/* SPDX-License-Identifier: Apache-2.0
 *
 * Makes inputs for fuzz_card that know the card's commands, names and PINs,
 * and are wrong in one place now and then. What the card answers is none of
 * its business.
 */
#include "tests/fuzz/generate.h"
#include "card/edge/apdu.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/persona.h"

#define STEPS       400
#define COMMAND_MAX 600

#define PICK(r, array) ((array)[fuzz_below((r), ARRAY_LEN(array))])

/* clang-format off */
static const struct span names[] = {
    { (const uint8_t *)"\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01", 10 },
    { (const uint8_t *)"\xD3\x92\x10\x00\x31\x00\x01\x01\x04\x08", 10 },
    { (const uint8_t *)"\xD3\x92\x10\x00\x31\x00\x01\x01\x04\x02", 10 },
    { (const uint8_t *)"\xD3\x92\x10\x00\x31\x00\x01\x01\x01\x00", 10 },
    { (const uint8_t *)"\xD3\x92\x10\x00\x31\x00\x01\x01\x04\x01", 10 },
    { (const uint8_t *)"\xA0\x00\x00\x01\x51\x00\x00", 7 },
    { (const uint8_t *)"\xA0\x00\x00\x02\x31\x06\0\0\0\0\0\0\0\0\0\0", 16 },
};
/* clang-format on */

static const uint8_t pin_refs[] = { 0x80, 0x98, 0x9B, 0x91, 0x94, 0x95,
                                    0x92, 0x93, 0x9C, 0x86, 0x90 };
static const uint8_t key_refs[] = { 0x80, 0x97, 0x9A, 0x00, 0x93, 0x99 };
static const uint8_t select_p2[] = { 0x0C, 0x0C, 0x00, 0x02, 0x0E, 0x04 };

static void put_random(struct fuzz_random *r, struct wbuf *w, size_t len)
{
    while (len-- != 0)
        wbuf_put_u8(w, (uint8_t)fuzz_next(r));
}

/* A value that some PIN has, nearly has, or could have. */
static void put_value(struct fuzz_random *r, struct wbuf *w)
{
    const struct persona_pin *pin =
        &persona_pins[fuzz_below(r, (uint32_t)persona_pin_count)];
    size_t len = strlen(pin->value);
    size_t at = w->len;

    switch (fuzz_below(r, 8)) {
    case 0: put_random(r, w, fuzz_below(r, 20)); break;
    case 1: wbuf_put(w, span_of("5678", 4)); break;
    case 2: wbuf_put(w, span_of("XYZ98765", 8)); break;
    case 3:
        wbuf_put(w, span_of(pin->value, len));
        w->ptr[at + fuzz_below(r, (uint32_t)len)] ^= 1;
        break;
    default: wbuf_put(w, span_of(pin->value, len));
    }
}

static void put_body(struct fuzz_random *r, struct apdu_cmd *cmd,
                     struct wbuf *body)
{
    uint8_t byte = (uint8_t)fuzz_next(r);

    switch (cmd->ins) {
    case 0xA4:
        if (cmd->p1 == 0x04) {
            struct span name = PICK(r, names);

            if (fuzz_below(r, 4) == 0)
                name.len = fuzz_below(r, (uint32_t)name.len + 1);
            wbuf_put(body, name);
        } else {
            wbuf_put_be16(body, byte & 0x1F);
        }
        break;
    case 0x20:
        if (fuzz_below(r, 5) == 0)
            break;
        put_value(r, body);
        break;
    case 0x24:
    case 0x32: put_value(r, body); break;
    case 0x2A:
        put_random(r, body, byte & 1 ? 32 : 1 + fuzz_below(r, 60));
        break;
    case 0x88: put_random(r, body, 1 + byte % 20u); break;
    case 0xA2: put_random(r, body, byte & 1 ? 307 : 261); break;
    case 0xAE: /* identity OAEP: length, then the message */
        wbuf_put(body, span_of("\x24\xA0\x22\x80\x20", 5));
        put_random(r, body, 256 - 5);
        break;
    default: break;
    }
}

struct shape {
    uint8_t cla;
    uint8_t ins;
    uint8_t weight;
};

static const struct shape shapes[] = {
    { 0x00, 0xA4, 10 }, { 0x00, 0xB0, 12 }, { 0x00, 0x20, 14 },
    { 0x80, 0x2A, 10 }, { 0x00, 0x24, 3 },  { 0x80, 0x32, 2 },
    { 0x00, 0x88, 2 },  { 0x00, 0x84, 1 },  { 0x00, 0xB2, 2 },
    { 0x00, 0xCA, 2 },  { 0x80, 0xAE, 3 },  { 0x80, 0xA2, 1 },
    { 0x80, 0x8A, 1 },  { 0x80, 0xFC, 1 },  { 0x08, 0xB0, 4 },
    { 0x08, 0x20, 3 },  { 0x08, 0xA4, 2 },  { 0x0C, 0xB0, 1 },
};

static const struct shape *pick_shape(struct fuzz_random *r)
{
    unsigned total = 0;
    unsigned at;

    for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
        total += shapes[i].weight;
    at = fuzz_below(r, total);
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
        if (at < shapes[i].weight)
            return &shapes[i];
        at -= shapes[i].weight;
    }
    return &shapes[0];
}

static void put_parameters(struct fuzz_random *r, struct apdu_cmd *cmd)
{
    uint8_t byte = (uint8_t)fuzz_next(r);

    switch (cmd->ins) {
    case 0xA4:
        cmd->p1 = byte & 1 ? 0x04 : 0x02;
        if (cmd->cla != 0)
            cmd->p1 = 0x02;
        cmd->p2 = PICK(r, select_p2);
        break;
    case 0xB0:
        cmd->p1 = byte & 1 ? (uint8_t)(0x80 | (byte >> 3)) : byte >> 6;
        cmd->p2 = byte & 2 ? 0 : byte;
        break;
    case 0x20: cmd->p2 = PICK(r, pin_refs); break;
    case 0x24:
    case 0x32:
        cmd->p1 = cmd->ins == 0x24;
        cmd->p2 = byte & 1 ? 0x80 : PICK(r, pin_refs);
        break;
    case 0x2A: cmd->p1 = byte % 7; /* fall through */
    case 0x88: cmd->p2 = PICK(r, key_refs); break;
    case 0xB2:
        cmd->p1 = 1 + (byte & 1);
        cmd->p2 = (uint8_t)((byte >> 3 & 3) << 3 | 4);
        break;
    case 0xCA: cmd->p2 = byte & 1 ? 0xF0 : 0xF8; break;
    case 0xA2:
        cmd->p1 = byte & 1 ? 0x06 : 0x00;
        cmd->p2 = 0xC1;
        break;
    case 0x8A: cmd->p1 = 0x22; break;
    default: break;
    }
}

/* Puts the body of a command of CLA 08 into its envelope. */
static void wrap(struct fuzz_random *r, struct apdu_cmd *cmd,
                 const struct wbuf *body, struct wbuf *out)
{
    size_t padded = body->len - body->len % 16 + 16;

    if (cmd->ins == 0xB0) {
        wbuf_put(out, span_of("\x96\x03\x00\x00", 4));
        wbuf_put_u8(out, (uint8_t)(fuzz_next(r) & 0x7F));
        return;
    }
    wbuf_put_u8(out, 0x86);
    wbuf_put_u8(out, (uint8_t)(padded + 1));
    wbuf_put_u8(out, 0x01);
    wbuf_put(out, wbuf_span(body));
    wbuf_put_u8(out, 0x80);
    for (size_t i = body->len + 1; i < padded; i++)
        wbuf_put_u8(out, 0);
}

static void put_command(struct fuzz_random *r, struct wbuf *out)
{
    const struct shape *shape = pick_shape(r);
    struct apdu_cmd cmd = { .cla = shape->cla, .ins = shape->ins };
    uint8_t plain[512];
    uint8_t wrapped[600];
    struct wbuf body = wbuf_of(plain, sizeof(plain));
    struct wbuf envelope = wbuf_of(wrapped, sizeof(wrapped));

    put_parameters(r, &cmd);
    put_body(r, &cmd, &body);
    if (cmd.cla == 0x08) {
        wrap(r, &cmd, &body, &envelope);
        cmd.data = wbuf_span(&envelope);
    } else {
        cmd.data = wbuf_span(&body);
    }
    if (cmd.ins != 0x20 || fuzz_below(r, 8) == 0)
        cmd.ne = fuzz_below(r, 3) == 0 ? 1 + fuzz_below(r, 256) : 256;
    cmd.extended = fuzz_below(r, 10) == 0;
    if (cmd.ins == 0x84)
        cmd.ne = 1 + fuzz_below(r, 256);
    apdu_cmd_put(out, &cmd);
}

/* One byte another, some bytes less, some bytes more. */
static void spoil(struct fuzz_random *r, struct wbuf *w)
{
    if (w->len == 0)
        return;
    switch (fuzz_below(r, 4)) {
    case 0: w->len = fuzz_below(r, (uint32_t)w->len); break;
    case 1: put_random(r, w, 1 + fuzz_below(r, 4)); break;
    default: w->ptr[fuzz_below(r, (uint32_t)w->len)] = (uint8_t)fuzz_next(r);
    }
}

/* One way to get somewhere: an application and a PIN of it. */
struct visit {
    uint8_t name; /* in names */
    uint8_t ref;
    const char *value;
};

static const struct visit visits[] = {
    { 0, 0x98, "1234" },           { 0, 0x9B, "ABC123" },
    { 1, 0x91, "1234" },           { 1, 0x94, "537686677188" },
    { 1, 0x95, "55021720352285" }, { 2, 0x93, "537686677188" },
    { 2, 0x92, "55021720352285" }, { 2, 0x91, "550217" },
    { 3, 0x9C, "1234" },           { 4, 0x9C, "1234" },
    { 6, 0x86, "4321" },
};

static void put_framed(struct wbuf *out, const struct apdu_cmd *cmd)
{
    uint8_t bytes[64];
    struct wbuf w = wbuf_of(bytes, sizeof(bytes));

    apdu_cmd_put(&w, cmd);
    wbuf_put_be16(out, (uint16_t)w.len);
    wbuf_put(out, wbuf_span(&w));
}

static void put_visit(struct fuzz_random *r, struct wbuf *out)
{
    const struct visit *visit = &PICK(r, visits);
    size_t len = strlen(visit->value);
    uint8_t value[PIN_MAX_LEN];

    if (fuzz_below(r, 4) != 0)
        put_framed(out, &(struct apdu_cmd){ .ins = 0xA4,
                                            .p1 = 0x04,
                                            .p2 = 0x0C,
                                            .data = names[visit->name] });
    memcpy(value, visit->value, len);
    if (fuzz_below(r, 4) == 0)
        value[len - 1] ^= 1;
    if (fuzz_below(r, 8) == 0) {
        wbuf_put_be16(out, STEP_CUT);
        put_random(r, out, 2);
    }
    put_framed(out, &(struct apdu_cmd){ .ins = 0x20,
                                        .p2 = visit->ref,
                                        .data = span_of(value, len) });
}

static void put_step(struct fuzz_random *r, struct wbuf *out)
{
    uint8_t bytes[COMMAND_MAX + 64];
    struct wbuf w = wbuf_of(bytes, sizeof(bytes));
    uint32_t what = fuzz_below(r, 1000);

    if (what < 4) {
        wbuf_put_be16(out, what < 2 ? STEP_RESET : STEP_POWER);
        return;
    }
    if (what < 20) {
        wbuf_put_be16(out, STEP_CUT);
        put_random(r, out, 2);
    }
    if (what < 100) {
        put_visit(r, out);
        return;
    }
    if (what < 990)
        put_command(r, &w);
    else
        put_random(r, &w, fuzz_below(r, 40));
    if (what % 10 == 0)
        spoil(r, &w);
    wbuf_put_be16(out, (uint16_t)w.len);
    wbuf_put(out, wbuf_span(&w));
}

void fuzz_generate(struct fuzz_random *r, struct wbuf *out)
{
    if (fuzz_below(r, 2) == 0) {
        wbuf_put_be16(out, STEP_QUIRKS);
        wbuf_put_u8(out, (uint8_t)(fuzz_next(r) & fuzz_next(r)));
    }
    for (int i = 0; i < STEPS; i++)
        put_step(r, out);
}
