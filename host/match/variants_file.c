/* SPDX-License-Identifier: Apache-2.0
 *
 * Variants that a user downloads: the MJ shrink map, as the official JSON or
 * as a CSV made from it. The files are large, foreign and not ours: nothing of
 * them is kept in the tree, and nothing in them is trusted to be well formed.
 */
#include "host/match/text.h"
#include "host/match/variants.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#define MJ_NUMBER_MAX 200000
#define COLUMNS_MAX   64

enum column { COL_MJ, COL_KANJI, COL_UCS, COL_SHRINK, COL_COUNT };

static const struct column_row {
    const char *name;
    enum column column;
} column_names[] = {
    { "mj", COL_MJ },       { "MJ文字図形名", COL_MJ },
    { "kanji", COL_KANJI }, { "対応するUCS", COL_UCS },
    { "UCS", COL_UCS },     { "shrink", COL_SHRINK },
};

/* Cuts one CSV line into fields, in place; a quoted field may hold commas. */
static size_t split_line(char *line, char *fields[COLUMNS_MAX])
{
    size_t count = 0;
    char *in = line;

    while (count < COLUMNS_MAX) {
        char *out = in;
        bool quoted = *in == '"';

        fields[count++] = out;
        if (quoted)
            in++;
        while (*in != '\0' && (quoted || *in != ',')) {
            if (quoted && *in == '"' && *++in != '"') {
                quoted = false;
                continue;
            }
            *out++ = *in++;
        }
        if (*in == '\0') {
            *out = '\0';
            return count;
        }
        *out = '\0';
        in++;
    }
    return count;
}

static bool find_columns(char *line, int index[COL_COUNT])
{
    char *fields[COLUMNS_MAX];
    size_t count = split_line(line, fields);

    for (size_t i = 0; i < COL_COUNT; i++)
        index[i] = -1;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < ARRAY_LEN(column_names); k++) {
            if (strcmp(fields[i], column_names[k].name) == 0)
                index[column_names[k].column] = (int)i;
        }
    }
    return (index[COL_KANJI] >= 0 || index[COL_UCS] >= 0) &&
           (index[COL_MJ] >= 0 || index[COL_SHRINK] >= 0);
}

static UChar32 parse_ucs(const char *word)
{
    char *end;
    unsigned long c;

    if (strncmp(word, "U+", 2) != 0)
        return 0;
    c = strtoul(word + 2, &end, 16);
    return end != word + 2 && c <= 0x10FFFF ? (UChar32)c : 0;
}

static size_t parse_mj(const char *word)
{
    char *end;
    unsigned long number;

    if (strncmp(word, "MJ", 2) == 0)
        word += 2;
    number = strtoul(word, &end, 10);
    return *word != '\0' && *end == '\0' && number < MJ_NUMBER_MAX ? number : 0;
}

static bool remember_mj(struct mj_list *mj, size_t number, UChar32 c)
{
    if (number >= mj->count) {
        size_t count = number + 10000;
        UChar32 *chars = realloc(mj->chars, count * sizeof(*chars));

        if (chars == NULL)
            return false;
        memset(chars + mj->count, 0, (count - mj->count) * sizeof(*chars));
        mj->chars = chars;
        mj->count = count;
    }
    mj->chars[number] = c;
    return true;
}

struct csv_row {
    const char *cell[COL_COUNT]; /* "" where the file has no such column */
};

static bool add_row(struct variants *v, struct mj_list *mj,
                    const UNormalizer2 *nfkc, const struct csv_row *row)
{
    const char *shrink = row->cell[COL_SHRINK];
    size_t number = parse_mj(row->cell[COL_MJ]);
    struct inkan_match_text in = { row->cell[COL_KANJI],
                                   strlen(row->cell[COL_KANJI]), NULL };
    struct text text;
    UChar32 c = parse_ucs(row->cell[COL_UCS]);

    if (c == 0 && text_load(nfkc, in, &text) == TEXT_OK)
        c = text.c[0];
    if (c == 0)
        return true; /* a character that Unicode does not have yet */
    if (number != 0 && !remember_mj(mj, number, c))
        return false;
    in = (struct inkan_match_text){ shrink, strlen(shrink), NULL };
    if (text_load(nfkc, in, &text) != TEXT_OK)
        return true;
    for (size_t i = 0; i < text.count; i++) {
        uint32_t group = (uint32_t)text.c[i];

        if (!variants_add(v, c, group) || !variants_add(v, text.c[i], group))
            return false;
    }
    return true;
}

enum inkan_match_rc variants_read_csv(struct variants *v, struct mj_list *mj,
                                      const UNormalizer2 *nfkc,
                                      const char *path)
{
    static const char bom[] = "\xEF\xBB\xBF";
    enum inkan_match_rc rc = INKAN_MATCH_BAD_FILE;
    FILE *file = fopen(path, "re");
    int index[COL_COUNT];
    char *line = NULL;
    size_t cap = 0;
    bool first = true;

    if (file == NULL)
        return INKAN_MATCH_NO_FILE;
    while (getline(&line, &cap, file) >= 0) {
        struct csv_row row;
        char *fields[COLUMNS_MAX];
        size_t count;

        line[strcspn(line, "\r\n")] = '\0';
        if (first) {
            first = false;
            if (!find_columns(strncmp(line, bom, 3) == 0 ? line + 3 : line,
                              index))
                goto out;
            continue;
        }
        count = split_line(line, fields);
        for (size_t i = 0; i < COL_COUNT; i++) {
            bool there = index[i] >= 0 && (size_t)index[i] < count;

            row.cell[i] = there ? fields[index[i]] : "";
        }
        if (!add_row(v, mj, nfkc, &row)) {
            rc = INKAN_MATCH_NOMEM;
            goto out;
        }
    }
    if (!first && ferror(file) == 0)
        rc = INKAN_MATCH_OK;
out:
    free(line);
    (void)fclose(file);
    return rc;
}

/* One entry: its MJ name, and lists of candidates under several headings. The
 * last two headings (related in dictionaries, similar by reading or shape)
 * name other characters and are not taken. */
static bool add_entry(struct variants *v, const struct mj_list *mj,
                      const json_t *entry)
{
    static const char *const headings[] = {
        "JIS包摂規準・UCS統合規則",
        "JIS包摂規準・UCS統合規準",
        "法務省告示582号別表第四",
        "法務省戸籍法関連通達・通知",
    };
    const char *name =
        json_string_value(json_object_get(entry, "MJ文字図形名"));
    size_t number = name == NULL ? 0 : parse_mj(name);
    UChar32 c = number < mj->count ? mj->chars[number] : 0;

    for (size_t i = 0; c != 0 && i < ARRAY_LEN(headings); i++) {
        const json_t *list = json_object_get(entry, headings[i]);

        for (size_t k = 0; k < json_array_size(list); k++) {
            const char *word = json_string_value(
                json_object_get(json_array_get(list, k), "UCS"));
            UChar32 candidate = word == NULL ? 0 : parse_ucs(word);

            if (candidate == 0)
                continue;
            if (!variants_add(v, c, (uint32_t)candidate) ||
                !variants_add(v, candidate, (uint32_t)candidate))
                return false;
        }
    }
    return true;
}

enum inkan_match_rc variants_read_json(struct variants *v,
                                       const struct mj_list *mj,
                                       const char *path)
{
    enum inkan_match_rc rc = INKAN_MATCH_OK;
    json_error_t error;
    json_t *root = json_load_file(path, 0, &error);
    const json_t *content = json_object_get(root, "content");

    if (!json_is_array(content) || mj->count == 0)
        rc = INKAN_MATCH_BAD_FILE;
    for (size_t i = 0; rc == INKAN_MATCH_OK && i < json_array_size(content);
         i++) {
        if (!add_entry(v, mj, json_array_get(content, i)))
            rc = INKAN_MATCH_NOMEM;
    }
    json_decref(root);
    return rc;
}
