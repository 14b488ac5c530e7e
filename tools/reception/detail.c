/* SPDX-License-Identifier: Apache-2.0
 *
 * Takes the characters out of the places that libinkan-match names.
 */
#include "tools/reception/detail.h"

#include <string.h>

struct list {
    struct detail *out;
    size_t count;
};

/* Bytes of the UTF-8 character that begins here. */
static size_t char_len(const char *s)
{
    size_t len = 1;

    while (((unsigned char)s[len] & 0xC0) == 0x80 && len < 4)
        len++;
    return len;
}

/* The n-th character, from 1; "" where there is none. */
static void char_at(const char *s, unsigned n, char out[DETAIL_CHAR_MAX])
{
    out[0] = '\0';
    while (*s != '\0' && n > 1) {
        s += char_len(s);
        n--;
    }
    if (*s == '\0' || n == 0)
        return;
    memcpy(out, s, char_len(s));
    out[char_len(s)] = '\0';
}

static struct detail *add(struct list *l, enum finding about, unsigned at)
{
    struct detail *d;

    if (l->count == DETAILS_MAX)
        return NULL;
    d = &l->out[l->count++];
    *d = (struct detail){ .about = about, .at = at };
    return d;
}

/* Does this reason for "equal but" point at single characters of a kind? */
static bool finding_of(enum inkan_match_code code, enum finding *out)
{
    static const struct {
        enum inkan_match_code code;
        enum finding about;
    } rows[] = {
        { INKAN_MATCH_DOT, FINDING_DOT },
        { INKAN_MATCH_GAIJI, FINDING_DOT },
        { INKAN_MATCH_SUBSTITUTE, FINDING_DOT },
        { INKAN_MATCH_VARIANT, FINDING_VARIANT },
        { INKAN_MATCH_ITERATION, FINDING_VARIANT },
        { INKAN_MATCH_KANA_KIND, FINDING_VARIANT },
        { INKAN_MATCH_SMALL_IN_NAME, FINDING_VARIANT },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].code == code) {
            *out = rows[i].about;
            return true;
        }
    }
    return false;
}

static void add_place(struct list *l, enum finding about,
                      const struct inkan_match_place *at, const char *card,
                      const char *answer)
{
    unsigned count = 1;

    if (at->a_first == 0 || at->b_first == 0)
        return;
    if (at->a_last - at->a_first == at->b_last - at->b_first)
        count += (unsigned)(at->a_last - at->a_first);
    for (unsigned i = 0; i < count; i++) {
        struct detail *d = add(l, about, at->b_first + i);

        if (d == NULL)
            return;
        char_at(card, at->a_first + i, d->card);
        char_at(answer, at->b_first + i, d->other);
    }
}

static void add_reasons(struct list *l, const struct inkan_match_result *r,
                        const char *card, const char *answer)
{
    for (unsigned i = 0; i < r->count; i++) {
        const struct inkan_match_reason *reason = &r->reasons[i];
        enum finding about;

        if (!finding_of(reason->code, &about))
            continue;
        for (unsigned k = 0; k < reason->count && k < INKAN_MATCH_PLACES; k++)
            add_place(l, about, &reason->at[k], card, answer);
    }
}

static bool has_claim(const struct list *l, const char *c)
{
    for (size_t i = 0; i < l->count; i++) {
        if (l->out[i].about == FINDING_CLAIM_UNSAFE &&
            strcmp(l->out[i].card, c) == 0)
            return true;
    }
    return false;
}

static void add_unsafe(struct list *l, const struct inkan_matcher *m,
                       const char *name, bool is_answer)
{
    struct inkan_match_text text = { name, strlen(name), NULL };
    size_t at = 0, first = 0, len = 0;
    char better[8];

    while (inkan_match_unsafe_next(m, text, &at, &first, &len, better)) {
        char c[DETAIL_CHAR_MAX] = "";
        unsigned place = 1;
        struct detail *d;

        if (len >= sizeof(c))
            continue;
        memcpy(c, name + first, len);
        for (const char *s = name; s < name + first; s += char_len(s))
            place++;
        d = has_claim(l, c)
                ? NULL
                : add(l, FINDING_CLAIM_UNSAFE, is_answer ? place : 0);
        if (d == NULL)
            continue;
        memcpy(d->card, c, sizeof(c));
        memcpy(d->other, better, sizeof(d->other));
    }
}

size_t detail_list(const struct inkan_matcher *m,
                   const struct visit_facts *facts, const struct answer *answer,
                   const struct judgement *j, struct detail out[DETAILS_MAX])
{
    struct list l = { out, 0 };
    const char *card = facts->person.name;

    if (finding_hides(j))
        return 0;
    for (size_t i = 0; i < j->count; i++) {
        const char *name = likeness_name(&j->like[i], &answer->result[i]);

        /* Several insurances of one person mostly repeat the name. */
        if (i > 0 &&
            strcmp(name, likeness_name(&j->like[0], &answer->result[0])) == 0)
            continue;
        add_reasons(&l, &j->like[i].name, card, name);
        add_unsafe(&l, m, name, true);
    }
    if ((j->set.findings & 1u << FINDING_DOT) != 0)
        add_unsafe(&l, m, card, false);
    return l.count;
}
