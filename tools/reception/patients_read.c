/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads the patient list from a CSV or an SQLite file. A row that is no good
 * is told with its number, never with what stands in it.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "tools/reception/decode.h"
#include "tools/reception/patients_csv.h"
#include "tools/reception/patients_internal.h"

#define PATIENTS_FILE_MAX ((size_t)256 * 1024 * 1024)
#define PATIENTS_ROWS_MAX ((size_t)4 * 1000 * 1000)
#define ROWS_TOLD         5 /* bad rows that are told one by one */
#define NAME_MAX_BYTES    1600

static const struct column_row {
    const char *name;
    bool needed;
    size_t max; /* bytes, without terminator */
} columns[] = {
    [COL_ID] = { "id", true, sizeof(((struct patient *)0)->id) - 1 },
    [COL_NAME] = { "name", true, NAME_MAX_BYTES },
    [COL_BIRTH] = { "birth", true, 10 },
    [COL_SEX] = { "sex", false, 16 },
    [COL_INSURER] = { "insurer", false,
                      sizeof(((struct patient *)0)->insurer) - 1 },
    [COL_SYMBOL] = { "symbol", false,
                     sizeof(((struct patient *)0)->symbol) - 1 },
    [COL_NUMBER] = { "number", false,
                     sizeof(((struct patient *)0)->number) - 1 },
    [COL_BRANCH] = { "branch", false,
                     sizeof(((struct patient *)0)->branch) - 1 },
};
_Static_assert(ARRAY_LEN(columns) == COL_COUNT, "a row for each");

/* --- rows ----------------------------------------------------------------- */

/* YYYYMMDD of a date with or without separators; 00 is an unknown part. */
static bool read_birth(const char *text, char out[9])
{
    int year, month, day, used = 0;
    static const int days[] = { 31, 31, 29, 31, 30, 31, 30,
                                31, 31, 30, 31, 30, 31 };

    if (strspn(text, "0123456789") == 8 && text[8] == '\0') {
        if (sscanf(text, "%4d%2d%2d%n", &year, &month, &day, &used) != 3)
            return false;
    } else if (sscanf(text, "%4d%*1[-/.]%2d%*1[-/.]%2d%n", &year, &month, &day,
                      &used) != 3) {
        return false;
    }
    if (text[used] != '\0' || year < 1868 || year > 2200 || month < 0 ||
        month > 12 || day < 0 || day > days[month])
        return false;
    if (month == 2 && day == 29 &&
        !(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)))
        return false;
    snprintf(out, 9, "%04d%02d%02d", year % 10000, month % 100, day % 100);
    return true;
}

/* Why this row cannot be used; NULL: it can. */
static const char *row_problem(const char *const field[COL_COUNT],
                               char birth[9])
{
    for (size_t i = 0; i < COL_COUNT; i++) {
        if (strlen(field[i]) > columns[i].max)
            return _("a field is too long");
    }
    if (field[COL_ID][0] == '\0')
        return _("no patient number");
    if (field[COL_NAME][0] == '\0')
        return _("no name");
    if (!read_birth(field[COL_BIRTH], birth))
        return _("no date, or one that does not exist");
    return NULL;
}

static bool add_row(struct patients *p, const char *const field[COL_COUNT],
                    const char birth[9])
{
    struct patients_row row = { .len = 0 };
    char *at;

    if (p->count == PATIENTS_ROWS_MAX)
        return false;
    if (p->count == p->cap) {
        size_t cap = p->cap == 0 ? 1024 : p->cap * 2;
        struct patients_row *rows = reallocarray(p->rows, cap, sizeof(*rows));

        if (rows == NULL)
            return false;
        p->rows = rows;
        p->cap = cap;
    }
    for (size_t i = 0; i < COL_COUNT; i++)
        row.len += strlen(field[i]) + 1;
    row.text = at = malloc(row.len);
    if (at == NULL)
        return false;
    memcpy(row.birth, birth, sizeof(row.birth));
    for (size_t i = 0; i < COL_COUNT; i++)
        at = stpcpy(at, field[i]) + 1;
    p->rows[p->count++] = row;
    return true;
}

/* --- columns -------------------------------------------------------------- */

/* What the file calls a column: COLUMN=NAME of the options, or its own name. */
static const char *column_name(const struct patients *p, size_t column)
{
    const struct tool_list *list = p->options.columns;
    size_t len = strlen(columns[column].name);

    for (size_t i = 0; list != NULL && i < list->count; i++) {
        if (strncmp(list->items[i], columns[column].name, len) == 0 &&
            list->items[i][len] == '=')
            return list->items[i] + len + 1;
    }
    return columns[column].name;
}

static int find_columns(struct tool *t, const struct patients *p,
                        const char *const *names, size_t count,
                        int index[COL_COUNT])
{
    for (size_t i = 0; i < COL_COUNT; i++) {
        const char *want = column_name(p, i);

        index[i] = -1;
        for (size_t k = 0; k < count; k++) {
            if (names[k] == NULL || strcmp(names[k], want) != 0)
                continue;
            if (index[i] >= 0)
                return tool_error(t, TOOL_USAGE, "column",
                                  _("%s: the column %s stands there twice"),
                                  p->options.path, want);
            index[i] = (int)k;
        }
        if (index[i] < 0 &&
            (columns[i].needed || strcmp(want, columns[i].name) != 0))
            return tool_error(t, TOOL_USAGE, "column",
                              _("%s: there is no column %s"), p->options.path,
                              want);
    }
    return TOOL_OK;
}

/* Keeps a row, or tells which one is left out and why. */
static int take_row(struct tool *t, struct patients *p, size_t number,
                    const char *const field[COL_COUNT], const char *problem)
{
    char birth[9];

    if (problem == NULL)
        problem = row_problem(field, birth);
    if (problem == NULL)
        return add_row(p, field, birth) ? TOOL_OK : tool_fail(t, INKAN_NOMEM);
    if (++p->left_out <= ROWS_TOLD)
        tool_note(t, _("%s: row %zu is left out: %s"), p->options.path, number,
                  problem);
    return TOOL_OK;
}

/* --- the two kinds of file ------------------------------------------------ */

static int read_csv_rows(struct tool *t, struct patients *p, char *text,
                         size_t len)
{
    struct csv_rows *rows = malloc(sizeof(*rows));
    int index[COL_COUNT], exit;
    size_t header;
    enum csv_rc rc;

    if (rows == NULL)
        return tool_fail(t, INKAN_NOMEM);
    csv_rows_init(rows, text, len);
    if (csv_rows_next(rows) != CSV_ROW) {
        free(rows);
        return tool_error(t, TOOL_USAGE, "column", _("%s: there is no header"),
                          p->options.path);
    }
    header = rows->count;
    exit = find_columns(t, p, (const char *const *)rows->field, header, index);
    while (exit == TOOL_OK && (rc = csv_rows_next(rows)) != CSV_END) {
        const char *field[COL_COUNT];
        const char *problem = NULL;

        if (rc == CSV_UNCLOSED)
            problem = _("a quote has no end; the rest of the file is lost");
        else if (rc == CSV_TOO_MANY || rows->count != header)
            problem = _("not as many fields as the header");
        for (size_t i = 0; i < COL_COUNT; i++)
            field[i] =
                problem == NULL && index[i] >= 0 ? rows->field[index[i]] : "";
        exit = take_row(t, p, rows->row, field, problem);
    }
    free(rows);
    return exit;
}

static int read_csv(struct tool *t, struct patients *p)
{
    const char *encoding =
        p->options.encoding != NULL ? p->options.encoding : "UTF-8";
    uint8_t *data = NULL;
    char *text = NULL;
    size_t len = 0, text_len = 0;
    enum decode_rc rc;
    int exit = tool_read(t, p->options.path, PATIENTS_FILE_MAX, &data, &len);

    if (exit != TOOL_OK)
        return exit;
    rc = decode_text(data, len, encoding, &text, &text_len);
    if (rc == DECODE_OK) {
        size_t mark = strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

        exit = read_csv_rows(t, p, text + mark, text_len - mark);
    } else if (rc == DECODE_NOMEM) {
        exit = tool_fail(t, INKAN_NOMEM);
    } else {
        exit = tool_error(t, TOOL_OTHER, "encoding",
                          _("%s: the file is not in %s"), p->options.path,
                          encoding);
    }
    if (text != NULL)
        explicit_bzero(text, text_len);
    free(text);
    explicit_bzero(data, len);
    free(data);
    return exit;
}

static int read_table_rows(struct tool *t, struct patients *p,
                           sqlite3_stmt *rows)
{
    size_t count = (size_t)sqlite3_column_count(rows);
    const char **names = calloc(count + 1, sizeof(*names));
    int index[COL_COUNT], exit;
    size_t number = 0;

    if (names == NULL)
        return tool_fail(t, INKAN_NOMEM);
    for (size_t i = 0; i < count; i++)
        names[i] = sqlite3_column_name(rows, (int)i);
    exit = find_columns(t, p, names, count, index);
    free(names);
    while (exit == TOOL_OK && sqlite3_step(rows) == SQLITE_ROW) {
        const char *field[COL_COUNT];

        for (size_t i = 0; i < COL_COUNT; i++) {
            const unsigned char *text =
                index[i] >= 0 ? sqlite3_column_text(rows, index[i]) : NULL;

            field[i] = text != NULL ? (const char *)text : "";
        }
        exit = take_row(t, p, ++number, field, NULL);
    }
    return exit;
}

static int read_table(struct tool *t, struct patients *p)
{
    const char *table =
        p->options.table != NULL ? p->options.table : "patients";
    sqlite3 *db = NULL;
    sqlite3_stmt *rows = NULL;
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
    int exit = TOOL_OK;

    if (sql == NULL)
        return tool_fail(t, INKAN_NOMEM);
    if (sqlite3_open_v2(p->options.path, &db, SQLITE_OPEN_READONLY, NULL) ==
            SQLITE_OK &&
        sqlite3_busy_timeout(db, 2000) == SQLITE_OK &&
        sqlite3_prepare_v2(db, sql, -1, &rows, NULL) == SQLITE_OK) {
        exit = read_table_rows(t, p, rows);
        if (exit == TOOL_OK && sqlite3_errcode(db) != SQLITE_DONE)
            exit = tool_error(t, TOOL_OTHER, "sqlite", "%s: %s",
                              p->options.path, sqlite3_errmsg(db));
    } else {
        exit = tool_error(t, TOOL_OTHER, "sqlite", "%s: %s", p->options.path,
                          sqlite3_errmsg(db));
    }
    sqlite3_finalize(rows);
    sqlite3_close(db);
    sqlite3_free(sql);
    return exit;
}

static bool is_sqlite(const char *path)
{
    char head[16] = "";
    FILE *file = fopen(path, "rbe");
    size_t n = file != NULL ? fread(head, 1, sizeof(head), file) : 0;

    if (file != NULL)
        fclose(file);
    return n == sizeof(head) && memcmp(head, "SQLite format 3", 16) == 0;
}

int patients_read(struct tool *t, struct patients *p)
{
    int exit = is_sqlite(p->options.path) ? read_table(t, p) : read_csv(t, p);

    if (exit == TOOL_OK && p->left_out > ROWS_TOLD)
        tool_note(t, _("%s: %zu rows are left out"), p->options.path,
                  p->left_out);
    return exit;
}
