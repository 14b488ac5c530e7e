/* SPDX-License-Identifier: Apache-2.0
 *
 * How a system writes a person down: width, spaces, eras, house numbers in
 * words, fillers for what it cannot hold.
 */
#include "tests/bench/match/population.h"

#include <stdio.h>
#include <string.h>

#include "tests/bench/match/rates.h"

/* Replaces each FROM of text by TO. */
static void replace(char text[TEXT_CAP], const char *from, const char *to)
{
    char out[TEXT_CAP * 2] = "";
    size_t len = 0;
    size_t from_len = strlen(from);
    size_t to_len = strlen(to);

    for (const char *s = text; *s != '\0' && len < TEXT_CAP;) {
        if (strncmp(s, from, from_len) == 0) {
            memcpy(out + len, to, to_len);
            len += to_len;
            s += from_len;
        } else {
            out[len++] = *s++;
        }
    }
    out[len < TEXT_CAP ? len : TEXT_CAP - 1] = '\0';
    memcpy(text, out, TEXT_CAP);
}

/* Bytes of the first character. */
static size_t first_len(const char *s)
{
    unsigned char c = (unsigned char)*s;

    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* One part of a name: as on the register, or its common form, or a filler for
 * each character that differs from the common form. */
static size_t put_part(struct chance *c, const char *form, const char *common,
                       char *out)
{
    bool filler;
    size_t len = 0;

    if (strcmp(form, common) == 0)
        return (size_t)sprintf(out, "%s", form);
    filler = chance_hit(c, rate_dot);
    if (!filler)
        return (size_t)sprintf(out, "%s",
                               chance_hit(c, rate_common_form) ? common : form);
    while (*form != '\0' && *common != '\0') {
        size_t a = first_len(form);
        size_t b = first_len(common);
        bool same = a == b && memcmp(form, common, a) == 0;

        len += (size_t)sprintf(out + len, "%.*s", same ? (int)a : 3,
                               same ? form : "●");
        form += a;
        common += b;
    }
    return len;
}

static void write_name(struct chance *c, const struct person *p,
                       char out[TEXT_CAP])
{
    size_t len;

    if (p->foreign) {
        bool given_first = chance_hit(c, rate_latin_order);

        (void)snprintf(out, TEXT_CAP, "%s %s",
                       given_first ? p->given : p->surname,
                       given_first ? p->surname : p->given);
        if (chance_hit(c, rate_latin_cut) && strlen(out) > 20)
            out[20] = '\0';
        return;
    }
    len = put_part(c, p->surname, p->common_surname, out);
    if (!chance_hit(c, rate_name_space))
        len += (size_t)sprintf(out + len, "　");
    else if (chance_hit(c, 0.7))
        out[len++] = ' ';
    (void)put_part(c, p->given, p->common_given, out + len);
    if (chance_hit(c, rate_typing_name)) {
        replace(out, "斎", "斉");
        replace(out, "子", "予");
        replace(out, "太", "大");
    }
}

static void write_kana(struct chance *c, const struct person *p,
                       char out[TEXT_CAP])
{
    static const char *const large[][2] = {
        { "ッ", "ツ" }, { "ャ", "ヤ" }, { "ュ", "ユ" }, { "ョ", "ヨ" }
    };
    static const char full[] =
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ"
        "ヤユヨラリルレロワン";
    static const char voiced[] =
        "ガカギキグクゲケゴコザサジシズスゼセゾソダタヂチヅツデテドト"
        "バハビヒブフベヘボホ";

    out[0] = '\0';
    if (p->foreign || chance_hit(c, rate_kana_missing))
        return;
    (void)snprintf(out, TEXT_CAP, "%s　%s", p->surname_kana, p->given_kana);
    if (chance_hit(c, rate_kana_long)) {
        replace(out, "ョウ", "ョー");
        replace(out, "オオ", "オー");
    }
    if (chance_hit(c, rate_kana_large)) {
        for (size_t i = 0; i < 4; i++)
            replace(out, large[i][0], large[i][1]);
    }
    if (!chance_hit(c, rate_kana_half))
        return;
    replace(out, "　", " ");
    for (size_t i = 0; i < sizeof(voiced) - 1; i += 6) {
        char from[4] = { voiced[i], voiced[i + 1], voiced[i + 2], '\0' };
        char to[8] = { voiced[i + 3], voiced[i + 4], voiced[i + 5], '\0' };

        strcat(to, "ﾞ");
        replace(out, from, to);
    }
    for (size_t i = 0; i < sizeof(full) - 1; i += 3) {
        /* Half-width kana stand in the same order from U+FF71. */
        unsigned code = 0xFF71u + (unsigned)(i / 3);
        char from[4] = { full[i], full[i + 1], full[i + 2], '\0' };
        char to[4] = { (char)0xEF, (char)(0x80u | (code >> 6 & 0x3Fu)),
                       (char)(0x80u | (code & 0x3Fu)), '\0' };

        replace(out, from, to);
    }
}

static void write_birth(struct chance *c, const struct person *p, char out[32])
{
    static const struct {
        int year, month, day;
        const char *name;
        char letter;
    } eras[] = { { 2019, 5, 1, "令和", 'R' },
                 { 1989, 1, 8, "平成", 'H' },
                 { 1926, 12, 25, "昭和", 'S' } };
    size_t i = 0;

    if (!chance_hit(c, rate_birth_era)) {
        const char *sign = chance_hit(c, rate_birth_slashes) ? "/" : "";

        (void)snprintf(out, 32, "%04d%s%02d%s%02d", p->year, sign, p->month,
                       sign, p->day);
        return;
    }
    while (p->year < eras[i].year ||
           (p->year == eras[i].year &&
            (p->month < eras[i].month ||
             (p->month == eras[i].month && p->day < eras[i].day))))
        i++;
    if (chance_hit(c, 0.5))
        (void)snprintf(out, 32, "%s%d年%d月%d日", eras[i].name,
                       p->year - eras[i].year + 1, p->month, p->day);
    else
        (void)snprintf(out, 32, "%c%d.%02d.%02d", eras[i].letter,
                       p->year - eras[i].year + 1, p->month, p->day);
}

static void write_sex(struct chance *c, const struct person *p, char out[16])
{
    const char *sex = p->row.sex;

    if (chance_hit(c, rate_sex_missing))
        sex = "";
    else if (chance_hit(c, rate_sex_word))
        sex = *sex == '1' ? "男" : "女";
    (void)snprintf(out, 16, "%s", sex);
}

/* 1 to 99 in Chinese numerals. */
static void put_numeral(int value, char out[16])
{
    static const char *const digits[] = { "",   "一", "二", "三", "四",
                                          "五", "六", "七", "八", "九" };

    (void)snprintf(out, 16, "%s%s%s", value >= 20 ? digits[value / 10] : "",
                   value >= 10 ? "十" : "", digits[value % 10]);
}

static void write_address(struct chance *c, const struct person *p,
                          char out[TEXT_CAP])
{
    const int *b = p->block;
    char numeral[16];
    size_t len;

    len =
        (size_t)snprintf(out, TEXT_CAP, "%s%s%s",
                         chance_hit(c, rate_no_prefecture) ? "" : p->prefecture,
                         p->city, p->town);
    replace(out, "ヶ", chance_hit(c, 0.5) ? "ケ" : "ヶ");
    replace(out, "大字", chance_hit(c, 0.5) ? "" : "大字");
    len = strlen(out);
    put_numeral(b[0], numeral);
    if (!chance_hit(c, rate_address_notation))
        (void)snprintf(out + len, TEXT_CAP - len, "%d-%d-%d", b[0], b[1], b[2]);
    else if (chance_hit(c, 0.4))
        (void)snprintf(out + len, TEXT_CAP - len, "%d丁目%d番%d号", b[0], b[1],
                       b[2]);
    else if (chance_hit(c, 0.5))
        (void)snprintf(out + len, TEXT_CAP - len, "%s丁目%d番地%d", numeral,
                       b[1], b[2]);
    else
        (void)snprintf(out + len, TEXT_CAP - len, "%d丁目%dの%d", b[0], b[1],
                       b[2]);
    len = strlen(out);
    if (p->building == NULL || chance_hit(c, rate_no_building))
        return;
    (void)snprintf(out + len, TEXT_CAP - len,
                   chance_hit(c, 0.5) ? " %s%d" : "　%s %d号室", p->building,
                   p->room);
}

void record_write(struct chance *c, const struct person *p, struct row *out)
{
    memcpy(out->number, p->row.number, sizeof(out->number));
    write_name(c, p, out->name);
    write_kana(c, p, out->kana);
    write_birth(c, p, out->birth);
    write_sex(c, p, out->sex);
    write_address(c, p, out->address);
}
