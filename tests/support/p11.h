/* SPDX-License-Identifier: Apache-2.0
 *
 * What tests of the PKCS#11 module share: cards to lie on a desk, the module
 * on that desk, and the steps that every application makes.
 */
#ifndef INKAN_TESTS_SUPPORT_P11_H
#define INKAN_TESTS_SUPPORT_P11_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pkcs11/module.h"
#include "tests/support/desk.h"

#define AUTH_PIN "1234"
#define SIGN_PIN "ABC123"
#define READER   "Desk Reader 00 00"

enum { SLOT_AUTH, SLOT_SIGN };

struct p11 {
    struct desk desk;
    struct inkan_transport transport;
    char folder[64]; /* of the images in use */
    unsigned images;
    _Atomic uint64_t now_ms; /* the module's clock */
};

/* A desk with one empty reader, and the module set upon it; not initialised.
 * For cmocka_unit_test_setup_teardown: *state is a struct p11. */
int p11_setup(void **state);
/* Finalises if need be. */
int p11_teardown(void **state);

/* The same with the adult's card inserted and C_Initialize done. */
int p11_setup_with_card(void **state);

#define P11_ON_DESK(test)                                                      \
    cmocka_unit_test_setup_teardown(test, p11_setup, p11_teardown)
#define P11_WITH_CARD(test)                                                    \
    cmocka_unit_test_setup_teardown(test, p11_setup_with_card, p11_teardown)

/* PKCS#11 takes its inputs through pointers that are not const. */
static inline CK_UTF8CHAR_PTR p11_text(const char *text)
{
    return (CK_UTF8CHAR_PTR)(uintptr_t)text;
}

/* A fresh copy of an issued card: see meson.build for the kinds. */
struct posix_card *p11_card(struct p11 *p, const char *kind);

/* Tries left, asked of the card itself, as another program would. */
int p11_tries(struct p11 *p, size_t reader, unsigned slot);

CK_SESSION_HANDLE p11_open(CK_SLOT_ID slot);
CK_RV p11_login(CK_SESSION_HANDLE session, const char *pin);
/* Opens and logs in with the right PIN. */
CK_SESSION_HANDLE p11_logged_in(CK_SLOT_ID slot);

/* The only object of a class; 0: none. */
CK_OBJECT_HANDLE p11_object(CK_SESSION_HANDLE session, CK_OBJECT_CLASS class);
CK_ULONG p11_count(CK_SESSION_HANDLE session, CK_ATTRIBUTE *wanted,
                   CK_ULONG count);

/* C_SignInit and C_Sign of a few bytes with CKM_RSA_PKCS. */
CK_RV p11_sign(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key);

/* As another program that was handed a verified card: selects the key of a
 * slot and asks for a signature. 9000: it was stolen. */
uint16_t p11_steal(struct p11 *p, size_t reader, unsigned slot);

#define assert_rv(expression, wanted)                                          \
    p11_assert_rv((expression), (wanted), #expression, __FILE__, __LINE__)
void p11_assert_rv(CK_RV rv, CK_RV wanted, const char *expression,
                   const char *file, int line);

#endif
