/* SPDX-License-Identifier: Apache-2.0
 *
 * PKCS#11 3.0, 5.4 and 5.1: initialisation, and what every function checks
 * first.
 */
#include "tests/conformance/pkcs11/calls.h"
#include "tests/support/p11.h"

#define BODY(name, arguments)                                                  \
    static CK_RV do_##name(CK_SESSION_HANDLE h)                                \
    {                                                                          \
        return name arguments;                                                 \
    }
#define ROW(name, arguments) { #name, do_##name },

SESSION_CALLS(BODY)
SLOT_CALLS(BODY)

struct row {
    const char *name;
    CK_RV (*call)(CK_SESSION_HANDLE h);
};

static const struct row session_rows[] = { SESSION_CALLS(ROW) };
static const struct row slot_rows[] = { SLOT_CALLS(ROW) };

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void all_give(const struct row *rows, size_t count, CK_ULONG handle,
                     CK_RV wanted)
{
    for (size_t i = 0; i < count; i++) {
        CK_RV rv = rows[i].call(handle);

        if (rv != wanted)
            fail_msg("%s gives 0x%lx, wanted 0x%lx", rows[i].name, rv, wanted);
    }
}

static void nothing_works_before_initialize(void **state)
{
    (void)state;
    all_give(session_rows, COUNT(session_rows), 1,
             CKR_CRYPTOKI_NOT_INITIALIZED);
    all_give(slot_rows, COUNT(slot_rows), 0, CKR_CRYPTOKI_NOT_INITIALIZED);
    assert_rv(C_GetInfo(NULL), CKR_CRYPTOKI_NOT_INITIALIZED);
    assert_rv(C_GetSlotList(CK_FALSE, NULL, NULL),
              CKR_CRYPTOKI_NOT_INITIALIZED);
    assert_rv(C_WaitForSlotEvent(0, NULL, NULL), CKR_CRYPTOKI_NOT_INITIALIZED);
    assert_rv(C_Finalize(NULL), CKR_CRYPTOKI_NOT_INITIALIZED);
}

static void nothing_works_after_finalize(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);

    assert_rv(C_Finalize(NULL), CKR_OK);
    all_give(session_rows, COUNT(session_rows), s,
             CKR_CRYPTOKI_NOT_INITIALIZED);
    nothing_works_before_initialize(state);
}

static void an_unknown_session_is_told_first(void **state)
{
    (void)state;
    all_give(session_rows, COUNT(session_rows), 0, CKR_SESSION_HANDLE_INVALID);
    all_give(session_rows, COUNT(session_rows), 4711,
             CKR_SESSION_HANDLE_INVALID);
    all_give(session_rows, COUNT(session_rows), ~0UL,
             CKR_SESSION_HANDLE_INVALID);
}

static void a_closed_session_is_unknown(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);

    (void)state;
    (void)p11_open(SLOT_AUTH);
    assert_rv(C_CloseSession(s), CKR_OK);
    all_give(session_rows, COUNT(session_rows), s, CKR_SESSION_HANDLE_INVALID);
}

static void an_unknown_slot_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(slot_rows); i++) {
        CK_RV rv = slot_rows[i].call(99);

        /* Those with an output may look at that first. */
        assert_true(rv == CKR_SLOT_ID_INVALID || rv == CKR_ARGUMENTS_BAD);
    }
    assert_rv(C_GetSlotInfo(99, &(CK_SLOT_INFO){ 0 }), CKR_SLOT_ID_INVALID);
    assert_rv(C_GetTokenInfo(99, &(CK_TOKEN_INFO){ 0 }), CKR_SLOT_ID_INVALID);
    assert_rv(C_GetMechanismList(99, NULL, &(CK_ULONG){ 0 }),
              CKR_SLOT_ID_INVALID);
    assert_rv(C_OpenSession(99, CKF_SERIAL_SESSION, NULL, NULL,
                            &(CK_SESSION_HANDLE){ 0 }),
              CKR_SLOT_ID_INVALID);
    assert_rv(C_CloseAllSessions(~0UL), CKR_SLOT_ID_INVALID);
}

static void initialize_checks_its_arguments(void **state)
{
    struct init_args args = { 0 };

    (void)state;
    args.pReserved = &args;
    assert_rv(C_Initialize(&args), CKR_ARGUMENTS_BAD);
    assert_rv(C_GetInfo(&(CK_INFO){ 0 }), CKR_CRYPTOKI_NOT_INITIALIZED);
    args = (struct init_args){ .flags = CKF_OS_LOCKING_OK |
                                        CKF_LIBRARY_CANT_CREATE_OS_THREADS };
    assert_rv(C_Initialize(&args), CKR_OK);
    assert_rv(C_Initialize(&args), CKR_CRYPTOKI_ALREADY_INITIALIZED);
    assert_rv(C_Initialize(NULL), CKR_CRYPTOKI_ALREADY_INITIALIZED);
    assert_rv(C_Finalize(&args), CKR_ARGUMENTS_BAD);
    assert_rv(C_Finalize(NULL), CKR_OK);
    assert_rv(C_Finalize(NULL), CKR_CRYPTOKI_NOT_INITIALIZED);
    assert_rv(C_Initialize(NULL), CKR_OK);
}

static void null_outputs_are_bad_arguments(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);

    (void)state;
    assert_rv(C_GetInfo(NULL), CKR_ARGUMENTS_BAD);
    assert_rv(C_GetSlotList(CK_TRUE, NULL, NULL), CKR_ARGUMENTS_BAD);
    assert_rv(C_GetSlotInfo(SLOT_AUTH, NULL), CKR_ARGUMENTS_BAD);
    assert_rv(C_GetTokenInfo(SLOT_AUTH, NULL), CKR_ARGUMENTS_BAD);
    assert_rv(C_GetMechanismList(SLOT_AUTH, NULL, NULL), CKR_ARGUMENTS_BAD);
    assert_rv(C_GetMechanismInfo(SLOT_AUTH, CKM_RSA_PKCS, NULL),
              CKR_ARGUMENTS_BAD);
    assert_rv(C_OpenSession(SLOT_AUTH, CKF_SERIAL_SESSION, NULL, NULL, NULL),
              CKR_ARGUMENTS_BAD);
    assert_rv(C_GetSessionInfo(s, NULL), CKR_ARGUMENTS_BAD);
    assert_rv(C_FindObjectsInit(s, NULL, 1), CKR_ARGUMENTS_BAD);
    assert_rv(C_GetFunctionList(NULL), CKR_ARGUMENTS_BAD);
}

/* Every byte from the first blank on is a blank, and none is a NUL. */
static void assert_padded(const CK_UTF8CHAR *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        assert_int_not_equal(text[i], 0);
}

static void texts_are_padded_with_blanks(void **state)
{
    CK_TOKEN_INFO token;
    CK_SLOT_INFO slot;
    CK_INFO info;

    (void)state;
    assert_rv(C_GetInfo(&info), CKR_OK);
    assert_padded(info.manufacturerID, sizeof(info.manufacturerID));
    assert_padded(info.libraryDescription, sizeof(info.libraryDescription));
    assert_int_equal(info.cryptokiVersion.major, 3);
    assert_int_equal(info.cryptokiVersion.minor, 0);
    assert_int_equal(info.flags, 0);
    assert_rv(C_GetSlotInfo(SLOT_AUTH, &slot), CKR_OK);
    assert_padded(slot.slotDescription, sizeof(slot.slotDescription));
    assert_padded(slot.manufacturerID, sizeof(slot.manufacturerID));
    assert_int_equal(slot.flags,
                     CKF_TOKEN_PRESENT | CKF_REMOVABLE_DEVICE | CKF_HW_SLOT);
    assert_rv(C_GetTokenInfo(SLOT_SIGN, &token), CKR_OK);
    assert_padded(token.label, sizeof(token.label));
    assert_padded(token.manufacturerID, sizeof(token.manufacturerID));
    assert_padded(token.model, sizeof(token.model));
    assert_padded(token.serialNumber, sizeof(token.serialNumber));
    assert_padded(token.utcTime, sizeof(token.utcTime));
    assert_memory_equal(token.label, "JPKI digital signature          ", 32);
    assert_memory_equal(token.manufacturerID, "J-LIS ", 6);
    assert_memory_equal(token.model, "JPKI ", 5);
}

static void token_flags_are_true(void **state)
{
    CK_TOKEN_INFO token;

    (void)state;
    assert_rv(C_GetTokenInfo(SLOT_AUTH, &token), CKR_OK);
    assert_int_equal(token.flags, CKF_LOGIN_REQUIRED |
                                      CKF_USER_PIN_INITIALIZED |
                                      CKF_TOKEN_INITIALIZED);
    assert_int_equal(token.ulMinPinLen, 4);
    assert_int_equal(token.ulMaxPinLen, 4);
    assert_rv(C_GetTokenInfo(SLOT_SIGN, &token), CKR_OK);
    assert_int_equal(token.ulMinPinLen, 6);
    assert_int_equal(token.ulMaxPinLen, 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_ON_DESK(nothing_works_before_initialize),
        P11_WITH_CARD(nothing_works_after_finalize),
        P11_WITH_CARD(an_unknown_session_is_told_first),
        P11_WITH_CARD(a_closed_session_is_unknown),
        P11_WITH_CARD(an_unknown_slot_is_told),
        P11_ON_DESK(initialize_checks_its_arguments),
        P11_WITH_CARD(null_outputs_are_bad_arguments),
        P11_WITH_CARD(texts_are_padded_with_blanks),
        P11_WITH_CARD(token_flags_are_true),
    };

    return cmocka_run_group_tests_name("conformance/pkcs11/general", tests,
                                       NULL, NULL);
}
