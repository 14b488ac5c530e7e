/* SPDX-License-Identifier: Apache-2.0
 *
 * PKCS#11 3.0, 5.6: sessions, their states and limits, login and logout.
 */
#include "tests/support/p11.h"

#include <string.h>

static CK_SESSION_HANDLE open_ro(CK_SLOT_ID slot)
{
    CK_SESSION_HANDLE s = 0;

    assert_rv(C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &s), CKR_OK);
    return s;
}

static CK_STATE state_of(CK_SESSION_HANDLE s)
{
    CK_SESSION_INFO info;

    assert_rv(C_GetSessionInfo(s, &info), CKR_OK);
    return info.state;
}

static void a_session_must_be_serial(void **state)
{
    CK_SESSION_HANDLE s;

    (void)state;
    assert_rv(C_OpenSession(SLOT_AUTH, 0, NULL, NULL, &s),
              CKR_SESSION_PARALLEL_NOT_SUPPORTED);
    assert_rv(C_OpenSession(SLOT_AUTH, CKF_RW_SESSION, NULL, NULL, &s),
              CKR_SESSION_PARALLEL_NOT_SUPPORTED);
}

static void the_info_tells_slot_flags_and_state(void **state)
{
    CK_SESSION_HANDLE ro = open_ro(SLOT_SIGN), rw = p11_open(SLOT_SIGN);
    CK_SESSION_INFO info;

    (void)state;
    assert_rv(C_GetSessionInfo(ro, &info), CKR_OK);
    assert_int_equal(info.slotID, SLOT_SIGN);
    assert_int_equal(info.flags, CKF_SERIAL_SESSION);
    assert_int_equal(info.state, CKS_RO_PUBLIC_SESSION);
    assert_int_equal(info.ulDeviceError, 0);
    assert_rv(C_GetSessionInfo(rw, &info), CKR_OK);
    assert_int_equal(info.flags, CKF_SERIAL_SESSION | CKF_RW_SESSION);
    assert_int_equal(info.state, CKS_RW_PUBLIC_SESSION);
}

static void a_login_is_shared_by_all_sessions_of_the_token(void **state)
{
    CK_SESSION_HANDLE ro = open_ro(SLOT_AUTH), rw = p11_open(SLOT_AUTH);
    CK_SESSION_HANDLE sign = open_ro(SLOT_SIGN);

    (void)state;
    assert_rv(p11_login(ro, AUTH_PIN), CKR_OK);
    assert_int_equal(state_of(ro), CKS_RO_USER_FUNCTIONS);
    assert_int_equal(state_of(rw), CKS_RW_USER_FUNCTIONS);
    assert_int_equal(state_of(sign), CKS_RO_PUBLIC_SESSION);
    assert_int_equal(state_of(open_ro(SLOT_AUTH)), CKS_RO_USER_FUNCTIONS);
    assert_rv(C_Logout(rw), CKR_OK);
    assert_int_equal(state_of(ro), CKS_RO_PUBLIC_SESSION);
    assert_rv(C_Logout(rw), CKR_USER_NOT_LOGGED_IN);
}

static void closing_the_last_session_logs_out(void **state)
{
    CK_SESSION_HANDLE a = p11_logged_in(SLOT_AUTH), b = open_ro(SLOT_AUTH);

    (void)state;
    assert_rv(C_CloseSession(a), CKR_OK);
    assert_int_equal(state_of(b), CKS_RO_USER_FUNCTIONS);
    assert_rv(C_CloseSession(b), CKR_OK);
    assert_int_equal(state_of(open_ro(SLOT_AUTH)), CKS_RO_PUBLIC_SESSION);
}

static void closing_all_is_for_one_slot(void **state)
{
    CK_SESSION_HANDLE auth = p11_logged_in(SLOT_AUTH);
    CK_SESSION_HANDLE sign = p11_logged_in(SLOT_SIGN);

    (void)state;
    assert_rv(C_CloseAllSessions(SLOT_AUTH), CKR_OK);
    assert_rv(C_GetSessionInfo(auth, &(CK_SESSION_INFO){ 0 }),
              CKR_SESSION_HANDLE_INVALID);
    assert_int_equal(state_of(sign), CKS_RW_USER_FUNCTIONS);
    assert_rv(C_CloseAllSessions(SLOT_AUTH), CKR_OK);
}

static void handles_are_not_used_again(void **state)
{
    CK_SESSION_HANDLE last = 0;

    (void)state;
    for (int i = 0; i < 2000; i++) {
        CK_SESSION_HANDLE s = open_ro(SLOT_AUTH);

        assert_true(s > last);
        last = s;
        assert_rv(C_CloseSession(s), CKR_OK);
    }
}

static void there_is_a_limit_and_it_is_told(void **state)
{
    CK_SESSION_HANDLE s;
    CK_TOKEN_INFO info;

    (void)state;
    assert_rv(C_GetTokenInfo(SLOT_AUTH, &info), CKR_OK);
    for (CK_ULONG i = 0; i < info.ulMaxSessionCount; i++)
        (void)open_ro(SLOT_AUTH);
    assert_rv(C_OpenSession(SLOT_AUTH, CKF_SERIAL_SESSION, NULL, NULL, &s),
              CKR_SESSION_COUNT);
    assert_rv(C_GetTokenInfo(SLOT_AUTH, &info), CKR_OK);
    assert_int_equal(info.ulSessionCount, info.ulMaxSessionCount);
    assert_int_equal(info.ulRwSessionCount, 0);
    assert_rv(C_CloseAllSessions(SLOT_AUTH), CKR_OK);
    (void)open_ro(SLOT_AUTH);
}

static void there_is_no_security_officer(void **state)
{
    CK_SESSION_HANDLE rw = p11_open(SLOT_AUTH), ro;
    CK_UTF8CHAR pin[] = "1234";

    (void)state;
    assert_rv(C_Login(rw, CKU_SO, pin, 4), CKR_USER_TYPE_INVALID);
    ro = open_ro(SLOT_AUTH);
    assert_rv(C_Login(ro, CKU_SO, pin, 4), CKR_SESSION_READ_ONLY_EXISTS);
    assert_rv(C_Login(rw, CKU_SO, pin, 4), CKR_SESSION_READ_ONLY_EXISTS);
    assert_rv(p11_login(ro, AUTH_PIN), CKR_OK);
    assert_rv(C_Login(rw, CKU_SO, pin, 4), CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
    assert_rv(C_Login(rw, 77, pin, 4), CKR_USER_TYPE_INVALID);
    assert_rv(C_InitPIN(rw, pin, 4), CKR_FUNCTION_NOT_SUPPORTED);
}

static void login_user_is_login_without_a_name(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_UTF8CHAR pin[] = "1234", name[] = "somebody";

    (void)state;
    assert_rv(C_LoginUser(s, CKU_USER, pin, 4, name, 8), CKR_ARGUMENTS_BAD);
    assert_rv(C_LoginUser(s, CKU_USER, pin, 4, NULL, 0), CKR_OK);
    assert_rv(C_LoginUser(s, CKU_USER, pin, 4, NULL, 0),
              CKR_USER_ALREADY_LOGGED_IN);
    assert_int_equal(state_of(s), CKS_RW_USER_FUNCTIONS);
}

static void operations_are_cancelled_by_kind(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_MECHANISM mech = { CKM_RSA_PKCS, NULL, 0 };
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);

    (void)state;
    assert_rv(C_SignInit(s, &mech, key), CKR_OK);
    assert_rv(C_FindObjectsInit(s, NULL, 0), CKR_OK);
    assert_rv(C_SessionCancel(s, CKF_SIGN), CKR_OK);
    assert_rv(C_SignUpdate(s, p11_text("a"), 1), CKR_OPERATION_NOT_INITIALIZED);
    assert_rv(C_SessionCancel(s, CKF_FIND_OBJECTS | CKF_SIGN), CKR_OK);
    assert_rv(C_FindObjectsFinal(s), CKR_OPERATION_NOT_INITIALIZED);
    assert_rv(C_SessionCancel(s, 0), CKR_OK);
    assert_rv(C_SessionCancel(s, CKF_DIGEST), CKR_OK); /* nothing to cancel */
    assert_rv(C_SessionCancel(s, 0x80000000UL), CKR_OPERATION_CANCEL_FAILED);
    assert_rv(C_SignInit(s, &mech, key), CKR_OK);
    assert_rv(C_SignInit(s, NULL, 0), CKR_OK); /* the other way of 3.0 */
    assert_rv(C_SignInit(s, NULL, 0), CKR_ARGUMENTS_BAD);
    assert_rv(C_SignInit(s, &mech, key), CKR_OK);
}

static void no_function_runs_beside_another(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);

    (void)state;
    assert_rv(C_GetFunctionStatus(s), CKR_FUNCTION_NOT_PARALLEL);
    assert_rv(C_CancelFunction(s), CKR_FUNCTION_NOT_PARALLEL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(a_session_must_be_serial),
        P11_WITH_CARD(the_info_tells_slot_flags_and_state),
        P11_WITH_CARD(a_login_is_shared_by_all_sessions_of_the_token),
        P11_WITH_CARD(closing_the_last_session_logs_out),
        P11_WITH_CARD(closing_all_is_for_one_slot),
        P11_WITH_CARD(handles_are_not_used_again),
        P11_WITH_CARD(there_is_a_limit_and_it_is_told),
        P11_WITH_CARD(there_is_no_security_officer),
        P11_WITH_CARD(login_user_is_login_without_a_name),
        P11_WITH_CARD(operations_are_cancelled_by_kind),
        P11_WITH_CARD(no_function_runs_beside_another),
    };

    return cmocka_run_group_tests_name("conformance/pkcs11/sessions", tests,
                                       NULL, NULL);
}
