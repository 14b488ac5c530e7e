/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules, written from the public descriptions of the card and not from
 * its tables: which number opens what (card/README.md), how tries are
 * counted, and that a refusal carries no data.
 */
#include "tests/fuzz/oracle.h"
#include "card/applet/internal.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/persona.h"

#define ANY_OF(...)                                                            \
    (const int[])                                                              \
    {                                                                          \
        __VA_ARGS__, -1                                                        \
    }

struct rule {
    enum app_id app;
    uint16_t fid;
    const int *pins; /* any one of these opens it, -1 ends the list */
};

/* clang-format off */
static const struct rule rules[] = {
    { APP_JPKI,    0x0001, ANY_OF(PIN_SIGN) },
    { APP_JPKI,    0x0009, ANY_OF(-1) },
    { APP_TEXT,    0x0001, ANY_OF(PIN_TEXT, PIN_TEXT_A) },
    { APP_TEXT,    0x0002, ANY_OF(PIN_TEXT, PIN_TEXT_B) },
    { APP_TEXT,    0x0003, ANY_OF(PIN_TEXT, PIN_TEXT_A, PIN_TEXT_B) },
    { APP_TEXT,    0x0006, ANY_OF(PIN_TEXT, PIN_TEXT_A, PIN_TEXT_B) },
    { APP_TEXT,    0x0007, ANY_OF(PIN_TEXT, PIN_TEXT_A, PIN_TEXT_B) },
    { APP_TEXT,    0x0008, ANY_OF(PIN_TEXT, PIN_TEXT_A, PIN_TEXT_B) },
    { APP_VISUAL,  0x0001, ANY_OF(PIN_VISUAL_BIRTH) },
    { APP_VISUAL,  0x0002, ANY_OF(PIN_VISUAL_A, PIN_VISUAL_B) },
    { APP_VISUAL,  0x0005, ANY_OF(PIN_VISUAL_A) },
    { APP_VISUAL,  0x0006, ANY_OF(PIN_VISUAL_A, PIN_VISUAL_B) },
    { APP_LICENCE, 0x001B, ANY_OF(PIN_LICENCE) },
    { APP_LICENCE, 0x001C, ANY_OF(PIN_LICENCE) },
};

/* In each application the length of a value tells which PIN is meant. */
static const struct {
    enum app_id app;
    size_t min_len;
    size_t max_len;
    enum pin_id pin;
    unsigned tries;
} pins[] = {
    { APP_JPKI,     4,  4, PIN_AUTH,         3 },
    { APP_JPKI,     6, 16, PIN_SIGN,         5 },
    { APP_TEXT,     4,  4, PIN_TEXT,         3 },
    { APP_TEXT,    12, 12, PIN_TEXT_A,      10 },
    { APP_TEXT,    14, 14, PIN_TEXT_B,      10 },
    { APP_VISUAL,  12, 12, PIN_VISUAL_A,    10 },
    { APP_VISUAL,  14, 14, PIN_VISUAL_B,    10 },
    { APP_VISUAL,   6,  6, PIN_VISUAL_BIRTH, 10 },
    { APP_COMMON,   4,  4, PIN_COMMON,       3 },
    { APP_JUKI,     4,  4, PIN_JUKI,         3 },
    { APP_LICENCE,  4,  4, PIN_LICENCE,     10 },
};
/* clang-format on */

#define LOCKED_SFI 0x12 /* of the text application: no value is right */

static unsigned full_tries(enum pin_id pin)
{
    for (size_t i = 0; i < ARRAY_LEN(pins); i++) {
        if (pins[i].pin == pin)
            return pins[i].tries;
    }
    return 0;
}

static void must(bool holds, const char *rule)
{
    if (!holds)
        fuzz_fail(rule);
}

void oracle_start(struct oracle *o, struct fake_card *fake)
{
    memset(o, 0, sizeof(*o));
    o->fake = fake;
    o->app = APP_ISD;
    for (unsigned pin = 0; pin < PIN_COUNT; pin++)
        o->tries[pin] = full_tries((enum pin_id)pin);
    for (size_t i = 0; i < persona_pin_count; i++) {
        enum pin_id pin = persona_pins[i].pin;

        o->value_len[pin] = strlen(persona_pins[i].value);
        memcpy(o->value[pin], persona_pins[i].value, o->value_len[pin]);
    }
}

static void forget(struct oracle *o)
{
    memset(o->verified, 0, sizeof(o->verified));
}

void oracle_lost(struct oracle *o)
{
    forget(o);
    o->app = o->fake->card.app;
}

/* --- what the command said ------------------------------------------------ */

struct question {
    uint8_t cla;
    uint8_t ins;
    uint8_t p1;
    uint8_t p2;
    struct span body; /* what a VERIFY or a change carries, envelope opened */
    bool secure;
};

/* The identity cipher leaves 86 L 01 text 80 00.. as it is. */
static struct span open_envelope(struct span body)
{
    size_t head;

    if (body.len < 3 || body.ptr[0] != 0x86)
        return span_none();
    head = body.ptr[1] < 0x80 ? 2 : body.ptr[1] == 0x81 ? 3 : 4;
    if (body.len < head + 1)
        return span_none();
    body = span_sub(body, head + 1, body.len);
    while (body.len != 0 && body.ptr[body.len - 1] == 0)
        body.len--;
    if (body.len != 0)
        body.len--;
    return body;
}

static struct question read_question(struct span cmd)
{
    struct question q = {
        .cla = cmd.ptr[0], .ins = cmd.ptr[1], .p1 = cmd.ptr[2], .p2 = cmd.ptr[3]
    };
    struct apdu_cmd parsed;

    q.secure = (q.cla & 0x0C) != 0;
    if (apdu_cmd_parse(cmd, &parsed))
        q.body = q.secure ? open_envelope(parsed.data) : parsed.data;
    return q;
}

/* The PIN that a value of this length can be meant for; -1 = none. */
static int pin_of(unsigned app, size_t len)
{
    for (size_t i = 0; i < ARRAY_LEN(pins); i++) {
        if (pins[i].app == app && len >= pins[i].min_len &&
            len <= pins[i].max_len)
            return (int)pins[i].pin;
    }
    return -1;
}

static bool is_right(const struct oracle *o, int pin, struct span value)
{
    return pin >= 0 &&
           span_equal(value, span_of(o->value[pin], o->value_len[pin]));
}

/* --- the rules ------------------------------------------------------------ */

static void check_verify(struct oracle *o, const struct question *q,
                         unsigned sw)
{
    int pin = pin_of(o->app, q->body.len);

    if (q->body.len == 0)
        return; /* a query changes nothing and its number is checked below */
    if (sw == 0x9000) {
        must(is_right(o, pin, q->body), "9000 for a wrong PIN");
        must(o->tries[pin] != 0, "9000 for a blocked PIN");
        o->verified[pin] = true;
        o->tries[pin] = full_tries((enum pin_id)pin);
    }
    if ((sw & 0xFFF0) == 0x63C0) {
        must(pin >= 0, "a try for a value that cannot be a PIN");
        must(!is_right(o, pin, q->body), "63Cx for the right PIN");
        must(o->tries[pin] != 0, "a comparison without a try");
        o->tries[pin]--;
        must((sw & 0x0F) == o->tries[pin], "tries are counted wrongly");
        o->verified[pin] = false;
    }
}

static void check_change(struct oracle *o, const struct question *q,
                         unsigned sw)
{
    int pin = pin_of(o->app, q->body.len);

    if (sw != 0x9000)
        return;
    must(pin >= 0 && o->verified[pin], "a change without its PIN");
    must((q->ins == 0x24) ==
             (pin == PIN_AUTH || pin == PIN_SIGN || pin == PIN_TEXT),
         "a change by the wrong command");
    must((q->ins == 0x32) == (pin == PIN_COMMON || pin == PIN_JUKI),
         "a change of what its holder cannot change");
    o->value_len[pin] = q->body.len;
    memcpy(o->value[pin], q->body.ptr, q->body.len);
    o->tries[pin] = full_tries((enum pin_id)pin);
}

static void check_signature(struct oracle *o, const struct question *q,
                            unsigned sw)
{
    unsigned made = o->fake->signatures - o->signatures;
    bool signs = (q->cla == 0x80 && q->ins == 0x2A) ||
                 (q->cla == 0x00 && q->ins == 0x88);

    o->signatures = o->fake->signatures;
    must(made == (signs && sw == 0x9000 ? 1 : 0),
         "a signature and its answer do not go together");
    if (made == 0)
        return;
    switch (o->fake->key) {
    case KEY_AUTH: must(o->verified[PIN_AUTH], "auth key without PIN"); break;
    case KEY_SIGN: must(o->verified[PIN_SIGN], "sign key without PIN"); break;
    case KEY_TEXT: must(o->app == APP_TEXT, "text key elsewhere"); break;
    case KEY_VISUAL: must(o->app == APP_VISUAL, "visual key elsewhere"); break;
    case KEY_COMMON: must(q->ins == 0x88, "common key signs"); break;
    case KEY_SESSION:
    case KEY_COUNT: must(false, "the session key signs"); break;
    }
    if (o->fake->config.oneshot && q->ins == 0x2A) {
        if (o->fake->key == KEY_AUTH)
            o->verified[PIN_AUTH] = false;
        if (o->fake->key == KEY_SIGN)
            o->verified[PIN_SIGN] = false;
    }
}

static bool may_be_seen(const struct oracle *o, const struct rule *rule)
{
    bool open = false;

    if (rule->app != o->app)
        return false;
    for (const int *pin = rule->pins; *pin >= 0; pin++)
        open = open || o->verified[*pin];
    return open;
}

/* Every byte from C0 on is a byte of the guarded file that it marks. */
static void check_bytes(const struct oracle *o, const struct question *q,
                        struct span data)
{
    bool phone = o->fake->config.on == ON_PHONE;
    bool seen[256] = { false };

    if (q->ins == 0xA4)
        return;                     /* names of applications */
    if (q->secure && data.len >= 3) /* 86 L 01, 86 82 hh ll 01 */
        data = span_sub(data, data.ptr[1] == 0x82 ? 5 : 3, data.len);
    for (size_t i = 0; i < data.len; i++)
        seen[data.ptr[i]] = true;
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        if (seen[fake_mark(rules[i].app, rules[i].fid)])
            must(may_be_seen(o, &rules[i]), "a guarded byte");
        seen[fake_mark(rules[i].app, rules[i].fid)] = false;
    }
    if (phone && seen[fake_mark(APP_JPKI, 0x000A)])
        must(o->verified[PIN_AUTH], "a phone's certificate without PIN");
    for (size_t i = 0xC0; i < 256; i++)
        must(!seen[i] || i == fake_mark(APP_JPKI, 0x000A),
             "a guarded byte of no known file");
}

static bool is_known_word(unsigned sw)
{
#define SW_CASE(name, value, sentence) case value:
    switch (sw & 0xFFF0 ? ((sw & 0xFFF0) == 0x63C0 ? 0x63C0 : sw) : sw) {
        SW_LIST(SW_CASE)
        return true;
    default: return false;
    }
#undef SW_CASE
}

/* --- one exchange --------------------------------------------------------- */

/* A torn command: the PIN it was about is as before, or one try poorer, or,
 * if the value was right, fuller; and a change is old or new. */
static void check_torn(struct oracle *o, const struct question *q)
{
    o->fake->dead = false; /* to look at its pages */
    must(nv_is_whole(o->fake->card.port, o->fake), "a torn card is not whole");
    for (unsigned pin = 0; pin < PIN_COUNT; pin++) {
        bool right = (int)pin == pin_of(o->app, q->body.len) &&
                     (q->ins == 0x24 || q->ins == 0x32 ||
                      is_right(o, (int)pin, q->body));
        struct nv_pin now;

        must(nv_load(&o->fake->card, (enum pin_id)pin, &now), "lost a record");
        must(now.tries <= o->tries[pin] ||
                 (right && o->tries[pin] != 0 &&
                  now.tries <= full_tries((enum pin_id)pin)),
             "a power cut gave a try back");
        o->tries[pin] = now.tries;
        if (span_equal(span_of(now.value, now.len),
                       span_of(o->value[pin], o->value_len[pin])))
            continue;
        must(right && o->verified[pin] && q->ins != 0x20 &&
                 span_equal(span_of(now.value, now.len), q->body),
             "a power cut changed a PIN to something else");
        o->value_len[pin] = now.len;
        memcpy(o->value[pin], now.value, now.len);
    }
    o->fake->dead = true;
    o->signatures = o->fake->signatures;
}

static void check_state(struct oracle *o, const struct question *q, unsigned sw)
{
    bool selects = q->ins == 0xA4 && q->p1 == 0x04 && sw == 0x9000;

    if (o->fake->card.app != o->app) {
        must(selects, "the application changed without SELECT");
        forget(o);
        o->app = o->fake->card.app;
    }
    if (selects && o->fake->config.reselect_clears)
        forget(o);
    if (q->cla == 0x80 && q->ins == 0xFC && sw == 0x9000)
        forget(o);
}

void oracle_check(struct oracle *o, struct span cmd, struct span answer)
{
    struct question q;
    struct span data;
    unsigned sw;

    if (cmd.len < 4) {
        must(span_equal(answer, span_of("\x67\x00", 2)), "no header, no 6700");
        return;
    }
    q = read_question(cmd);
    if (answer.len == 0) {
        must(o->fake->dead, "no answer with power on");
        check_torn(o, &q);
        return;
    }
    must(answer.len >= 2, "less than a status word");
    sw = get_be16(answer.ptr + answer.len - 2);
    data = span_sub(answer, 0, answer.len - 2);
    must(is_known_word(sw), "a status word of no list");
    must(data.len == 0 || sw == 0x9000, "data with a refusal");
    must(q.ins != 0x20 || data.len == 0, "VERIFY answers data");
    if (q.ins == 0x20)
        check_verify(o, &q, sw);
    if (q.ins == 0x24 || q.ins == 0x32)
        check_change(o, &q, sw);
    check_signature(o, &q, sw);
    check_state(o, &q, sw);
    check_bytes(o, &q, data);
}
