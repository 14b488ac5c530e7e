/* SPDX-License-Identifier: Apache-2.0
 *
 * summary.json: what came out in numbers, and the SHA-256 of every input and
 * report, so that signing this one file signs the whole result.
 */
#include "tools/audit/report.h"

#include <libgen.h>
#include <mbedtls/md.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The digest of a file; NULL when it cannot be read. */
static json_t *digest_file(const char *path)
{
    uint8_t digest[32];

    if (mbedtls_md_file(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), path,
                        digest) != 0)
        return NULL;
    return tool_json_hex(digest, sizeof(digest));
}

static json_t *count_verdicts(const uint64_t counts[VERDICT_COUNT])
{
    json_t *object = json_object();

    for (unsigned i = 0; i < VERDICT_COUNT; i++)
        (void)json_object_set_new(object, verdict_name((enum audit_verdict)i),
                                  json_integer((json_int_t)counts[i]));
    return object;
}

static json_t *count_judgements(const struct tally *tally)
{
    json_t *object = json_object();

    for (unsigned i = JUDGED_ONCE; i <= JUDGED_APART; i++)
        (void)json_object_set_new(
            object, judgement_name((enum judgement)i),
            json_integer((json_int_t)tally->judgement[i]));
    return object;
}

static json_t *count_reasons(const struct tally *tally)
{
    json_t *object = json_object();

    for (unsigned f = 0; f < INKAN_MATCH_FIELD_COUNT; f++) {
        for (unsigned c = 0; c < INKAN_MATCH_CODE_COUNT; c++) {
            char name[64];

            if (tally->reason[f][c] == 0)
                continue;
            (void)snprintf(name, sizeof(name), "%s=%s",
                           inkan_match_field_name((enum inkan_match_field)f),
                           inkan_match_code_name((enum inkan_match_code)c));
            (void)json_object_set_new(
                object, name, json_integer((json_int_t)tally->reason[f][c]));
        }
    }
    return object;
}

/* Of the records that have a counterpart to be compared with. */
static json_t *decided_share(const struct tally *tally)
{
    uint64_t decided = tally->verdict[SAME] + tally->verdict[SAME_VARIANT];
    uint64_t records = tally->rows - tally->verdict[SHARED_ACCOUNT];

    return json_real(records == 0 ? 0 : (double)decided / (double)records);
}

static json_t *program(void)
{
    return json_sprintf("inkan %s", inkan_version());
}

static json_t *time_now(void)
{
    char text[32] = "";
    time_t now = time(NULL);
    struct tm utc;

    if (gmtime_r(&now, &utc) != NULL)
        (void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return json_string(text);
}

static json_t *list_inputs(const struct summary_input *inputs, size_t count)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++) {
        const char *slash = strrchr(inputs[i].path, '/');
        json_t *input = json_pack(
            "{s:s, s:o, s:I}", "what", inputs[i].what, "file",
            tool_json_text(slash == NULL ? inputs[i].path : slash + 1), "rows",
            (json_int_t)inputs[i].rows);

        (void)json_object_set_new(input, "sha256", digest_file(inputs[i].path));
        (void)json_array_append_new(array, input);
    }
    return array;
}

static json_t *list_reports(const struct report *r)
{
    static const char *const names[] = { "report.csv", "problems.csv",
                                         "review.html" };
    json_t *object = json_object();

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        char *path = NULL;

        if (asprintf(&path, "%s/%s", r->dir, names[i]) >= 0)
            (void)json_object_set_new(object, names[i], digest_file(path));
        free(path);
    }
    return object;
}

static void set_count(json_t *object, const char *name, uint64_t count)
{
    (void)json_object_set_new(object, name, json_integer((json_int_t)count));
}

static json_t *summary_of(const struct report *r,
                          const struct summary_input *inputs, size_t count)
{
    const struct tally *tally = &r->tally;
    json_t *root = json_object();

    (void)json_object_set_new(root, "program", program());
    (void)json_object_set_new(root, "time", time_now());
    (void)json_object_set_new(root, "inputs", list_inputs(inputs, count));
    set_count(root, "rows", tally->rows);
    (void)json_object_set_new(root, "decided", decided_share(tally));
    set_count(root, "open", tally->open);
    set_count(root, "not_on_review_page", tally->left_out);
    (void)json_object_set_new(root, "verdicts", count_verdicts(tally->verdict));
    (void)json_object_set_new(root, "findings", count_verdicts(tally->finding));
    (void)json_object_set_new(root, "reasons", count_reasons(tally));
    (void)json_object_set_new(root, "judgements", count_judgements(tally));
    (void)json_object_set(root, "problems", tally->problems);
    (void)json_object_set_new(root, "reports", list_reports(r));
    return root;
}

int report_write_summary(struct tool *t, const struct report *r,
                         const struct summary_input *inputs, size_t count)
{
    struct tool_output *output = NULL;
    json_t *root;
    int exit = report_open(t, r, "summary.json", &output);

    if (exit != TOOL_OK)
        return exit;
    root = summary_of(r, inputs, count);
    if (json_dumpf(root, tool_output_stream(output), JSON_INDENT(2)) != 0) {
        tool_output_abandon(output);
        exit = tool_fail(t, INKAN_NOMEM);
    } else {
        putc('\n', tool_output_stream(output));
        exit = tool_output_commit(t, output);
    }
    json_decref(root);
    return exit;
}
