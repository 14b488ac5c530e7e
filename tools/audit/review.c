/* SPDX-License-Identifier: Apache-2.0
 *
 * review.html: one page without a net, for the clerks' double check. The data
 * stand in it as JSON, which the page's script writes into the document as
 * text only; the policy names the digests of its one script and one style, so
 * nothing that came from a record can ever run.
 */
#include "tools/audit/compare.h"
#include "tools/audit/page.h"
#include "tools/audit/report.h"

#include <mbedtls/base64.h>
#include <mbedtls/md.h>
#include <stdlib.h>
#include <string.h>

static json_t *text_of(struct inkan_match_text in)
{
    char *copy = strndup(in.ptr == NULL ? "" : in.ptr, in.len);
    json_t *text = copy == NULL ? NULL : tool_json_text(copy);

    free(copy);
    return text;
}

static json_t *places_of(const struct inkan_match_result *r, bool mine)
{
    json_t *array = json_array();

    for (unsigned i = 0; i < r->count; i++) {
        for (unsigned k = 0; k < r->reasons[i].count; k++) {
            const struct inkan_match_place *p = &r->reasons[i].at[k];
            int first = mine ? p->a_first : p->b_first;
            int last = mine ? p->a_last : p->b_last;

            if (first != 0)
                (void)json_array_append_new(array,
                                            json_pack("[ii]", first, last));
        }
    }
    return array;
}

static json_t *sentences_of(const struct inkan_match_result *r,
                            struct inkan_match_text a,
                            struct inkan_match_text b)
{
    json_t *array = json_array();

    for (unsigned i = 0; i < r->count; i++) {
        char en[1024];
        char ja[1024];

        (void)inkan_match_sentence(&r->reasons[i], a, b, "en", en, sizeof(en));
        (void)inkan_match_sentence(&r->reasons[i], a, b, "ja", ja, sizeof(ja));
        (void)json_array_append_new(
            array, json_pack("{s:s, s:o, s:o}", "code",
                             inkan_match_code_name(r->reasons[i].code), "en",
                             tool_json_text(en), "ja", tool_json_text(ja)));
    }
    return array;
}

static json_t *item_of(const struct store_pair *pair,
                       const struct audit_comparison *c, size_t i)
{
    const struct inkan_match_result *r = &c->field[i];
    char grade[2] = { inkan_match_grade_letter(r->grade), '\0' };

    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "grade", grade, "mine",
                     text_of(pair->mine[i]), "theirs", text_of(pair->theirs[i]),
                     "mine_at", places_of(r, true), "theirs_at",
                     places_of(r, false), "reasons",
                     sentences_of(r, pair->mine[i], pair->theirs[i]));
}

static json_t *row_of(const struct store_line *line,
                      const struct inkan_matcher *m)
{
    struct audit_comparison c;
    json_t *items = json_array();

    compare_texts(m, line->pair.mine, line->pair.theirs, &c);
    for (size_t i = 0; i < INKAN_MATCH_FIELD_COUNT; i++)
        (void)json_array_append_new(items, item_of(&line->pair, &c, i));
    return json_pack("{s:s, s:I, s:o, s:s, s:o}", "digest", line->result.digest,
                     "row", (json_int_t)line->pair.row, "id",
                     tool_json_text(line->pair.id), "verdict",
                     verdict_name(line->result.verdict), "items", items);
}

/* JSON inside a script element must not close it. */
static int put_escaped(const char *buffer, size_t size, void *data)
{
    FILE *file = data;

    for (size_t i = 0; i < size; i++) {
        if (buffer[i] == '<' || buffer[i] == '>' || buffer[i] == '&')
            fprintf(file, "\\u%04x", (unsigned)buffer[i]);
        else
            putc(buffer[i], file);
    }
    return 0;
}

static void put_source(FILE *file, const struct page_part *part)
{
    uint8_t digest[32] = { 0 };
    uint8_t text[64] = { 0 };
    size_t len = 0;

    (void)mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), part->data,
                     part->len, digest);
    (void)mbedtls_base64_encode(text, sizeof(text), &len, digest,
                                sizeof(digest));
    fprintf(file, "'sha256-%s'", (const char *)text);
}

static void put_head(FILE *file, const struct tool *t)
{
    fprintf(file,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
            "<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\""
            "default-src 'none'; base-uri 'none'; form-action 'none'; "
            "style-src ",
            t->lang);
    put_source(file, &page_style);
    fputs("; script-src ", file);
    put_source(file, &page_script);
    fputs("\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
          "<title>inkan audit</title>\n<style>",
          file);
    (void)fwrite(page_style.data, 1, page_style.len, file);
    fputs("</style>\n</head>\n<body>\n", file);
    (void)fwrite(page_body.data, 1, page_body.len, file);
    fputs("<script type=\"application/json\" id=\"data\">", file);
}

static void put_tail(FILE *file)
{
    fputs("</script>\n<script>", file);
    (void)fwrite(page_script.data, 1, page_script.len, file);
    fputs("</script>\n</body>\n</html>\n", file);
}

/* Row by row, so that a large page costs no memory. */
static int write_rows(struct tool *t, struct store *s, struct report *r,
                      const struct inkan_matcher *m, FILE *file)
{
    struct store_line line;
    uint64_t shown = 0;
    int exit = store_suspects_start(t, s);
    int found = 0;

    fprintf(file, "{\"audit\":\"%s\",\"rows\":[", r->fingerprint);
    while (exit == TOOL_OK && (found = store_suspects_next(t, s, &line)) > 0) {
        enum judgement judgement =
            judgements_of(r->judgements, line.result.digest);
        json_t *row;

        if (judgement == JUDGED_SAME || judgement == JUDGED_OTHER)
            continue;
        if (shown >= r->review_max) {
            r->tally.left_out++;
            continue;
        }
        row = row_of(&line, m);
        if (row == NULL)
            return tool_fail(t, INKAN_NOMEM);
        (void)json_object_set_new(row, "judged",
                                  json_string(judgement_name(judgement)));
        fputs(shown++ == 0 ? "\n" : ",\n", file);
        (void)json_dump_callback(row, put_escaped, file, JSON_COMPACT);
        json_decref(row);
    }
    fprintf(file, "\n],\"left_out\":%llu}",
            (unsigned long long)r->tally.left_out);
    return found < 0 ? TOOL_OTHER : exit;
}

int report_write_review(struct tool *t, struct store *s, struct report *r,
                        const struct inkan_matcher *m)
{
    struct tool_output *output = NULL;
    FILE *file;
    int exit = report_open(t, r, "review.html", &output);

    if (exit != TOOL_OK)
        return exit;
    file = tool_output_stream(output);
    put_head(file, t);
    exit = write_rows(t, s, r, m, file);
    put_tail(file);
    if (exit == TOOL_OK)
        return tool_output_commit(t, output);
    tool_output_abandon(output);
    return exit;
}
