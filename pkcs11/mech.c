/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of mechanisms, C_GetMechanismList and C_GetMechanismInfo. What is
 * not listed here makes programs fall back to what is: CKM_RSA_X_509 must
 * stay absent, and PSS is shown only for a card that does it.
 */
#include "pkcs11/mech.h"

#include <string.h>

#include "pkcs11/call.h"
#include "pkcs11/insertion.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

enum { KEY_BITS = 2048, SHA256_LEN = 32, PSS_SALT_LEN = 32 };

/* The first row is what programs that want "any" take. */
/* clang-format off */
static const struct mech mechs[] = {
    /* type                   scheme       hash               hashes input */
    { CKM_RSA_PKCS,            INKAN_RAW,   INKAN_HASH_NONE,   false,
      INKAN_RAW_MAX },
    { CKM_SHA1_RSA_PKCS,       INKAN_PKCS1, INKAN_HASH_SHA1,   true,  0 },
    { CKM_SHA256_RSA_PKCS,     INKAN_PKCS1, INKAN_HASH_SHA256, true,  0 },
    { CKM_SHA384_RSA_PKCS,     INKAN_PKCS1, INKAN_HASH_SHA384, true,  0 },
    { CKM_SHA512_RSA_PKCS,     INKAN_PKCS1, INKAN_HASH_SHA512, true,  0 },
    { CKM_RSA_PKCS_PSS,        INKAN_PSS,   INKAN_HASH_SHA256, false,
      SHA256_LEN },
    { CKM_SHA256_RSA_PKCS_PSS, INKAN_PSS,   INKAN_HASH_SHA256, true,  0 },
};
/* clang-format on */

const struct mech *mech_find(CK_MECHANISM_TYPE type)
{
    for (size_t i = 0; i < ARRAY_LEN(mechs); i++)
        if (mechs[i].type == type)
            return &mechs[i];
    return NULL;
}

bool mech_takes(const struct mech *mech, const CK_MECHANISM *wanted)
{
    CK_RSA_PKCS_PSS_PARAMS pss;

    if (mech->scheme != INKAN_PSS)
        return wanted->ulParameterLen == 0;
    if (wanted->pParameter == NULL || wanted->ulParameterLen != sizeof(pss))
        return false;
    memcpy(&pss, wanted->pParameter, sizeof(pss));
    return pss.hashAlg == CKM_SHA256 && pss.mgf == CKG_MGF1_SHA256 &&
           pss.sLen == PSS_SALT_LEN;
}

static bool is_offered(const struct mech *mech, bool has_pss)
{
    return mech->scheme != INKAN_PSS || has_pss;
}

static CK_RV list_mechs(bool has_pss, CK_MECHANISM_TYPE_PTR list,
                        CK_ULONG_PTR count)
{
    CK_ULONG found = 0;
    CK_RV rv = CKR_OK;

    for (size_t i = 0; i < ARRAY_LEN(mechs); i++) {
        if (!is_offered(&mechs[i], has_pss))
            continue;
        if (list != NULL && found < *count)
            list[found] = mechs[i].type;
        found++;
    }
    if (list != NULL && found > *count)
        rv = CKR_BUFFER_TOO_SMALL;
    *count = found;
    return rv;
}

/* Finds the slot and opens its card. */
static CK_RV token_of(struct call *call, CK_SLOT_ID slot, struct reader **r)
{
    enum token_kind kind;
    CK_RV rv = call_slot(call, slot, r, &kind);

    if (rv == CKR_OK)
        rv = reader_look(call->module);
    return rv == CKR_OK ? insertion_open(call->module, *r) : rv;
}

CK_RV C_GetMechanismList(CK_SLOT_ID slot, CK_MECHANISM_TYPE_PTR list,
                         CK_ULONG_PTR count)
{
    struct reader *r;
    struct call call;
    CK_RV rv = call_begin(&call, __func__);

    if (rv == CKR_OK && count == NULL)
        rv = CKR_ARGUMENTS_BAD;
    if (rv == CKR_OK)
        rv = token_of(&call, slot, &r);
    if (rv == CKR_OK)
        rv = list_mechs(insertion_has_pss(call.module, r), list, count);
    return call_end(&call, rv);
}

CK_RV C_GetMechanismInfo(CK_SLOT_ID slot, CK_MECHANISM_TYPE type,
                         CK_MECHANISM_INFO_PTR info)
{
    const struct mech *mech = mech_find(type);
    struct reader *r;
    struct call call;
    CK_RV rv = call_begin(&call, __func__);

    if (rv == CKR_OK && info == NULL)
        rv = CKR_ARGUMENTS_BAD;
    if (rv == CKR_OK)
        rv = token_of(&call, slot, &r);
    if (rv == CKR_OK && (mech == NULL || (mech->scheme == INKAN_PSS &&
                                          !insertion_has_pss(call.module, r))))
        rv = CKR_MECHANISM_INVALID;
    if (rv == CKR_OK)
        *info = (CK_MECHANISM_INFO){ KEY_BITS, KEY_BITS, CKF_HW | CKF_SIGN };
    call_note(&call, " mechanism=0x%lx", type);
    return call_end(&call, rv);
}
