/* SPDX-License-Identifier: Apache-2.0
 *
 * Cryptography that is not the card's: it signs, and nothing else. Public key
 * operations and digests are better done by the program itself.
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

CK_RV C_EncryptInit(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                    CK_OBJECT_HANDLE key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_Encrypt(CK_SESSION_HANDLE handle, CK_BYTE_PTR data, CK_ULONG data_len,
                CK_BYTE_PTR encrypted_data, CK_ULONG_PTR out_encrypted_data_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_EncryptUpdate(CK_SESSION_HANDLE handle, CK_BYTE_PTR part,
                      CK_ULONG part_len, CK_BYTE_PTR encrypted_part,
                      CK_ULONG_PTR out_encrypted_part_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_EncryptFinal(CK_SESSION_HANDLE handle, CK_BYTE_PTR last_encrypted_part,
                     CK_ULONG_PTR out_last_encrypted_part_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_DecryptInit(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                    CK_OBJECT_HANDLE key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_Decrypt(CK_SESSION_HANDLE handle, CK_BYTE_PTR encrypted_data,
                CK_ULONG encrypted_data_len, CK_BYTE_PTR data,
                CK_ULONG_PTR out_data_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_DecryptUpdate(CK_SESSION_HANDLE handle, CK_BYTE_PTR encrypted_part,
                      CK_ULONG encrypted_part_len, CK_BYTE_PTR part,
                      CK_ULONG_PTR out_part_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_DecryptFinal(CK_SESSION_HANDLE handle, CK_BYTE_PTR last_part,
                     CK_ULONG_PTR out_last_part_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

/* Digests: no mechanism of that kind, so nothing was ever begun. */
CK_RV C_DigestInit(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism)
{
    return refuse(__func__, handle, CKR_MECHANISM_INVALID);
}

CK_RV C_Digest(CK_SESSION_HANDLE handle, CK_BYTE_PTR data, CK_ULONG data_len,
               CK_BYTE_PTR digest, CK_ULONG_PTR out_digest_len)
{
    return refuse(__func__, handle, CKR_OPERATION_NOT_INITIALIZED);
}

CK_RV C_DigestUpdate(CK_SESSION_HANDLE handle, CK_BYTE_PTR part,
                     CK_ULONG part_len)
{
    return refuse(__func__, handle, CKR_OPERATION_NOT_INITIALIZED);
}

CK_RV C_DigestKey(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE key)
{
    return refuse(__func__, handle, CKR_OPERATION_NOT_INITIALIZED);
}

CK_RV C_DigestFinal(CK_SESSION_HANDLE handle, CK_BYTE_PTR digest,
                    CK_ULONG_PTR out_digest_len)
{
    return refuse(__func__, handle, CKR_OPERATION_NOT_INITIALIZED);
}

CK_RV C_SignRecoverInit(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                        CK_OBJECT_HANDLE key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_SignRecover(CK_SESSION_HANDLE handle, CK_BYTE_PTR data,
                    CK_ULONG data_len, CK_BYTE_PTR signature,
                    CK_ULONG_PTR out_signature_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_VerifyInit(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                   CK_OBJECT_HANDLE key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_Verify(CK_SESSION_HANDLE handle, CK_BYTE_PTR data, CK_ULONG data_len,
               CK_BYTE_PTR signature, CK_ULONG signature_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_VerifyUpdate(CK_SESSION_HANDLE handle, CK_BYTE_PTR part,
                     CK_ULONG part_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_VerifyFinal(CK_SESSION_HANDLE handle, CK_BYTE_PTR signature,
                    CK_ULONG signature_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_VerifyRecoverInit(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                          CK_OBJECT_HANDLE key)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_VerifyRecover(CK_SESSION_HANDLE handle, CK_BYTE_PTR signature,
                      CK_ULONG signature_len, CK_BYTE_PTR data,
                      CK_ULONG_PTR out_data_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_DigestEncryptUpdate(CK_SESSION_HANDLE handle, CK_BYTE_PTR part,
                            CK_ULONG part_len, CK_BYTE_PTR encrypted_part,
                            CK_ULONG_PTR out_encrypted_part_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_DecryptDigestUpdate(CK_SESSION_HANDLE handle,
                            CK_BYTE_PTR encrypted_part,
                            CK_ULONG encrypted_part_len, CK_BYTE_PTR part,
                            CK_ULONG_PTR out_part_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_SignEncryptUpdate(CK_SESSION_HANDLE handle, CK_BYTE_PTR part,
                          CK_ULONG part_len, CK_BYTE_PTR encrypted_part,
                          CK_ULONG_PTR out_encrypted_part_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}

CK_RV C_DecryptVerifyUpdate(CK_SESSION_HANDLE handle,
                            CK_BYTE_PTR encrypted_part,
                            CK_ULONG encrypted_part_len, CK_BYTE_PTR part,
                            CK_ULONG_PTR out_part_len)
{
    return refuse(__func__, handle, CKR_FUNCTION_NOT_SUPPORTED);
}
