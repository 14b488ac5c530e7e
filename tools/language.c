/* SPDX-License-Identifier: Apache-2.0
 *
 * Locale and catalogue. LANG=ja_JP.UTF-8 gives Japanese also on a system
 * where that locale was never generated, as on a fresh Debian: gettext needs
 * only some UTF-8 locale and LANGUAGE.
 */
#include "tools/language.h"

#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "inkan"

/* Does this folder hold our Japanese catalogue? */
static bool has_catalogue(const char *folder)
{
    char path[PATH_MAX];
    int n =
        snprintf(path, sizeof(path), "%s/ja/LC_MESSAGES/%s.mo", folder, DOMAIN);

    return n > 0 && (size_t)n < sizeof(path) && access(path, R_OK) == 0;
}

/* Where the catalogues are: installed, or beside the program as it was built
 * (so that the build tree speaks Japanese, too). */
static void bind_catalogue(void)
{
    char program[PATH_MAX], folder[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
    char *slash;

    bindtextdomain(DOMAIN, INKAN_LOCALE_DIR);
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    textdomain(DOMAIN);
    if (n <= 0)
        return;
    program[n] = '\0';
    slash = strrchr(program, '/');
    if (slash == NULL)
        return;
    *slash = '\0';
    n = snprintf(folder, sizeof(folder), "%s/po", program);
    if (n > 0 && (size_t)n < sizeof(folder) && has_catalogue(folder))
        bindtextdomain(DOMAIN, folder);
}

/* What the environment asks for, whether or not the system has it. */
static bool asks_for_japanese(void)
{
    static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
        const char *value = getenv(variables[i]);

        if (value != NULL && value[0] != '\0')
            return strncmp(value, "ja", 2) == 0;
    }
    return false;
}

const char *language_init(void)
{
    bool japanese = asks_for_japanese();

    if (setlocale(LC_ALL, "") == NULL) {
        setlocale(LC_ALL, "C.UTF-8");
        if (japanese)
            setenv("LANGUAGE", "ja", 0);
    }
    bind_catalogue();
    return japanese ? "ja" : "en";
}
