/* SPDX-License-Identifier: Apache-2.0
 *
 * What two clerks decided on the review page. A row is settled when both said
 * the same; a judgement is tied to the texts that were judged, so it is void
 * when the row has changed since.
 */
#include "tools/audit/audit.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MAX ((size_t)256 << 20)

struct judgements {
    json_t *rows; /* digest: { "1": word, "2": word } */
};

int judgements_read(struct tool *t, const char *path, struct judgements **out)
{
    uint8_t *data = NULL;
    size_t len = 0;
    json_t *root = NULL;
    struct judgements *j = calloc(1, sizeof(*j));
    int exit = j == NULL ? tool_fail(t, INKAN_NOMEM) : TOOL_OK;

    if (exit == TOOL_OK && path != NULL)
        exit = tool_read(t, path, FILE_MAX, &data, &len);
    if (exit == TOOL_OK && path != NULL) {
        root = json_loadb((const char *)data, len, 0, NULL);
        j->rows = json_incref(json_object_get(root, "judgements"));
        if (!json_is_object(j->rows))
            exit = tool_error(t, TOOL_OTHER, "judgements",
                              _("%s is no file saved by a review page"), path);
    }
    json_decref(root);
    free(data);
    if (exit == TOOL_OK)
        *out = j;
    else
        judgements_free(j);
    return exit;
}

void judgements_free(struct judgements *j)
{
    if (j == NULL)
        return;
    json_decref(j->rows);
    free(j);
}

static enum judgement word_of(const json_t *row, const char *clerk)
{
    const char *word = json_string_value(json_object_get(row, clerk));

    if (word == NULL)
        return JUDGED_NOT;
    if (strcmp(word, "same") == 0)
        return JUDGED_SAME;
    return strcmp(word, "other") == 0 ? JUDGED_OTHER : JUDGED_APART;
}

enum judgement judgements_of(const struct judgements *j, const char *digest)
{
    const json_t *row = json_object_get(j->rows, digest);
    enum judgement first = word_of(row, "1");
    enum judgement second = word_of(row, "2");

    if (first == JUDGED_NOT && second == JUDGED_NOT)
        return JUDGED_NOT;
    if (first == JUDGED_NOT || second == JUDGED_NOT)
        return JUDGED_ONCE;
    return first == second ? first : JUDGED_APART;
}

const char *judgement_name(enum judgement j)
{
    static const char *const names[] = {
        [JUDGED_NOT] = "",        [JUDGED_ONCE] = "once",
        [JUDGED_SAME] = "same",   [JUDGED_OTHER] = "other",
        [JUDGED_APART] = "apart",
    };

    return names[j];
}
