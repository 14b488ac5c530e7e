/* SPDX-License-Identifier: Apache-2.0
 *
 * The call trace: INKAN_PKCS11_TRACE=FILE gets one line per C_ function, and
 * between them the exchanges with the card as libinkan tells them. It holds
 * handles, lengths, types and results; no PIN, no data that is signed, no
 * attribute value, nothing of a certificate.
 */
#ifndef INKAN_PKCS11_JOURNAL_H
#define INKAN_PKCS11_JOURNAL_H

#include <stdbool.h>

struct journal {
    int fd; /* -1: no trace */
};

/* path  a new file is made; an existing one is left alone and there is no
 *       trace. NULL: none. */
void journal_open(struct journal *journal, const char *path);
void journal_close(struct journal *journal);

__attribute__((format(printf, 2, 3))) void
journal_line(const struct journal *journal, const char *format, ...);

#endif
