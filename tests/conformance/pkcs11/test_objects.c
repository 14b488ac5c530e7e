/* SPDX-License-Identifier: Apache-2.0
 *
 * PKCS#11 3.0, 4 and 5.7: which objects there are, and the search for them.
 */
#include "tests/support/p11.h"

#include <string.h>

struct expected {
    CK_SLOT_ID slot;
    CK_OBJECT_CLASS class;
    CK_BYTE id;
    bool needs_login;
    const char *label;
};

/* clang-format off */
static const struct expected expected[] = {
    { 0, CKO_CERTIFICATE, 1, false, "User Authentication Certificate" },
    { 0, CKO_PUBLIC_KEY,  1, false, "User Authentication Public Key" },
    { 0, CKO_PRIVATE_KEY, 1, true,  "User Authentication Key" },
    { 0, CKO_CERTIFICATE, 3, false, "User Authentication Certificate CA" },
    { 1, CKO_CERTIFICATE, 2, true,  "Digital Signature Certificate" },
    { 1, CKO_PUBLIC_KEY,  2, true,  "Digital Signature Public Key" },
    { 1, CKO_PRIVATE_KEY, 2, true,  "Digital Signature Key" },
    { 1, CKO_CERTIFICATE, 4, true,  "Digital Signature Certificate CA" },
};
/* clang-format on */

#define EXPECTED (sizeof(expected) / sizeof(expected[0]))

static CK_ULONG hits(CK_SESSION_HANDLE s, const struct expected *e)
{
    CK_OBJECT_CLASS class = e->class;
    CK_BYTE id = e->id;
    CK_ATTRIBUTE wanted[] = {
        { CKA_CLASS, &class, sizeof(class) },
        { CKA_ID, &id, 1 },
        { CKA_LABEL, p11_text(e->label), strlen(e->label) },
    };

    return p11_count(s, wanted, 3);
}

static void objects_are_those_of_the_table(void **state)
{
    CK_SESSION_HANDLE s[2] = { p11_open(0), p11_open(1) };

    (void)state;
    for (int login = 0; login < 2; login++) {
        if (login) {
            assert_rv(p11_login(s[0], AUTH_PIN), CKR_OK);
            assert_rv(p11_login(s[1], SIGN_PIN), CKR_OK);
        }
        for (size_t i = 0; i < EXPECTED; i++) {
            assert_int_equal(hits(s[expected[i].slot], &expected[i]),
                             login || !expected[i].needs_login);
            assert_int_equal(hits(s[1 - expected[i].slot], &expected[i]), 0);
        }
    }
    /* And no others but the profiles: 4 and 3. */
    assert_int_equal(p11_count(s[0], NULL, 0), 4 + 4);
    assert_int_equal(p11_count(s[1], NULL, 0), 4 + 3);
}

static void private_means_after_login(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_BBOOL flag = CK_TRUE;
    CK_ATTRIBUTE wanted = { CKA_PRIVATE, &flag, 1 };

    (void)state;
    assert_int_equal(p11_count(s, &wanted, 1), 1);
    flag = CK_FALSE;
    assert_int_equal(p11_count(s, &wanted, 1), 7);
    assert_rv(C_Logout(s), CKR_OK);
    assert_int_equal(p11_count(s, &wanted, 1), 7);
    flag = CK_TRUE;
    assert_int_equal(p11_count(s, &wanted, 1), 0);
}

static void a_search_can_be_taken_in_small_pieces(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_OBJECT_HANDLE one;
    CK_ULONG count = 1, all = 0;

    (void)state;
    assert_rv(C_FindObjectsInit(s, NULL, 0), CKR_OK);
    assert_rv(C_FindObjects(s, NULL, 0, &count), CKR_OK);
    assert_int_equal(count, 0);
    for (count = 1; count != 0; all += count)
        assert_rv(C_FindObjects(s, &one, 1, &count), CKR_OK);
    assert_int_equal(all, 7);
    assert_rv(C_FindObjectsFinal(s), CKR_OK);
}

static void a_search_has_its_order(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_OBJECT_HANDLE found[4];
    CK_ULONG count;

    (void)state;
    assert_rv(C_FindObjects(s, found, 4, &count),
              CKR_OPERATION_NOT_INITIALIZED);
    assert_rv(C_FindObjectsFinal(s), CKR_OPERATION_NOT_INITIALIZED);
    assert_rv(C_FindObjectsInit(s, NULL, 0), CKR_OK);
    assert_rv(C_FindObjectsInit(s, NULL, 0), CKR_OPERATION_ACTIVE);
    assert_rv(C_FindObjects(s, NULL, 4, &count), CKR_ARGUMENTS_BAD);
    assert_rv(C_FindObjects(s, found, 4, NULL), CKR_ARGUMENTS_BAD);
    assert_rv(C_FindObjects(s, found, 4, &count), CKR_OK);
    assert_rv(C_FindObjectsFinal(s), CKR_OK);
    assert_rv(C_FindObjectsFinal(s), CKR_OPERATION_NOT_INITIALIZED);
}

static void searches_of_two_sessions_are_apart(void **state)
{
    CK_SESSION_HANDLE a = p11_open(SLOT_AUTH), b = p11_open(SLOT_AUTH);

    (void)state;
    assert_rv(C_FindObjectsInit(a, NULL, 0), CKR_OK);
    assert_int_equal(p11_count(b, NULL, 0), 7);
    assert_rv(C_FindObjectsFinal(a), CKR_OK);
}

static void a_value_without_bytes_is_a_bad_argument(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_ATTRIBUTE wanted = { CKA_ID, NULL, 1 };

    (void)state;
    assert_rv(C_FindObjectsInit(s, &wanted, 1), CKR_ARGUMENTS_BAD);
    wanted.ulValueLen = 0; /* no object has an empty id */
    assert_int_equal(p11_count(s, &wanted, 1), 0);
}

static void handles_do_not_outlive_what_they_name(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);
    CK_OBJECT_HANDLE cert = p11_object(s, CKO_CERTIFICATE);
    CK_ULONG size;

    assert_rv(C_GetObjectSize(s, key, &size), CKR_OK);
    assert_int_equal(size, CK_UNAVAILABLE_INFORMATION);
    assert_rv(C_Logout(s), CKR_OK);
    assert_rv(C_GetObjectSize(s, key, &size), CKR_OBJECT_HANDLE_INVALID);
    assert_rv(C_GetObjectSize(s, cert, &size), CKR_OK);
    assert_rv(C_GetObjectSize(s, cert, NULL), CKR_ARGUMENTS_BAD);
    assert_rv(C_GetObjectSize(p11_open(SLOT_SIGN), cert, &size),
              CKR_OBJECT_HANDLE_INVALID);
    posix_card_close(desk_pull(&p->desk, 0));
    desk_insert(&p->desk, 0, p11_card(p, "other"));
    assert_rv(C_GetObjectSize(s, cert, &size), CKR_DEVICE_REMOVED);
    s = p11_open(SLOT_AUTH);
    assert_rv(C_GetObjectSize(s, cert, &size), CKR_OBJECT_HANDLE_INVALID);
}

static void a_search_outlives_a_logout_but_its_hits_do_not(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    CK_OBJECT_HANDLE found[16];
    CK_ULONG count;

    (void)state;
    assert_rv(C_FindObjectsInit(s, NULL, 0), CKR_OK);
    assert_rv(C_Logout(s), CKR_OK);
    assert_rv(C_FindObjects(s, found, 16, &count), CKR_OK);
    assert_rv(C_FindObjectsFinal(s), CKR_OK);
    assert_rv(C_GetObjectSize(s, found[count - 1], &count),
              CKR_OBJECT_HANDLE_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(objects_are_those_of_the_table),
        P11_WITH_CARD(private_means_after_login),
        P11_WITH_CARD(a_search_can_be_taken_in_small_pieces),
        P11_WITH_CARD(a_search_has_its_order),
        P11_WITH_CARD(searches_of_two_sessions_are_apart),
        P11_WITH_CARD(a_value_without_bytes_is_a_bad_argument),
        P11_WITH_CARD(handles_do_not_outlive_what_they_name),
        P11_WITH_CARD(a_search_outlives_a_logout_but_its_hits_do_not),
    };

    return cmocka_run_group_tests_name("conformance/pkcs11/objects", tests,
                                       NULL, NULL);
}
