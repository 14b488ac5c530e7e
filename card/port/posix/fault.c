/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of a fault list. Does not touch a card.
 */
#include "card/port/posix/fault.h"

#include <ctype.h>
#include <stdio.h>

#define LINE_MAX_LEN 1024

struct fault_row {
    const char *name;
    enum fault_kind kind;
    unsigned base; /* of the value; 0 = takes no value */
    bool counted;
    unsigned max_value;
    size_t digits; /* exactly so many, 0 = any number */
};

/* clang-format off */
static const struct fault_row fault_rows[] = {
    { "pull",    FAULT_PULL,    0,  true,  0,       0 },
    { "back",    FAULT_BACK,    10, false, 3600000, 0 },
    { "mute",    FAULT_MUTE,    0,  true,  0,       0 },
    { "sw",      FAULT_SW,      16, true,  0xFFFF,  4 },
    { "garbage", FAULT_GARBAGE, 10, true,  65535,   0 },
    { "delay",   FAULT_DELAY,   10, false, 3600000, 0 },
    { "cut",     FAULT_CUT,     0,  true,  0,       0 },
};
/* clang-format on */

/* By hand: strtoul would also take blanks, a sign and 0x. */
static bool take_number(const char **p, unsigned base, unsigned max,
                        unsigned *out)
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned long n = 0;
    const char *from = *p;
    const char *digit;

    while (**p != '\0' &&
           (digit = strchr(digits, toupper((unsigned char)**p))) != NULL &&
           (unsigned)(digit - digits) < base) {
        n = n * base + (unsigned)(digit - digits);
        if (n > max)
            return false;
        ++*p;
    }
    *out = (unsigned)n;
    return *p != from;
}

static bool parse(const struct fault_row *row, const char *p, struct fault *out)
{
    *out = (struct fault){ .kind = row->kind };
    if (row->base != 0) {
        const char *value = p + 1;

        if (*p++ != '=' ||
            !take_number(&p, row->base, row->max_value, &out->value) ||
            (row->digits != 0 && (size_t)(p - value) != row->digits))
            return false;
    }
    if (row->counted) {
        if (*p++ != '@' || !take_number(&p, 10, 1000000000, &out->at))
            return false;
        if (out->at == 0 && row->kind != FAULT_MUTE)
            return false;
    }
    return *p == '\0';
}

bool fault_add(struct fault_list *list, const char *text)
{
    if (list->count == FAULT_MAX)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(fault_rows); i++) {
        size_t len = strlen(fault_rows[i].name);

        if (strncmp(text, fault_rows[i].name, len) != 0 ||
            !parse(&fault_rows[i], text + len, &list->items[list->count]))
            continue;
        list->count++;
        return true;
    }
    return false;
}

/* Cuts a comment and the blanks around; the word may be empty. */
static char *trim(char *line)
{
    char *end;

    line[strcspn(line, "#\r\n")] = '\0';
    line += strspn(line, " \t");
    end = line + strlen(line);
    while (end > line && (end[-1] == ' ' || end[-1] == '\t'))
        *--end = '\0';
    return line;
}

bool fault_read_script(struct fault_list *list, const char *path,
                       unsigned *line)
{
    FILE *file = fopen(path, "re");
    char text[LINE_MAX_LEN];
    bool good = true;

    *line = 0;
    if (file == NULL)
        return false;
    while (good && fgets(text, sizeof(text), file) != NULL) {
        bool whole = strchr(text, '\n') != NULL || feof(file);
        char *word = trim(text);

        ++*line;
        good = whole && (*word == '\0' || fault_add(list, word));
    }
    if (ferror(file)) {
        *line = 0;
        good = false;
    }
    fclose(file);
    return good;
}

static bool is_due(const struct fault *fault, unsigned count)
{
    if (fault->kind == FAULT_MUTE || fault->kind == FAULT_DELAY)
        return fault->at <= count;
    return fault->kind == FAULT_BACK || fault->at == count;
}

const struct fault *fault_find(const struct fault_list *list,
                               enum fault_kind kind, unsigned count)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].kind == kind && is_due(&list->items[i], count))
            return &list->items[i];
    }
    return NULL;
}
