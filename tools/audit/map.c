/* SPDX-License-Identifier: Apache-2.0
 *
 * The mapping file: which file has which form, and which column is what.
 */
#include "tools/audit/audit.h"

#include <stdlib.h>
#include <string.h>

#define MAP_MAX ((size_t)64 * 1024)

static char **find_slot(struct audit_mapping *mapping, const char *what)
{
    if (strcmp(what, "format") == 0)
        return &mapping->format;
    if (strcmp(what, "encoding") == 0)
        return &mapping->encoding;
    if (strcmp(what, "table") == 0)
        return &mapping->table;
    for (size_t i = 0; i < COL_COUNT; i++) {
        if (strcmp(what, audit_column_name((enum audit_column)i)) == 0)
            return &mapping->column[i];
    }
    return NULL;
}

static char **find_key(struct audit_map *map, char *key)
{
    char *dot = strchr(key, '.');

    if (dot == NULL)
        return NULL;
    *dot = '\0';
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (strcmp(key, audit_table_name((enum audit_table)i)) == 0)
            return find_slot(&map->of[i], dot + 1);
    }
    return NULL;
}

static char *trim(char *s)
{
    char *end;

    s += strspn(s, " \t");
    end = s + strlen(s);
    while (end > s && strchr(" \t\r", end[-1]) != NULL)
        *--end = '\0';
    return s;
}

static int read_line(struct tool *t, const char *path, unsigned line,
                     char *text, struct audit_map *map)
{
    char *equals = strchr(text, '=');
    char **slot = NULL;

    text = trim(text);
    if (*text == '\0' || *text == '#')
        return TOOL_OK;
    if (equals != NULL) {
        *equals = '\0';
        slot = find_key(map, trim(text));
    }
    if (slot == NULL)
        return tool_error(t, TOOL_USAGE, "map",
                          _("%s, line %u: not a line like `records.name = "
                            "COLUMN`"),
                          path, line);
    if (*slot != NULL)
        return tool_error(t, TOOL_USAGE, "map", _("%s, line %u: said twice"),
                          path, line);
    *slot = strdup(trim(equals + 1));
    return *slot == NULL ? tool_fail(t, INKAN_NOMEM) : TOOL_OK;
}

static int use_own_names(struct tool *t, struct audit_map *map)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        for (size_t k = 0; k < COL_COUNT; k++) {
            /* Number and key exclude each other; a bare file has numbers. */
            if (k == COL_KEY || (k == COL_ACCOUNT && i != TABLE_ACCOUNTS))
                continue;
            map->of[i].column[k] =
                strdup(audit_column_name((enum audit_column)k));
            if (map->of[i].column[k] == NULL)
                return tool_fail(t, INKAN_NOMEM);
        }
    }
    return TOOL_OK;
}

int audit_map_read(struct tool *t, const char *path, struct audit_map *out)
{
    uint8_t *data = NULL;
    size_t len;
    unsigned line = 0;
    char *rest;
    int exit;

    *out = (struct audit_map){ 0 };
    if (path == NULL)
        return use_own_names(t, out);
    exit = tool_read(t, path, MAP_MAX, &data, &len);
    rest = (char *)data;
    while (exit == TOOL_OK && rest != NULL && *rest != '\0') {
        char *text = strsep(&rest, "\n");

        if (line == 0 && strncmp(text, "\xEF\xBB\xBF", 3) == 0)
            text += 3;
        exit = read_line(t, path, ++line, text, out);
    }
    free(data);
    return exit;
}

void audit_map_free(struct audit_map *map)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        free(map->of[i].format);
        free(map->of[i].encoding);
        free(map->of[i].table);
        for (size_t k = 0; k < COL_COUNT; k++)
            free(map->of[i].column[k]);
    }
}
