/* SPDX-License-Identifier: Apache-2.0
 *
 * PC/SC: one card, from SCardConnect to SCardDisconnect.
 *
 * One SCARDHANDLE lives as long as the insertion. pcscd lets an old handle
 * reconnect to a card that was swapped in, so the reader's count of
 * insertions and removals is compared whenever the card was reset.
 *
 * What PC/SC cannot cancel: SCardConnect, SCardBeginTransaction and
 * SCardTransmit wait for another program's transaction, and a mute card hangs
 * SCardTransmit for good. begin therefore waits with SCardGetAttrib, which
 * tells SHARING_VIOLATION at once, until the card is free or the deadline is
 * there; the race that is left is a program that takes the card in the moment
 * between the two calls.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <reader.h>

#include "card/edge/bytes.h"
#include "host/handle.h"
#include "host/pcsc_internal.h"

#define BUSY_POLL_MS  5
#define EVENTS_OF(st) ((uint32_t)((st) >> 16) & 0xFFFF)

enum inkan_rc pcsc_note(struct pcsc_conn *c, LONG rv)
{
    if (rv != SCARD_S_SUCCESS)
        c->last = (pcsc_t)rv;
    return pcsc_rc((pcsc_t)rv);
}

uint32_t pcsc_native_code(void *conn)
{
    const struct pcsc_conn *c = conn;

    return c->last;
}

static void sleep_ms(long ms)
{
    struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

    (void)nanosleep(&t, NULL);
}

/* Codes of a handle: here a missing card or service means that the card of
 * this handle is out of our hands. */
static enum inkan_rc of_handle(enum inkan_rc rc)
{
    return rc == INKAN_NO_CARD || rc == INKAN_NO_READER ? INKAN_REMOVED : rc;
}

enum inkan_rc pcsc_connect(void *self, const char *reader, uint32_t deadline_ms,
                           void **out_conn)
{
    struct pcsc *p = self;
    struct pcsc_conn *c;
    DWORD state = 0;
    enum inkan_rc rc = pcsc_context(p);
    uint64_t end = clock_ms() + deadline_ms;

    if (rc != INKAN_OK)
        return rc;
    if (strlen(reader) >= INKAN_READER_NAME_MAX)
        return INKAN_NO_READER;
    c = calloc(1, sizeof(*c));
    if (c == NULL)
        return INKAN_NOMEM;
    c->pcsc = p;
    memcpy(c->reader, reader, strlen(reader));
    /* The count is taken before the card is: a swap in between is noticed. */
    rc = pcsc_reader_state(p, c->reader, &state);
    if (rc == INKAN_NO_SERVICE) { /* pcscd was started anew */
        pcsc_forget(p);
        rc = pcsc_context(p);
        if (rc == INKAN_OK)
            rc = pcsc_reader_state(p, c->reader, &state);
    }
    c->events = EVENTS_OF(state);
    if (rc == INKAN_OK && (state & SCARD_STATE_PRESENT) == 0)
        rc = INKAN_NO_CARD;
    while (rc == INKAN_OK) {
        rc = pcsc_note(c, SCardConnect(p->ctx, c->reader, SCARD_SHARE_SHARED,
                                       SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                                       &c->handle, &c->protocol));
        if (rc != INKAN_BUSY || clock_ms() >= end)
            break;
        sleep_ms(BUSY_POLL_MS);
        rc = INKAN_OK;
    }
    if (rc != INKAN_OK) {
        free(c);
        return rc == INKAN_REMOVED ? INKAN_NO_CARD : rc;
    }
    *out_conn = c;
    return INKAN_OK;
}

/* Has the card been out since connect? */
static enum inkan_rc same_insertion(struct pcsc_conn *c)
{
    DWORD state = 0;
    enum inkan_rc rc = pcsc_reader_state(c->pcsc, c->reader, &state);

    if (rc != INKAN_OK)
        return of_handle(rc);
    if ((state & SCARD_STATE_PRESENT) == 0 || EVENTS_OF(state) != c->events)
        return INKAN_REMOVED;
    return INKAN_OK;
}

/* Waits for other programs' transactions without being stuck in one. */
static enum inkan_rc wait_free(struct pcsc_conn *c, uint64_t end)
{
    for (;;) {
        uint8_t atr[MAX_ATR_SIZE];
        DWORD len = sizeof(atr);
        LONG rv = SCardGetAttrib(c->handle, SCARD_ATTR_ATR_STRING, atr, &len);

        /* Whatever else it says, SCardBeginTransaction will say better. */
        if (rv != SCARD_E_SHARING_VIOLATION)
            return INKAN_OK;
        if (clock_ms() >= end) {
            c->last = (pcsc_t)rv;
            return INKAN_BUSY;
        }
        sleep_ms(BUSY_POLL_MS);
    }
}

enum inkan_rc pcsc_begin(void *conn, uint32_t deadline_ms)
{
    struct pcsc_conn *c = conn;
    bool was_reset = false;
    enum inkan_rc rc;

    c->last = 0;
    rc = wait_free(c, clock_ms() + deadline_ms);
    if (rc != INKAN_OK)
        return rc;
    for (int n = 0; n < 3; n++) { /* somebody may reset again and again */
        rc = pcsc_note(c, SCardBeginTransaction(c->handle));
        if (rc != INKAN_RESET)
            break;
        was_reset = true;
        rc = same_insertion(c);
        if (rc != INKAN_OK)
            return rc;
        rc = pcsc_note(c, SCardReconnect(c->handle, SCARD_SHARE_SHARED,
                                         SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                                         SCARD_LEAVE_CARD, &c->protocol));
        if (rc != INKAN_OK)
            return of_handle(rc);
    }
    if (rc != INKAN_OK)
        return of_handle(rc);
    if (!was_reset)
        return INKAN_OK;
    rc = same_insertion(c); /* nobody can swap it unseen any more */
    if (rc == INKAN_OK)
        return INKAN_RESET;
    (void)SCardEndTransaction(c->handle, SCARD_LEAVE_CARD);
    return rc;
}

enum inkan_rc pcsc_transmit(void *conn, const uint8_t *cmd, size_t cmd_len,
                            uint8_t *resp, size_t cap, size_t *out_len)
{
    struct pcsc_conn *c = conn;
    const SCARD_IO_REQUEST *pci =
        c->protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
    DWORD len = (DWORD)cap;
    LONG rv =
        SCardTransmit(c->handle, pci, cmd, (DWORD)cmd_len, NULL, resp, &len);
    enum inkan_rc rc = of_handle(pcsc_note(c, rv));

    if (rc != INKAN_OK)
        return rc;
    if (len < 2)
        return INKAN_COMM;
    *out_len = len;
    return INKAN_OK;
}

enum inkan_rc pcsc_end(void *conn, enum inkan_leave how)
{
    struct pcsc_conn *c = conn;
    DWORD leave =
        how == INKAN_LEAVE_POWER_OFF ? SCARD_UNPOWER_CARD : SCARD_LEAVE_CARD;

    return of_handle(pcsc_note(c, SCardEndTransaction(c->handle, leave)));
}

enum inkan_rc pcsc_alive(void *conn)
{
    return same_insertion(conn);
}

void pcsc_disconnect(void *conn, enum inkan_leave how)
{
    struct pcsc_conn *c = conn;

    /* In a forked child the connection belongs to the parent. */
    if (c->pcsc->pid == getpid())
        (void)SCardDisconnect(c->handle, how == INKAN_LEAVE_POWER_OFF
                                             ? SCARD_UNPOWER_CARD
                                             : SCARD_LEAVE_CARD);
    free(c);
}
