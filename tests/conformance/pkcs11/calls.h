/* SPDX-License-Identifier: Apache-2.0
 *
 * Every function with a session or a slot, so that rules that hold for all of
 * them are tested on all of them: X(name, arguments), h being the handle.
 */
#ifndef INKAN_TESTS_CONFORMANCE_PKCS11_CALLS_H
#define INKAN_TESTS_CONFORMANCE_PKCS11_CALLS_H

/* clang-format off */
#define SESSION_CALLS(X) \
    X(C_InitPIN, (h, NULL, 0)) \
    X(C_SetPIN, (h, NULL, 0, NULL, 0)) \
    X(C_CloseSession, (h)) \
    X(C_GetSessionInfo, (h, NULL)) \
    X(C_GetOperationState, (h, NULL, NULL)) \
    X(C_SetOperationState, (h, NULL, 0, 0, 0)) \
    X(C_Login, (h, 0, NULL, 0)) \
    X(C_Logout, (h)) \
    X(C_CreateObject, (h, NULL, 0, NULL)) \
    X(C_CopyObject, (h, 0, NULL, 0, NULL)) \
    X(C_DestroyObject, (h, 0)) \
    X(C_GetObjectSize, (h, 0, NULL)) \
    X(C_GetAttributeValue, (h, 0, NULL, 0)) \
    X(C_SetAttributeValue, (h, 0, NULL, 0)) \
    X(C_FindObjectsInit, (h, NULL, 0)) \
    X(C_FindObjects, (h, NULL, 0, NULL)) \
    X(C_FindObjectsFinal, (h)) \
    X(C_EncryptInit, (h, NULL, 0)) \
    X(C_Encrypt, (h, NULL, 0, NULL, NULL)) \
    X(C_EncryptUpdate, (h, NULL, 0, NULL, NULL)) \
    X(C_EncryptFinal, (h, NULL, NULL)) \
    X(C_DecryptInit, (h, NULL, 0)) \
    X(C_Decrypt, (h, NULL, 0, NULL, NULL)) \
    X(C_DecryptUpdate, (h, NULL, 0, NULL, NULL)) \
    X(C_DecryptFinal, (h, NULL, NULL)) \
    X(C_DigestInit, (h, NULL)) \
    X(C_Digest, (h, NULL, 0, NULL, NULL)) \
    X(C_DigestUpdate, (h, NULL, 0)) \
    X(C_DigestKey, (h, 0)) \
    X(C_DigestFinal, (h, NULL, NULL)) \
    X(C_SignInit, (h, NULL, 0)) \
    X(C_Sign, (h, NULL, 0, NULL, NULL)) \
    X(C_SignUpdate, (h, NULL, 0)) \
    X(C_SignFinal, (h, NULL, NULL)) \
    X(C_SignRecoverInit, (h, NULL, 0)) \
    X(C_SignRecover, (h, NULL, 0, NULL, NULL)) \
    X(C_VerifyInit, (h, NULL, 0)) \
    X(C_Verify, (h, NULL, 0, NULL, 0)) \
    X(C_VerifyUpdate, (h, NULL, 0)) \
    X(C_VerifyFinal, (h, NULL, 0)) \
    X(C_VerifyRecoverInit, (h, NULL, 0)) \
    X(C_VerifyRecover, (h, NULL, 0, NULL, NULL)) \
    X(C_DigestEncryptUpdate, (h, NULL, 0, NULL, NULL)) \
    X(C_DecryptDigestUpdate, (h, NULL, 0, NULL, NULL)) \
    X(C_SignEncryptUpdate, (h, NULL, 0, NULL, NULL)) \
    X(C_DecryptVerifyUpdate, (h, NULL, 0, NULL, NULL)) \
    X(C_GenerateKey, (h, NULL, NULL, 0, NULL)) \
    X(C_GenerateKeyPair, (h, NULL, NULL, 0, NULL, 0, NULL, NULL)) \
    X(C_WrapKey, (h, NULL, 0, 0, NULL, NULL)) \
    X(C_UnwrapKey, (h, NULL, 0, NULL, 0, NULL, 0, NULL)) \
    X(C_DeriveKey, (h, NULL, 0, NULL, 0, NULL)) \
    X(C_SeedRandom, (h, NULL, 0)) \
    X(C_GenerateRandom, (h, NULL, 0)) \
    X(C_GetFunctionStatus, (h)) \
    X(C_CancelFunction, (h)) \
    X(C_LoginUser, (h, 0, NULL, 0, NULL, 0)) \
    X(C_SessionCancel, (h, 0)) \
    X(C_MessageEncryptInit, (h, NULL, 0)) \
    X(C_EncryptMessage, (h, NULL, 0, NULL, 0, NULL, 0, NULL, NULL)) \
    X(C_EncryptMessageBegin, (h, NULL, 0, NULL, 0)) \
    X(C_EncryptMessageNext, (h, NULL, 0, NULL, 0, NULL, NULL, 0)) \
    X(C_MessageEncryptFinal, (h)) \
    X(C_MessageDecryptInit, (h, NULL, 0)) \
    X(C_DecryptMessage, (h, NULL, 0, NULL, 0, NULL, 0, NULL, NULL)) \
    X(C_DecryptMessageBegin, (h, NULL, 0, NULL, 0)) \
    X(C_DecryptMessageNext, (h, NULL, 0, NULL, 0, NULL, NULL, 0)) \
    X(C_MessageDecryptFinal, (h)) \
    X(C_MessageSignInit, (h, NULL, 0)) \
    X(C_SignMessage, (h, NULL, 0, NULL, 0, NULL, NULL)) \
    X(C_SignMessageBegin, (h, NULL, 0)) \
    X(C_SignMessageNext, (h, NULL, 0, NULL, 0, NULL, NULL)) \
    X(C_MessageSignFinal, (h)) \
    X(C_MessageVerifyInit, (h, NULL, 0)) \
    X(C_VerifyMessage, (h, NULL, 0, NULL, 0, NULL, 0)) \
    X(C_VerifyMessageBegin, (h, NULL, 0)) \
    X(C_VerifyMessageNext, (h, NULL, 0, NULL, 0, NULL, 0)) \
    X(C_MessageVerifyFinal, (h))

#define SLOT_CALLS(X) \
    X(C_GetSlotInfo, (h, NULL)) \
    X(C_GetTokenInfo, (h, NULL)) \
    X(C_GetMechanismList, (h, NULL, NULL)) \
    X(C_GetMechanismInfo, (h, 0, NULL)) \
    X(C_InitToken, (h, NULL, 0, NULL)) \
    X(C_OpenSession, (h, 0, NULL, NULL, NULL)) \
    X(C_CloseAllSessions, (h))
/* clang-format on */

#endif
