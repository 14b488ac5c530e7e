/* SPDX-License-Identifier: Apache-2.0
 *
 * The list of objects, C_FindObjects and C_GetAttributeValue.
 */
#include "pkcs11/object.h"

#include <string.h>

#include "pkcs11/attr.h"
#include "pkcs11/call.h"
#include "pkcs11/insertion.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* Ids and labels are those of OpenSC, so that URIs keep working. One-byte ids
 * are known before the certificate is and outlive its renewal. Nothing of the
 * sign token is shown before login, not even its CA: programs would take it
 * for the user's own. The public certificates profile promises that every
 * certificate can be read without login: true of the auth token alone. */
/* clang-format off */
static const struct object_row rows[] = {
    { TOKEN_AUTH, CKO_PROFILE, SOURCE_NONE, false, 0,
      CKP_BASELINE_PROVIDER, "", "baseline" },
    { TOKEN_AUTH, CKO_PROFILE, SOURCE_NONE, false, 0,
      CKP_EXTENDED_PROVIDER, "", "extended" },
    { TOKEN_AUTH, CKO_PROFILE, SOURCE_NONE, false, 0,
      CKP_AUTHENTICATION_TOKEN, "", "authentication" },
    { TOKEN_AUTH, CKO_PROFILE, SOURCE_NONE, false, 0,
      CKP_PUBLIC_CERTIFICATES_TOKEN, "", "public-certificates" },
    { TOKEN_AUTH, CKO_CERTIFICATE, SOURCE_HOLDER, false, 1, 0,
      "User Authentication Certificate", "certificate" },
    { TOKEN_AUTH, CKO_PUBLIC_KEY, SOURCE_HOLDER, false, 1, 0,
      "User Authentication Public Key", "public-key" },
    { TOKEN_AUTH, CKO_PRIVATE_KEY, SOURCE_HOLDER, true, 1, 0,
      "User Authentication Key", "private-key" },
    { TOKEN_AUTH, CKO_CERTIFICATE, SOURCE_CA, false, 3, 0,
      "User Authentication Certificate CA", "ca" },
    { TOKEN_SIGN, CKO_PROFILE, SOURCE_NONE, false, 0,
      CKP_BASELINE_PROVIDER, "", "baseline" },
    { TOKEN_SIGN, CKO_PROFILE, SOURCE_NONE, false, 0,
      CKP_EXTENDED_PROVIDER, "", "extended" },
    { TOKEN_SIGN, CKO_PROFILE, SOURCE_NONE, false, 0,
      CKP_AUTHENTICATION_TOKEN, "", "authentication" },
    { TOKEN_SIGN, CKO_CERTIFICATE, SOURCE_HOLDER, true, 2, 0,
      "Digital Signature Certificate", "certificate" },
    { TOKEN_SIGN, CKO_PUBLIC_KEY, SOURCE_HOLDER, true, 2, 0,
      "Digital Signature Public Key", "public-key" },
    { TOKEN_SIGN, CKO_PRIVATE_KEY, SOURCE_HOLDER, true, 2, 0,
      "Digital Signature Key", "private-key" },
    { TOKEN_SIGN, CKO_CERTIFICATE, SOURCE_CA, true, 4, 0,
      "Digital Signature Certificate CA", "ca" },
};
/* clang-format on */
_Static_assert(ARRAY_LEN(rows) <= FIND_HITS_MAX, "a search holds them all");

/* A handle names the row and the card, so that a handle kept from a card that
 * left never names an object of the next one. */
static CK_OBJECT_HANDLE handle_of(const struct reader *r, size_t row)
{
    return (CK_OBJECT_HANDLE)(r->insertion << 8 | (row + 1));
}

static const struct object_row *row_of(const struct session *s,
                                       CK_OBJECT_HANDLE handle)
{
    size_t row = (size_t)(handle & 0xFF) - 1;

    if (row >= ARRAY_LEN(rows) || handle != handle_of(s->reader, row) ||
        rows[row].token != s->kind)
        return NULL;
    return &rows[row];
}

/* On a phone the auth certificate is guarded by the PIN as well. */
static bool is_private(const struct reader *r, const struct object_row *row)
{
    return row->is_private ||
           (r->auth_is_guarded && row->source == SOURCE_HOLDER);
}

static bool is_there(struct module *m, const struct session *s,
                     const struct object_row *row, struct object *out)
{
    const struct reader *r = s->reader;
    const struct token *token = &r->tokens[row->token];

    *out = (struct object){ row, m, r, NULL, is_private(r, row) };
    if (row->token != s->kind || (out->is_private && !token->logged_in))
        return false;
    switch (row->source) {
    case SOURCE_NONE:
        return row->profile != CKP_PUBLIC_CERTIFICATES_TOKEN ||
               !r->auth_is_guarded;
    case SOURCE_HOLDER: out->cert = token->cert; return out->cert != NULL;
    case SOURCE_CA:
        out->cert = token->ca;
        return m->settings.show_ca &&
               (token->ca != NULL || !token->ca_was_read);
    }
    return false;
}

bool object_find(struct module *m, const struct session *s,
                 CK_OBJECT_HANDLE handle, struct object *out)
{
    const struct object_row *row = row_of(s, handle);

    return row != NULL && is_there(m, s, row, out) &&
           (row->source != SOURCE_CA || out->cert != NULL);
}

bool object_is_hidden(const struct session *s, CK_OBJECT_HANDLE handle)
{
    const struct object_row *row = row_of(s, handle);

    return row != NULL && is_private(s->reader, row) &&
           !session_token(s)->logged_in;
}

static bool matches(const struct object *object, const CK_ATTRIBUTE *wanted,
                    CK_ULONG count)
{
    for (CK_ULONG i = 0; i < count; i++)
        if (!attr_equals(object, &wanted[i]))
            return false;
    return true;
}

/* Adds the row to the hits if it matches. A CA certificate is read only when
 * all that is known without it matches. */
static CK_RV try_row(struct call *call, size_t row, const CK_ATTRIBUTE *wanted,
                     CK_ULONG count)
{
    struct session *s = call->session;
    struct object object;
    CK_RV rv;

    if (!is_there(call->module, s, &rows[row], &object) ||
        !matches(&object, wanted, count))
        return CKR_OK;
    if (object.cert == NULL && object.row->source == SOURCE_CA) {
        rv = insertion_read_ca(call->module, s->reader, s->kind);
        if (rv != CKR_OK)
            return rv;
        if (!is_there(call->module, s, &rows[row], &object) ||
            !matches(&object, wanted, count))
            return CKR_OK;
    }
    s->find.hits[s->find.count++] = handle_of(s->reader, row);
    return CKR_OK;
}

static CK_RV find_init(struct call *call, const CK_ATTRIBUTE *wanted,
                       CK_ULONG count)
{
    struct session *s = call->session;
    CK_RV rv = CKR_OK;

    if (wanted == NULL && count != 0)
        return CKR_ARGUMENTS_BAD;
    for (CK_ULONG i = 0; i < count; i++)
        if (wanted[i].pValue == NULL && wanted[i].ulValueLen != 0)
            return CKR_ARGUMENTS_BAD;
    if (s->find.is_active)
        return CKR_OPERATION_ACTIVE;
    memset(&s->find, 0, sizeof(s->find));
    for (size_t row = 0; row < ARRAY_LEN(rows) && rv == CKR_OK; row++)
        rv = try_row(call, row, wanted, count);
    s->find.is_active = rv == CKR_OK;
    call_note(call, " attributes=%lu hits=%zu", count, s->find.count);
    return rv;
}

CK_RV C_FindObjectsInit(CK_SESSION_HANDLE handle, CK_ATTRIBUTE_PTR wanted,
                        CK_ULONG count)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK)
        rv = find_init(&call, wanted, count);
    return call_end(&call, rv);
}

CK_RV C_FindObjects(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE_PTR out,
                    CK_ULONG max, CK_ULONG_PTR out_count)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK && ((out == NULL && max != 0) || out_count == NULL))
        rv = CKR_ARGUMENTS_BAD;
    if (rv == CKR_OK && !call.session->find.is_active)
        rv = CKR_OPERATION_NOT_INITIALIZED;
    if (rv == CKR_OK) {
        struct find *find = &call.session->find;
        CK_ULONG told = 0;

        while (told < max && find->told < find->count)
            out[told++] = find->hits[find->told++];
        *out_count = told;
    }
    return call_end(&call, rv);
}

CK_RV C_FindObjectsFinal(CK_SESSION_HANDLE handle)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK && !call.session->find.is_active)
        rv = CKR_OPERATION_NOT_INITIALIZED;
    if (rv == CKR_OK)
        call.session->find.is_active = false;
    return call_end(&call, rv);
}

/* Fills all that can be filled; the result is the worst that happened. */
static CK_RV get_values(struct call *call, CK_OBJECT_HANDLE handle,
                        CK_ATTRIBUTE_PTR wanted, CK_ULONG count)
{
    struct object object;
    CK_RV rv = CKR_OK;

    if (wanted == NULL || count == 0)
        return CKR_ARGUMENTS_BAD;
    call_note(call, " object=%lu", handle);
    if (!object_find(call->module, call->session, handle, &object))
        return CKR_OBJECT_HANDLE_INVALID;
    for (CK_ULONG i = 0; i < count; i++) {
        CK_RV one = attr_get(&object, &wanted[i]);

        call_note(call, " 0x%lx", wanted[i].type);
        if (one != CKR_OK)
            rv = one;
    }
    return rv;
}

CK_RV C_GetAttributeValue(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object,
                          CK_ATTRIBUTE_PTR wanted, CK_ULONG count)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK)
        rv = get_values(&call, object, wanted, count);
    return call_end(&call, rv);
}

CK_RV C_GetObjectSize(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE wanted,
                      CK_ULONG_PTR out)
{
    struct object object;
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK && out == NULL)
        rv = CKR_ARGUMENTS_BAD;
    if (rv == CKR_OK &&
        !object_find(call.module, call.session, wanted, &object))
        rv = CKR_OBJECT_HANDLE_INVALID;
    if (rv == CKR_OK)
        *out = CK_UNAVAILABLE_INFORMATION;
    return call_end(&call, rv);
}
