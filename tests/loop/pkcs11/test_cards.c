/* SPDX-License-Identifier: Apache-2.0
 *
 * Cards of other kinds: two people's, a child's without a sign certificate, a
 * phone, a card without short ids and extended lengths.
 */
#include "tests/support/p11.h"

#include <stdlib.h>
#include <string.h>

static void lay(struct p11 *p, size_t reader, const char *kind)
{
    posix_card_close(desk_pull(&p->desk, reader));
    desk_insert(&p->desk, reader, p11_card(p, kind));
}

static void serial_of(CK_SLOT_ID slot, char out[17])
{
    CK_TOKEN_INFO info;

    assert_rv(C_GetTokenInfo(slot, &info), CKR_OK);
    memcpy(out, info.serialNumber, 16);
    out[16] = '\0';
}

static void serials_differ_per_card_and_token_and_are_stable(void **state)
{
    struct p11 *p = *state;
    char a[17], b[17], again[17];

    serial_of(SLOT_AUTH, a);
    serial_of(SLOT_SIGN, b);
    assert_memory_equal(a, b, 15);
    assert_int_equal(a[15], 'A');
    assert_int_equal(b[15], 'S');
    lay(p, 0, "adult");
    serial_of(SLOT_AUTH, again);
    assert_string_equal(a, again);
    lay(p, 0, "other");
    serial_of(SLOT_AUTH, again);
    assert_string_not_equal(a, again);
}

static void serials_can_be_zeros(void **state)
{
    char serial[17];

    (void)state;
    assert_rv(C_Finalize(NULL), CKR_OK);
    setenv("INKAN_PKCS11_SERIAL", "zeros", 1);
    assert_rv(C_Initialize(NULL), CKR_OK);
    unsetenv("INKAN_PKCS11_SERIAL");
    serial_of(SLOT_SIGN, serial);
    assert_string_equal(serial, "0000000000000000");
}

static void two_cards_at_once_are_apart(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE first, second;
    CK_ULONG count;

    desk_plug_reader(&p->desk, 1, "Second Reader");
    desk_insert(&p->desk, 1, p11_card(p, "other"));
    assert_rv(C_GetSlotList(CK_TRUE, NULL, &count), CKR_OK);
    assert_int_equal(count, 4);
    first = p11_logged_in(SLOT_SIGN);
    second = p11_open(2 + SLOT_SIGN);
    assert_rv(p11_login(second, SIGN_PIN), CKR_PIN_INCORRECT);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
    assert_int_equal(p11_tries(p, 1, SLOT_SIGN), 4);
    assert_rv(p11_login(second, "XYZ789"), CKR_OK);
    posix_card_close(desk_pull(&p->desk, 1));
    assert_rv(C_GetSessionInfo(second, &(CK_SESSION_INFO){ 0 }),
              CKR_DEVICE_REMOVED);
    assert_rv(p11_sign(first, p11_object(first, CKO_PRIVATE_KEY)), CKR_OK);
}

static CK_ULONG profiles(CK_SESSION_HANDLE s, CK_PROFILE_ID id)
{
    CK_OBJECT_CLASS class = CKO_PROFILE;
    CK_ATTRIBUTE wanted[] = { { CKA_CLASS, &class, sizeof(class) },
                              { CKA_PROFILE_ID, &id, sizeof(id) } };

    return p11_count(s, wanted, 2);
}

static void a_phone_shows_nothing_before_login(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s;
    CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    CK_ATTRIBUTE wanted = { CKA_CLASS, &class, sizeof(class) };
    char serial[17];

    lay(p, 0, "phone");
    s = p11_open(SLOT_AUTH);
    assert_int_equal(p11_object(s, CKO_PUBLIC_KEY), 0);
    assert_int_equal(p11_object(s, CKO_PRIVATE_KEY), 0);
    assert_int_equal(profiles(s, CKP_PUBLIC_CERTIFICATES_TOKEN), 0);
    assert_int_equal(profiles(s, CKP_BASELINE_PROVIDER), 1);
    serial_of(SLOT_AUTH, serial);
    assert_string_equal(serial, "0000000000000000");
    assert_rv(p11_login(s, AUTH_PIN), CKR_OK);
    assert_int_not_equal(p11_object(s, CKO_PUBLIC_KEY), 0);
    assert_in_range(p11_count(s, &wanted, 1), 1, 2);
    assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
    serial_of(SLOT_AUTH, serial);
    assert_string_equal(serial, "0000000000000000");
    assert_rv(C_Logout(s), CKR_OK);
    assert_int_equal(p11_object(s, CKO_PUBLIC_KEY), 0);
    assert_int_equal(p11_steal(p, 0, SLOT_AUTH), 0x6982);
}

static void a_card_without_a_sign_certificate_shows_no_sign_key(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s;
    CK_BYTE id = 2;
    CK_ATTRIBUTE own = { CKA_ID, &id, 1 };

    lay(p, 0, "child");
    s = p11_logged_in(SLOT_AUTH);
    assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
    s = p11_open(SLOT_SIGN);
    assert_rv(p11_login(s, SIGN_PIN), CKR_OK); /* its PIN is there */
    assert_int_equal(p11_count(s, &own, 1), 0);
}

static void a_plain_card_works_with_more_apdus(void **state)
{
    struct p11 *p = *state;

    lay(p, 0, "plain");
    for (CK_SLOT_ID slot = SLOT_AUTH; slot <= SLOT_SIGN; slot++) {
        CK_SESSION_HANDLE s = p11_logged_in(slot);

        assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
    }
}

static void a_card_that_signs_once_per_verify_works(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s;

    lay(p, 0, "shy");
    s = p11_logged_in(SLOT_SIGN);
    for (int i = 0; i < 3; i++)
        assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
}

static void nothing_of_the_sign_token_is_shown_before_login(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_SIGN);
    CK_ATTRIBUTE profile = { CKA_CLASS, NULL, sizeof(CK_OBJECT_CLASS) };
    CK_OBJECT_CLASS class = CKO_PROFILE;
    CK_OBJECT_HANDLE cert;
    CK_ULONG all, before;

    (void)state;
    profile.pValue = &class;
    all = p11_count(s, NULL, 0);
    assert_int_equal(all, p11_count(s, &profile, 1));
    assert_int_equal(profiles(s, CKP_PUBLIC_CERTIFICATES_TOKEN), 0);
    before = all;
    assert_rv(p11_login(s, SIGN_PIN), CKR_OK);
    assert_int_equal(p11_count(s, NULL, 0), before + 4);
    cert = p11_object(s, CKO_CERTIFICATE);
    assert_rv(C_Logout(s), CKR_OK);
    assert_rv(
        C_GetAttributeValue(s, cert, &(CK_ATTRIBUTE){ CKA_VALUE, NULL, 0 }, 1),
        CKR_OBJECT_HANDLE_INVALID);
    assert_int_equal(p11_count(s, NULL, 0), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(serials_differ_per_card_and_token_and_are_stable),
        P11_WITH_CARD(serials_can_be_zeros),
        P11_WITH_CARD(two_cards_at_once_are_apart),
        P11_WITH_CARD(a_phone_shows_nothing_before_login),
        P11_WITH_CARD(a_card_without_a_sign_certificate_shows_no_sign_key),
        P11_WITH_CARD(a_plain_card_works_with_more_apdus),
        P11_WITH_CARD(a_card_that_signs_once_per_verify_works),
        P11_WITH_CARD(nothing_of_the_sign_token_is_shown_before_login),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/cards", tests, NULL, NULL);
}
