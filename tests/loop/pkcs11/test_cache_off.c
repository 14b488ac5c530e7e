/* SPDX-License-Identifier: Apache-2.0
 *
 * INKAN_PIN_CACHE=off: no PIN is kept; CKA_ALWAYS_AUTHENTICATE is announced
 * and enforced.
 */
#include "tests/support/p11.h"

#include <stdlib.h>
#include <string.h>

static int setup(void **state)
{
    struct p11 *p;
    CK_RV rv;

    if (p11_setup(state) != 0)
        return -1;
    p = *state;
    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    setenv("INKAN_PIN_CACHE", "off", 1);
    rv = C_Initialize(NULL);
    unsetenv("INKAN_PIN_CACHE");
    return rv == CKR_OK ? 0 : -1;
}

static CK_RV sign_init(CK_SESSION_HANDLE s)
{
    CK_MECHANISM mech = { CKM_SHA256_RSA_PKCS, NULL, 0 };

    return C_SignInit(s, &mech, p11_object(s, CKO_PRIVATE_KEY));
}

static CK_RV sign_now(CK_SESSION_HANDLE s)
{
    CK_BYTE signature[256];
    CK_ULONG len = sizeof(signature);

    return C_Sign(s, p11_text("abc"), 3, signature, &len);
}

static CK_RV consent(CK_SESSION_HANDLE s, const char *pin)
{
    CK_UTF8CHAR copy[32];

    memcpy(copy, pin, strlen(pin));
    return C_Login(s, CKU_CONTEXT_SPECIFIC, copy, strlen(pin));
}

/* No cell of the page of PINs holds anything. */
static void assert_no_pin_is_kept(void)
{
    static const struct pin_cell empty;
    struct module *m = module_get();

    for (size_t i = 0; i < READERS_MAX * TOKEN_COUNT; i++)
        assert_memory_equal(&m->pins.cells[i], &empty, sizeof(empty));
}

static void it_is_announced(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    CK_BBOOL flag = CK_FALSE;
    CK_ATTRIBUTE wanted = { CKA_ALWAYS_AUTHENTICATE, &flag, 1 };

    (void)state;
    assert_rv(
        C_GetAttributeValue(s, p11_object(s, CKO_PRIVATE_KEY), &wanted, 1),
        CKR_OK);
    assert_int_equal(flag, CK_TRUE);
    assert_no_pin_is_kept();
}

static void a_login_alone_signs_nothing(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    unsigned before = desk_counts(&p->desk).apdus;

    assert_rv(sign_init(s), CKR_OK);
    assert_rv(sign_now(s), CKR_USER_NOT_LOGGED_IN);
    assert_rv(sign_now(s), CKR_OPERATION_NOT_INITIALIZED);
    assert_int_equal(desk_counts(&p->desk).apdus, before);
}

static void each_consent_signs_once(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);

    for (int i = 0; i < 2; i++) {
        assert_rv(sign_init(s), CKR_OK);
        assert_rv(consent(s, SIGN_PIN), CKR_OK);
        assert_rv(sign_now(s), CKR_OK);
        assert_no_pin_is_kept();
        assert_rv(sign_init(s), CKR_OK);
        assert_rv(sign_now(s), CKR_USER_NOT_LOGGED_IN);
    }
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
    assert_int_equal(p11_steal(p, 0, SLOT_SIGN), 0x6982);
}

static void a_consent_that_failed_signs_nothing(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);

    assert_rv(sign_init(s), CKR_OK);
    assert_rv(consent(s, "WRONG99"), CKR_PIN_INCORRECT);
    assert_rv(sign_now(s), CKR_USER_NOT_LOGGED_IN);
    assert_rv(sign_init(s), CKR_OK);
    assert_rv(consent(s, "WRONG99"), CKR_PIN_INCORRECT); /* not sent twice */
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 4);
    assert_rv(consent(s, SIGN_PIN), CKR_OK);
    assert_rv(sign_now(s), CKR_OK);
}

static void a_cancelled_signature_forgets_the_consent(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);

    (void)state;
    assert_rv(sign_init(s), CKR_OK);
    assert_rv(consent(s, SIGN_PIN), CKR_OK);
    assert_rv(C_SessionCancel(s, CKF_SIGN), CKR_OK);
    assert_no_pin_is_kept();
    assert_rv(sign_init(s), CKR_OK);
    assert_rv(consent(s, SIGN_PIN), CKR_OK);
    assert_rv(C_CloseSession(s), CKR_OK);
    assert_no_pin_is_kept();
}

static void a_consent_needs_a_signature_under_way(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);

    (void)state;
    assert_rv(consent(s, SIGN_PIN), CKR_OPERATION_NOT_INITIALIZED);
}

static void where_pins_are_kept_there_is_no_consent(void **state)
{
    CK_SESSION_HANDLE s;

    (void)state;
    s = p11_logged_in(SLOT_SIGN);
    assert_rv(sign_init(s), CKR_OK);
    assert_rv(consent(s, SIGN_PIN), CKR_OPERATION_NOT_INITIALIZED);
    assert_rv(sign_now(s), CKR_OK);
}

#define CACHE_OFF(test)                                                        \
    cmocka_unit_test_setup_teardown(test, setup, p11_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CACHE_OFF(it_is_announced),
        CACHE_OFF(a_login_alone_signs_nothing),
        CACHE_OFF(each_consent_signs_once),
        CACHE_OFF(a_consent_that_failed_signs_nothing),
        CACHE_OFF(a_cancelled_signature_forgets_the_consent),
        CACHE_OFF(a_consent_needs_a_signature_under_way),
        P11_WITH_CARD(where_pins_are_kept_there_is_no_consent),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/cache_off", tests, NULL,
                                       NULL);
}
