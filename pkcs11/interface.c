/* SPDX-License-Identifier: Apache-2.0
 *
 * The function lists: 2.40 for C_GetFunctionList, 3.0 and 2.40 by name. They
 * are constant; a pointer that was handed out stays good until the module is
 * unloaded.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "pkcs11/cryptoki.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* The header lists the functions in the order of the structures. */
#define CK_PKCS11_FUNCTION_INFO(name) name,

static const CK_FUNCTION_LIST_3_0 list_3_0 = {
    { 3, 0 },
#include <pkcs11f.h>
};

#define CK_PKCS11_2_0_ONLY 1
static const CK_FUNCTION_LIST list_2_40 = {
    { 2, 40 },
#include <pkcs11f.h>
};
#undef CK_PKCS11_2_0_ONLY
#undef CK_PKCS11_FUNCTION_INFO

static const CK_UTF8CHAR name_pkcs11[] = "PKCS 11";

/* PKCS#11 hands out names and lists through pointers that are not const. */
#define SHOWN(constant) ((void *)(uintptr_t)(constant))

/* The first one is the default. */
static const CK_INTERFACE interfaces[] = {
    { SHOWN(name_pkcs11), SHOWN(&list_3_0), 0 },
    { SHOWN(name_pkcs11), SHOWN(&list_2_40), 0 },
};

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR out)
{
    if (out == NULL)
        return CKR_ARGUMENTS_BAD;
    *out = SHOWN(&list_2_40);
    return CKR_OK;
}

CK_RV C_GetInterfaceList(CK_INTERFACE_PTR list, CK_ULONG_PTR count)
{
    CK_ULONG room;

    if (count == NULL)
        return CKR_ARGUMENTS_BAD;
    room = *count;
    *count = ARRAY_LEN(interfaces);
    if (list == NULL)
        return CKR_OK;
    if (room < ARRAY_LEN(interfaces))
        return CKR_BUFFER_TOO_SMALL;
    memcpy(list, interfaces, sizeof(interfaces));
    return CKR_OK;
}

/* Both lists begin with their version. */
static bool has_version(const CK_INTERFACE *interface, const CK_VERSION *wanted)
{
    const CK_VERSION *version = interface->pFunctionList;

    return wanted == NULL ||
           (version->major == wanted->major && version->minor == wanted->minor);
}

/* A module that must be initialised again after fork is not fork safe: a
 * caller that asks for CKF_INTERFACE_FORK_SAFE, or any flag, finds none. */
CK_RV C_GetInterface(CK_UTF8CHAR_PTR name, CK_VERSION_PTR version,
                     CK_INTERFACE_PTR_PTR out, CK_FLAGS flags)
{
    if (out == NULL || flags != 0)
        return CKR_ARGUMENTS_BAD;
    if (name != NULL &&
        strcmp((const char *)name, (const char *)name_pkcs11) != 0)
        return CKR_ARGUMENTS_BAD;
    for (size_t i = 0; i < ARRAY_LEN(interfaces); i++)
        if (has_version(&interfaces[i], version)) {
            *out = SHOWN(&interfaces[i]);
            return CKR_OK;
        }
    return CKR_ARGUMENTS_BAD;
}
