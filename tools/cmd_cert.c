/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan cert`: one of the four certificates, as PEM, DER, text or JSON.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct args {
    bool der, text;
    const char *output;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "der", 0, OPT_FLAG, offsetof(struct args, der), NULL,
      N_("write DER instead of PEM") },
    { "text", 0, OPT_FLAG, offsetof(struct args, text), NULL,
      N_("show the fields for people") },
    { "output", 'o', OPT_TEXT, offsetof(struct args, output), N_("FILE"),
      N_("write to FILE") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("auth|sign|auth-ca|sign-ca [OPTION...]"),
    .options = options,
    .takes = TOOL_TAKES_PIN,
    .min_words = 1,
    .max_words = 1,
};

/* Indexed by enum inkan_cert_id: its name, and the PIN that may guard it. */
static const struct row {
    const char *name;
    enum inkan_pin pin;
} rows[] = {
    [INKAN_CERT_AUTH] = { "auth", INKAN_PIN_AUTH }, /* on phones */
    [INKAN_CERT_SIGN] = { "sign", INKAN_PIN_SIGN },
    [INKAN_CERT_AUTH_CA] = { "auth-ca", INKAN_PIN_NONE },
    [INKAN_CERT_SIGN_CA] = { "sign-ca", INKAN_PIN_NONE },
};

static int which(struct tool *t, const char *name, enum inkan_cert_id *out)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (strcmp(rows[i].name, name) == 0) {
            *out = (enum inkan_cert_id)i;
            return TOOL_OK;
        }
    }
    return tool_error(t, TOOL_USAGE, "usage",
                      _("%s: the certificates are auth, sign, auth-ca and "
                        "sign-ca"),
                      name);
}

/* Only a phone guards the auth certificate, and only the card can say so: it
 * is asked without a PIN first. */
static int read_cert(struct tool *t, enum inkan_cert_id id,
                     struct inkan_cert **out)
{
    struct inkan_card *card = NULL;
    struct inkan_secret secret;
    enum inkan_rc rc = INKAN_NOT_VERIFIED;
    int exit = tool_open_card(t, &card);

    if (exit != TOOL_OK)
        return exit;
    if (id != INKAN_CERT_SIGN)
        rc = inkan_cert_read(card, id, NULL, out);
    if (rc == INKAN_NOT_VERIFIED && rows[id].pin != INKAN_PIN_NONE) {
        exit = tool_secret(t, card, rows[id].pin, &secret);
        if (exit != TOOL_OK)
            return exit;
        tool_watch(t, 1);
        rc = inkan_cert_read(card, id, &secret, out);
        tool_secrets_wipe(t);
    }
    return tool_fail(t, rc);
}

static int write_pem(struct tool *t, const char *path, struct inkan_bytes der)
{
    char *pem = tool_pem("CERTIFICATE", der.ptr, der.len);
    int exit;

    if (pem == NULL)
        return tool_fail(t, INKAN_NOMEM);
    exit = tool_write(t, path, pem, strlen(pem));
    free(pem);
    return exit;
}

static int print_object(struct tool *t, const struct inkan_cert *cert,
                        const char *name)
{
    struct inkan_bytes der = inkan_cert_der(cert);
    json_t *object = tool_json_cert(cert);
    char *pem = tool_pem("CERTIFICATE", der.ptr, der.len);

    json_object_set_new(object, "certificate", json_string(name));
    if (pem != NULL)
        json_object_set_new(object, "pem", json_string(pem));
    free(pem);
    return tool_print_json(t, object);
}

static int show(struct tool *t, const struct args *args,
                const struct inkan_cert *cert, const char *name)
{
    struct inkan_bytes der = inkan_cert_der(cert);
    bool shown = args->text || t->json;
    int exit = TOOL_OK;

    if (!shown || args->output != NULL)
        exit = args->der ? tool_write(t, args->output, der.ptr, der.len)
                         : write_pem(t, args->output, der);
    if (exit != TOOL_OK || !shown)
        return exit;
    if (t->json)
        return print_object(t, cert, name);
    tool_print_cert(t, cert);
    return tool_finish_stdout(t);
}

int run_cert(struct tool *t, int argc, char **argv)
{
    struct args args = { .output = NULL };
    struct inkan_cert *cert = NULL;
    enum inkan_cert_id id = INKAN_CERT_AUTH;
    char **words;
    int exit = tool_parse(t, &syntax, &args, argc, argv, &words);

    if (exit != TOOL_OK || t->help)
        return exit;
    exit = which(t, words[0], &id);
    if (exit == TOOL_OK && args.output != NULL)
        exit = tool_output_probe(t, args.output);
    if (exit == TOOL_OK)
        exit = read_cert(t, id, &cert);
    if (exit == TOOL_OK)
        exit = show(t, &args, cert, rows[id].name);
    inkan_cert_free(cert);
    return exit;
}
