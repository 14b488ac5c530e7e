/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes and sentences of a check, English and Japanese: the one place where
 * these texts stand.
 */
#include <inkan/check.h>

#include "card/edge/bytes.h"

struct words {
    const char *code;
    const char *en;
    const char *ja;
};

/* clang-format off */
static const struct words items[INKAN_CHECK_COUNT] = {
    [INKAN_CHECK_TEXT_ISSUER]     = { "text-issuer",     "issuer's key (card information)", "発行者の鍵（券面事項入力補助）" },
    [INKAN_CHECK_TEXT_RECORD]     = { "text-record",     "signature over the data's hashes", "データの要約に対する署名" },
    [INKAN_CHECK_TEXT_ATTRIBUTES] = { "text-attributes", "name, address, birth date and sex", "氏名・住所・生年月日・性別" },
    [INKAN_CHECK_TEXT_NUMBER]     = { "text-number",     "My Number", "個人番号" },
    [INKAN_CHECK_TEXT_KEY]        = { "text-key",        "signed key of the card (card information)", "カードの鍵への署名（券面事項入力補助）" },
    [INKAN_CHECK_TEXT_CHALLENGE]  = { "text-challenge",  "the card has that key (card information)", "カードがその鍵を持つこと（券面事項入力補助）" },
    [INKAN_CHECK_VISUAL_ISSUER]   = { "visual-issuer",   "issuer's key (card face)", "発行者の鍵（券面事項確認）" },
    [INKAN_CHECK_AGE_RECORD]      = { "age-record",      "signed birth date and key", "生年月日と鍵への署名" },
    [INKAN_CHECK_FACE_RECORD]     = { "face-record",     "signed pictures and key", "券面の画像と鍵への署名" },
    [INKAN_CHECK_VISUAL_CHALLENGE] = { "visual-challenge", "the card has that key (card face)", "カードがその鍵を持つこと（券面事項確認）" },
    [INKAN_CHECK_SAME_HOLDER]     = { "same-holder",     "both applications tell of the same holder", "二つの記録が同じ人のものであること" },
    [INKAN_CHECK_AUTH_CHAIN]      = { "auth-chain",      "issuer of the authentication certificate", "利用者証明用電子証明書の発行者" },
    [INKAN_CHECK_AUTH_DATES]      = { "auth-dates",      "dates of the authentication certificate", "利用者証明用電子証明書の有効期間" },
    [INKAN_CHECK_AUTH_REVOKED]    = { "auth-revoked",    "authentication certificate not revoked", "利用者証明用電子証明書が失効していないこと" },
    [INKAN_CHECK_SIGN_CHAIN]      = { "sign-chain",      "issuer of the signature certificate", "署名用電子証明書の発行者" },
    [INKAN_CHECK_SIGN_DATES]      = { "sign-dates",      "dates of the signature certificate", "署名用電子証明書の有効期間" },
    [INKAN_CHECK_SIGN_REVOKED]    = { "sign-revoked",    "signature certificate not revoked", "署名用電子証明書が失効していないこと" },
    [INKAN_CHECK_EXPIRY]          = { "expiry",          "expiry date of the card", "カードの有効期限" },
    [INKAN_CHECK_EXPIRY_AGREES]   = { "expiry-consistent", "expiry date the same wherever it is told", "有効期限がどこでも同じであること" },
    [INKAN_CHECK_SECURITY_CODE]   = { "security-code",   "security code", "セキュリティコード" },
};

static const struct words reasons[INKAN_REASON_COUNT] = {
    [INKAN_REASON_NONE]            = { "none",            "", "" },
    [INKAN_REASON_NOT_ASKED]       = { "not-asked",       "no PIN or number was given for it", "確認に必要な暗証番号等が指定されていません" },
    [INKAN_REASON_NO_KEY]          = { "no-key",          "no trusted key of that issuer", "その発行者の信頼できる鍵がありません" },
    [INKAN_REASON_ABSENT]          = { "absent",          "the card does not have it", "カードにありません" },
    [INKAN_REASON_DEPENDS]         = { "depends",         "what it rests on could not be checked", "根拠となる項目を確認できませんでした" },
    [INKAN_REASON_UNCOVERED]       = { "uncovered",       "no signature covers it", "署名の対象ではありません" },
    [INKAN_REASON_BAD_SIGNATURE]   = { "bad-signature",   "its signature does not verify", "署名が正しくありません" },
    [INKAN_REASON_BAD_HASH]        = { "bad-hash",        "it is not what was signed", "署名された内容と一致しません" },
    [INKAN_REASON_BAD_CHALLENGE]   = { "bad-challenge",   "the card does not have the key", "カードが鍵を持っていません" },
    [INKAN_REASON_MALFORMED]       = { "malformed",       "it does not have the form of a genuine card", "正規のカードの形式ではありません" },
    [INKAN_REASON_DIFFERS]         = { "differs",         "two records tell different things", "二つの記録の内容が異なります" },
    [INKAN_REASON_NOT_YET]         = { "not-yet",         "not valid yet", "有効期間の前です" },
    [INKAN_REASON_EXPIRED]         = { "expired",         "expired", "有効期限が切れています" },
    [INKAN_REASON_GRACE]           = { "grace",           "expired less than three months ago", "有効期限切れから3か月以内です" },
    [INKAN_REASON_NO_CRL]          = { "no-crl",          "no revocation list for it", "失効リストがありません" },
    [INKAN_REASON_CRL_STALE]       = { "crl-stale",       "the revocation list is out of date", "失効リストの期限が切れています" },
    [INKAN_REASON_CRL_UNSUPPORTED] = { "crl-unsupported", "the revocation list cannot be understood fully", "失効リストを完全には解釈できません" },
    [INKAN_REASON_REVOKED]         = { "revoked",         "revoked", "失効しています" },
    [INKAN_REASON_AGREES]          = { "agrees",          "consistent, but no signature covers it", "一致していますが、署名の対象ではありません" },
    [INKAN_REASON_REFUSED]         = { "refused",         "the card refused the key made from the birth date", "生年月日から求めた番号をカードが拒否しました" },
};

static const char *const states[] = {
    [INKAN_GENUINE] = "genuine",
    [INKAN_FORGED] = "forged",
    [INKAN_UNCHECKED] = "unchecked",
};

static const char *const bounds[] = {
    [INKAN_BOUND_NO] = "no",
    [INKAN_BOUND_BIRTH_DATE] = "birth-date",
    [INKAN_BOUND_FACE] = "face",
};
/* clang-format on */

static const char *in_language(const struct words *w, const char *lang)
{
    bool ja = lang != NULL && lang[0] == 'j' && lang[1] == 'a';

    return ja ? w->ja : w->en;
}

const char *inkan_check_code(enum inkan_check_id id)
{
    return (unsigned)id < INKAN_CHECK_COUNT ? items[id].code : NULL;
}

const char *inkan_check_text(enum inkan_check_id id, const char *lang)
{
    return (unsigned)id < INKAN_CHECK_COUNT ? in_language(&items[id], lang)
                                            : NULL;
}

const char *inkan_check_reason_code(enum inkan_check_reason reason)
{
    return (unsigned)reason < INKAN_REASON_COUNT ? reasons[reason].code : NULL;
}

const char *inkan_check_reason_text(enum inkan_check_reason reason,
                                    const char *lang)
{
    return (unsigned)reason < INKAN_REASON_COUNT
               ? in_language(&reasons[reason], lang)
               : NULL;
}

const char *inkan_check_state_code(enum inkan_check_state state)
{
    return (unsigned)state < ARRAY_LEN(states) ? states[state] : NULL;
}

const char *inkan_bound_code(enum inkan_bound bound)
{
    return (unsigned)bound < ARRAY_LEN(bounds) ? bounds[bound] : NULL;
}
