/* SPDX-License-Identifier: Apache-2.0
 *
 * libinkan and an issued card in one process, with a witness between them.
 */
#ifndef INKAN_TESTS_LOOP_HOST_HOST_DESK_H
#define INKAN_TESTS_LOOP_HOST_HOST_DESK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inkan/check.h>

#include "tests/support/desk.h"
#include "tests/support/transport_wrap.h"

#define READER   "Desk Reader 00 00"
#define AUTH_PIN "1234"
#define SIGN_PIN "ABC123"
#define NUMBER   "123456789018"
/* Showa 60-06-14, expires 2035, security code 4071 */
#define NUMBER_B "60061420354071"
#define TODAY                                                                  \
    {                                                                          \
        2026, 4, 2, 3, 4, 5                                                    \
    }

struct host_desk {
    struct desk desk;
    struct wrap wrap;
    struct inkan *ink;
    struct inkan_card *card;
    char folder[64];
    unsigned images;
};

/* Opens a fresh copy of the image HOST_IMAGES/kind.img and the handle on it;
 * every failure fails the test. */
struct host_desk *host_desk_open(const char *kind);
void host_desk_close(struct host_desk *hd);

/* A running card from a fresh copy of an image. */
struct posix_card *host_desk_card(struct host_desk *hd, const char *kind);

/* Only the desk and the transport, not opened. */
struct host_desk *host_desk_new(const char *kind);
enum inkan_rc host_desk_try_open(struct host_desk *hd);

struct inkan_secret secret_of(enum inkan_pin pin, const char *value);

/* The test authorities, CRLs too when asked for. Gives. */
struct inkan_trust *trust_of(bool with_crls);

/* Reads a whole file; gives. */
uint8_t *file_of(const char *path, size_t *out_len);

#endif
