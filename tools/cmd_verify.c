/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan verify`: a CMS signature of a document, in three states. What was
 * not looked at is never called intact.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <inkan/check.h>

#define CMS_FILE_MAX ((size_t)16 * 1024 * 1024)

struct args {
    const char *input, *signature;
    bool no_revocation;
    struct tool_list trust, crls;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "input", 'i', OPT_TEXT, offsetof(struct args, input), N_("FILE"),
      N_("the document that was signed (-: stdin)") },
    { "signature", 's', OPT_TEXT, offsetof(struct args, signature),
      N_("FILE"), N_("the CMS (the document's name with .p7s)") },
    { "trust", 0, OPT_LIST, offsetof(struct args, trust), N_("PATH"),
      N_("trust the CA certificates in this file or folder") },
    { "crl", 0, OPT_LIST, offsetof(struct args, crls), N_("FILE"),
      N_("check revocation with this CRL") },
    { "no-revocation", 0, OPT_FLAG, offsetof(struct args, no_revocation),
      NULL, N_("be content without knowing whether it was revoked") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("-i FILE [-s] SIGNATURE [OPTION...]"),
    .options = options,
    .max_words = 1,
};

/* Indexed by enum inkan_state. */
static const struct {
    const char *code;
    const char *text;
    enum tool_exit exit;
} states[] = {
    [INKAN_INTACT] = { "intact", N_("intact"), TOOL_OK },
    [INKAN_BROKEN] = { "broken", N_("BROKEN"), TOOL_FINDING },
    [INKAN_NOT_CHECKED] = { "not-checked", N_("not checked"), TOOL_UNCHECKED },
};

/* A row of the report. */
struct part {
    const char *code;
    const char *text;
    enum inkan_state state;
};

enum { PART_COUNT = 4, PART_REVOCATION = 3 };

static void parts_of(const struct inkan_cms_report *report,
                     struct part out[PART_COUNT])
{
    out[0] = (struct part){ "signature", _("Signature"), report->signature };
    out[1] = (struct part){ "chain", _("Certificate chain"), report->chain };
    out[2] =
        (struct part){ "validity", _("Certificate dates"), report->validity };
    out[PART_REVOCATION] =
        (struct part){ "revocation", _("Revocation"), report->revocation };
}

/* Broken if anything is; intact only if everything is. */
static enum inkan_state overall(const struct part parts[PART_COUNT],
                                bool no_revocation)
{
    enum inkan_state worst = INKAN_INTACT;

    for (int i = 0; i < PART_COUNT; i++) {
        if (parts[i].state == INKAN_BROKEN)
            return INKAN_BROKEN;
        if (parts[i].state == INKAN_NOT_CHECKED &&
            !(no_revocation && i == PART_REVOCATION))
            worst = INKAN_NOT_CHECKED;
    }
    return worst;
}

static json_t *json_reason(const struct inkan_cms_report *report)
{
    return report->reason != NULL ? json_string(report->reason) : json_null();
}

static int print_object(struct tool *t, const struct inkan_cms_report *report,
                        const struct part parts[PART_COUNT],
                        enum inkan_state result)
{
    json_t *object = json_pack("{s:s, s:o}", "result", states[result].code,
                               "reason", json_reason(report));

    for (int i = 0; i < PART_COUNT; i++)
        json_object_set_new(object, parts[i].code,
                            json_string(states[parts[i].state].code));
    if (report->signer != NULL)
        json_object_set_new(object, "signer", tool_json_cert(report->signer));
    if (report->signed_at.year != 0) {
        char when[TOOL_TIME_MAX];

        tool_time_iso(&report->signed_at, when);
        json_object_set_new(object, "claimed_time", json_string(when));
    }
    return tool_print_json(t, object);
}

/* The library gives the reason in English. Most are those of a check, which
 * it has in both languages; these are the others. */
static const char *reason_text(const struct tool *t, const char *english)
{
    static const char *const others[] = {
        N_("the certificate is not for signatures"),
        N_("the signature does not fit the document"),
        N_("the signed attributes are incomplete"),
        N_("the document is not the one that was signed"),
        N_("the content is of another kind than what was signed"),
        N_("the signature does not verify"),
        N_("the certificate is not the one that was signed with"),
        N_("not valid today; the signing time is the signer's word"),
        N_("the signer's certificate is missing"),
    };

    for (int i = 0; i < INKAN_REASON_COUNT; i++) {
        enum inkan_check_reason reason = (enum inkan_check_reason)i;

        if (strcmp(inkan_check_reason_text(reason, "en"), english) == 0)
            return inkan_check_reason_text(reason, t->lang);
    }
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        if (strcmp(others[i], english) == 0)
            return _(others[i]);
    }
    return english;
}

static int print_lines(struct tool *t, const struct inkan_cms_report *report,
                       const struct part parts[PART_COUNT],
                       enum inkan_state result)
{
    printf("%s: %s\n", _("Result"), _(states[result].text));
    if (report->reason != NULL && result != INKAN_INTACT)
        printf("%s: %s\n", _("Reason"), reason_text(t, report->reason));
    for (int i = 0; i < PART_COUNT; i++)
        printf("%s: %s\n", parts[i].text, _(states[parts[i].state].text));
    if (report->signed_at.year != 0) {
        char when[TOOL_TIME_MAX];

        tool_time_tokyo(&report->signed_at, when);
        printf("%s: %s\n", _("Signed, as the signer says"), when);
    }
    if (report->signer != NULL)
        tool_print_cert(t, report->signer);
    return tool_finish_stdout(t);
}

static int hash_document(struct tool *t, const char *path, uint8_t digest[32])
{
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
    struct inkan_hasher *hasher = NULL;
    enum inkan_rc rc;
    uint8_t block[16384], full[INKAN_DIGEST_MAX];
    size_t n, len = 0;
    int exit = TOOL_OK;

    if (in == NULL)
        return tool_io_error(t, path, _("cannot read"));
    rc = inkan_hasher_new(INKAN_HASH_SHA256, &hasher);
    while (rc == INKAN_OK && (n = fread(block, 1, sizeof(block), in)) > 0)
        rc = inkan_hasher_update(hasher, block, n);
    if (ferror(in))
        exit = tool_io_error(t, path, _("cannot read"));
    else if (rc == INKAN_OK)
        rc = inkan_hasher_finish(hasher, full, &len);
    if (exit == TOOL_OK && rc == INKAN_OK)
        memcpy(digest, full, 32);
    inkan_hasher_free(hasher);
    if (in != stdin)
        fclose(in);
    return exit != TOOL_OK ? exit : tool_fail(t, rc);
}

static int verify(struct tool *t, const struct args *args,
                  const struct inkan_trust *trust,
                  struct inkan_cms_report *report)
{
    struct inkan_time now = tool_now();
    size_t cms_len = 0, cert_count = 0, crl_count = 0;
    struct inkan_cert *const *certs = inkan_trust_certs(trust, &cert_count);
    const struct inkan_bytes *crls = inkan_trust_crls(trust, &crl_count);
    uint8_t *cms = NULL, digest[32];
    enum inkan_rc rc;
    int exit = tool_read(t, args->signature, CMS_FILE_MAX, &cms, &cms_len);

    if (exit == TOOL_OK)
        exit = hash_document(t, args->input, digest);
    if (exit == TOOL_OK) {
        rc = inkan_cms_verify(cms, cms_len, digest, certs, cert_count, crls,
                              crl_count, &now, report);
        if (rc == INKAN_MALFORMED)
            exit = tool_error(t, TOOL_UNCHECKED, "malformed",
                              _("%s: no CMS signature of one signer that can "
                                "be understood"),
                              args->signature);
        else
            exit = tool_fail(t, rc);
    }
    free(cms);
    return exit;
}

static int show(struct tool *t, const struct args *args,
                const struct inkan_cms_report *report)
{
    struct part parts[PART_COUNT];
    enum inkan_state result;
    int exit;

    parts_of(report, parts);
    result = overall(parts, args->no_revocation);
    exit = t->json ? print_object(t, report, parts, result)
                   : print_lines(t, report, parts, result);
    return exit != TOOL_OK ? exit : (int)states[result].exit;
}

/* Loads what is to be trusted, verifies and shows. */
static int run(struct tool *t, const struct args *args)
{
    struct inkan_cms_report report = { .signer = NULL };
    struct inkan_trust *trust = NULL;
    int exit = tool_load_trust(t, &args->trust, &args->crls, &trust);

    if (exit == TOOL_OK)
        exit = verify(t, args, trust, &report);
    if (exit == TOOL_OK)
        exit = show(t, args, &report);
    inkan_cms_report_clear(&report);
    inkan_trust_free(trust);
    return exit;
}

/* The signature's name where none was given: the document's with .p7s. */
static int run_with_default_name(struct tool *t, struct args *args)
{
    char *name = NULL;
    int exit;

    if (asprintf(&name, "%s.p7s", args->input) < 0)
        return tool_fail(t, INKAN_NOMEM);
    args->signature = name;
    exit = run(t, args);
    free(name);
    return exit;
}

int run_verify(struct tool *t, int argc, char **argv)
{
    struct args args = { .input = NULL };
    char **words;
    int exit = tool_parse(t, &syntax, &args, argc, argv, &words);

    if (exit == TOOL_OK && !t->help) {
        if (words[0] != NULL && args.signature == NULL)
            args.signature = words[0];
        else if (words[0] != NULL)
            exit = tool_error(t, TOOL_USAGE, "usage",
                              _("the signature is given twice"));
        if (exit == TOOL_OK && args.input == NULL)
            exit = tool_error(t, TOOL_USAGE, "usage",
                              _("-i FILE, the signed document, is needed"));
        if (exit == TOOL_OK)
            exit = args.signature != NULL ? run(t, &args)
                                          : run_with_default_name(t, &args);
    }
    tool_list_free(&args.trust);
    tool_list_free(&args.crls);
    return exit;
}
