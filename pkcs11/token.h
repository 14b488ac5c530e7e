/* SPDX-License-Identifier: Apache-2.0
 *
 * The two tokens of a card: one per PIN, because PKCS#11 has one user PIN per
 * token and the two PINs of this card differ in everything.
 */
#ifndef INKAN_PKCS11_TOKEN_H
#define INKAN_PKCS11_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include <inkan/sign.h>

enum token_kind { TOKEN_AUTH, TOKEN_SIGN, TOKEN_COUNT };

/* What is fixed about a token: the row of its kind. */
struct token_facts {
    const char *label;
    const char *slot_suffix;
    char serial_suffix;
    enum inkan_pin pin;
    enum inkan_key key;
    enum inkan_cert_id cert;
    enum inkan_cert_id ca;
    uint32_t idle_ms; /* a kept PIN is forgotten after this; 0: never */
};

extern const struct token_facts token_facts[TOKEN_COUNT];

/* One token of the card that is in a reader now. */
struct token {
    int tries; /* left; -1: the card tells no number */
    bool logged_in;
    bool uses_pad;           /* the PIN is typed on the reader, each time */
    uint64_t used_ms;        /* when the kept PIN was used last */
    struct inkan_cert *cert; /* the holder's; NULL: none, or guarded */
    struct inkan_cert *ca;
    bool ca_was_read; /* ca tells what is there, also when NULL */
};

#endif
