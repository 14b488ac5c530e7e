/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan audit`: compares a system's records with reference rows and writes
 * what came out. Reads the command line and puts the parts in order.
 */
#include "tools/audit/compare.h"
#include "tools/audit/report.h"
#include "tools/commands.h"
#include "tools/matcher.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define REVIEW_MAX 1000

struct args {
    const char *file[TABLE_COUNT];
    const char *map, *hash_key, *out, *judgements, *key;
    struct tool_list variants;
    bool show_numbers, keep, sign;
    long review_max;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "reference", 0, OPT_TEXT, offsetof(struct args, file[TABLE_REFERENCE]),
      N_("FILE"), N_("rows to trust: from cards or the resident register") },
    { "records", 0, OPT_TEXT, offsetof(struct args, file[TABLE_RECORDS]),
      N_("FILE"), N_("rows to examine: a system's export") },
    { "accounts", 0, OPT_TEXT, offsetof(struct args, file[TABLE_ACCOUNTS]),
      N_("FILE"), N_("which number has which account") },
    { "map", 0, OPT_TEXT, offsetof(struct args, map), N_("FILE"),
      N_("which column is what (default: the columns have our names)") },
    { "hash-key", 0, OPT_TEXT, offsetof(struct args, hash_key), N_("FILE"),
      N_("key under which numbers are hashed; never beside the report") },
    { "out", 'o', OPT_TEXT, offsetof(struct args, out), N_("DIR"),
      N_("where the reports go") },
    { "judgements", 0, OPT_TEXT, offsetof(struct args, judgements), N_("FILE"),
      N_("what the clerks decided on the review page") },
    { "variants", 0, OPT_LIST, offsetof(struct args, variants), N_("FILE"),
      N_("add the kanji variants of an MJ shrink map (CSV or JSON)") },
    { "review-max", 0, OPT_NUMBER, offsetof(struct args, review_max), N_("N"),
      N_("rows on the review page (1000)") },
    { "show-numbers", 0, OPT_FLAG, offsetof(struct args, show_numbers), NULL,
      N_("write the numbers themselves into the report") },
    { "sign", 0, OPT_FLAG, offsetof(struct args, sign), NULL,
      N_("sign summary.json, which has the digests of all reports, as CMS") },
    { "key", 'k', OPT_TEXT, offsetof(struct args, key), "auth|sign",
      N_("the key that signs (auth: the other's certificate names the "
         "examiner's home)") },
    { "keep", 0, OPT_FLAG, offsetof(struct args, keep), NULL,
      N_("keep the work database, to go on with judgements at once") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("--reference FILE --records FILE --hash-key FILE --out DIR "
                "[OPTION...]"),
    .options = options,
    .takes = TOOL_TAKES_PIN,
};

static int check_args(struct tool *t, const struct args *args)
{
    struct stat st;

    if (args->file[TABLE_REFERENCE] == NULL ||
        args->file[TABLE_RECORDS] == NULL || args->hash_key == NULL ||
        args->out == NULL)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("--reference, --records, --hash-key and --out are "
                            "needed"));
    if (args->review_max < 0)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("--review-max is a number of rows"));
    /* Told now, not after the hour that the comparison may take. */
    if (args->key != NULL && strcmp(args->key, "auth") != 0 &&
        strcmp(args->key, "sign") != 0)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("--key auth or --key sign is needed"));
    if (mkdir(args->out, S_IRWXU) != 0 && errno != EEXIST)
        return tool_io_error(t, args->out, _("cannot write"));
    if (stat(args->out, &st) != 0)
        return tool_io_error(t, args->out, _("cannot write"));
    if ((st.st_mode & S_IWOTH) != 0)
        return tool_error(t, TOOL_REFUSED, "folder",
                          _("%s: everybody may write there; personal data "
                            "need a folder of their own"),
                          args->out);
    return TOOL_OK;
}

/* What the work database of an earlier run must agree with: the inputs as
 * they lie there, the key, and all that changes a comparison. */
static int make_fingerprint(struct tool *t, const struct args *args,
                            struct keyer *k, char out[DIGEST_LEN])
{
    const char *files[TABLE_COUNT + 1] = { args->file[0], args->file[1],
                                           args->file[2], args->map };
    char *text = NULL;
    size_t len = 0;
    FILE *stream = open_memstream(&text, &len);
    uint8_t digest[KEY_LEN];

    if (stream == NULL)
        return tool_fail(t, INKAN_NOMEM);
    fprintf(stream, "1 %d", args->show_numbers);
    for (size_t i = 0; i < ARRAY_LEN(files) + args->variants.count; i++) {
        const char *path = i < ARRAY_LEN(files)
                               ? files[i]
                               : args->variants.items[i - ARRAY_LEN(files)];
        struct stat st = { 0 };

        if (path != NULL && stat(path, &st) != 0) {
            (void)fclose(stream);
            free(text);
            return tool_io_error(t, path, _("cannot be read"));
        }
        fprintf(stream, "\n%s %lld %lld.%09ld", path == NULL ? "" : path,
                (long long)st.st_size, (long long)st.st_mtim.tv_sec,
                st.st_mtim.tv_nsec);
    }
    (void)fclose(stream);
    keyer_hash(k, 'f', text, len, digest);
    for (size_t i = 0; i < KEY_LEN; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", digest[i]);
    free(text);
    return TOOL_OK;
}

/* What one run holds. */
struct run {
    struct audit_map map;
    struct keyer *keyer;
    struct inkan_matcher *matcher;
    struct judgements *judgements;
    struct store *store;
    char fingerprint[DIGEST_LEN];
};

static int open_run(struct tool *t, const struct args *args, struct run *run)
{
    int exit = audit_map_read(t, args->map, &run->map);

    if (exit == TOOL_OK)
        exit = keyer_open(t, args->hash_key, args->out, &run->keyer);
    if (exit == TOOL_OK)
        exit = tool_matcher(t, &args->variants, &run->matcher);
    if (exit == TOOL_OK)
        exit = judgements_read(t, args->judgements, &run->judgements);
    if (exit == TOOL_OK)
        exit = make_fingerprint(t, args, run->keyer, run->fingerprint);
    if (exit == TOOL_OK)
        exit = store_open(t, args->out, run->fingerprint, &run->store);
    return exit;
}

static void close_run(struct run *run)
{
    store_close(run->store);
    judgements_free(run->judgements);
    inkan_matcher_close(run->matcher);
    keyer_free(run->keyer);
    audit_map_free(&run->map);
}

static int compare_all(struct tool *t, const struct args *args, struct run *run)
{
    int exit = TOOL_OK;

    for (size_t i = 0; exit == TOOL_OK && i < TABLE_COUNT; i++) {
        struct store_input input = { args->file[i], &run->map.of[i] };

        exit = store_import(t, run->store, run->keyer, (enum audit_table)i,
                            &input, args->show_numbers);
    }
    if (exit == TOOL_OK)
        exit = store_index(t, run->store);
    if (exit == TOOL_OK)
        exit = compare_records(t, run->store, run->keyer, run->matcher);
    if (exit == TOOL_OK && args->file[TABLE_ACCOUNTS] != NULL)
        exit = compare_accounts(t, run->store, run->matcher);
    return exit;
}

static int write_summary(struct tool *t, const struct args *args,
                         struct run *run, const struct report *report)
{
    size_t max = TABLE_COUNT + 1 + args->variants.count;
    struct summary_input *inputs = calloc(max, sizeof(*inputs));
    size_t count = 0;
    int exit;

    if (inputs == NULL)
        return tool_fail(t, INKAN_NOMEM);
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        enum audit_table table = (enum audit_table)i;

        if (args->file[i] != NULL)
            inputs[count++] =
                (struct summary_input){ audit_table_name(table), args->file[i],
                                        store_count(run->store, table) };
    }
    if (args->map != NULL)
        inputs[count++] = (struct summary_input){ "map", args->map, 0 };
    for (size_t i = 0; i < args->variants.count; i++)
        inputs[count++] =
            (struct summary_input){ "variants", args->variants.items[i], 0 };
    exit = report_write_summary(t, report, inputs, count);
    free(inputs);
    return exit;
}

static int print_result(struct tool *t, const struct report *report)
{
    const struct tally *tally = &report->tally;
    json_t *verdicts;

    if (!t->json) {
        for (unsigned i = 0; i < VERDICT_COUNT; i++) {
            if (tally->verdict[i] != 0)
                printf("%-17s %llu\n", verdict_name((enum audit_verdict)i),
                       (unsigned long long)tally->verdict[i]);
        }
        return tool_finish_stdout(t);
    }
    verdicts = json_object();
    for (unsigned i = 0; i < VERDICT_COUNT; i++)
        (void)json_object_set_new(verdicts, verdict_name((enum audit_verdict)i),
                                  json_integer((json_int_t)tally->verdict[i]));
    return tool_print_json(
        t, json_pack("{s:I, s:I, s:o}", "rows", (json_int_t)tally->rows, "open",
                     (json_int_t)tally->open, "verdicts", verdicts));
}

static int write_reports(struct tool *t, const struct args *args,
                         struct run *run)
{
    struct report report = {
        .dir = args->out,
        .fingerprint = run->fingerprint,
        .judgements = run->judgements,
        .show_numbers = args->show_numbers,
        .review_max = (uint64_t)args->review_max,
        .tally = { .problems = json_object() },
    };
    int exit = report_write_rows(t, run->store, &report);

    if (exit == TOOL_OK)
        exit = report_write_problems(t, run->store, &report);
    if (exit == TOOL_OK)
        exit = report_write_review(t, run->store, &report, run->matcher);
    if (exit == TOOL_OK)
        exit = write_summary(t, args, run, &report);
    if (exit == TOOL_OK)
        exit = print_result(t, &report);
    if (exit == TOOL_OK && report.tally.open != 0)
        exit = TOOL_FINDING;
    json_decref(report.tally.problems);
    return exit;
}

/* As `inkan sign --cms` would; DIR/summary.json.p7s. */
static int sign_summary(struct tool *t, const struct args *args)
{
    char command[] = "sign";
    char key_option[] = "--key";
    char cms_option[] = "--cms";
    char *path = NULL;
    char *key = strdup(args->key == NULL ? "auth" : args->key);
    int exit;

    if (key == NULL || asprintf(&path, "%s/summary.json", args->out) < 0) {
        free(key);
        return tool_fail(t, INKAN_NOMEM);
    }
    {
        char *words[] = { command, key_option, key, cms_option, path, NULL };

        exit = run_sign(t, (int)ARRAY_LEN(words) - 1, words);
    }
    free(path);
    free(key);
    return exit;
}

int run_audit(struct tool *t, int argc, char **argv)
{
    struct args args = { .review_max = REVIEW_MAX };
    struct run run = { .keyer = NULL };
    int exit = tool_parse(t, &syntax, &args, argc, argv, NULL);

    if (exit != TOOL_OK || t->help)
        goto out;
    /* The page holds names: whatever the umask says, they are nobody else's. */
    (void)umask(S_IRWXG | S_IRWXO);
    exit = check_args(t, &args);
    if (exit == TOOL_OK)
        exit = open_run(t, &args, &run);
    if (exit == TOOL_OK)
        exit = compare_all(t, &args, &run);
    if (exit == TOOL_OK)
        exit = write_reports(t, &args, &run);
    if ((exit == TOOL_OK || exit == TOOL_FINDING) && !args.keep)
        store_remove(run.store);
    if ((exit == TOOL_OK || exit == TOOL_FINDING) && args.sign) {
        int signing = sign_summary(t, &args);

        exit = signing == TOOL_OK ? exit : signing;
    }
out:
    close_run(&run);
    tool_list_free(&args.variants);
    return exit;
}
