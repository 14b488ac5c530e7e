/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the notation of an address: place, house numbers, building. Two ways
 * of writing one address must come out the same; two addresses must not.
 */
#include "host/match/address.h"

#include <string.h>
#include <unicode/uchar.h>

#define KE        0x30F6 /* the small ke of Kasumigaseki, for all its forms */
#define NO        0x30CE /* no, katakana */
#define LONG_MARK 0x30FC

static const char *const prefectures[] = {
    "北海道", "青森県",   "岩手県", "宮城県",   "秋田県", "山形県", "福島県",
    "茨城県", "栃木県",   "群馬県", "埼玉県",   "千葉県", "東京都", "神奈川県",
    "新潟県", "富山県",   "石川県", "福井県",   "山梨県", "長野県", "岐阜県",
    "静岡県", "愛知県",   "三重県", "滋賀県",   "京都府", "大阪府", "兵庫県",
    "奈良県", "和歌山県", "鳥取県", "島根県",   "岡山県", "広島県", "山口県",
    "徳島県", "香川県",   "愛媛県", "高知県",   "福岡県", "佐賀県", "長崎県",
    "熊本県", "大分県",   "宮崎県", "鹿児島県", "沖縄県",
};

/* What may follow a house number and means nothing but its rank. */
static const struct suffix_row {
    const char *word;
    const char *not_before; /* first characters that make it part of a name */
    bool before_number;     /* a suffix only where a number follows */
    bool is_lot;
    bool is_ban, is_go;
    bool ends_block; /* says by itself that this is a house number */
} suffixes[] = {
    { "丁目", "", false, false, false, false, true },
    { "丁", "", true, false, false, false, true }, /* Sakai has no me */
    { "番地", "", false, true, false, false, true },
    { "番", "町丁館街組", false, false, true, false, true },
    { "号室", "", false, false, false, false, false },
    { "室", "", false, false, false, false, false },
    { "号", "線地", false, false, false, true, true },
};

struct reader {
    const struct text *t;
    size_t at;
    struct address *out;
};

static UChar32 peek(const struct reader *r, size_t ahead)
{
    size_t i = r->at + ahead;

    return i < r->t->count ? r->t->c[i] : 0;
}

/* Characters of word if it stands at i; 0 if not. */
static size_t word_at(const struct text *t, size_t i, const char *word)
{
    size_t len = strlen(word);
    size_t from = i;

    for (size_t at = 0; at < len; i++) {
        UChar32 c = utf8_next(word, len, &at);

        if (i >= t->count || t->c[i] != c)
            return 0;
    }
    return i - from;
}

static bool is_one_of(UChar32 c, const char *set)
{
    size_t len = strlen(set);

    for (size_t at = 0; at < len;) {
        if (utf8_next(set, len, &at) == c)
            return true;
    }
    return false;
}

static bool is_digit(UChar32 c)
{
    return c >= '0' && c <= '9';
}

/* A postal code in front: with its mark, or 3 digits, a dash, 4 digits. */
static void skip_postal_code(struct reader *r)
{
    bool mark = peek(r, 0) == 0x3012;
    size_t digits = 0;
    size_t i = mark ? 1 : 0;

    for (; is_digit(peek(r, i)) || peek(r, i) == ' ' ||
           (digits == 3 && char_is_dash(peek(r, i)));
         i++) {
        digits += is_digit(peek(r, i)) ? 1 : 0;
        if (digits == 3 && !mark && !char_is_dash(peek(r, i + 1)) &&
            is_digit(peek(r, i)))
            return;
    }
    if (digits == 7)
        r->at += i;
}

static void read_prefecture(struct reader *r)
{
    r->out->prefecture = 0;
    if (!is_one_of(peek(r, 2), "都道府県") && peek(r, 3) != 0x770C)
        return;
    for (size_t i = 0; i < ARRAY_LEN(prefectures); i++) {
        size_t len = word_at(r->t, r->at, prefectures[i]);

        if (len == 0)
            continue;
        r->at += len;
        r->out->prefecture = (int)i + 1;
        return;
    }
}

static size_t skip_spaces(const struct text *t, size_t i)
{
    while (i < t->count && t->c[i] == ' ')
        i++;
    return i;
}

static bool number_follows(const struct text *t, size_t i)
{
    uint32_t value;

    return number_read(t, i, &value) != 0;
}

/* What joins two house numbers without a word. Returns its length. */
static size_t joint_at(const struct text *t, size_t i)
{
    UChar32 c = i < t->count ? t->c[i] : 0;

    if (c != LONG_MARK && c != NO && c != 0x306E && c != '.' && c != ',' &&
        c != '/' && !char_is_dash(c))
        return 0;
    return number_follows(t, skip_spaces(t, i + 1)) ? 1 : 0;
}

static const struct suffix_row *suffix_at(const struct text *t, size_t i,
                                          size_t *len)
{
    for (size_t k = 0; k < ARRAY_LEN(suffixes); k++) {
        size_t next;

        *len = word_at(t, i, suffixes[k].word);
        next = i + *len;
        if (*len != 0 &&
            !(suffixes[k].before_number && !number_follows(t, next)) &&
            !(next < t->count && is_one_of(t->c[next], suffixes[k].not_before)))
            return &suffixes[k];
    }
    return NULL;
}

/* A run of numbers that belong together, tried out before it is taken. */
struct run {
    size_t count;
    uint32_t numbers[ADDRESS_BLOCK_MAX];
    size_t end;
    bool ends_block;
    bool lot, ban, go;
};

static bool read_run(const struct text *t, size_t i, struct run *run)
{
    *run = (struct run){ 0 };
    for (;;) {
        uint32_t number;
        size_t len = number_read(t, i, &number);
        const struct suffix_row *suffix;
        size_t next;

        if (len == 0 || run->count == ADDRESS_BLOCK_MAX)
            break;
        run->numbers[run->count++] = number;
        i += len;
        run->end = i;
        suffix = suffix_at(t, i, &len);
        if (suffix != NULL) {
            run->ends_block = run->ends_block || suffix->ends_block;
            run->lot = run->lot || suffix->is_lot;
            run->ban = run->ban || suffix->is_ban;
            run->go = run->go || suffix->is_go;
            run->end = i += len;
            len = joint_at(t, i);
            next = skip_spaces(t, i + len);
        } else {
            len = joint_at(t, skip_spaces(t, i));
            if (len == 0)
                break;
            next = skip_spaces(t, skip_spaces(t, i) + len);
        }
        /* After "go" or a room a space begins the building. */
        if (suffix != NULL && (suffix->is_go || !suffix->ends_block) &&
            len == 0)
            break;
        if (!number_follows(t, next))
            break;
        i = next;
    }
    return run->count != 0;
}

static bool is_block(const struct text *t, const struct run *run)
{
    return run->ends_block || run->count > 1 || run->end == t->count ||
           t->c[run->end] == ' ';
}

/* A kana between two kanji that each system writes in its own way. */
static UChar32 fold_between(const struct text *t, size_t i, bool after_han)
{
    UChar32 c = t->c[i];
    UChar32 next = i + 1 < t->count ? t->c[i + 1] : 0;

    if (!after_han || !(char_is_han(next) || is_digit(next)))
        return c;
    switch (c) {
    case 0x30B1: /* ke */
    case 0x30F5: /* small ka */
    case 0x304C: /* ga */
    case 0x30AC: return KE;
    case 0x306E: return NO;
    case 0x3063: /* small tu */
    case 0x30C3:
    case 0x3064: return 0x30C4;
    default: return c;
    }
}

static void read_place(struct reader *r)
{
    struct text *place = &r->out->place;
    bool after_han = false;

    while (r->at < r->t->count) {
        uint16_t at = r->t->at[r->at];
        UChar32 c = peek(r, 0);
        struct run run;

        if (c == ' ' || word_at(r->t, r->at, "大字") != 0) {
            r->at += c == ' ' ? 1 : 2;
            continue;
        }
        if (!read_run(r->t, r->at, &run)) {
            text_put(place, fold_between(r->t, r->at, after_han), at);
            after_han = char_is_han(c);
            r->at++;
            continue;
        }
        if (is_block(r->t, &run)) {
            memcpy(r->out->block, run.numbers, sizeof(run.numbers));
            r->out->count = run.count;
            r->out->block_at = slice_of(r->t, r->at, run.end);
            r->out->says_lot = run.lot;
            r->out->says_residence = run.ban && run.go;
            r->at = run.end;
            return;
        }
        for (size_t i = 0; i < run.count; i++)
            text_put(place, CHAR_NUMBER + (UChar32)run.numbers[i], at);
        r->at = run.end;
        after_han = true;
    }
}

/* Building and room: numbers whole, no spaces and signs, floors as "f". */
static void read_rest(struct reader *r)
{
    struct text *rest = &r->out->rest;

    while (r->at < r->t->count) {
        uint16_t at = r->t->at[r->at];
        UChar32 c = peek(r, 0);
        uint32_t number;
        size_t len = number_read(r->t, r->at, &number);

        if (len != 0) {
            size_t suffix_len;

            text_put(rest, CHAR_NUMBER + (UChar32)number, at);
            r->out->room = number;
            r->at += len;
            if (suffix_at(r->t, r->at, &suffix_len) != NULL)
                r->at += suffix_len;
            continue;
        }
        r->at++;
        if (c == 0x968E) /* floor */
            c = 'f';
        if (c == LONG_MARK && rest->count != 0 &&
            char_is_number(rest->c[rest->count - 1]))
            continue;
        if (u_isalpha(c) || (c != ' ' && !char_is_true(c)))
            text_put(rest, u_foldCase(c, U_FOLD_CASE_DEFAULT), at);
    }
}

void address_read(const struct text *t, struct address *out)
{
    struct reader r = { t, 0, out };

    out->count = 0;
    out->room = 0;
    out->says_lot = out->says_residence = false;
    out->block_at = slice_of(t, 0, 0);
    text_start(&out->place, t);
    text_start(&out->rest, t);
    skip_postal_code(&r);
    r.at = skip_spaces(t, r.at);
    read_prefecture(&r);
    read_place(&r);
    read_rest(&r);
}
