/* SPDX-License-Identifier: Apache-2.0
 *
 * The reader of `.apdu` files. Does not know what an exchange means.
 */
#include "tools/replay_script.h"

#include <string.h>

/* A line without comment and blanks at its end. */
struct line {
    const char *ptr;
    size_t len;
};

void replay_open(struct replay_script *script, const char *text)
{
    *script = (struct replay_script){ .at = text, .line = 0 };
}

static struct line take_line(struct replay_script *script)
{
    struct line line = { script->at, strcspn(script->at, "\n") };

    script->at += line.len;
    if (*script->at == '\n')
        script->at++;
    script->line++;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '#')
            line.len = i;
    }
    while (line.len > 0 && strchr(" \t\r", line.ptr[line.len - 1]) != NULL)
        line.len--;
    return line;
}

/* A digit or `.`, put below what is there; false for anything else. */
static bool put_nibble(char c, uint8_t *byte, uint8_t *mask)
{
    static const char digits[] = "0123456789abcdef";
    char lower = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
    const char *digit = c != '\0' ? strchr(digits, lower) : NULL;

    if (digit == NULL && c != '.')
        return false;
    *byte = (uint8_t)(*byte << 4 | (digit != NULL ? digit - digits : 0));
    *mask = (uint8_t)(*mask << 4 | (digit != NULL ? 0x0F : 0));
    return true;
}

static bool add_bytes(struct step *step, struct line line)
{
    size_t i = 0;

    while (i < line.len) {
        uint8_t byte = 0, mask = 0;

        if (line.ptr[i] == ' ' || line.ptr[i] == '\t') {
            i++;
            continue;
        }
        if (line.len - i < 2 || step->len == STEP_BYTES_MAX ||
            !put_nibble(line.ptr[i], &byte, &mask) ||
            !put_nibble(line.ptr[i + 1], &byte, &mask))
            return false;
        step->bytes[step->len] = byte;
        step->mask[step->len++] = mask;
        i += 2;
    }
    return true;
}

static void take_bytes(struct replay_script *script, enum step_kind kind,
                       struct line line, struct step *out)
{
    bool good = add_bytes(out, (struct line){ line.ptr + 1, line.len - 1 });

    while (good && (*script->at == ' ' || *script->at == '\t'))
        good = add_bytes(out, take_line(script));
    out->kind = good && out->len > 0 ? kind : STEP_BAD;
}

static enum step_kind order_of(struct line line)
{
    static const struct {
        const char *word;
        enum step_kind kind;
    } orders[] = { { "reset", STEP_RESET },
                   { "power", STEP_POWER },
                   { "persona ", STEP_PERSONA } };
    size_t i = 1;

    while (i < line.len && line.ptr[i] == ' ')
        i++;
    for (size_t k = 0; k < sizeof(orders) / sizeof(orders[0]); k++) {
        size_t len = strlen(orders[k].word);
        bool whole = orders[k].word[len - 1] != ' ';

        if (line.len - i >= len &&
            memcmp(line.ptr + i, orders[k].word, len) == 0 &&
            (!whole || line.len - i == len))
            return orders[k].kind;
    }
    return STEP_BAD;
}

void replay_next(struct replay_script *script, struct step *out)
{
    struct line line = { NULL, 0 };

    out->kind = STEP_END;
    out->len = 0;
    while (line.len == 0) {
        if (*script->at == '\0')
            return;
        line = take_line(script);
    }
    out->line = script->line;
    switch (line.ptr[0]) {
    case '>': take_bytes(script, STEP_COMMAND, line, out); return;
    case '<': take_bytes(script, STEP_ANSWER, line, out); return;
    case '!': out->kind = order_of(line); return;
    default: out->kind = STEP_BAD; return;
    }
}

bool replay_fits(const struct step *answer, const uint8_t *got, size_t len)
{
    if (len != answer->len)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (((got[i] ^ answer->bytes[i]) & answer->mask[i]) != 0)
            return false;
    }
    return true;
}
