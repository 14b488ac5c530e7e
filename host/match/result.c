/* SPDX-License-Identifier: Apache-2.0
 *
 * A result while it is written, and the table of reasons: the one place that
 * knows the name, the grade and the sentences of each.
 */
#include "host/match/internal.h"
#include "host/match/reason.h"

#include <string.h>

/* {at} stands for the places: pairs of characters and where they are. */
/* clang-format off */
static const struct reason_row rows[] = {
    [INKAN_MATCH_NOTATION] = { "notation", INKAN_MATCH_A,
        "written differently, the same after normalising",
        "表記の違いのみ（正規化すると同じ）" },
    [INKAN_MATCH_SMALL_KANA] = { "small-kana", INKAN_MATCH_A,
        "small and large kana: {at}", "小書きと並字のかな：{at}" },
    [INKAN_MATCH_KANA_PAIR] = { "kana-pair", INKAN_MATCH_A,
        "kana of one sound: {at}", "同音のかな：{at}" },
    [INKAN_MATCH_PARTIAL_DATE] = { "partial-date", INKAN_MATCH_A,
        "the date is known in part only; the known parts agree",
        "日付の一部が不明（分かる部分は一致）" },
    [INKAN_MATCH_VARIANT] = { "variant", INKAN_MATCH_B,
        "forms of one kanji: {at}", "異体字：{at}" },
    [INKAN_MATCH_ITERATION] = { "iteration", INKAN_MATCH_B,
        "iteration mark for the repeated kanji: {at}", "繰返し記号：{at}" },
    [INKAN_MATCH_KANA_KIND] = { "kana-kind", INKAN_MATCH_B,
        "hiragana and katakana: {at}", "ひらがなとカタカナ：{at}" },
    [INKAN_MATCH_SMALL_IN_NAME] = { "small-in-name", INKAN_MATCH_B,
        "small and large kana in the name: {at}",
        "氏名中の小書きと並字のかな：{at}" },
    [INKAN_MATCH_LONG_VOWEL] = { "long-vowel", INKAN_MATCH_B,
        "long vowel written differently: {at}", "長音の書き方：{at}" },
    [INKAN_MATCH_DOT] = { "dot", INKAN_MATCH_B,
        "a character was replaced by a filler: {at}",
        "記号に置き換えられた文字：{at}" },
    [INKAN_MATCH_GAIJI] = { "gaiji", INKAN_MATCH_B,
        "a private character of one system: {at}", "外字：{at}" },
    [INKAN_MATCH_SUBSTITUTE] = { "substitute", INKAN_MATCH_B,
        "the certificate says that a character was replaced: {at}",
        "証明書の代替文字：{at}" },
    [INKAN_MATCH_ORDER] = { "order", INKAN_MATCH_B,
        "the parts of the name stand in another order", "氏名の順序が異なる" },
    [INKAN_MATCH_DIACRITIC] = { "diacritic", INKAN_MATCH_B,
        "letters with and without marks", "発音記号の有無" },
    [INKAN_MATCH_TRUNCATED] = { "truncated", INKAN_MATCH_B,
        "one side is the beginning of the other, cut off",
        "長い氏名の途中まで" },
    [INKAN_MATCH_BRACKET] = { "bracket", INKAN_MATCH_B,
        "a name in brackets stands on one side only",
        "括弧書きの氏名が片方のみ" },
    [INKAN_MATCH_OTHER_NAME] = { "other-name", INKAN_MATCH_B,
        "equal by the former surname or the alias in brackets",
        "括弧内の旧氏又は通称と一致" },
    [INKAN_MATCH_ERA] = { "era", INKAN_MATCH_B,
        "the era and the year do not fit each other", "元号と年が合わない" },
    [INKAN_MATCH_PREFECTURE] = { "prefecture", INKAN_MATCH_B,
        "the prefecture is left out on one side", "都道府県名が片方のみ" },
    [INKAN_MATCH_COUNTY] = { "county", INKAN_MATCH_B,
        "the county (gun) is left out on one side", "郡名が片方のみ" },
    [INKAN_MATCH_AZA] = { "aza", INKAN_MATCH_B,
        "the word aza is left out on one side", "「字」が片方のみ" },
    [INKAN_MATCH_LOT] = { "lot", INKAN_MATCH_B,
        "one side says lot number, the other residence number",
        "地番と住居表示の違いの疑い" },
    [INKAN_MATCH_BUILDING] = { "building", INKAN_MATCH_B,
        "the building is left out or named differently",
        "建物名・部屋番号の有無又は違い" },
    [INKAN_MATCH_ROOM] = { "room", INKAN_MATCH_B,
        "the rooms differ", "部屋番号が異なる" },
    [INKAN_MATCH_DIFFERENT] = { "different", INKAN_MATCH_C,
        "different: {at}", "相違：{at}" },
    [INKAN_MATCH_YEAR] = { "year", INKAN_MATCH_C,
        "the years differ", "年が異なる" },
    [INKAN_MATCH_MONTH] = { "month", INKAN_MATCH_C,
        "the months differ", "月が異なる" },
    [INKAN_MATCH_DAY] = { "day", INKAN_MATCH_C,
        "the days differ", "日が異なる" },
    [INKAN_MATCH_SWAPPED] = { "swapped", INKAN_MATCH_C,
        "month and day are exchanged", "月と日が入れ替わっている" },
    [INKAN_MATCH_TOWN] = { "town", INKAN_MATCH_C,
        "another place: {at}", "町名等が異なる：{at}" },
    [INKAN_MATCH_BLOCK] = { "block", INKAN_MATCH_C,
        "the same place, other house numbers", "町名は同じ、番地等が異なる" },
    [INKAN_MATCH_EMPTY] = { "empty", INKAN_MATCH_NA,
        "nothing to compare on one side", "片方又は両方が空欄" },
    [INKAN_MATCH_PLACEHOLDER] = { "placeholder", INKAN_MATCH_NA,
        "a filler stands in place of a value", "値の代わりの記号" },
    [INKAN_MATCH_ALL_DOTS] = { "all-dots", INKAN_MATCH_NA,
        "no true character is left", "判読できる文字がない" },
    [INKAN_MATCH_SCRIPT] = { "script", INKAN_MATCH_NA,
        "written in scripts that cannot be compared",
        "文字の種類が異なり比較できない" },
    [INKAN_MATCH_UNSET] = { "unset", INKAN_MATCH_NA,
        "the sex is not stated", "性別の記載なし" },
    [INKAN_MATCH_UNKNOWN_DATE] = { "unknown-date", INKAN_MATCH_NA,
        "the year is unknown", "年が不明" },
    [INKAN_MATCH_BAD_DATE] = { "bad-date", INKAN_MATCH_NA,
        "not a date, or one that does not exist", "日付でない、又は存在しない日付" },
    [INKAN_MATCH_BAD_SEX] = { "bad-sex", INKAN_MATCH_NA,
        "not a word or code for a sex", "性別として読めない" },
    [INKAN_MATCH_BAD_TEXT] = { "bad-text", INKAN_MATCH_NA,
        "broken text", "壊れた文字列" },
    [INKAN_MATCH_TOO_LONG] = { "too-long", INKAN_MATCH_NA,
        "too long to compare", "長すぎて比較できない" },
};
/* clang-format on */
_Static_assert(ARRAY_LEN(rows) == INKAN_MATCH_CODE_COUNT,
               "every reason has a row");

const struct reason_row *reason_of(enum inkan_match_code code)
{
    return (unsigned)code < INKAN_MATCH_CODE_COUNT ? &rows[code] : &rows[0];
}

void result_start(struct inkan_match_result *r)
{
    r->grade = INKAN_MATCH_A;
    r->surname = INKAN_MATCH_NA;
    r->given = INKAN_MATCH_NA;
    r->count = 0;
}

/* Grades are declared in the order in which they outdo each other. */
static struct inkan_match_reason *find_or_add(struct inkan_match_result *r,
                                              enum inkan_match_code code)
{
    struct inkan_match_reason *reason;

    if (rows[code].grade > r->grade)
        r->grade = rows[code].grade;
    for (unsigned i = 0; i < r->count; i++) {
        if (r->reasons[i].code == code)
            return &r->reasons[i];
    }
    if (r->count == INKAN_MATCH_REASONS)
        return NULL;
    reason = &r->reasons[r->count++];
    reason->code = code;
    reason->count = 0;
    return reason;
}

void result_add(struct inkan_match_result *r, enum inkan_match_code code)
{
    (void)find_or_add(r, code);
}

void result_add_place(struct inkan_match_result *r, enum inkan_match_code code,
                      struct inkan_match_place place)
{
    struct inkan_match_reason *reason = find_or_add(r, code);

    if (reason != NULL && reason->count < INKAN_MATCH_PLACES)
        reason->at[reason->count++] = place;
}

static void side(struct slice s, uint16_t *first, uint16_t *last)
{
    *first = 0;
    *last = 0;
    if (s.from >= s.to)
        return;
    *first = (uint16_t)(s.text->at[s.from] + 1);
    *last = (uint16_t)(s.text->at[s.to - 1] + 1);
}

void result_add_at(struct inkan_match_result *r, enum inkan_match_code code,
                   struct slice a, struct slice b)
{
    struct inkan_match_place place;

    side(a, &place.a_first, &place.a_last);
    side(b, &place.b_first, &place.b_last);
    result_add_place(r, code, place);
}

void result_add_state(struct inkan_match_result *r, enum text_state a,
                      enum text_state b)
{
    if (a == TEXT_BAD || b == TEXT_BAD)
        result_add(r, INKAN_MATCH_BAD_TEXT);
    else if (a == TEXT_TOO_LONG || b == TEXT_TOO_LONG)
        result_add(r, INKAN_MATCH_TOO_LONG);
    else
        result_add(r, INKAN_MATCH_EMPTY);
}

int inkan_match_has(const struct inkan_match_result *r,
                    enum inkan_match_code code)
{
    for (unsigned i = 0; i < r->count; i++) {
        if (r->reasons[i].code == code)
            return 1;
    }
    return 0;
}

char inkan_match_grade_letter(enum inkan_match_grade grade)
{
    static const char letters[] = "ABC?";

    return letters[(unsigned)grade < INKAN_MATCH_GRADE_COUNT ? grade
                                                             : INKAN_MATCH_NA];
}

const char *inkan_match_code_name(enum inkan_match_code code)
{
    return reason_of(code)->name;
}
