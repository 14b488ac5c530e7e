/* SPDX-License-Identifier: Apache-2.0
 *
 * The message functions of PKCS#11 3.0: for ciphers that carry parameters from
 * message to message. RSA signatures have none.
 */
#include "pkcs11/call.h"

/* These functions refuse whatever they are given. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

/* Initialisation and the session are checked first, then comes the refusal. */
static CK_RV refuse(const char *name, CK_SESSION_HANDLE handle, CK_RV why)
{
    struct call call;
    CK_RV rv = call_session_only(&call, name, handle);

    return call_end(&call, rv == CKR_OK ? why : rv);
}

CK_RV C_MessageEncryptInit(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                           CK_OBJECT_HANDLE key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_EncryptMessage(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                       CK_ULONG parameter_len, CK_BYTE_PTR associated_data,
                       CK_ULONG associated_data_len, CK_BYTE_PTR plaintext,
                       CK_ULONG plaintext_len, CK_BYTE_PTR ciphertext,
                       CK_ULONG_PTR out_ciphertext_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_EncryptMessageBegin(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                            CK_ULONG parameter_len, CK_BYTE_PTR associated_data,
                            CK_ULONG associated_data_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_EncryptMessageNext(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                           CK_ULONG parameter_len, CK_BYTE_PTR plaintext_part,
                           CK_ULONG plaintext_part_len,
                           CK_BYTE_PTR ciphertext_part,
                           CK_ULONG_PTR out_ciphertext_part_len, CK_FLAGS flags)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_MessageEncryptFinal(CK_SESSION_HANDLE handle)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_MessageDecryptInit(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                           CK_OBJECT_HANDLE key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_DecryptMessage(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                       CK_ULONG parameter_len, CK_BYTE_PTR associated_data,
                       CK_ULONG associated_data_len, CK_BYTE_PTR ciphertext,
                       CK_ULONG ciphertext_len, CK_BYTE_PTR plaintext,
                       CK_ULONG_PTR out_plaintext_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_DecryptMessageBegin(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                            CK_ULONG parameter_len, CK_BYTE_PTR associated_data,
                            CK_ULONG associated_data_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_DecryptMessageNext(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                           CK_ULONG parameter_len, CK_BYTE_PTR ciphertext_part,
                           CK_ULONG ciphertext_part_len,
                           CK_BYTE_PTR plaintext_part,
                           CK_ULONG_PTR out_plaintext_part_len, CK_FLAGS flags)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_MessageDecryptFinal(CK_SESSION_HANDLE handle)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_MessageSignInit(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                        CK_OBJECT_HANDLE key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_SignMessage(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                    CK_ULONG parameter_len, CK_BYTE_PTR data, CK_ULONG data_len,
                    CK_BYTE_PTR signature, CK_ULONG_PTR out_signature_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_SignMessageBegin(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                         CK_ULONG parameter_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_SignMessageNext(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                        CK_ULONG parameter_len, CK_BYTE_PTR data,
                        CK_ULONG data_len, CK_BYTE_PTR signature,
                        CK_ULONG_PTR out_signature_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_MessageSignFinal(CK_SESSION_HANDLE handle)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_MessageVerifyInit(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                          CK_OBJECT_HANDLE key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_VerifyMessage(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                      CK_ULONG parameter_len, CK_BYTE_PTR data,
                      CK_ULONG data_len, CK_BYTE_PTR signature,
                      CK_ULONG signature_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_VerifyMessageBegin(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                           CK_ULONG parameter_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_VerifyMessageNext(CK_SESSION_HANDLE handle, CK_VOID_PTR parameter,
                          CK_ULONG parameter_len, CK_BYTE_PTR data,
                          CK_ULONG data_len, CK_BYTE_PTR signature,
                          CK_ULONG signature_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_MessageVerifyFinal(CK_SESSION_HANDLE handle)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}
