/* SPDX-License-Identifier: Apache-2.0
 *
 * CSV as exports write it (RFC 4180): quotes, line breaks in quotes, CP932 or
 * UTF-8. A row that is broken is told and left out; the next one is read. In
 * CP932 no second byte of a character is a quote, a comma or a line break, so
 * rows are cut before they are decoded.
 */
#include "tools/audit/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#define COLUMNS_MAX 1024
#define RECORD_MAX  ((size_t)8 << 20) /* an unclosed quote ends here */

struct csv {
    struct source source;
    FILE *file;
    char *record; /* the fields of one row, one after the other */
    size_t cap;
    size_t len;
    size_t start[COLUMNS_MAX + 1]; /* of each field; one past the last */
    size_t count;
    size_t header_count;
    UConverter *cp932; /* NULL: the file is UTF-8 */
    char *text[COL_COUNT];
};

enum record {
    RECORD_OK,
    RECORD_END,
    RECORD_UNCLOSED, /* skipped to the end of its first line */
    RECORD_COLUMNS,  /* too many */
    RECORD_FAILED,   /* cannot be read, or no memory */
};

static bool put_byte(struct csv *csv, int c)
{
    if (csv->len == csv->cap) {
        size_t cap = csv->cap == 0 ? 4096 : csv->cap * 2;
        char *record = realloc(csv->record, cap);

        if (record == NULL)
            return false;
        csv->record = record;
        csv->cap = cap;
    }
    csv->record[csv->len++] = (char)c;
    return true;
}

/* c ended the field. false: more fields than anybody has. */
static bool end_field(struct csv *csv, int c)
{
    if (c != ',' && csv->len != csv->start[csv->count] &&
        csv->record[csv->len - 1] == '\r')
        csv->len--;
    if (csv->count == COLUMNS_MAX)
        return false;
    csv->start[++csv->count] = csv->len;
    return true;
}

/* How far the reading of one record has come. */
struct scan {
    off_t begin;
    bool any;
    bool quoted;
    bool spans;  /* a line break stood in quotes */
    bool closed; /* this field's quotes have been closed */
    bool odd;    /* something stood between them and the comma */
    bool too_many;
};

/* A quote opens a field, or closes it, or stands for itself twice. */
static bool take_quote(struct csv *csv, struct scan *scan)
{
    int next = scan->quoted ? getc_unlocked(csv->file) : 0;

    if (scan->quoted && next == '"')
        return put_byte(csv, '"');
    if (scan->quoted && next != EOF)
        (void)ungetc(next, csv->file);
    scan->closed = scan->quoted;
    scan->quoted = !scan->quoted;
    return true;
}

/* After a quote that never closes: the rest of its first line is lost, the
 * rows after it are not. */
static enum record skip_line(struct csv *csv, const struct scan *scan)
{
    int c;

    clearerr(csv->file);
    if (fseeko(csv->file, scan->begin, SEEK_SET) != 0)
        return RECORD_FAILED;
    do
        c = getc_unlocked(csv->file);
    while (c != EOF && c != '\n');
    return RECORD_UNCLOSED;
}

/* A quote that was never closed can meet the next row's: then the record runs
 * over lines, and text follows the quote or the fields are too many or few. */
static enum record end_record(struct csv *csv, const struct scan *scan)
{
    bool wrong = scan->too_many ||
                 (csv->header_count != 0 && csv->count != csv->header_count);

    if ((wrong || scan->odd) && scan->spans)
        return skip_line(csv, scan);
    return scan->too_many ? RECORD_COLUMNS : RECORD_OK;
}

static enum record read_record(struct csv *csv)
{
    struct scan scan = { .begin = ftello(csv->file) };

    csv->len = 0;
    csv->count = 0;
    csv->start[0] = 0;
    for (;;) {
        int c = getc_unlocked(csv->file);

        if (c == EOF && ferror(csv->file) != 0)
            return RECORD_FAILED;
        if (c == EOF && !scan.any)
            return RECORD_END;
        if (csv->len > RECORD_MAX || (scan.quoted && c == EOF))
            return skip_line(csv, &scan);
        scan.any = true;
        if (c == '"' && (scan.quoted || csv->len == csv->start[csv->count])) {
            if (!take_quote(csv, &scan))
                return RECORD_FAILED;
        } else if (!scan.quoted && (c == ',' || c == '\n' || c == EOF)) {
            scan.too_many = !end_field(csv, c) || scan.too_many;
            scan.closed = false;
            if (c != ',')
                return end_record(csv, &scan);
        } else {
            scan.spans = scan.spans || c == '\n';
            scan.odd = scan.odd || (scan.closed && c != '\r');
            if (!put_byte(csv, c))
                return RECORD_FAILED;
        }
    }
}

/* CP932 to UTF-8; the text is valid until the column's next one. */
static bool decode(struct csv *csv, size_t k, const char *in, size_t len,
                   struct audit_cell *cell)
{
    UChar wide[CELL_MAX];
    UErrorCode error = U_ZERO_ERROR;
    int32_t wide_len;
    int32_t out_len;
    bool cut = len > CELL_MAX;

    if (csv->text[k] == NULL)
        csv->text[k] = malloc(CELL_MAX * 3 + 1);
    if (csv->text[k] == NULL)
        return false;
    wide_len = ucnv_toUChars(csv->cp932, wide, CELL_MAX, in,
                             (int32_t)(cut ? CELL_MAX : len), &error);
    /* The last character of a cut cell may be cut itself. */
    if (cut && error == U_TRUNCATED_CHAR_FOUND)
        error = U_ZERO_ERROR;
    (void)u_strToUTF8(csv->text[k], CELL_MAX * 3, &out_len, wide, wide_len,
                      &error);
    if (U_FAILURE(error)) {
        cell->state = CELL_BROKEN;
        return true;
    }
    source_set_cell(cell, csv->text[k], (size_t)out_len);
    if (cut && cell->state == CELL_OK)
        cell->state = CELL_LONG;
    return true;
}

static bool set_cells(struct csv *csv, struct audit_row *out)
{
    for (size_t k = 0; k < COL_COUNT; k++) {
        int index = csv->source.index[k];
        struct audit_cell *cell = &out->cell[k];
        const char *ptr;
        size_t len;

        if (index < 0)
            continue;
        ptr = csv->record + csv->start[index];
        len = csv->start[index + 1] - csv->start[index];
        if (memchr(ptr, '\0', len) != NULL)
            cell->state = CELL_BROKEN;
        else if (csv->cp932 == NULL)
            source_set_cell(cell, ptr, len);
        else if (!decode(csv, k, ptr, len, cell))
            return false;
    }
    return true;
}

static bool is_blank(const struct csv *csv)
{
    return csv->count == 1 && csv->start[1] == 0;
}

static int csv_next(struct tool *t, struct source *s, struct audit_row *out)
{
    struct csv *csv = (struct csv *)s;
    enum record record;

    do
        record = read_record(csv);
    while (record == RECORD_OK && is_blank(csv));
    switch (record) {
    case RECORD_OK: break;
    case RECORD_END: return 0;
    case RECORD_UNCLOSED: out->problem = "unclosed-quote"; return 1;
    case RECORD_COLUMNS: out->problem = "columns"; return 1;
    case RECORD_FAILED:
        (void)tool_io_error(t, s->path, _("cannot be read"));
        return -1;
    }
    if (csv->count != csv->header_count) {
        out->problem = "columns";
        return 1;
    }
    if (set_cells(csv, out))
        return 1;
    (void)tool_fail(t, INKAN_NOMEM);
    return -1;
}

static void csv_close(struct source *s)
{
    struct csv *csv = (struct csv *)s;

    if (csv->file != NULL)
        (void)fclose(csv->file);
    ucnv_close(csv->cp932);
    for (size_t k = 0; k < COL_COUNT; k++)
        free(csv->text[k]);
    free(csv->record);
    free(csv);
}

static const struct source_ops csv_ops = { csv_next, csv_close };

static bool is_word(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(word, words[i]) == 0)
            return true;
    }
    return false;
}

static int set_encoding(struct tool *t, struct csv *csv, const char *name)
{
    static const char *const utf8[] = { "utf-8", "utf8" };
    static const char *const cp932[] = { "cp932", "shift_jis", "sjis",
                                         "windows-31j" };
    UErrorCode error = U_ZERO_ERROR;

    if (name == NULL || is_word(name, utf8, ARRAY_LEN(utf8)))
        return TOOL_OK;
    if (!is_word(name, cp932, ARRAY_LEN(cp932)))
        return tool_error(t, TOOL_USAGE, "encoding",
                          _("%s: the encodings are utf-8 and cp932"), name);
    csv->cp932 = ucnv_open("windows-31j", &error);
    ucnv_setToUCallBack(csv->cp932, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL,
                        &error);
    return U_SUCCESS(error) ? TOOL_OK : tool_fail(t, INKAN_NOMEM);
}

/* The header, decoded, as NUL-terminated names in one block. */
static int read_header(struct tool *t, struct csv *csv,
                       const struct audit_mapping *mapping)
{
    const char **names = NULL;
    char *block = NULL;
    int exit = TOOL_OK;
    size_t used = 0;

    if (read_record(csv) != RECORD_OK)
        return tool_error(t, TOOL_USAGE, "header",
                          _("%s: there is no header row"), csv->source.path);
    csv->header_count = csv->count;
    names = calloc(csv->count, sizeof(*names));
    block = malloc(csv->len * 3 + csv->count);
    if (names == NULL || block == NULL) {
        exit = tool_fail(t, INKAN_NOMEM);
        goto out;
    }
    for (size_t i = 0; i < csv->count; i++) {
        const char *ptr = csv->record + csv->start[i];
        size_t len = csv->start[i + 1] - csv->start[i];
        struct audit_cell cell = { ptr, len, CELL_OK };

        if (csv->cp932 != NULL && !decode(csv, 0, ptr, len, &cell)) {
            exit = tool_fail(t, INKAN_NOMEM);
            goto out;
        }
        if (i == 0 && cell.len >= 3 &&
            memcmp(cell.ptr, "\xEF\xBB\xBF", 3) == 0) {
            cell.ptr += 3;
            cell.len -= 3;
        }
        names[i] = block + used;
        memcpy(block + used, cell.ptr, cell.len);
        used += cell.len;
        block[used++] = '\0';
    }
    exit = source_find_columns(t, &csv->source, mapping, names, csv->count);
out:
    free(names);
    free(block);
    return exit;
}

int source_open_csv(struct tool *t, const char *path,
                    const struct audit_mapping *mapping, struct source **out)
{
    struct csv *csv = calloc(1, sizeof(*csv));
    int exit = TOOL_OK;

    if (csv == NULL)
        return tool_fail(t, INKAN_NOMEM);
    csv->source.ops = &csv_ops;
    csv->source.path = strdup(path);
    csv->file = fopen(path, "rbe");
    if (csv->source.path == NULL)
        exit = tool_fail(t, INKAN_NOMEM);
    else if (csv->file == NULL)
        exit = tool_io_error(t, path, _("cannot be read"));
    if (exit == TOOL_OK)
        exit = set_encoding(t, csv, mapping->encoding);
    if (exit == TOOL_OK)
        exit = read_header(t, csv, mapping);
    if (exit != TOOL_OK) {
        source_close(&csv->source);
        return exit;
    }
    *out = &csv->source;
    return TOOL_OK;
}
