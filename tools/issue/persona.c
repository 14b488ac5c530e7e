/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads persona files, strictly: an unknown key, a key twice, or a value of
 * the wrong form refuses the whole file and names its line.
 */
#include "tools/issue/persona.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/issue/embedded.h"
#include "tools/issue/file.h"
#include "tools/issue/persona_form.h"
#include "tools/issue/utf8.h"

#define BUILTIN_PREFIX "personas/"
#define BUILTIN_SUFFIX ".persona"
#define BLANKS         " \t\r"

static bool blame_line(const struct persona *persona, unsigned line,
                       struct problem *problem, const char *text)
{
    return problem_set(problem, EXIT_USAGE, "%s:%u: %s", persona->source, line,
                       text);
}

bool persona_blame(const struct persona *persona, enum persona_key key,
                   struct problem *problem, const char *format, ...)
{
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (persona->line[key] == 0)
        return problem_set(problem, EXIT_USAGE, "%s: %s: %s",
                           persona->value[key] != NULL ? "--set"
                                                       : persona->source,
                           persona_rows[key].name, text);
    return problem_set(problem, EXIT_USAGE, "%s:%u: %s: %s", persona->source,
                       persona->line[key], persona_rows[key].name, text);
}

static bool find_key(const char *name, size_t len, enum persona_key *out)
{
    for (enum persona_key key = 0; key < P_COUNT; key++) {
        const char *known = persona_rows[key].name;

        if (strlen(known) == len && memcmp(known, name, len) == 0) {
            *out = key;
            return true;
        }
    }
    return false;
}

/* Drops blanks at both ends; U+3000 belongs to the value. */
static char *trim(char *text)
{
    size_t len;

    text += strspn(text, BLANKS);
    len = strlen(text);
    while (len > 0 && strchr(BLANKS, text[len - 1]) != NULL)
        text[--len] = '\0';
    return text;
}

/* Takes a copy of value for the key and checks its form. */
static bool assign(struct persona *persona, enum persona_key key,
                   const char *value, unsigned line, struct problem *problem)
{
    char *copy = strdup(value);
    const char *reason;

    if (copy == NULL)
        return problem_nomem(problem);
    free(persona->value[key]);
    persona->value[key] = copy;
    persona->line[key] = line;
    reason = persona_form_error(&persona_rows[key], value);
    if (reason != NULL && persona_rows[key].choices != NULL)
        return persona_blame(persona, key, problem, "must be one of %s",
                             persona_rows[key].choices);
    return reason == NULL || persona_blame(persona, key, problem, "%s", reason);
}

static bool parse_line(struct persona *persona, char *text, unsigned line,
                       struct problem *problem)
{
    char *equals;
    char *name = trim(text);
    enum persona_key key;

    if (name[0] == '\0' || name[0] == '#')
        return true;
    equals = strchr(name, '=');
    if (equals == NULL)
        return blame_line(persona, line, problem, "this is no `key = value`");
    *equals = '\0';
    name = trim(name);
    if (!find_key(name, strlen(name), &key))
        return problem_set(problem, EXIT_USAGE, "%s:%u: unknown key \"%.40s\"",
                           persona->source, line, name);
    if (persona->value[key] != NULL)
        return persona_blame(persona, key, problem,
                             "stands here and on line %u", line);
    return assign(persona, key, trim(equals + 1), line, problem);
}

static bool require_all(const struct persona *persona, struct problem *problem)
{
    for (enum persona_key key = 0; key < P_COUNT; key++) {
        if (persona->value[key] == NULL && persona_rows[key].fallback == NULL)
            return problem_set(problem, EXIT_USAGE, "%s: %s is missing (%s)",
                               persona->source, persona_rows[key].name,
                               persona_rows[key].meaning);
    }
    return true;
}

static bool parse_lines(struct persona *persona, char *text,
                        struct problem *problem)
{
    unsigned line = 1;

    while (text != NULL) {
        char *end = strchr(text, '\n');
        size_t chars;

        if (end != NULL)
            *end++ = '\0';
        for (char *p = text; *p != '\0'; p++) {
            if (*p == '\t' || *p == '\r')
                *p = ' ';
        }
        if (!utf8_count(text, &chars))
            return blame_line(persona, line, problem,
                              "not UTF-8 text, or a control character");
        if (!parse_line(persona, text, line, problem))
            return false;
        text = end;
        line++;
    }
    return require_all(persona, problem);
}

bool persona_parse(const char *source, struct span text, struct persona *out,
                   struct problem *problem)
{
    static const uint8_t bom[] = { 0xEF, 0xBB, 0xBF };
    char *copy;
    bool ok;

    memset(out, 0, sizeof(*out));
    out->source = strdup(source);
    if (text.len >= sizeof(bom) && memcmp(text.ptr, bom, sizeof(bom)) == 0)
        text = span_sub(text, sizeof(bom), text.len);
    copy = calloc(1, text.len + 1);
    if (out->source == NULL || copy == NULL) {
        free(copy);
        return problem_nomem(problem);
    }
    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    if (strlen(copy) != text.len)
        ok = problem_set(problem, EXIT_USAGE, "%s: holds a 0 byte", source);
    else
        ok = parse_lines(out, copy, problem);
    free(copy);
    return ok;
}

bool persona_load(const char *name, struct persona *out,
                  struct problem *problem)
{
    char file[128];
    struct span built_in;
    uint8_t *text;
    size_t len;
    bool ok;

    memset(out, 0, sizeof(*out));
    if (strpbrk(name, "/.") == NULL) {
        snprintf(file, sizeof(file), BUILTIN_PREFIX "%.80s" BUILTIN_SUFFIX,
                 name);
        built_in = embedded_find(file);
        if (built_in.len == 0)
            return problem_set(problem, EXIT_USAGE,
                               "no persona \"%.80s\": see `inkan-card "
                               "personas`, or give a file as ./NAME",
                               name);
        return persona_parse(name, built_in, out, problem);
    }
    if (!file_read(name, PERSONA_FILE_MAX, &text, &len, problem))
        return false;
    ok = persona_parse(name, span_of(text, len), out, problem);
    free(text);
    return ok;
}

bool persona_set(struct persona *persona, const char *assignment,
                 struct problem *problem)
{
    const char *equals = strchr(assignment, '=');
    enum persona_key key;
    size_t chars;
    char *copy;
    bool ok;

    if (equals == NULL)
        return problem_set(problem, EXIT_USAGE,
                           "--set %.80s: this is no key=value", assignment);
    copy = strdup(assignment);
    if (copy == NULL)
        return problem_nomem(problem);
    copy[equals - assignment] = '\0';
    if (!utf8_count(equals + 1, &chars))
        ok = problem_set(problem, EXIT_USAGE, "--set %.40s: not UTF-8", copy);
    else if (!find_key(trim(copy), strlen(trim(copy)), &key))
        ok = problem_set(problem, EXIT_USAGE, "--set: unknown key \"%.40s\"",
                         copy);
    else
        ok = assign(persona, key, trim(copy + (equals - assignment) + 1), 0,
                    problem);
    free(copy);
    return ok;
}

void persona_free(struct persona *persona)
{
    for (enum persona_key key = 0; key < P_COUNT; key++)
        free(persona->value[key]);
    free(persona->source);
    memset(persona, 0, sizeof(*persona));
}

const char *persona_get(const struct persona *persona, enum persona_key key)
{
    while (persona->value[key] == NULL) {
        const char *fallback = persona_rows[key].fallback;

        if (fallback == NULL)
            return "";
        if (fallback[0] != '@')
            return fallback;
        if (!find_key(fallback + 1, strlen(fallback + 1), &key))
            return "";
    }
    return persona->value[key];
}

bool persona_is(const struct persona *persona, enum persona_key key,
                const char *value)
{
    return strcmp(persona_get(persona, key), value) == 0;
}

bool persona_builtin(size_t n, const char **out_name, size_t *out_name_len,
                     const char **out_summary, size_t *out_summary_len)
{
    const size_t prefix = strlen(BUILTIN_PREFIX);
    const char *at;

    for (size_t i = 0; i < embedded_file_count; i++) {
        const struct embedded_file *file = &embedded_files[i];

        if (strncmp(file->name, BUILTIN_PREFIX, prefix) != 0 || n-- > 0)
            continue;
        *out_name = file->name + prefix;
        *out_name_len = strlen(*out_name) - strlen(BUILTIN_SUFFIX);
        at = memmem(file->bytes.ptr, file->bytes.len, "summary = ", 10);
        if (at == NULL)
            return false;
        *out_summary = at + 10;
        *out_summary_len = strcspn(at + 10, "\n");
        return true;
    }
    return false;
}
