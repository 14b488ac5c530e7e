/* SPDX-License-Identifier: Apache-2.0
 *
 * The list of readers, see reader.h. It asks pcscd, never a card.
 */
#include "pkcs11/reader.h"

#include <string.h>

#include "pkcs11/insertion.h"
#include "pkcs11/module.h"

static const struct inkan_reader *by_name(const struct inkan_reader *seen,
                                          size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(seen[i].name, name) == 0)
            return &seen[i];
    return NULL;
}

static struct reader *known(struct module *m, const char *name)
{
    for (size_t i = 0; i < m->reader_count; i++)
        if (strcmp(m->readers[i].name, name) == 0)
            return &m->readers[i];
    return NULL;
}

static void tell_event(struct module *m, struct reader *r)
{
    if (!m->has_looked)
        return;
    for (int kind = 0; kind < TOKEN_COUNT; kind++)
        r->event[kind] = true;
}

/* Notes what a reader looks like now; seen = NULL: it is not there. */
static void note(struct module *m, struct reader *r,
                 const struct inkan_reader *seen)
{
    bool present = seen != NULL && seen->present;
    uint32_t events = seen != NULL ? seen->events : r->events;
    bool swapped = present && r->present && events != r->events;

    if (present != r->present || swapped)
        tell_event(m, r);
    r->present = present;
    r->events = events;
    if (r->card != NULL && (!present || swapped))
        (void)insertion_is_alive(m, r);
}

/* The place for a reader that was not seen before: the empty first one, the
 * next, or when all are taken one whose reader is away and whose card is
 * closed. NULL: the reader stays unknown. */
static struct reader *place(struct module *m, const struct inkan_reader *seen,
                            size_t count, bool may_grow)
{
    if (m->reader_count == 1 && m->readers[0].name[0] == '\0')
        return &m->readers[0];
    if (!may_grow)
        return NULL;
    if (m->reader_count < READERS_MAX)
        return &m->readers[m->reader_count++];
    for (size_t i = 0; i < READERS_MAX; i++)
        if (by_name(seen, count, m->readers[i].name) == NULL &&
            m->readers[i].card == NULL)
            return &m->readers[i];
    return NULL;
}

static void add_new(struct module *m, const struct inkan_reader *seen,
                    size_t count, bool may_grow)
{
    for (size_t i = 0; i < count; i++) {
        struct reader *r;

        if (seen[i].name[0] == '\0' || known(m, seen[i].name) != NULL)
            continue;
        r = place(m, seen, count, may_grow);
        if (r == NULL)
            return;
        memset(r, 0, sizeof(*r));
        memcpy(r->name, seen[i].name, sizeof(r->name));
        r->name[sizeof(r->name) - 1] = '\0';
        note(m, r, &seen[i]);
    }
}

static CK_RV look(struct module *m, bool may_grow)
{
    struct inkan_reader seen[READERS_MAX];
    size_t count = 0;
    enum inkan_rc rc = inkan_readers(m->ink, seen, READERS_MAX, &count);

    if (rc == INKAN_NOMEM)
        return CKR_HOST_MEMORY;
    if (rc != INKAN_OK)
        count = 0;
    for (size_t i = 0; i < m->reader_count; i++)
        if (m->readers[i].name[0] != '\0')
            note(m, &m->readers[i], by_name(seen, count, m->readers[i].name));
    add_new(m, seen, count, may_grow);
    m->has_looked = true;
    return CKR_OK;
}

CK_RV reader_look(struct module *m)
{
    return look(m, false);
}

CK_RV reader_list(struct module *m)
{
    return look(m, true);
}

bool reader_agrees(const struct module *m, const struct inkan_reader *seen,
                   size_t count)
{
    for (size_t i = 0; i < m->reader_count; i++) {
        const struct reader *r = &m->readers[i];
        const struct inkan_reader *s = by_name(seen, count, r->name);
        bool present = s != NULL && s->present;

        if (present != r->present || (present && s->events != r->events))
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        bool found = false;

        for (size_t k = 0; k < m->reader_count && !found; k++)
            found = strcmp(m->readers[k].name, seen[i].name) == 0;
        /* With a full table a reader can stay unknown for good. */
        if (!found && m->reader_count < READERS_MAX)
            return false;
    }
    return true;
}

CK_SLOT_ID reader_slot_id(const struct module *m, const struct reader *r,
                          enum token_kind kind)
{
    return (CK_SLOT_ID)(r - m->readers) * TOKEN_COUNT + (CK_SLOT_ID)kind;
}

bool reader_shows(const struct module *m, enum token_kind kind)
{
    return m->settings.view == VIEW_BOTH ||
           (m->settings.view == VIEW_AUTH) == (kind == TOKEN_AUTH);
}

bool reader_of_slot(struct module *m, CK_SLOT_ID slot, struct reader **r,
                    enum token_kind *kind)
{
    CK_SLOT_ID index = slot / TOKEN_COUNT;

    if (index >= m->reader_count ||
        !reader_shows(m, (enum token_kind)(slot % TOKEN_COUNT)))
        return false;
    *r = &m->readers[index];
    *kind = (enum token_kind)(slot % TOKEN_COUNT);
    return true;
}
