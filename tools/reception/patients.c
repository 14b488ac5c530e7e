/* SPDX-License-Identifier: Apache-2.0
 *
 * Keeps the list sorted by birth date, and finds a patient in it.
 */
#include <stdlib.h>
#include <string.h>

#include "tools/reception/patients_internal.h"

/* --- rows ----------------------------------------------------------------- */

static void rows_free(struct patients *p)
{
    for (size_t i = 0; i < p->count; i++) {
        explicit_bzero(p->rows[i].text, p->rows[i].len);
        free(p->rows[i].text);
    }
    free(p->rows);
    p->rows = NULL;
    p->count = p->cap = p->left_out = 0;
}

static const char *row_field(const struct patients_row *row, enum column column)
{
    const char *at = row->text;

    for (int i = 0; i < (int)column; i++)
        at += strlen(at) + 1;
    return at;
}

static int by_birth(const void *a, const void *b)
{
    return strcmp(((const struct patients_row *)a)->birth,
                  ((const struct patients_row *)b)->birth);
}

/* An SQLite file that is being written has its news in a second file. */
static void take_stamp(const char *path, struct patients_stamp *out)
{
    static const char *const suffix[] = { "", "-wal" };

    memset(out, 0, sizeof(*out));
    for (size_t i = 0; i < ARRAY_LEN(suffix); i++) {
        char *name = NULL;
        struct stat st;

        if (asprintf(&name, "%s%s", path, suffix[i]) < 0)
            continue;
        if (stat(name, &st) == 0) {
            out->changed[i] = st.st_mtim;
            out->size[i] = st.st_size;
        }
        free(name);
    }
}

static int read_list(struct tool *t, struct patients *p)
{
    int exit;

    take_stamp(p->options.path, &p->stamp);
    exit = patients_read(t, p);
    if (exit == TOOL_OK && p->count > 0)
        qsort(p->rows, p->count, sizeof(*p->rows), by_birth);
    return exit;
}

int patients_open(struct tool *t, const struct patients_options *options,
                  struct patients **out)
{
    struct patients *p = calloc(1, sizeof(*p));
    int exit;

    if (p == NULL)
        return tool_fail(t, INKAN_NOMEM);
    p->options = *options;
    exit = read_list(t, p);
    if (exit != TOOL_OK) {
        patients_close(p);
        return exit;
    }
    *out = p;
    return TOOL_OK;
}

void patients_close(struct patients *p)
{
    if (p == NULL)
        return;
    rows_free(p);
    free(p);
}

void patients_refresh(struct tool *t, struct patients *p)
{
    struct patients fresh = { .options = p->options };
    struct patients_stamp stamp;

    take_stamp(p->options.path, &stamp);
    if (memcmp(&stamp, &p->stamp, sizeof(stamp)) == 0)
        return;
    if (read_list(t, &fresh) != TOOL_OK) {
        rows_free(&fresh);
        p->stamp = stamp; /* told once */
        return;
    }
    rows_free(p);
    *p = fresh;
}

/* --- finding -------------------------------------------------------------- */

static bool alike(const struct inkan_matcher *m, enum inkan_match_field field,
                  const char *a, const char *b, struct inkan_match_result *out)
{
    (void)inkan_match_compare(
        m, field, (struct inkan_match_text){ a, strlen(a), NULL },
        (struct inkan_match_text){ b, strlen(b), NULL }, out);
    return out->grade == INKAN_MATCH_A || out->grade == INKAN_MATCH_B;
}

static bool is_person(const struct inkan_matcher *m,
                      const struct patients_row *row,
                      const struct inkan_person *person)
{
    const char sex[2] = { person->sex, '\0' };
    struct inkan_match_result r;

    if (!alike(m, INKAN_MATCH_NAME, person->name, row_field(row, COL_NAME),
               &r) ||
        inkan_match_has(&r, INKAN_MATCH_DOT))
        return false;
    (void)alike(m, INKAN_MATCH_SEX, sex, row_field(row, COL_SEX), &r);
    return r.grade != INKAN_MATCH_C;
}

static void copy(const struct patients_row *row, enum column column, char *out,
                 size_t cap)
{
    snprintf(out, cap, "%s", row_field(row, column));
}

static void give(const struct patients_row *row, struct patient *out)
{
    copy(row, COL_ID, out->id, sizeof(out->id));
    copy(row, COL_INSURER, out->insurer, sizeof(out->insurer));
    copy(row, COL_SYMBOL, out->symbol, sizeof(out->symbol));
    copy(row, COL_NUMBER, out->number, sizeof(out->number));
    copy(row, COL_BRANCH, out->branch, sizeof(out->branch));
}

/* The first row with this birth date or a later one. */
static size_t lower_bound(const struct patients *p, const char *birth)
{
    size_t low = 0, high = p->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(p->rows[middle].birth, birth) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum patients_found patients_find(struct patients *p,
                                  const struct inkan_matcher *m,
                                  const struct inkan_person *person,
                                  struct patient *out)
{
    const struct patients_row *found = NULL;

    for (size_t i = lower_bound(p, person->birth);
         i < p->count && strcmp(p->rows[i].birth, person->birth) == 0; i++) {
        if (!is_person(m, &p->rows[i], person))
            continue;
        if (found != NULL && strcmp(row_field(found, COL_ID),
                                    row_field(&p->rows[i], COL_ID)) != 0)
            return PATIENTS_SEVERAL;
        found = &p->rows[i];
    }
    if (found == NULL)
        return PATIENTS_NONE;
    give(found, out);
    return PATIENTS_ONE;
}

size_t patients_count(const struct patients *p)
{
    return p->count;
}

size_t patients_left_out(const struct patients *p)
{
    return p->left_out;
}
