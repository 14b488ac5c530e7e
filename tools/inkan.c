/* SPDX-License-Identifier: Apache-2.0
 *
 * The command `inkan`: finds the subcommand and sets the language. What a
 * subcommand does stands in cmd_NAME.c.
 */
#include "tools/tool.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "tools/cleanup.h"
#include "tools/commands.h"
#include "tools/language.h"
#include "tools/options.h"
#include "tools/private.h"
#include "tools/wiped.h"

/* clang-format off */
const struct tool_command tool_commands[] = {
    { "readers", run_readers, N_("list the readers and what is in them") },
    { "wait",    run_wait,    N_("tell insertions and removals, one JSON "
                                 "line each") },
    { "doctor",  run_doctor,  N_("find out why a card cannot be used, and "
                                 "what to do") },
    { "explain", run_explain, N_("explain an error code") },
    { "status",  run_status,  N_("show what is on the card and the tries "
                                 "left of each PIN") },
    { "cert",    run_cert,    N_("read a certificate: auth, sign, auth-ca or "
                                 "sign-ca") },
    { "person",  run_person,  N_("read name, address, birth date and sex") },
    { "age",     run_age,     N_("read the birth date from the age record") },
    { "face",    run_face,    N_("read the card face: photo and pictures of "
                                 "name and address") },
    { "number-image", run_number_image,
                              N_("read the picture of My Number") },
    { "card-number", run_card_number,
                              N_("read the number of the card itself") },
    { "licence", run_licence, N_("read the driving licence on the card") },
    { "check",   run_check,   N_("find out whether the card is genuine") },
    { "pin",     run_pin,     N_("status, verify or change of a PIN") },
    { "sign",    run_sign,    N_("sign files") },
    { "verify",  run_verify,  N_("verify a CMS signature") },
    { "random",  run_random,  N_("get random bytes from the card") },
    { "replay",  run_replay,  N_("play recorded APDUs to a card and compare "
                                 "its answers") },
#ifdef INKAN_WITH_MATCH
    { "match",   run_match,   N_("compare two names, dates, addresses") },
#endif
#ifdef INKAN_WITH_AUDIT
    { "audit",   run_audit,   N_("compare records with reference rows") },
#endif
#ifdef INKAN_WITH_RECEPTION
    { "reception", run_reception,
                              N_("compare card and eligibility answer at a "
                                 "reception desk") },
#endif
    { NULL, NULL, NULL }
};
/* clang-format on */

static int print_overview(struct tool *t)
{
    printf(_("Usage: inkan [OPTION...] COMMAND [ARGUMENT...]\n"));
    printf("%s\n\n", _("Reads a My Number card and signs with it."));
    for (const struct tool_command *c = tool_commands; c->name != NULL; c++)
        printf("  %-14s %s\n", c->name, _(c->help));
    printf("\n");
    options_print_global();
    printf("      --%-22s %s\n", "version", _("show the version"));
    printf("\n%s\n", _("inkan COMMAND --help tells more."));
    return tool_finish_stdout(t);
}

static int print_version(struct tool *t)
{
    printf("inkan %s\n", inkan_version());
    return tool_finish_stdout(t);
}

static const struct tool_command *command_named(const char *name)
{
    const struct tool_command *c = tool_commands;

    while (c->name != NULL && strcmp(c->name, name) != 0)
        c++;
    return c->name != NULL ? c : NULL;
}

/* --json may stand behind what is wrong; errors must still be JSON. */
static bool wants_json(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--json") == 0)
            return true;
    }
    return false;
}

static int run(struct tool *t, int argc, char **argv)
{
    const struct tool_command *command;
    int at = 1, exit;

    t->json = wants_json(argc, argv);
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return print_version(t);
    exit = options_global(t, argc, argv, &at);
    if (exit != TOOL_OK)
        return exit;
    if (t->help)
        return print_overview(t);
    if (at == argc)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("no command given (inkan --help)"));
    command = command_named(argv[at]);
    if (command == NULL)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("%s: unknown command (inkan --help)"), argv[at]);
    t->command = command->name;
    return command->run(t, argc - at, argv + at);
}

int main(int argc, char **argv)
{
    struct tool_private priv = { .ink = NULL };
    struct tool t = { .pin = { -1, NULL },
                      .new_pin = { -1, NULL },
                      .number_b = { -1, NULL },
                      .sign_pin = { -1, NULL },
                      .deadline_ms = INKAN_DEADLINE_DEFAULT_MS,
                      .priv = &priv };
    const char *last_try = secure_getenv("INKAN_LAST_TRY");
    int exit;

    /* What a card told must not end up in a core file. */
    prctl(PR_SET_DUMPABLE, 0);
    wiped_install();
    cleanup_install();
    t.lang = language_init();
    t.last_try = last_try != NULL && strcmp(last_try, "1") == 0;
    exit = run(&t, argc, argv);
    tool_close(&t);
    wiped_finish();
    return exit;
}
