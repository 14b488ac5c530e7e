/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan sign`: files signed under one consent, raw or as detached CMS. All
 * is read and every output tried before a PIN is asked for.
 */
#include "tools/commands.h"
#include "tools/sign_files.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <inkan/cms.h>

struct args {
    const char *key, *hash, *folder;
    bool cms, pss;
    struct tool_list inputs, outputs;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "key", 'k', OPT_TEXT, offsetof(struct args, key), "auth|sign",
      N_("the key that signs") },
    { "cms", 0, OPT_FLAG, offsetof(struct args, cms), NULL,
      N_("write a detached CMS (.p7s) instead of a raw signature (.sig)") },
    { "input", 'i', OPT_LIST, offsetof(struct args, inputs), N_("FILE"),
      N_("sign FILE (-: stdin); may be given more than once") },
    { "output", 'o', OPT_LIST, offsetof(struct args, outputs), N_("FILE"),
      N_("write the signature to FILE (-: stdout); once for each input") },
    { "folder", 'd', OPT_TEXT, offsetof(struct args, folder), N_("FOLDER"),
      N_("write signatures into FOLDER instead of beside the documents") },
    { "hash", 0, OPT_TEXT, offsetof(struct args, hash),
      "sha256|sha384|sha512", N_("hash of a raw signature (sha256)") },
    { "pss", 0, OPT_FLAG, offsetof(struct args, pss), NULL,
      N_("raw signature with PSS padding instead of PKCS#1 v1.5") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("--key auth|sign [OPTION...] [-i] FILE..."),
    .options = options,
    .takes = TOOL_TAKES_PIN,
    .max_words = SIZE_MAX,
};

/* What the options came to. */
struct job {
    enum inkan_key key;
    enum inkan_pin pin;
    enum inkan_hash hash;
    enum inkan_scheme scheme;
    bool cms;
    struct sign_files files;
    struct inkan_cms_item *cms_items; /* one of the two, as many as files */
    struct inkan_sign_item *raw_items;
};

static int key_of(struct tool *t, const char *name, struct job *job)
{
    if (name != NULL && strcmp(name, "auth") == 0) {
        job->key = INKAN_KEY_AUTH;
        job->pin = INKAN_PIN_AUTH;
    } else if (name != NULL && strcmp(name, "sign") == 0) {
        job->key = INKAN_KEY_SIGN;
        job->pin = INKAN_PIN_SIGN;
    } else {
        return tool_error(t, TOOL_USAGE, "usage",
                          _("--key auth or --key sign is needed"));
    }
    return TOOL_OK;
}

static int hash_of(struct tool *t, const char *name, struct job *job)
{
    static const struct {
        const char *name;
        enum inkan_hash hash;
    } hashes[] = { { "sha256", INKAN_HASH_SHA256 },
                   { "sha384", INKAN_HASH_SHA384 },
                   { "sha512", INKAN_HASH_SHA512 } };

    job->hash = INKAN_HASH_SHA256;
    if (name == NULL)
        return TOOL_OK;
    for (size_t i = 0; i < ARRAY_LEN(hashes); i++) {
        if (strcmp(hashes[i].name, name) == 0) {
            job->hash = hashes[i].hash;
            return TOOL_OK;
        }
    }
    return tool_error(t, TOOL_USAGE, "usage", _("%s: unknown hash"), name);
}

static int read_options(struct tool *t, const struct args *args,
                        struct job *job)
{
    int exit = key_of(t, args->key, job);

    if (exit == TOOL_OK)
        exit = hash_of(t, args->hash, job);
    if (exit != TOOL_OK)
        return exit;
    job->cms = args->cms;
    job->scheme = args->pss ? INKAN_PSS : INKAN_PKCS1;
    if (args->cms && (args->pss || args->hash != NULL))
        return tool_error(t, TOOL_USAGE, "usage",
                          _("--cms has its own hash and padding"));
    if (args->pss && job->hash != INKAN_HASH_SHA256)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("--pss works with sha256 only"));
    if (args->outputs.count > 0 && args->folder != NULL)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("-o and -d exclude each other"));
    return TOOL_OK;
}

/* Inputs are what -i names, then the words. */
static int plan(struct tool *t, const struct args *args, char **words,
                struct job *job)
{
    const struct sign_naming naming = { &args->outputs, args->folder,
                                        args->cms ? ".p7s" : ".sig" };
    size_t count = args->inputs.count, w = 0;
    const char **inputs;
    int exit;

    while (words[w] != NULL)
        w++;
    if (count + w == 0)
        return tool_error(t, TOOL_USAGE, "usage", _("no file to sign"));
    inputs = calloc(count + w + 1, sizeof(*inputs));
    if (inputs == NULL)
        return tool_fail(t, INKAN_NOMEM);
    for (size_t i = 0; i < count; i++)
        inputs[i] = args->inputs.items[i];
    for (size_t i = 0; i < w; i++)
        inputs[count + i] = words[i];
    exit = sign_files_plan(t, inputs, &naming, &job->files);
    if (exit == TOOL_OK)
        exit = sign_files_hash(t, &job->files, job->hash, !job->cms);
    free(inputs);
    return exit;
}

/* Who types a PIN sees first what for. */
static void tell_consent(struct tool *t, const struct job *job)
{
    size_t count = job->files.count;

    if (job->key == INKAN_KEY_AUTH)
        tool_note(t, _("note: this is the key that logs you in at web sites; "
                       "documents are signed with --key sign"));
    if (t->pin.fd >= 0 || t->pin.file != NULL)
        return;
    tool_note(t,
              P_("%zu document will be signed:",
                 "%zu documents will be signed:", (unsigned long)count),
              count);
    for (size_t i = 0; i < count; i++) {
        fprintf(stderr, "  ");
        tool_put_text(stderr, job->files.items[i].input);
        fputc('\n', stderr);
    }
}

static bool make_items(struct job *job)
{
    const struct sign_files *files = &job->files;

    if (job->cms) {
        job->cms_items = calloc(files->count, sizeof(*job->cms_items));
        for (size_t i = 0; job->cms_items != NULL && i < files->count; i++)
            memcpy(job->cms_items[i].digest, files->items[i].digest,
                   sizeof(job->cms_items[i].digest));
        return job->cms_items != NULL;
    }
    job->raw_items = calloc(files->count, sizeof(*job->raw_items));
    for (size_t i = 0; job->raw_items != NULL && i < files->count; i++) {
        job->raw_items[i].scheme = job->scheme;
        job->raw_items[i].hash = job->hash;
        job->raw_items[i].input = files->items[i].digest;
        job->raw_items[i].input_len = files->items[i].digest_len;
    }
    return job->raw_items != NULL;
}

static int sign(struct tool *t, struct job *job)
{
    struct inkan_card *card = NULL;
    struct inkan_time now = tool_now();
    struct inkan_secret secret;
    enum inkan_rc rc;
    int exit = tool_open_card(t, &card);

    if (exit == TOOL_OK)
        exit = tool_secret(t, card, job->pin, &secret);
    if (exit != TOOL_OK)
        return exit;
    if (!make_items(job))
        return tool_fail(t, INKAN_NOMEM);
    tool_watch(t, job->files.count + 1);
    rc = job->cms ? inkan_cms_sign(card, job->key, &secret, &now,
                                   job->cms_items, job->files.count)
                  : inkan_sign(card, job->key, &secret, job->raw_items,
                               job->files.count);
    tool_secrets_wipe(t);
    return tool_fail(t, rc);
}

static int write_all(struct tool *t, const struct job *job)
{
    for (size_t i = 0; i < job->files.count; i++) {
        const char *path = job->files.items[i].output;
        int exit = job->cms ? tool_write(t, path, job->cms_items[i].der,
                                         job->cms_items[i].der_len)
                            : tool_write(t, path, job->raw_items[i].signature,
                                         INKAN_SIGNATURE_LEN);

        if (exit != TOOL_OK)
            return exit;
    }
    return TOOL_OK;
}

static int print_object(struct tool *t, const struct job *job)
{
    json_t *list = json_array();

    for (size_t i = 0; i < job->files.count; i++) {
        const struct sign_file *file = &job->files.items[i];

        json_array_append_new(
            list,
            json_pack("{s:o, s:o, s:o}", "file", tool_json_text(file->input),
                      "signature", tool_json_text(file->output), "digest",
                      tool_json_hex(file->digest, file->digest_len)));
    }
    return tool_print_json(
        t, json_pack("{s:s, s:s, s:o}", "key", inkan_pin_facts(job->pin)->name,
                     "format", job->cms ? "cms" : "raw", "signatures", list));
}

static int check_stdout(struct tool *t, const struct job *job)
{
    for (size_t i = 0; t->json && i < job->files.count; i++) {
        if (strcmp(job->files.items[i].output, "-") == 0)
            return tool_error(t, TOOL_USAGE, "usage",
                              _("--json and a signature cannot both go to "
                                "stdout"));
    }
    return TOOL_OK;
}

static void free_job(struct job *job)
{
    for (size_t i = 0; job->cms_items != NULL && i < job->files.count; i++)
        inkan_free(job->cms_items[i].der);
    free(job->cms_items);
    free(job->raw_items);
    sign_files_free(&job->files);
}

int run_sign(struct tool *t, int argc, char **argv)
{
    struct args args = { .key = NULL };
    struct job job = { .cms_items = NULL };
    char **words;
    int exit = tool_parse(t, &syntax, &args, argc, argv, &words);

    if (exit == TOOL_OK && !t->help) {
        exit = read_options(t, &args, &job);
        if (exit == TOOL_OK)
            exit = plan(t, &args, words, &job);
        if (exit == TOOL_OK)
            exit = check_stdout(t, &job);
        if (exit == TOOL_OK) {
            tell_consent(t, &job);
            exit = sign(t, &job);
        }
        if (exit == TOOL_OK)
            exit = write_all(t, &job);
        if (exit == TOOL_OK && t->json)
            exit = print_object(t, &job);
    }
    free_job(&job);
    tool_list_free(&args.inputs);
    tool_list_free(&args.outputs);
    return exit;
}
