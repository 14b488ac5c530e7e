/* SPDX-License-Identifier: Apache-2.0
 *
 * --trust and --crl: files, or folders of files, that the user trusts. Test
 * CAs come in here and nowhere else.
 */
#include "tools/tool.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A CRL of a whole country may be long. */
#define TRUST_FILE_MAX ((size_t)64 * 1024 * 1024)

/* rc tells what the library thought of it; the return value whether it could
 * be read at all. */
static int add_file(struct tool *t, struct inkan_trust *trust, const char *path,
                    enum inkan_rc *out_rc)
{
    uint8_t *data = NULL;
    size_t len = 0;
    int exit = tool_read(t, path, TRUST_FILE_MAX, &data, &len);

    if (exit != TOOL_OK)
        return exit;
    *out_rc = inkan_trust_add(trust, data, len);
    free(data);
    return TOOL_OK;
}

static int unusable(struct tool *t, const char *path)
{
    return tool_error(t, TOOL_OTHER, "bad-trust",
                      _("%s: no certificate, CRL or key of a card issuer"),
                      path);
}

/* Hidden files and folders are left alone. */
static int wanted(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Adds a file of a folder, if it is one that can be added: a CA's folder may
 * hold its keys and notes, too. */
static int add_entry(struct tool *t, struct inkan_trust *trust,
                     const char *folder, const char *name, size_t *added)
{
    enum inkan_rc rc = INKAN_MALFORMED;
    char *path = NULL;
    int exit = TOOL_OK;

    if (asprintf(&path, "%s/%s", folder, name) < 0)
        return tool_fail(t, INKAN_NOMEM);
    if (!is_folder(path))
        exit = add_file(t, trust, path, &rc);
    free(path);
    if (exit == TOOL_OK && rc == INKAN_OK)
        ++*added;
    else if (exit == TOOL_OK && rc != INKAN_MALFORMED)
        exit = tool_fail(t, rc);
    return exit;
}

static int add_folder(struct tool *t, struct inkan_trust *trust,
                      const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, wanted, alphasort);
    int exit = TOOL_OK;
    size_t added = 0;

    if (count < 0)
        return tool_io_error(t, folder, _("cannot read"));
    for (int i = 0; i < count; i++) {
        if (exit == TOOL_OK)
            exit = add_entry(t, trust, folder, entries[i]->d_name, &added);
        free(entries[i]);
    }
    free(entries);
    return exit == TOOL_OK && added == 0 ? unusable(t, folder) : exit;
}

static int add_list(struct tool *t, struct inkan_trust *trust,
                    const struct tool_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const char *path = list->items[i];
        enum inkan_rc rc = INKAN_OK;
        int exit = is_folder(path) ? add_folder(t, trust, path)
                                   : add_file(t, trust, path, &rc);

        if (exit == TOOL_OK && rc == INKAN_MALFORMED)
            exit = unusable(t, path);
        else if (exit == TOOL_OK)
            exit = tool_fail(t, rc);
        if (exit != TOOL_OK)
            return exit;
    }
    return TOOL_OK;
}

int tool_load_trust(struct tool *t, const struct tool_list *trust,
                    const struct tool_list *crls, struct inkan_trust **out)
{
    struct inkan_trust *loaded = NULL;
    enum inkan_rc rc = inkan_trust_new(&loaded);
    int exit;

    if (rc != INKAN_OK)
        return tool_fail(t, rc);
    exit = add_list(t, loaded, trust);
    if (exit == TOOL_OK)
        exit = add_list(t, loaded, crls);
    if (exit != TOOL_OK) {
        inkan_trust_free(loaded);
        return exit;
    }
    *out = loaded;
    return TOOL_OK;
}
