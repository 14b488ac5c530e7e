/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan reception`: is the person in the eligibility answer the person on
 * the card? Reads the command line; the rest is watch.c.
 */
#include "tools/commands.h"
#include "tools/matcher.h"
#include "tools/tool.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "tools/reception/watch.h"

#define INSTITUTION_LEN 10

struct args {
    const char *face, *res, *req;
    const char *institution;
    const char *by;
    struct tool_list trust, crls, variants;
    const char *patients, *patients_table, *patients_encoding;
    struct tool_list columns;
    bool ask;
    const char *template_path;
    const char *out;
    bool show_values, existing;
    long settle_s, skew_s;
    long exit_after, timeout_s;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "face", 0, OPT_TEXT, offsetof(struct args, face), N_("FOLDER"),
      N_("watch the answers that the terminal pushes after a card") },
    { "res", 0, OPT_TEXT, offsetof(struct args, res), N_("FOLDER"),
      N_("watch the answers to requests") },
    { "req", 0, OPT_TEXT, offsetof(struct args, req), N_("FOLDER"),
      N_("where requests are put") },
    { "institution", 0, OPT_TEXT, offsetof(struct args, institution),
      N_("CODE"), N_("code of this institution, 10 digits") },
    { "by", 0, OPT_TEXT, offsetof(struct args, by), "number-b|text-pin",
      N_("what opens the card (number-b)") },
    { "trust", 0, OPT_LIST, offsetof(struct args, trust), N_("PATH"),
      N_("trust the CA certificates and card issuer keys in this file or "
         "folder") },
    { "crl", 0, OPT_LIST, offsetof(struct args, crls), N_("FILE"),
      N_("check revocation with this CRL") },
    { "variants", 0, OPT_LIST, offsetof(struct args, variants), N_("FILE"),
      N_("add the kanji variants of an MJ shrink map (CSV or JSON)") },
    { "patients", 0, OPT_TEXT, offsetof(struct args, patients), N_("FILE"),
      N_("look patients up in this CSV or SQLite file") },
    { "patients-table", 0, OPT_TEXT, offsetof(struct args, patients_table),
      N_("NAME"), N_("table of the SQLite file (patients)") },
    { "patients-encoding", 0, OPT_TEXT,
      offsetof(struct args, patients_encoding), "utf-8|cp932",
      N_("encoding of the CSV file (utf-8)") },
    { "column", 0, OPT_LIST, offsetof(struct args, columns),
      N_("COLUMN=NAME"),
      N_("what the patient list calls id, name, birth, sex, insurer, symbol, "
         "number or branch") },
    { "request", 0, OPT_FLAG, offsetof(struct args, ask), NULL,
      N_("for each card of the patient list, ask the terminal") },
    { "register", 0, OPT_TEXT, offsetof(struct args, template_path),
      N_("FILE"),
      N_("register patient numbers with this template of "
         "OQSsiimm01req_*.xml") },
    { "out", 'o', OPT_TEXT, offsetof(struct args, out), N_("FOLDER"),
      N_("write the object of each answer into this folder, too") },
    { "show-values", 0, OPT_FLAG, offsetof(struct args, show_values), NULL,
      N_("show names and dates, also a stranger's") },
    { "existing", 0, OPT_FLAG, offsetof(struct args, existing), NULL,
      N_("take files that are there already, by the time they carry") },
    { "settle", 0, OPT_NUMBER, offsetof(struct args, settle_s),
      N_("SECONDS"),
      N_("how long a pushed answer that does not agree waits for another "
         "card (120)") },
    { "clock-skew", 0, OPT_NUMBER, offsetof(struct args, skew_s),
      N_("SECONDS"), N_("how far the terminal's clock may be off (120)") },
    { "exit-after", 'n', OPT_NUMBER, offsetof(struct args, exit_after),
      N_("N"), N_("end after N answers") },
    { "timeout", 0, OPT_NUMBER, offsetof(struct args, timeout_s),
      N_("SECONDS"), N_("end after so many seconds") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("--institution CODE --face FOLDER|--res FOLDER [OPTION...]"),
    .options = options,
    .takes = TOOL_TAKES_PIN | TOOL_TAKES_NUMBER_B,
};

/* What is wrong with the arguments; NULL: nothing. */
static const char *complaint(const struct args *a)
{
    if (a->face == NULL && a->res == NULL)
        return _("--face or --res is needed");
    if (a->institution == NULL || strlen(a->institution) != INSTITUTION_LEN ||
        strspn(a->institution, "0123456789") != INSTITUTION_LEN)
        return _("--institution wants the 10 digits of this institution");
    if (a->ask && (a->req == NULL || a->res == NULL || a->patients == NULL))
        return _("--request needs --req, --res and --patients");
    if (a->template_path != NULL && (a->req == NULL || a->patients == NULL))
        return _("--register needs --req and --patients");
    if (a->settle_s < 0 || a->settle_s > 120)
        return _("--settle is 0 to 120 seconds");
    if (a->skew_s < 0 || a->skew_s > 600)
        return _("--clock-skew is 0 to 600 seconds");
    if (a->timeout_s > INT_MAX / 1000)
        return _("--timeout is out of range");
    return NULL;
}

static int open_patients(struct tool *t, const struct args *args,
                         struct patients **out)
{
    const struct patients_options list = {
        .path = args->patients,
        .table = args->patients_table,
        .encoding = args->patients_encoding,
        .columns = &args->columns,
    };

    return args->patients != NULL ? patients_open(t, &list, out) : TOOL_OK;
}

static int open_requester(struct tool *t, const struct args *args,
                          struct requester *out)
{
    if (args->req == NULL)
        return TOOL_OK;
    return requester_open(t, args->req, args->institution, args->template_path,
                          out);
}

static void fill_options(const struct tool *t, const struct args *args,
                         struct watch_options *w)
{
    w->face = args->face;
    w->res = args->res;
    w->existing = args->existing;
    w->out = args->out;
    w->ask = args->ask;
    w->exit_after = args->exit_after;
    w->timeout_s = args->timeout_s;
    w->reception = reception_defaults;
    w->reception.settle_ms = args->settle_s * 1000;
    w->reception.skew_s = args->skew_s;
    w->reception.institution = args->institution;
    w->reception.show_values = args->show_values;
    w->reception.lang = t->lang;
}

/* Opens what the run needs, runs, and closes it. */
static int run(struct tool *t, const struct args *args)
{
    struct watch_options w = { .by = INKAN_PIN_NUMBER_B };
    struct requester requester = { .folder = NULL };
    struct inkan_matcher *matcher = NULL;
    struct inkan_trust *trust = NULL;
    int exit = tool_by(t, args->by, INKAN_PIN_NUMBER_B, &w.by);

    fill_options(t, args, &w);
    if (exit == TOOL_OK)
        exit = tool_load_trust(t, &args->trust, &args->crls, &trust);
    if (exit == TOOL_OK)
        exit = tool_matcher(t, &args->variants, &matcher);
    if (exit == TOOL_OK)
        exit = open_patients(t, args, &w.patients);
    if (exit == TOOL_OK)
        exit = open_requester(t, args, &requester);
    if (exit == TOOL_OK) {
        w.trust = trust;
        w.matcher = matcher;
        w.requester = args->req != NULL ? &requester : NULL;
        exit = watch_run(t, &w);
    }
    requester_close(&requester);
    patients_close(w.patients);
    inkan_matcher_close(matcher);
    inkan_trust_free(trust);
    return exit;
}

int run_reception(struct tool *t, int argc, char **argv)
{
    struct args args = {
        .settle_s = 120, .skew_s = 120, .exit_after = -1, .timeout_s = -1
    };
    int exit = tool_parse(t, &syntax, &args, argc, argv, NULL);
    const char *wrong;

    if (exit == TOOL_OK && !t->help) {
        wrong = complaint(&args);
        exit = wrong != NULL ? tool_error(t, TOOL_USAGE, "usage", "%s", wrong)
                             : run(t, &args);
    }
    tool_list_free(&args.trust);
    tool_list_free(&args.crls);
    tool_list_free(&args.variants);
    tool_list_free(&args.columns);
    return exit;
}
