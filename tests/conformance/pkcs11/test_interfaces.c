/* SPDX-License-Identifier: Apache-2.0
 *
 * PKCS#11 3.0, 5.4: the function lists and interfaces.
 */
#include "tests/support/p11.h"

#include <string.h>

static void the_function_list_is_2_40(void **state)
{
    CK_FUNCTION_LIST_PTR list, again;

    (void)state;
    assert_rv(C_GetFunctionList(&list), CKR_OK);
    assert_int_equal(list->version.major, 2);
    assert_int_equal(list->version.minor, 40);
    assert_rv(C_GetFunctionList(&again), CKR_OK);
    assert_ptr_equal(list, again);
}

static void no_member_is_empty(void **state)
{
    CK_FUNCTION_LIST_PTR old;
    CK_INTERFACE_PTR interface;
    void *members[sizeof(CK_FUNCTION_LIST_3_0) / sizeof(void *)];

    (void)state;
    assert_rv(C_GetFunctionList(&old), CKR_OK);
    memcpy(members, old, sizeof(CK_FUNCTION_LIST));
    for (size_t i = 1; i < sizeof(CK_FUNCTION_LIST) / sizeof(void *); i++)
        assert_non_null(members[i]);
    assert_int_equal(sizeof(CK_FUNCTION_LIST) / sizeof(void *), 1 + 68);
    assert_rv(C_GetInterface(NULL, NULL, &interface, 0), CKR_OK);
    memcpy(members, interface->pFunctionList, sizeof(CK_FUNCTION_LIST_3_0));
    for (size_t i = 1; i < sizeof(CK_FUNCTION_LIST_3_0) / sizeof(void *); i++)
        assert_non_null(members[i]);
    assert_int_equal(sizeof(CK_FUNCTION_LIST_3_0) / sizeof(void *), 1 + 92);
}

static void members_are_the_functions_of_their_name(void **state)
{
    CK_INTERFACE_PTR interface;
    const CK_FUNCTION_LIST_3_0 *list;

    (void)state;
    assert_rv(C_GetInterface(NULL, NULL, &interface, 0), CKR_OK);
    list = interface->pFunctionList;
    assert_ptr_equal(list->C_Initialize, C_Initialize);
    assert_ptr_equal(list->C_Sign, C_Sign);
    assert_ptr_equal(list->C_WaitForSlotEvent, C_WaitForSlotEvent);
    assert_ptr_equal(list->C_GetInterfaceList, C_GetInterfaceList);
    assert_ptr_equal(list->C_GetInterface, C_GetInterface);
    assert_ptr_equal(list->C_LoginUser, C_LoginUser);
    assert_ptr_equal(list->C_SessionCancel, C_SessionCancel);
    assert_ptr_equal(list->C_MessageVerifyFinal, C_MessageVerifyFinal);
}

static void there_are_exactly_two_interfaces(void **state)
{
    CK_INTERFACE list[3];
    CK_ULONG count = 0;

    (void)state;
    assert_rv(C_GetInterfaceList(NULL, NULL), CKR_ARGUMENTS_BAD);
    assert_rv(C_GetInterfaceList(NULL, &count), CKR_OK);
    assert_int_equal(count, 2);
    count = 1;
    assert_rv(C_GetInterfaceList(list, &count), CKR_BUFFER_TOO_SMALL);
    assert_int_equal(count, 2);
    count = 3;
    assert_rv(C_GetInterfaceList(list, &count), CKR_OK);
    assert_int_equal(count, 2);
    for (int i = 0; i < 2; i++) {
        const CK_VERSION *version = list[i].pFunctionList;

        assert_string_equal((const char *)list[i].pInterfaceName, "PKCS 11");
        assert_int_equal(list[i].flags, 0);
        assert_int_equal(version->major, i == 0 ? 3 : 2);
        assert_int_equal(version->minor, i == 0 ? 0 : 40);
    }
}

static CK_RV get(const char *name, int major, int minor, CK_FLAGS flags,
                 CK_INTERFACE_PTR *out)
{
    CK_VERSION version = { (CK_BYTE)major, (CK_BYTE)minor };

    return C_GetInterface(name != NULL ? p11_text(name) : NULL,
                          major != 0 ? &version : NULL, out, flags);
}

static void an_interface_is_found_by_name_and_version(void **state)
{
    CK_INTERFACE_PTR first, second, same;
    CK_FUNCTION_LIST_PTR list;

    (void)state;
    assert_rv(get(NULL, 0, 0, 0, &first), CKR_OK);
    assert_rv(get("PKCS 11", 0, 0, 0, &same), CKR_OK);
    assert_ptr_equal(first, same);
    assert_rv(get("PKCS 11", 3, 0, 0, &same), CKR_OK);
    assert_ptr_equal(first, same);
    assert_rv(get(NULL, 2, 40, 0, &second), CKR_OK);
    assert_ptr_not_equal(first, second);
    assert_rv(C_GetFunctionList(&list), CKR_OK);
    assert_ptr_equal(second->pFunctionList, list);
}

static void what_is_not_there_is_a_bad_argument(void **state)
{
    CK_INTERFACE_PTR out;

    (void)state;
    assert_rv(get("PKCS 11", 3, 2, 0, &out), CKR_ARGUMENTS_BAD);
    assert_rv(get("PKCS 11", 3, 1, 0, &out), CKR_ARGUMENTS_BAD);
    assert_rv(get("PKCS 11", 2, 20, 0, &out), CKR_ARGUMENTS_BAD);
    assert_rv(get("Vendor NSS FIPS Interface", 0, 0, 0, &out),
              CKR_ARGUMENTS_BAD);
    assert_rv(get("PKCS 1", 0, 0, 0, &out), CKR_ARGUMENTS_BAD);
    assert_rv(get("PKCS 11", 3, 0, CKF_INTERFACE_FORK_SAFE, &out),
              CKR_ARGUMENTS_BAD);
    assert_rv(get("PKCS 11", 3, 0, 0, NULL), CKR_ARGUMENTS_BAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_function_list_is_2_40),
        cmocka_unit_test(no_member_is_empty),
        cmocka_unit_test(members_are_the_functions_of_their_name),
        cmocka_unit_test(there_are_exactly_two_interfaces),
        cmocka_unit_test(an_interface_is_found_by_name_and_version),
        cmocka_unit_test(what_is_not_there_is_a_bad_argument),
    };

    return cmocka_run_group_tests_name("conformance/pkcs11/interfaces", tests,
                                       NULL, NULL);
}
