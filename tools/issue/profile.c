/* SPDX-License-Identifier: Apache-2.0
 *
 * Distinguished names as the real CAs write them: C is a PrintableString,
 * everything else a UTF8String.
 */
#include "tools/issue/profile.h"

#include "tools/issue/der.h"

const struct profile profile_test[CA_COUNT] = {
    [CA_AUTH] = { TEST_O, TEST_O_JA, "JPKI for user authentication",
                  "公的個人認証サービス利用者証明用" },
    [CA_SIGN] = { TEST_O, TEST_O_JA, "JPKI for digital signature",
                  "公的個人認証サービス署名用" },
};

void profile_put_rdn(struct wbuf *w, enum rdn type, const char *text)
{
    const uint8_t oid[] = { 0x55, 0x04, (uint8_t)type };
    size_t set = der_open(w, DER_SET);
    size_t pair = der_open(w, DER_SEQUENCE);

    der_put(w, DER_OID, span_of(oid, sizeof(oid)));
    der_put_text(w, type == RDN_C ? DER_PRINTABLE : DER_UTF8, text);
    der_close(w, pair);
    der_close(w, set);
}

void profile_put_ca_name(struct wbuf *w, const struct profile *profile)
{
    size_t name = der_open(w, DER_SEQUENCE);

    profile_put_rdn(w, RDN_C, "JP");
    profile_put_rdn(w, RDN_O, profile->o);
    profile_put_rdn(w, RDN_OU, profile->ou);
    profile_put_rdn(w, RDN_OU, PROFILE_OU_OPERATOR);
    der_close(w, name);
}
