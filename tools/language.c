/* SPDX-License-Identifier: Apache-2.0
 *
 * Locale and catalogue. LANG=ja_JP.UTF-8 gives Japanese also on a system
 * where that locale was never generated, as on a fresh Debian: then the
 * catalogue is read here, because gettext translates nothing in C.UTF-8.
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

#include "tools/catalogue.h"

#define DOMAIN "inkan"

/* Open for the whole run, and only where gettext cannot help. */
static struct catalogue own;

/* FOLDER/ja/LC_MESSAGES/inkan.mo; false: too long */
static bool catalogue_path(const char *folder, char out[PATH_MAX])
{
    int n = snprintf(out, PATH_MAX, "%s/ja/LC_MESSAGES/%s.mo", folder, DOMAIN);

    return n > 0 && n < PATH_MAX;
}

/* Where the catalogues are: beside the program as it was built (so that the
 * build tree speaks Japanese, too), or installed. */
static void find_folder(char out[PATH_MAX])
{
    char program[PATH_MAX], path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
    char *slash;

    if (n > 0) {
        program[n] = '\0';
        slash = strrchr(program, '/');
        if (slash != NULL)
            *slash = '\0';
        n = snprintf(out, PATH_MAX, "%s/po", program);
        if (n < PATH_MAX && catalogue_path(out, path) &&
            access(path, R_OK) == 0)
            return;
    }
    snprintf(out, PATH_MAX, "%s", INKAN_LOCALE_DIR);
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
    char folder[PATH_MAX], path[PATH_MAX];
    bool japanese = asks_for_japanese();
    bool has_locale = setlocale(LC_ALL, "") != NULL;

    find_folder(folder);
    bindtextdomain(DOMAIN, folder);
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    textdomain(DOMAIN);
    if (!has_locale) {
        setlocale(LC_ALL, "C.UTF-8");
        if (japanese && catalogue_path(folder, path))
            (void)catalogue_open(&own, path); /* else English */
    }
    return japanese ? "ja" : "en";
}

const char *language_text(const char *text)
{
    if (text[0] == '\0')
        return text; /* gettext would answer with the catalogue's head */
    return own.data != NULL ? catalogue_find(&own, text) : gettext(text);
}

const char *language_plural(const char *one, const char *many, unsigned long n)
{
    const char *found;

    if (own.data == NULL)
        return ngettext(one, many, n);
    found = catalogue_find(&own, one);
    return found != one || n == 1 ? found : many;
}
