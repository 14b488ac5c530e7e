/* SPDX-License-Identifier: Apache-2.0
 *
 * The seam between libinkan and whatever carries the bytes. PC/SC is built in
 * (inkan_options.transport = NULL); a program brings its own by filling in
 * these functions: a card image inside the process, a recorded script, a
 * remote reader.
 *
 * All functions return INKAN_OK or one of NO_SERVICE, ACCESS, NO_READER,
 * NO_CARD, REMOVED, RESET, MUTE, BUSY, TIMEOUT, CANCELLED, COMM, NOMEM.
 *
 * After a fork libinkan calls disconnect and destroy in the child at most:
 * they must free memory then and leave the parent's connection alone.
 */
#ifndef INKAN_TRANSPORT_H
#define INKAN_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <inkan/error.h>

#ifdef __cplusplus
extern "C" {
#endif

#define INKAN_READER_NAME_MAX 128 /* bytes with terminator */
#define INKAN_ATR_MAX         33
#define INKAN_READERS_MAX     16

/* One reader as it is now. */
struct inkan_reader {
    char name[INKAN_READER_NAME_MAX]; /* UTF-8, terminated */
    bool present;                     /* a card is in it */
    bool mute;                        /* and does not answer */
    bool exclusive;                   /* another program holds it alone */
    uint32_t events; /* insertions and removals so far; 0 = not known */
    uint8_t atr[INKAN_ATR_MAX];
    size_t atr_len;
};

/* How a transaction ends. */
enum inkan_leave {
    INKAN_LEAVE_CARD,     /* as it is */
    INKAN_LEAVE_POWER_OFF /* power the card off: nothing stays verified */
};

/* PIN pad: what the reader needs to take a PIN itself (PC/SC part 10). */
struct inkan_pinpad_request {
    uint8_t apdu[16]; /* VERIFY with the place of the PIN left open */
    size_t apdu_len;
    uint8_t min_len;
    uint8_t max_len;
    bool digits_only;
};

struct inkan_transport {
    void *self; /* handed to each function; the transport's own */

    /* Lists the readers; count may be 0. At most cap are written. */
    enum inkan_rc (*list)(void *self, struct inkan_reader *out, size_t cap,
                          size_t *out_count);
    /* Waits until some reader or card differs from what `known` says, at most
     * timeout_ms milliseconds (0: do not wait; UINT32_MAX: for ever). */
    enum inkan_rc (*wait)(void *self, const struct inkan_reader *known,
                          size_t count, uint32_t timeout_ms);
    /* Ends a wait that runs in another thread with INKAN_CANCELLED. */
    void (*cancel)(void *self);

    /* Connects, shared, to the card in this reader and powers it on.
     * out_conn is handed to the functions below. */
    enum inkan_rc (*connect)(void *self, const char *reader,
                             uint32_t deadline_ms, void **out_conn);
    /* Begins a transaction: no other program reaches the card until end.
     * INKAN_RESET: another program reset the card; the connection is usable
     * again and the transaction has begun. INKAN_REMOVED: it is dead. */
    enum inkan_rc (*begin)(void *conn, uint32_t deadline_ms);
    /* One exchange. resp holds data and SW1 SW2: at least 2 bytes on OK. */
    enum inkan_rc (*transmit)(void *conn, const uint8_t *cmd, size_t cmd_len,
                              uint8_t *resp, size_t cap, size_t *out_len);
    enum inkan_rc (*end)(void *conn, enum inkan_leave how);
    /* Is it still the card of connect()? No exchange with the card. */
    enum inkan_rc (*alive)(void *conn);
    void (*disconnect)(void *conn, enum inkan_leave how);

    /* PIN pad; both NULL when the transport knows none. */
    bool (*has_pinpad)(void *conn);
    enum inkan_rc (*pinpad_verify)(void *conn,
                                   const struct inkan_pinpad_request *req,
                                   uint8_t *resp, size_t cap, size_t *out_len);

    /* Frees self; called by inkan_close. May be NULL. */
    void (*destroy)(void *self);

    /* The transport's own code for what went wrong last on this connection
     * (PC/SC: SCARD_...), 0 = nothing to tell. May be NULL. */
    uint32_t (*native_code)(void *conn);
};

/* The PC/SC transport by itself, for a program that wraps it or plays APDUs
 * of its own; it is what inkan_open takes when none is given.
 * out     filled in; free with out->destroy(out->self), unless inkan_open
 *         took it, whose inkan_close does that
 * Errors  INKAN_NOMEM */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_transport_pcsc(struct inkan_transport *out);

#ifdef __cplusplus
}
#endif
#endif
