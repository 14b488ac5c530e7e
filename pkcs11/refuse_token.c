/* SPDX-License-Identifier: Apache-2.0
 *
 * What this card cannot do to tokens, objects and keys, and for randomness:
 * it is read-only to us but for its PINs.
 */
#include "pkcs11/call.h"
#include "pkcs11/object.h"

/* These functions refuse whatever they are given. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

/* Initialisation and the session are checked first, then comes the refusal. */
static CK_RV refuse(const char *name, CK_SESSION_HANDLE handle, CK_RV why)
{
    struct call call;
    CK_RV rv = call_session_only(&call, name, handle);

    return call_end(&call, rv == CKR_OK ? why : rv);
}

/* Errors  CKR_OBJECT_HANDLE_INVALID before the refusal */
static CK_RV refuse_object(const char *name, CK_SESSION_HANDLE handle,
                           CK_OBJECT_HANDLE wanted)
{
    struct object object;
    struct call call;
    CK_RV rv = call_session_only(&call, name, handle);

    if (rv == CKR_OK)
        rv = object_find(call.module, call.session, wanted, &object)
                 ? CKR_ACTION_PROHIBITED
                 : CKR_OBJECT_HANDLE_INVALID;
    return call_end(&call, rv);
}

CK_RV C_InitToken(CK_SLOT_ID slot, CK_UTF8CHAR_PTR pin, CK_ULONG pin_len,
                  CK_UTF8CHAR_PTR label)
{
    struct reader *r;
    enum token_kind kind;
    struct call call;
    CK_RV rv = call_begin(&call, __func__);

    if (rv == CKR_OK)
        rv = call_slot(&call, slot, &r, &kind);
    return call_end(&call, rv == CKR_OK ? CKR_FUNCTION_NOT_SUPPORTED : rv);
}

CK_RV C_InitPIN(CK_SESSION_HANDLE handle, CK_UTF8CHAR_PTR pin, CK_ULONG pin_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_GetOperationState(CK_SESSION_HANDLE handle, CK_BYTE_PTR operation_state,
                          CK_ULONG_PTR out_operation_state_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_SetOperationState(CK_SESSION_HANDLE handle, CK_BYTE_PTR operation_state,
                          CK_ULONG operation_state_len,
                          CK_OBJECT_HANDLE encryption_key,
                          CK_OBJECT_HANDLE authentication_key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_CreateObject(CK_SESSION_HANDLE handle, CK_ATTRIBUTE_PTR template,
                     CK_ULONG count, CK_OBJECT_HANDLE_PTR object)
{
    return refuse(__func__, handle, CKR_TOKEN_WRITE_PROTECTED);
}

CK_RV C_CopyObject(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object,
                   CK_ATTRIBUTE_PTR template, CK_ULONG count,
                   CK_OBJECT_HANDLE_PTR new_object)
{
    return refuse_object(__func__, handle, object);
}

CK_RV C_DestroyObject(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object)
{
    return refuse_object(__func__, handle, object);
}

CK_RV C_SetAttributeValue(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object,
                          CK_ATTRIBUTE_PTR template, CK_ULONG count)
{
    return refuse_object(__func__, handle, object);
}

CK_RV C_GenerateKey(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                    CK_ATTRIBUTE_PTR template, CK_ULONG count,
                    CK_OBJECT_HANDLE_PTR key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_GenerateKeyPair(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                        CK_ATTRIBUTE_PTR public_key_template,
                        CK_ULONG public_key_attribute_count,
                        CK_ATTRIBUTE_PTR private_key_template,
                        CK_ULONG private_key_attribute_count,
                        CK_OBJECT_HANDLE_PTR public_key,
                        CK_OBJECT_HANDLE_PTR private_key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_WrapKey(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                CK_OBJECT_HANDLE wrapping_key, CK_OBJECT_HANDLE key,
                CK_BYTE_PTR wrapped_key, CK_ULONG_PTR out_wrapped_key_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_UnwrapKey(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                  CK_OBJECT_HANDLE unwrapping_key, CK_BYTE_PTR wrapped_key,
                  CK_ULONG wrapped_key_len, CK_ATTRIBUTE_PTR template,
                  CK_ULONG attribute_count, CK_OBJECT_HANDLE_PTR key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_DeriveKey(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                  CK_OBJECT_HANDLE base_key, CK_ATTRIBUTE_PTR template,
                  CK_ULONG attribute_count, CK_OBJECT_HANDLE_PTR key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_SeedRandom(CK_SESSION_HANDLE handle, CK_BYTE_PTR seed,
                   CK_ULONG seed_len)
{
    return refuse(__func__, handle, CKR_RANDOM_NO_RNG);
}

CK_RV C_GenerateRandom(CK_SESSION_HANDLE handle, CK_BYTE_PTR random_data,
                       CK_ULONG random_len)
{
    return refuse(__func__, handle, CKR_RANDOM_NO_RNG);
}

CK_RV C_GetFunctionStatus(CK_SESSION_HANDLE handle)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_PARALLEL);
}

CK_RV C_CancelFunction(CK_SESSION_HANDLE handle)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_PARALLEL);
}
