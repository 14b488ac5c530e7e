/* SPDX-License-Identifier: Apache-2.0
 *
 * Slots and tokens as the application sees them.
 */
#include <string.h>

#include "pkcs11/call.h"
#include "pkcs11/insertion.h"
#include "pkcs11/text.h"

static CK_RV list_slots(struct module *m, CK_BBOOL present, CK_SLOT_ID_PTR list,
                        CK_ULONG_PTR count)
{
    CK_ULONG found = 0;

    for (size_t i = 0; i < m->reader_count; i++) {
        const struct reader *r = &m->readers[i];

        for (int kind = 0; kind < TOKEN_COUNT; kind++) {
            if (!reader_shows(m, (enum token_kind)kind) ||
                (present && !r->present))
                continue;
            if (list != NULL && found < *count)
                list[found] = reader_slot_id(m, r, (enum token_kind)kind);
            found++;
        }
    }
    if (list != NULL && found > *count) {
        *count = found;
        return CKR_BUFFER_TOO_SMALL;
    }
    *count = found;
    return CKR_OK;
}

CK_RV C_GetSlotList(CK_BBOOL present, CK_SLOT_ID_PTR list, CK_ULONG_PTR count)
{
    struct call call;
    CK_RV rv = call_begin(&call, __func__);

    if (rv == CKR_OK && count == NULL)
        rv = CKR_ARGUMENTS_BAD;
    /* New slots come with the call that asks for the number (PKCS#11 3.0,
     * 5.5), so that the list that follows fits the answer. */
    if (rv == CKR_OK && (list == NULL || !call.module->has_looked))
        rv = reader_list(call.module);
    else if (rv == CKR_OK)
        rv = reader_look(call.module);
    if (rv == CKR_OK)
        rv = list_slots(call.module, present, list, count);
    if (rv == CKR_OK)
        call_note(&call, " present=%d count=%lu", present, *count);
    return call_end(&call, rv);
}

CK_RV C_GetSlotInfo(CK_SLOT_ID slot, CK_SLOT_INFO_PTR info)
{
    struct reader *r;
    enum token_kind kind;
    struct call call;
    CK_RV rv = call_begin(&call, __func__);

    if (rv == CKR_OK)
        rv = call_slot(&call, slot, &r, &kind);
    if (rv == CKR_OK && info == NULL)
        rv = CKR_ARGUMENTS_BAD;
    if (rv == CKR_OK)
        rv = reader_look(call.module);
    if (rv == CKR_OK) {
        memset(info, 0, sizeof(*info));
        text_pad_ending(info->slotDescription, sizeof(info->slotDescription),
                        r->name[0] != '\0' ? r->name : "No reader yet",
                        token_facts[kind].slot_suffix);
        text_pad(info->manufacturerID, sizeof(info->manufacturerID), "inkan");
        info->flags = CKF_REMOVABLE_DEVICE | CKF_HW_SLOT |
                      (r->present ? CKF_TOKEN_PRESENT : 0);
    }
    return call_end(&call, rv);
}

static CK_FLAGS pin_flags(int tries, int max_tries)
{
    CK_FLAGS flags = 0;

    if (tries < 0) /* the card tells nothing, so neither do we */
        return 0;
    if (tries < max_tries)
        flags |= CKF_USER_PIN_COUNT_LOW;
    if (tries == 1)
        flags |= CKF_USER_PIN_FINAL_TRY;
    if (tries == 0)
        flags |= CKF_USER_PIN_LOCKED;
    return flags;
}

static CK_RV fill_token_info(struct module *m, const struct reader *r,
                             enum token_kind kind, CK_TOKEN_INFO_PTR info)
{
    const struct token_facts *facts = &token_facts[kind];
    const struct inkan_pin_facts *pin = inkan_pin_facts(facts->pin);
    struct session_counts sessions = session_count(m, r, kind);

    memset(info, 0, sizeof(*info));
    text_pad(info->label, sizeof(info->label), facts->label);
    text_pad(info->manufacturerID, sizeof(info->manufacturerID), "J-LIS");
    text_pad(info->model, sizeof(info->model), "JPKI");
    text_pad(info->utcTime, sizeof(info->utcTime), "");
    info->flags = CKF_LOGIN_REQUIRED | CKF_USER_PIN_INITIALIZED |
                  CKF_TOKEN_INITIALIZED |
                  pin_flags(r->tokens[kind].tries, pin->max_tries);
    if (inkan_has_pinpad(r->card))
        info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
    info->ulMaxSessionCount = SESSIONS_MAX;
    info->ulSessionCount = sessions.all;
    info->ulMaxRwSessionCount = SESSIONS_MAX;
    info->ulRwSessionCount = sessions.rw;
    info->ulMaxPinLen = pin->max_len;
    info->ulMinPinLen = pin->min_len;
    info->ulTotalPublicMemory = CK_UNAVAILABLE_INFORMATION;
    info->ulFreePublicMemory = CK_UNAVAILABLE_INFORMATION;
    info->ulTotalPrivateMemory = CK_UNAVAILABLE_INFORMATION;
    info->ulFreePrivateMemory = CK_UNAVAILABLE_INFORMATION;
    return insertion_serial(m, r, kind, info->serialNumber);
}

static CK_RV token_info(struct call *call, CK_SLOT_ID slot,
                        CK_TOKEN_INFO_PTR info)
{
    struct module *m = call->module;
    struct reader *r;
    enum token_kind kind;
    CK_RV rv = call_slot(call, slot, &r, &kind);

    if (rv != CKR_OK)
        return rv;
    if (info == NULL)
        return CKR_ARGUMENTS_BAD;
    rv = reader_look(m);
    if (rv == CKR_OK)
        rv = insertion_open(m, r);
    if (rv == CKR_OK)
        rv = insertion_update_tries(m, r);
    return rv == CKR_OK ? fill_token_info(m, r, kind, info) : rv;
}

CK_RV C_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info)
{
    struct call call;
    CK_RV rv = call_begin(&call, __func__);

    if (rv == CKR_OK)
        rv = token_info(&call, slot, info);
    if (rv == CKR_OK)
        call_note(&call, " flags=0x%lx", info->flags);
    return call_end(&call, rv);
}
