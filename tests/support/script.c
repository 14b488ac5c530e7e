/* SPDX-License-Identifier: Apache-2.0
 *
 * The reader of `.apdu` files. Does not know what an exchange means.
 */
#include "tests/support/script.h"
#include "tests/support/hex.h"

void script_open(struct script *s, const char *text, size_t text_len,
                 uint8_t *bytes, uint8_t *mask, size_t cap)
{
    *s = (struct script){ .at = text,
                          .end = text + text_len,
                          .next_line = 1,
                          .bytes = bytes,
                          .mask = mask,
                          .cap = cap };
}

/* The rest of the line from s->at, without comment and blanks at the end;
 * s->at moves to the next line. */
static struct span take_line(struct script *s)
{
    const char *from = s->at;
    const char *to = from;

    while (s->at != s->end && *s->at != '\n')
        s->at++;
    while (to != s->at && *to != '#')
        to++;
    if (s->at != s->end)
        s->at++;
    s->next_line++;
    while (to != from && (to[-1] == ' ' || to[-1] == '\t' || to[-1] == '\r'))
        to--;
    return span_of(from, (size_t)(to - from));
}

/* A nibble or `.`; false for anything else. */
static bool take_nibble(char c, uint8_t *value, uint8_t *mask)
{
    int digit = hex_digit(c);

    if (digit < 0 && c != '.')
        return false;
    *value = (uint8_t)(*value << 4 | (digit < 0 ? 0 : digit));
    *mask = (uint8_t)(*mask << 4 | (digit < 0 ? 0 : 0xF));
    return true;
}

static bool add_bytes(struct script *s, struct span text, size_t *len)
{
    size_t i = 0;

    while (i < text.len) {
        uint8_t value = 0;
        uint8_t mask = 0;

        if (text.ptr[i] == ' ') {
            i++;
            continue;
        }
        if (text.len - i < 2 || *len == s->cap ||
            !take_nibble((char)text.ptr[i], &value, &mask) ||
            !take_nibble((char)text.ptr[i + 1], &value, &mask))
            return false;
        s->bytes[*len] = value;
        s->mask[*len] = mask;
        ++*len;
        i += 2;
    }
    return true;
}

/* The first line and all that follow and begin with a blank. */
static void take_bytes(struct script *s, enum script_kind kind,
                       struct span line, struct script_step *out)
{
    bool good = add_bytes(s, line, &out->len);

    while (good && s->at != s->end && *s->at == ' ')
        good = add_bytes(s, take_line(s), &out->len);
    out->kind = good ? kind : SCRIPT_BAD;
}

static bool is_word(struct span line, const char *word)
{
    return span_equal(line, span_of(word, strlen(word)));
}

static void take_order(struct span line, struct script_step *out)
{
    static const char persona[] = "persona ";
    size_t head = sizeof(persona) - 1;

    while (line.len != 0 && *line.ptr == ' ')
        line = span_sub(line, 1, line.len);
    out->kind = SCRIPT_BAD;
    if (is_word(line, "reset"))
        out->kind = SCRIPT_RESET;
    if (is_word(line, "power"))
        out->kind = SCRIPT_POWER;
    if (line.len > head && memcmp(line.ptr, persona, head) == 0) {
        out->kind = SCRIPT_PERSONA;
        out->word = (const char *)line.ptr + head;
        out->word_len = line.len - head;
    }
}

void script_next(struct script *s, struct script_step *out)
{
    struct span line;

    *out = (struct script_step){ .kind = SCRIPT_END };
    do {
        if (s->at == s->end)
            return;
        s->line = s->next_line;
        line = take_line(s);
    } while (line.len == 0);
    switch (line.ptr[0]) {
    case '>':
        take_bytes(s, SCRIPT_COMMAND, span_sub(line, 1, line.len), out);
        break;
    case '<':
        take_bytes(s, SCRIPT_ANSWER, span_sub(line, 1, line.len), out);
        break;
    case '!': take_order(span_sub(line, 1, line.len), out); break;
    default: out->kind = SCRIPT_BAD;
    }
}

bool script_fits(const struct script *s, const struct script_step *step,
                 struct span answer)
{
    if (answer.len != step->len)
        return false;
    for (size_t i = 0; i < answer.len; i++) {
        if (((answer.ptr[i] ^ s->bytes[i]) & s->mask[i]) != 0)
            return false;
    }
    return true;
}
