/* SPDX-License-Identifier: Apache-2.0
 *
 * GNU .mo files: a head, then two sorted tables of (length, offset). Strings
 * end with a zero byte that the length does not count.
 */
#include "tools/catalogue.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MAGIC_AT = 0,
    COUNT_AT = 8,
    ORIGINALS_AT = 12,
    TRANSLATIONS_AT = 16,
    HEAD_LEN = 28,
    ROW_LEN = 8
};
#define MAGIC 0x950412DEu

static uint32_t u32_at(const struct catalogue *c, size_t at)
{
    uint32_t value;

    memcpy(&value, c->data + at, sizeof(value));
    return value;
}

static bool table_fits(const struct catalogue *c, uint32_t table)
{
    return table <= c->len && c->count <= (c->len - table) / ROW_LEN;
}

/* The string of a row; NULL: it lies outside the file. */
static const char *string_at(const struct catalogue *c, uint32_t table,
                             uint32_t row)
{
    uint32_t len = u32_at(c, table + (size_t)row * ROW_LEN);
    uint32_t at = u32_at(c, table + (size_t)row * ROW_LEN + 4);

    if (at >= c->len || len >= c->len - at || c->data[at + len] != '\0')
        return NULL;
    return (const char *)c->data + at;
}

static const void *map_file(const char *path, size_t *out_len)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    void *data = MAP_FAILED;
    struct stat st;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) == 0 && st.st_size >= HEAD_LEN) {
        *out_len = (size_t)st.st_size;
        data = mmap(NULL, *out_len, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    close(fd);
    return data != MAP_FAILED ? data : NULL;
}

bool catalogue_open(struct catalogue *c, const char *path)
{
    *c = (struct catalogue){ .data = NULL };
    c->data = map_file(path, &c->len);
    if (c->data == NULL)
        return false;
    c->count = u32_at(c, COUNT_AT);
    c->originals = u32_at(c, ORIGINALS_AT);
    c->translations = u32_at(c, TRANSLATIONS_AT);
    if (u32_at(c, MAGIC_AT) == MAGIC && table_fits(c, c->originals) &&
        table_fits(c, c->translations))
        return true;
    catalogue_close(c);
    return false;
}

void catalogue_close(struct catalogue *c)
{
    if (c->data != NULL)
        munmap((void *)(uintptr_t)c->data, c->len);
    c->data = NULL;
}

const char *catalogue_find(const struct catalogue *c, const char *msgid)
{
    uint32_t low = 0, high = c->data != NULL ? c->count : 0;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *original = string_at(c, c->originals, middle);
        int order = original != NULL ? strcmp(msgid, original) : -1;

        if (order == 0) {
            const char *found = string_at(c, c->translations, middle);

            return found != NULL ? found : msgid;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return msgid;
}
