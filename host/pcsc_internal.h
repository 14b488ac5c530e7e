/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the PC/SC transport share: transport_pcsc.c (service,
 * readers, waiting), pcsc_conn.c (one card), pcsc_pad.c (PIN pad).
 */
#ifndef INKAN_HOST_PCSC_INTERNAL_H
#define INKAN_HOST_PCSC_INTERNAL_H

#include <stdatomic.h>
#include <sys/types.h>
#include <winscard.h>

#include <inkan/transport.h>

/* Codes of PC/SC fit 32 bits; pcsclite's LONG has 64. */
typedef uint32_t pcsc_t;

struct pcsc {
    SCARDCONTEXT ctx;
    SCARDCONTEXT wait_ctx; /* waiting blocks a context; work goes on */
    bool has_ctx;
    bool has_wait_ctx;
    pid_t pid;
    atomic_bool cancelled;
    _Atomic(SCARDCONTEXT) waiting; /* valid while is_waiting */
    atomic_bool is_waiting;
};

struct pcsc_conn {
    struct pcsc *pcsc;
    SCARDHANDLE handle;
    DWORD protocol;
    char reader[INKAN_READER_NAME_MAX];
    uint32_t events; /* insertions and removals when we connected */
    pcsc_t last;     /* what PC/SC said last that was no success */
    DWORD pad_ioctl; /* FEATURE_VERIFY_PIN_DIRECT, 0 = no PIN pad */
    bool pad_asked;
};

/* The one map of PC/SC codes. */
enum inkan_rc pcsc_rc(pcsc_t code);

/* A context, opened when first needed. */
enum inkan_rc pcsc_context(struct pcsc *p);

/* pcscd went away: the context is closed, the next use opens another. */
void pcsc_forget(struct pcsc *p);

/* State of one reader as pcscd sees it now, without reaching for the card. */
enum inkan_rc pcsc_reader_state(struct pcsc *p, const char *reader,
                                DWORD *out_state);

/* pcsc_conn.c */
enum inkan_rc pcsc_connect(void *self, const char *reader, uint32_t deadline_ms,
                           void **out_conn);
enum inkan_rc pcsc_begin(void *conn, uint32_t deadline_ms);
enum inkan_rc pcsc_transmit(void *conn, const uint8_t *cmd, size_t cmd_len,
                            uint8_t *resp, size_t cap, size_t *out_len);
enum inkan_rc pcsc_end(void *conn, enum inkan_leave how);
enum inkan_rc pcsc_alive(void *conn);
void pcsc_disconnect(void *conn, enum inkan_leave how);
uint32_t pcsc_native_code(void *conn);
/* Notes what PC/SC said and maps it. */
enum inkan_rc pcsc_note(struct pcsc_conn *c, LONG rv);

/* pcsc_pad.c */
bool pcsc_has_pinpad(void *conn);
enum inkan_rc pcsc_pinpad_verify(void *conn,
                                 const struct inkan_pinpad_request *req,
                                 uint8_t *resp, size_t cap, size_t *out_len);

#endif
