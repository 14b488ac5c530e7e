/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers: listing, waiting, and choosing one as a person would name it.
 * Must not reach for a card.
 */
#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "host/handle.h"

enum inkan_rc inkan_readers(struct inkan *ink, struct inkan_reader *out,
                            size_t cap, size_t *out_count)
{
    if (ink == NULL || (out == NULL && cap != 0) || out_count == NULL)
        return INKAN_ARG;
    if (ink->pid != getpid())
        return INKAN_NO_SERVICE;
    *out_count = 0;
    return ink->transport.list(ink->transport.self, out, cap, out_count);
}

enum inkan_rc inkan_wait(struct inkan *ink, const struct inkan_reader *known,
                         size_t count, uint32_t timeout_ms)
{
    if (ink == NULL || (known == NULL && count != 0))
        return INKAN_ARG;
    if (ink->pid != getpid())
        return INKAN_NO_SERVICE;
    return ink->transport.wait(ink->transport.self, known, count, timeout_ms);
}

void inkan_cancel(struct inkan *ink)
{
    if (ink != NULL && ink->transport.cancel != NULL)
        ink->transport.cancel(ink->transport.self);
}

static bool is_number(const char *text)
{
    if (*text == '\0' || strlen(text) > 6)
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
    }
    return true;
}

/* ASCII letters in any case; reader names are ASCII in practice. */
static bool contains(const char *name, const char *part)
{
    size_t len = strlen(part);

    for (; *name != '\0' || len == 0; name++) {
        size_t i = 0;

        while (i < len && name[i] != '\0' &&
               tolower((unsigned char)name[i]) ==
                   tolower((unsigned char)part[i]))
            i++;
        if (i == len)
            return true;
    }
    return false;
}

static enum inkan_rc by_index(const struct inkan_reader *readers, size_t count,
                              const char *want, const char **out)
{
    size_t index = 0;

    for (; *want != '\0'; want++)
        index = index * 10 + (size_t)(*want - '0');
    if (index >= count)
        return INKAN_NO_READER;
    *out = readers[index].name;
    return INKAN_OK;
}

/* The one whose name has this part; a name that is the whole part wins. */
static enum inkan_rc by_name(const struct inkan_reader *readers, size_t count,
                             const char *want, const char **out)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        if (strcmp(readers[i].name, want) == 0) {
            *out = readers[i].name;
            return INKAN_OK;
        }
        if (contains(readers[i].name, want)) {
            *out = readers[i].name;
            found++;
        }
    }
    if (found == 0)
        return INKAN_NO_READER;
    return found == 1 ? INKAN_OK : INKAN_AMBIGUOUS;
}

static enum inkan_rc by_card(const struct inkan_reader *readers, size_t count,
                             const char **out)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        if (readers[i].present) {
            *out = readers[i].name;
            found++;
        }
    }
    if (count == 0)
        return INKAN_NO_READER;
    if (found == 0)
        return INKAN_NO_CARD;
    return found == 1 ? INKAN_OK : INKAN_AMBIGUOUS;
}

enum inkan_rc inkan_choose_reader(struct inkan *ink, const char *want,
                                  char out[INKAN_READER_NAME_MAX])
{
    struct inkan_reader readers[INKAN_READERS_MAX];
    const char *name = NULL;
    size_t count = 0;
    enum inkan_rc rc;

    if (ink == NULL || out == NULL)
        return INKAN_ARG;
    rc = inkan_readers(ink, readers, INKAN_READERS_MAX, &count);
    if (rc != INKAN_OK)
        return rc;
    if (want == NULL)
        rc = by_card(readers, count, &name);
    else if (is_number(want))
        rc = by_index(readers, count, want, &name);
    else
        rc = by_name(readers, count, want, &name);
    if (rc == INKAN_OK)
        memcpy(out, name, strlen(name) + 1);
    return rc;
}
