/* SPDX-License-Identifier: Apache-2.0
 *
 * report.csv and problems.csv.
 */
#include "tools/audit/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int report_open(struct tool *t, const struct report *r, const char *name,
                struct tool_output **out)
{
    char *path = NULL;
    int exit;

    if (asprintf(&path, "%s/%s", r->dir, name) < 0)
        return tool_fail(t, INKAN_NOMEM);
    exit = tool_output_open(t, path, out);
    free(path);
    return exit;
}

void report_put_cell(FILE *file, const char *text)
{
    bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
    char *quoted;
    char *out;

    if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
        tool_put_text(file, text);
        return;
    }
    quoted = out = malloc(2 * strlen(text) + sizeof("\"'\""));
    if (out == NULL)
        return; /* an empty cell; the write that follows fails likewise */
    *out++ = '"';
    if (formula)
        *out++ = '\'';
    for (; *text != '\0'; text++) {
        if (*text == '"')
            *out++ = '"';
        *out++ = *text;
    }
    *out++ = '"';
    *out = '\0';
    tool_put_text(file, quoted); /* line breaks, too, become U+FFFD */
    free(quoted);
}

static void put_key(FILE *file, const struct store_pair *pair, bool show)
{
    if (show && pair->number[0] != '\0') {
        fputs(pair->number, file);
        return;
    }
    if (!pair->has_key)
        return;
    for (size_t i = 0; i < KEY_LEN; i++)
        fprintf(file, "%02x", pair->key[i]);
}

static void put_findings(FILE *file, unsigned findings)
{
    const char *separator = "";

    for (unsigned i = 0; i < VERDICT_COUNT; i++) {
        if ((findings & 1u << i) == 0)
            continue;
        fprintf(file, "%s%s", separator, verdict_name((enum audit_verdict)i));
        separator = " ";
    }
}

static void put_line(FILE *file, const struct report *r,
                     const struct store_line *line, enum judgement judgement)
{
    const struct store_result *result = &line->result;

    fprintf(file, "%s,%" PRIu64 ",", audit_table_name(line->table),
            line->pair.row);
    report_put_cell(file, line->pair.id);
    putc(',', file);
    put_key(file, &line->pair, r->show_numbers);
    fprintf(file, ",%s,", verdict_name(result->verdict));
    put_findings(file, result->findings);
    for (size_t i = 0; i < INKAN_MATCH_FIELD_COUNT; i++) {
        putc(',', file);
        if (result->grades[0] != '\0')
            putc(result->grades[i], file);
    }
    fprintf(file, ",%s,%s\n", result->reasons, judgement_name(judgement));
}

/* "name=variant@1;address=room" */
static void count_reasons(struct tally *tally, const char *reasons)
{
    while (*reasons != '\0') {
        size_t len = strcspn(reasons, ";");
        size_t equals = strcspn(reasons, "=");
        char field[16] = "";
        char code[32] = "";

        if (equals < len && equals < sizeof(field)) {
            size_t code_len = strcspn(reasons + equals + 1, "@;");

            memcpy(field, reasons, equals);
            if (code_len < sizeof(code))
                memcpy(code, reasons + equals + 1, code_len);
        }
        for (unsigned c = 0; c < INKAN_MATCH_CODE_COUNT; c++) {
            enum inkan_match_field f = inkan_match_field_of(field);

            if (f < INKAN_MATCH_FIELD_COUNT &&
                strcmp(code, inkan_match_code_name((enum inkan_match_code)c)) ==
                    0)
                tally->reason[f][c]++;
        }
        reasons += len + (reasons[len] == ';' ? 1 : 0);
    }
}

static void count_line(struct tally *tally, const struct store_line *line,
                       enum judgement judgement)
{
    const struct store_result *result = &line->result;

    tally->rows++;
    tally->verdict[result->verdict]++;
    for (unsigned i = 0; i < VERDICT_COUNT; i++)
        tally->finding[i] += (result->findings >> i) & 1u;
    tally->judgement[judgement]++;
    if (verdict_needs_human(result->verdict) && judgement != JUDGED_SAME &&
        judgement != JUDGED_OTHER)
        tally->open++;
    count_reasons(tally, result->reasons);
}

static int write_rows(struct tool *t, struct store *s, struct report *r,
                      FILE *file)
{
    struct store_line line;
    int exit = store_lines_start(t, s);
    int found = 0;

    fputs("source,row,id,number,verdict,findings,name,kana,birth,sex,address,"
          "reasons,judgement\n",
          file);
    while (exit == TOOL_OK && (found = store_lines_next(t, s, &line)) > 0) {
        enum judgement judgement =
            line.result.digest[0] == '\0'
                ? JUDGED_NOT
                : judgements_of(r->judgements, line.result.digest);

        count_line(&r->tally, &line, judgement);
        put_line(file, r, &line, judgement);
    }
    return found < 0 ? TOOL_OTHER : exit;
}

static int finish(struct tool *t, struct tool_output *output, int exit)
{
    if (exit == TOOL_OK)
        return tool_output_commit(t, output);
    tool_output_abandon(output);
    return exit;
}

int report_write_rows(struct tool *t, struct store *s, struct report *r)
{
    struct tool_output *output = NULL;
    int exit = report_open(t, r, "report.csv", &output);

    if (exit != TOOL_OK)
        return exit;
    return finish(t, output, write_rows(t, s, r, tool_output_stream(output)));
}

static bool count_problem(struct tally *tally, const struct store_problem *p)
{
    const char *table = audit_table_name(p->table);
    json_t *counts = json_object_get(tally->problems, table);
    json_int_t count;

    if (counts == NULL) {
        counts = json_object();
        if (json_object_set_new(tally->problems, table, counts) != 0)
            return false;
    }
    count = json_integer_value(json_object_get(counts, p->reason));
    return json_object_set_new(counts, p->reason, json_integer(count + 1)) == 0;
}

static int write_problems(struct tool *t, struct store *s, struct report *r,
                          FILE *file)
{
    struct store_problem problem;
    int exit = store_problems_start(t, s);
    int found = 0;

    fputs("source,row,column,reason\n", file);
    while (exit == TOOL_OK &&
           (found = store_problems_next(t, s, &problem)) > 0) {
        fprintf(file, "%s,%" PRIu64 ",%s,%s\n", audit_table_name(problem.table),
                problem.row, problem.column, problem.reason);
        if (!count_problem(&r->tally, &problem))
            exit = tool_fail(t, INKAN_NOMEM);
    }
    return found < 0 ? TOOL_OTHER : exit;
}

int report_write_problems(struct tool *t, struct store *s, struct report *r)
{
    struct tool_output *output = NULL;
    int exit = report_open(t, r, "problems.csv", &output);

    if (exit != TOOL_OK)
        return exit;
    return finish(t, output,
                  write_problems(t, s, r, tool_output_stream(output)));
}
