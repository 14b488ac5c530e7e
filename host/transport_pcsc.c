/* SPDX-License-Identifier: Apache-2.0
 *
 * PC/SC: the service, its readers, and waiting for them. Never reaches for a
 * card; that is pcsc_conn.c.
 */
#include "host/transport_pcsc.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "card/edge/bytes.h"
#include "host/handle.h"
#include "host/pcsc_internal.h"

/* A wait is cut into slices of this length, so that a cancel that arrives
 * just before PC/SC begins to block is not lost. No card is asked. */
#define WAIT_SLICE_MS 500u

#define PNP_READER    "\\\\?PnP?\\Notification"
#define EVENTS_OF(st) ((uint32_t)((st) >> 16) & 0xFFFF)

enum inkan_rc pcsc_rc(pcsc_t code)
{
    /* clang-format off */
    static const struct { pcsc_t code; enum inkan_rc rc; } rows[] = {
        { (pcsc_t)SCARD_S_SUCCESS,               INKAN_OK },
        { (pcsc_t)SCARD_E_NO_MEMORY,             INKAN_NOMEM },
        { (pcsc_t)SCARD_E_NO_SERVICE,            INKAN_NO_SERVICE },
        { (pcsc_t)SCARD_E_SERVICE_STOPPED,       INKAN_NO_SERVICE },
        { (pcsc_t)SCARD_E_INVALID_HANDLE,        INKAN_NO_SERVICE },
        { (pcsc_t)SCARD_F_COMM_ERROR,            INKAN_NO_SERVICE },
        { (pcsc_t)SCARD_F_INTERNAL_ERROR,        INKAN_NO_SERVICE },
        { (pcsc_t)SCARD_W_SECURITY_VIOLATION,    INKAN_ACCESS },
        { (pcsc_t)SCARD_E_NO_READERS_AVAILABLE,  INKAN_NO_READER },
        { (pcsc_t)SCARD_E_UNKNOWN_READER,        INKAN_NO_READER },
        { (pcsc_t)SCARD_E_READER_UNAVAILABLE,    INKAN_REMOVED },
        { (pcsc_t)SCARD_E_NO_SMARTCARD,          INKAN_NO_CARD },
        { (pcsc_t)SCARD_W_REMOVED_CARD,          INKAN_REMOVED },
        { (pcsc_t)SCARD_W_RESET_CARD,            INKAN_RESET },
        { (pcsc_t)SCARD_W_UNRESPONSIVE_CARD,     INKAN_MUTE },
        { (pcsc_t)SCARD_W_UNPOWERED_CARD,        INKAN_MUTE },
        { (pcsc_t)SCARD_W_UNSUPPORTED_CARD,      INKAN_MUTE },
        { (pcsc_t)SCARD_E_PROTO_MISMATCH,        INKAN_MUTE },
        { (pcsc_t)SCARD_E_SHARING_VIOLATION,     INKAN_BUSY },
        { (pcsc_t)SCARD_E_TIMEOUT,               INKAN_TIMEOUT },
        { (pcsc_t)SCARD_E_CANCELLED,             INKAN_CANCELLED },
        { (pcsc_t)SCARD_E_NOT_TRANSACTED,        INKAN_COMM },
    };
    /* clang-format on */

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].code == code)
            return rows[i].rc;
    }
    return INKAN_COMM;
}

static enum inkan_rc open_context(SCARDCONTEXT *ctx, bool *has)
{
    LONG rv;

    if (*has)
        return INKAN_OK;
    rv = SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, ctx);
    if (rv != SCARD_S_SUCCESS)
        return pcsc_rc((pcsc_t)rv);
    *has = true;
    return INKAN_OK;
}

enum inkan_rc pcsc_context(struct pcsc *p)
{
    return open_context(&p->ctx, &p->has_ctx);
}

void pcsc_forget(struct pcsc *p)
{
    if (p->has_ctx)
        (void)SCardReleaseContext(p->ctx);
    if (p->has_wait_ctx)
        (void)SCardReleaseContext(p->wait_ctx);
    p->has_ctx = false;
    p->has_wait_ctx = false;
}

/* --- readers -------------------------------------------------------------- */

/* The names, as one multi-string. *out gives, free(); NULL with none. */
static enum inkan_rc reader_names(SCARDCONTEXT ctx, char **out)
{
    DWORD len = 0;
    LONG rv = SCardListReaders(ctx, NULL, NULL, &len);
    char *names;

    *out = NULL;
    if (rv == SCARD_E_NO_READERS_AVAILABLE)
        return INKAN_OK;
    if (rv != SCARD_S_SUCCESS)
        return pcsc_rc((pcsc_t)rv);
    names = calloc(1, len + 2);
    if (names == NULL)
        return INKAN_NOMEM;
    rv = SCardListReaders(ctx, NULL, names, &len);
    if (rv != SCARD_S_SUCCESS) {
        free(names);
        /* One came between the two calls: the next look sees it. */
        if (rv == SCARD_E_NO_READERS_AVAILABLE ||
            rv == SCARD_E_INSUFFICIENT_BUFFER)
            return INKAN_OK;
        return pcsc_rc((pcsc_t)rv);
    }
    *out = names;
    return INKAN_OK;
}

/* Fills states from names; returns how many there are, at most cap. */
static size_t states_of(const char *names, SCARD_READERSTATE *states,
                        size_t cap)
{
    size_t count = 0;

    memset(states, 0, cap * sizeof(*states));
    while (names != NULL && *names != '\0' && count < cap) {
        states[count++].szReader = names;
        names += strlen(names) + 1;
    }
    return count;
}

static void describe(const SCARD_READERSTATE *st, struct inkan_reader *out)
{
    size_t name_len = strlen(st->szReader);

    memset(out, 0, sizeof(*out));
    if (name_len >= sizeof(out->name))
        name_len = sizeof(out->name) - 1;
    memcpy(out->name, st->szReader, name_len);
    out->present = (st->dwEventState & SCARD_STATE_PRESENT) != 0;
    out->mute = (st->dwEventState & SCARD_STATE_MUTE) != 0;
    out->exclusive = (st->dwEventState & SCARD_STATE_EXCLUSIVE) != 0;
    out->events = EVENTS_OF(st->dwEventState);
    out->atr_len = st->cbAtr < INKAN_ATR_MAX ? st->cbAtr : INKAN_ATR_MAX;
    memcpy(out->atr, st->rgbAtr, out->atr_len);
}

static enum inkan_rc list_once(SCARDCONTEXT ctx, struct inkan_reader *out,
                               size_t cap, size_t *out_count)
{
    SCARD_READERSTATE states[INKAN_READERS_MAX];
    char *names;
    size_t count;
    LONG rv;
    enum inkan_rc rc = reader_names(ctx, &names);

    if (rc != INKAN_OK)
        return rc;
    count = states_of(names, states,
                      cap < INKAN_READERS_MAX ? cap : INKAN_READERS_MAX);
    *out_count = 0;
    if (count != 0) {
        rv = SCardGetStatusChange(ctx, 0, states, (DWORD)count);
        if (rv != SCARD_S_SUCCESS && rv != SCARD_E_TIMEOUT)
            rc = pcsc_rc((pcsc_t)rv);
        for (size_t i = 0; rc == INKAN_OK && i < count; i++)
            describe(&states[i], &out[(*out_count)++]);
        /* A reader that left in between: what is left is seen next time. */
        if (rc == INKAN_NO_READER)
            rc = INKAN_OK;
    }
    free(names);
    return rc;
}

static enum inkan_rc pcsc_list(void *self, struct inkan_reader *out, size_t cap,
                               size_t *out_count)
{
    struct pcsc *p = self;
    bool fresh = !p->has_ctx;
    enum inkan_rc rc = pcsc_context(p);

    if (rc == INKAN_OK)
        rc = list_once(p->ctx, out, cap, out_count);
    /* pcscd was started anew: the old context is dead, another may live. */
    if (rc == INKAN_NO_SERVICE && !fresh) {
        pcsc_forget(p);
        rc = pcsc_context(p);
        if (rc == INKAN_OK)
            rc = list_once(p->ctx, out, cap, out_count);
    }
    return rc;
}

enum inkan_rc pcsc_reader_state(struct pcsc *p, const char *reader,
                                DWORD *out_state)
{
    SCARD_READERSTATE st = { .szReader = reader };
    LONG rv = SCardGetStatusChange(p->ctx, 0, &st, 1);

    if (rv != SCARD_S_SUCCESS && rv != SCARD_E_TIMEOUT)
        return pcsc_rc((pcsc_t)rv);
    *out_state = st.dwEventState;
    return INKAN_OK;
}

/* --- waiting -------------------------------------------------------------- */

static bool differs(const struct inkan_reader *a, const struct inkan_reader *b)
{
    return strcmp(a->name, b->name) != 0 || a->present != b->present ||
           a->mute != b->mute || a->events != b->events;
}

/* Blocks until something may have changed, at most ms. */
static enum inkan_rc wait_slice(struct pcsc *p,
                                const struct inkan_reader *known, size_t count,
                                uint32_t ms)
{
    SCARD_READERSTATE states[INKAN_READERS_MAX + 1];
    LONG rv;

    memset(states, 0, sizeof(states));
    for (size_t i = 0; i < count; i++) {
        DWORD st = known[i].present ? SCARD_STATE_PRESENT : SCARD_STATE_EMPTY;

        if (known[i].mute)
            st |= SCARD_STATE_MUTE;
        states[i].szReader = known[i].name;
        states[i].dwCurrentState = st | (DWORD)known[i].events << 16;
    }
    states[count].szReader = PNP_READER;
    atomic_store(&p->waiting, p->wait_ctx);
    atomic_store(&p->is_waiting, true);
    if (atomic_load(&p->cancelled))
        rv = SCARD_E_CANCELLED;
    else
        rv = SCardGetStatusChange(p->wait_ctx, ms, states, (DWORD)count + 1);
    atomic_store(&p->is_waiting, false);
    /* A reader of the list is gone: that is a change. */
    if (rv == SCARD_E_UNKNOWN_READER)
        return INKAN_OK;
    return rv == SCARD_S_SUCCESS ? INKAN_OK : pcsc_rc((pcsc_t)rv);
}

/* PC/SC wakes for things that nobody asked about (a card is opened by another
 * program): only a real difference counts. */
static enum inkan_rc has_changed(struct pcsc *p,
                                 const struct inkan_reader *known, size_t count,
                                 bool *out)
{
    struct inkan_reader now[INKAN_READERS_MAX];
    size_t now_count = 0;
    enum inkan_rc rc;

    rc = list_once(p->wait_ctx, now, INKAN_READERS_MAX, &now_count);
    *out = now_count != count;
    for (size_t i = 0; i < now_count && !*out; i++)
        *out = differs(&now[i], &known[i]);
    return rc;
}

static enum inkan_rc pcsc_wait(void *self, const struct inkan_reader *known,
                               size_t count, uint32_t timeout_ms)
{
    struct pcsc *p = self;
    uint64_t end =
        timeout_ms == UINT32_MAX ? UINT64_MAX : clock_ms() + timeout_ms;
    enum inkan_rc rc;
    bool changed = false;

    if (count > INKAN_READERS_MAX)
        return INKAN_ARG;
    rc = open_context(&p->wait_ctx, &p->has_wait_ctx);
    while (rc == INKAN_OK) {
        uint64_t now;
        uint64_t left;

        if (atomic_exchange(&p->cancelled, false))
            return INKAN_CANCELLED;
        rc = has_changed(p, known, count, &changed);
        if (rc != INKAN_OK || changed)
            break;
        now = clock_ms();
        if (now >= end)
            return INKAN_TIMEOUT;
        left = end - now;
        rc = wait_slice(p, known, count,
                        left < WAIT_SLICE_MS ? (uint32_t)left : WAIT_SLICE_MS);
        if (rc == INKAN_TIMEOUT || rc == INKAN_CANCELLED)
            rc = INKAN_OK; /* looked at above */
    }
    if (rc == INKAN_NO_SERVICE && p->has_wait_ctx) {
        (void)SCardReleaseContext(p->wait_ctx);
        p->has_wait_ctx = false;
    }
    return rc;
}

static void pcsc_cancel(void *self)
{
    struct pcsc *p = self;

    atomic_store(&p->cancelled, true);
    if (atomic_load(&p->is_waiting))
        (void)SCardCancel(atomic_load(&p->waiting));
}

static void pcsc_destroy(void *self)
{
    struct pcsc *p = self;

    /* In a forked child the contexts belong to the parent. */
    if (p->pid == getpid())
        pcsc_forget(p);
    free(p);
}

enum inkan_rc transport_pcsc(struct inkan_transport *out)
{
    struct pcsc *p = calloc(1, sizeof(*p));

    if (p == NULL)
        return INKAN_NOMEM;
    p->pid = getpid();
    atomic_init(&p->cancelled, false);
    atomic_init(&p->is_waiting, false);
    *out = (struct inkan_transport){ .self = p,
                                     .list = pcsc_list,
                                     .wait = pcsc_wait,
                                     .cancel = pcsc_cancel,
                                     .connect = pcsc_connect,
                                     .begin = pcsc_begin,
                                     .transmit = pcsc_transmit,
                                     .end = pcsc_end,
                                     .alive = pcsc_alive,
                                     .disconnect = pcsc_disconnect,
                                     .has_pinpad = pcsc_has_pinpad,
                                     .pinpad_verify = pcsc_pinpad_verify,
                                     .destroy = pcsc_destroy,
                                     .native_code = pcsc_native_code };
    return INKAN_OK;
}

enum inkan_rc inkan_transport_pcsc(struct inkan_transport *out)
{
    return out != NULL ? transport_pcsc(out) : INKAN_ARG;
}
