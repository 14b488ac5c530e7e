/* SPDX-License-Identifier: Apache-2.0
 *
 * Results for people and programs: sentences and JSON. Text that came from a
 * record is printed only without control and direction characters, which could
 * make a screen show something else than it says.
 */
#include "host/match/internal.h"
#include "host/match/reason.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>

/* Writes what fits and counts what does not. */
struct out {
    char *ptr;
    size_t cap;
    size_t len;
};

static void put(struct out *o, const char *s, size_t len)
{
    if (o->len + len < o->cap)
        memcpy(o->ptr + o->len, s, len);
    else if (o->len < o->cap)
        o->cap = o->len + 1; /* from here on only count */
    o->len += len;
}

static void put_str(struct out *o, const char *s)
{
    put(o, s, strlen(s));
}

static void put_uint(struct out *o, unsigned value)
{
    char digits[16];

    (void)snprintf(digits, sizeof(digits), "%u", value);
    put_str(o, digits);
}

static size_t finish(struct out *o, char *buf, size_t cap)
{
    if (cap != 0)
        buf[o->len < o->cap ? o->len : o->cap - 1] = '\0';
    return o->len;
}

static bool is_printable(UChar32 c)
{
    return c >= 0 && u_charType(c) != U_CONTROL_CHAR &&
           !u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) && c != 0x2028 &&
           c != 0x2029;
}

/* Characters first to last (from 1) of text. */
static void put_part(struct out *o, struct inkan_match_text text,
                     unsigned first, unsigned last)
{
    unsigned count = 0;

    for (size_t i = 0; i < text.len;) {
        size_t from = i;
        UChar32 c = utf8_next(text.ptr, text.len, &i);

        count++;
        if (count >= first && count <= last && is_printable(c))
            put(o, text.ptr + from, i - from);
    }
}

static void put_place(struct out *o, const struct inkan_match_place *p,
                      struct inkan_match_text a, struct inkan_match_text b,
                      bool ja)
{
    if (p->a_first != 0)
        put_part(o, a, p->a_first, p->a_last);
    put_str(o, "/");
    if (p->b_first != 0)
        put_part(o, b, p->b_first, p->b_last);
    put_str(o, ja ? "（" : " (");
    put_uint(o, p->a_first);
    if (p->a_first != p->b_first) {
        put_str(o, "/");
        put_uint(o, p->b_first);
    }
    put_str(o, ja ? "文字目）" : ")");
}

static void put_sentence(struct out *o, const struct inkan_match_reason *reason,
                         struct inkan_match_text a, struct inkan_match_text b,
                         bool ja)
{
    const struct reason_row *row = reason_of(reason->code);
    const char *sentence = ja ? row->ja : row->en;
    const char *at = strstr(sentence, "{at}");

    if (at == NULL) {
        put_str(o, sentence);
        return;
    }
    put(o, sentence, (size_t)(at - sentence));
    for (unsigned i = 0; i < reason->count; i++) {
        if (i != 0)
            put_str(o, ja ? "、" : ", ");
        put_place(o, &reason->at[i], a, b, ja);
    }
    if (reason->count == 0)
        put_str(o, ja ? "全体" : "the whole");
}

size_t inkan_match_sentence(const struct inkan_match_reason *reason,
                            struct inkan_match_text a,
                            struct inkan_match_text b, const char *lang,
                            char *out, size_t cap)
{
    struct out o = { out, cap, 0 };

    put_sentence(&o, reason, a, b, lang != NULL && strcmp(lang, "ja") == 0);
    return finish(&o, out, cap);
}

/* A sentence as a JSON string. Only quotes and backslashes are left to escape:
 * controls never get this far. */
static void put_json_sentence(struct out *o,
                              const struct inkan_match_reason *reason,
                              struct inkan_match_text a,
                              struct inkan_match_text b, bool ja)
{
    char text[2048];
    struct out t = { text, sizeof(text), 0 };

    put_sentence(&t, reason, a, b, ja);
    (void)finish(&t, text, sizeof(text));
    put_str(o, "\"");
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\')
            put_str(o, "\\");
        put(o, p, 1);
    }
    put_str(o, "\"");
}

static void put_range(struct out *o, const char *name, unsigned first,
                      unsigned last)
{
    put_str(o, name);
    if (first != 0) {
        put_uint(o, first);
        put_str(o, ",");
        put_uint(o, last);
    }
    put_str(o, "]");
}

static void put_reason(struct out *o, const struct inkan_match_reason *reason,
                       struct inkan_match_text a, struct inkan_match_text b)
{
    put_str(o, "{\"code\":\"");
    put_str(o, inkan_match_code_name(reason->code));
    put_str(o, "\",\"at\":[");
    for (unsigned i = 0; i < reason->count; i++) {
        put_range(o, i == 0 ? "{\"a\":[" : ",{\"a\":[", reason->at[i].a_first,
                  reason->at[i].a_last);
        put_range(o, ",\"b\":[", reason->at[i].b_first, reason->at[i].b_last);
        put_str(o, "}");
    }
    put_str(o, "],\"text\":");
    put_json_sentence(o, reason, a, b, false);
    put_str(o, ",\"ja\":");
    put_json_sentence(o, reason, a, b, true);
    put_str(o, "}");
}

size_t inkan_match_json(const struct inkan_match_result *r,
                        struct inkan_match_text a, struct inkan_match_text b,
                        char *out, size_t cap)
{
    struct out o = { out, cap, 0 };
    char grade[2] = { inkan_match_grade_letter(r->grade), '\0' };

    put_str(&o, "{\"grade\":\"");
    put_str(&o, grade);
    put_str(&o, "\",\"reasons\":[");
    for (unsigned i = 0; i < r->count; i++) {
        if (i != 0)
            put_str(&o, ",");
        put_reason(&o, &r->reasons[i], a, b);
    }
    put_str(&o, "]}");
    return finish(&o, out, cap);
}
