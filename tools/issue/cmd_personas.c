/* SPDX-License-Identifier: Apache-2.0
 *
 * inkan-card personas: which test citizens there are, and the keys of their
 * files.
 */
#include <getopt.h>
#include <stdio.h>

#include "tools/issue/command.h"
#include "tools/issue/embedded.h"
#include "tools/issue/persona.h"

static bool print_list(void)
{
    const char *name;
    const char *summary;
    size_t name_len;
    size_t summary_len;

    for (size_t n = 0;
         persona_builtin(n, &name, &name_len, &summary, &summary_len); n++)
        printf("%-16.*s %.*s\n", (int)name_len, name, (int)summary_len,
               summary);
    return true;
}

static bool print_keys(void)
{
    for (enum persona_key key = 0; key < P_COUNT; key++) {
        const struct persona_row *row = &persona_rows[key];
        const char *fallback = row->fallback;

        printf("%-26s %-14s %s%s%s%s\n", row->name,
               fallback == NULL      ? "(required)"
               : fallback[0] == '\0' ? "(made)"
               : fallback[0] == '@'  ? fallback + 1
                                     : fallback,
               row->meaning, row->choices != NULL ? " [" : "",
               row->choices != NULL ? row->choices : "",
               row->choices != NULL ? "]" : "");
    }
    return true;
}

static bool print_file(const char *name, struct problem *problem)
{
    char file[128];
    struct span bytes;

    snprintf(file, sizeof(file), "personas/%.80s.persona", name);
    bytes = embedded_find(file);
    if (bytes.len == 0)
        return problem_set(problem, EXIT_USAGE, "no persona \"%.80s\"", name);
    return fwrite(bytes.ptr, 1, bytes.len, stdout) == bytes.len ||
           problem_set(problem, EXIT_OTHER, "cannot write the output");
}

bool cmd_personas(int argc, char **argv, struct problem *problem)
{
    static const struct option options[] = {
        { "keys", no_argument, NULL, 'k' },
        { "show", required_argument, NULL, 's' },
        { NULL, 0, NULL, 0 },
    };
    const char *show = NULL;
    bool keys = false;
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'k': keys = true; break;
        case 's': show = optarg; break;
        default: return command_bad_option(problem, argv);
        }
    }
    if (optind != argc || (keys && show != NULL))
        return command_usage(problem, argv,
                             "give --keys, --show NAME or nothing");
    if (show != NULL)
        return print_file(show, problem);
    return keys ? print_keys() : print_list();
}
