/* SPDX-License-Identifier: Apache-2.0
 *
 * Two statements of sex. "Not stated" contradicts nothing and proves nothing.
 */
#include "host/match/internal.h"

#include <string.h>
#include <unicode/uchar.h>

enum sex {
    SEX_BAD,
    SEX_UNSET,
    SEX_MALE,
    SEX_FEMALE,
};

/* Words after NFKC and case folding. */
static const struct sex_row {
    const char *word;
    enum sex sex;
} words[] = {
    { "1", SEX_MALE },     { "男", SEX_MALE },       { "男性", SEX_MALE },
    { "男子", SEX_MALE },  { "m", SEX_MALE },        { "male", SEX_MALE },
    { "2", SEX_FEMALE },   { "女", SEX_FEMALE },     { "女性", SEX_FEMALE },
    { "f", SEX_FEMALE },   { "female", SEX_FEMALE }, { "女子", SEX_FEMALE },
    { "0", SEX_UNSET },    { "3", SEX_UNSET },       { "9", SEX_UNSET },
    { "不明", SEX_UNSET }, { "未設定", SEX_UNSET },  { "その他", SEX_UNSET },
    { "-", SEX_UNSET },    { "*", SEX_UNSET },       { "不詳", SEX_UNSET },
};

static bool is_word(const struct text *t, const char *word)
{
    size_t len = strlen(word);
    size_t at = 0;
    size_t i = 0;

    for (; at < len && i < t->count; i++) {
        UChar32 c = utf8_next(word, len, &at);

        if (u_foldCase(t->c[i], U_FOLD_CASE_DEFAULT) != c)
            return false;
    }
    return at == len && i == t->count;
}

static enum sex read_sex(const struct text *t)
{
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (is_word(t, words[i].word))
            return words[i].sex;
    }
    return SEX_BAD;
}

void sex_compare(const struct inkan_matcher *m, const struct text *ta,
                 const struct text *tb, struct inkan_match_result *r)
{
    enum sex a = read_sex(ta);
    enum sex b = read_sex(tb);

    (void)m;
    if (a == SEX_BAD || b == SEX_BAD)
        result_add(r, INKAN_MATCH_BAD_SEX);
    else if (a == SEX_UNSET || b == SEX_UNSET)
        result_add(r, INKAN_MATCH_UNSET);
    else if (a != b)
        result_add_at(r, INKAN_MATCH_DIFFERENT, slice_all(ta), slice_all(tb));
}
