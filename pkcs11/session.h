/* SPDX-License-Identifier: Apache-2.0
 *
 * Sessions: a number for the application, and the search and the signature
 * that are under way in it.
 */
#ifndef INKAN_PKCS11_SESSION_H
#define INKAN_PKCS11_SESSION_H

#include "pkcs11/find.h"
#include "pkcs11/reader.h"
#include "pkcs11/signop.h"

#define SESSIONS_MAX 1024

struct session {
    CK_SESSION_HANDLE handle;
    struct reader *reader;
    enum token_kind kind;
    bool is_rw;
    bool is_dead; /* its card left; freed when the call ends */
    struct find find;
    struct signop sign;
};

/* Errors  CKR_SESSION_COUNT, CKR_HOST_MEMORY */
CK_RV session_new(struct module *module, struct reader *r, enum token_kind kind,
                  bool is_rw, struct session **out);

/* NULL: no such session, or dead. */
struct session *session_find(struct module *module, CK_SESSION_HANDLE handle);

struct token *session_token(const struct session *session);

/* Closes; the last session of a token takes its login along. */
void session_close(struct module *module, struct session *session);
void session_close_all(struct module *module, struct reader *r,
                       enum token_kind kind);

/* The card of this reader left: its sessions are dead from now on. */
void session_kill(struct module *module, const struct reader *r);

/* Frees the dead. */
void session_sweep(struct module *module);

/* Ends the signature under way in a session, and with it the PIN that was
 * kept for that one signature only. */
void session_end_signature(struct module *module, struct session *session);

/* The same for every session of a token. */
void session_end_signatures(struct module *module, const struct reader *r,
                            enum token_kind kind);

struct session_counts {
    CK_ULONG all;
    CK_ULONG rw;
};

struct session_counts session_count(const struct module *module,
                                    const struct reader *r,
                                    enum token_kind kind);

/* Is a read-only session open on this token? */
bool session_has_read_only(const struct module *module, const struct reader *r,
                           enum token_kind kind);

CK_STATE session_state(const struct session *session);

#endif
