/* SPDX-License-Identifier: Apache-2.0
 *
 * The keys of a persona file. Everything that no public source tells about a
 * card (marked assumed) is a row here or has its fallback here.
 */
#include "tools/issue/persona.h"

#include "tools/issue/profile.h"

#define NAME    1, NAME_CHARS_MAX, NULL
#define ADDRESS 1, ADDRESS_CHARS_MAX, NULL
#define ANY     0, 0, NULL
#define YES_NO  0, 0, "yes|no"

/* clang-format off */
const struct persona_row persona_rows[P_COUNT] = {
    /*                     name             form            min max choices     fallback      meaning */
    [P_SUMMARY]         = { "summary",         FORM_TEXT,      1, 200, NULL,       NULL,         "one line about this person" },
    [P_TOKEN]           = { "token",           FORM_CHOICE,    0, 0, "card|android|iphone", "card", "kind of token" },
    [P_NAME]            = { "name",            FORM_TEXT,      NAME,               NULL,         "name as registered; drawn on the face" },
    [P_TEXT_NAME]       = { "text.name",       FORM_TEXT,      NAME,               "@name",      "name in the text application" },
    [P_CERT_NAME]       = { "cert.name",       FORM_TEXT,      NAME,               "@text.name", "name in the sign certificate" },
    [P_ADDRESS]         = { "address",         FORM_TEXT,      ADDRESS,            NULL,         "address as registered; drawn on the face" },
    [P_TEXT_ADDRESS]    = { "text.address",    FORM_TEXT,      ADDRESS,            "@address",   "address in the text application" },
    [P_CERT_ADDRESS]    = { "cert.address",    FORM_TEXT,      ADDRESS,            "@text.address", "address in the sign certificate" },
    [P_NAME_FLAGS]      = { "cert.name-flags", FORM_FLAGS,     NAME,               "",           "1 where cert.name has a substitute character" },
    [P_ADDRESS_FLAGS]   = { "cert.address-flags", FORM_FLAGS,  ADDRESS,            "",           "the same for cert.address" },
    [P_BIRTH]           = { "birth",           FORM_BIRTH,     ANY,                NULL,         "YYYYMMDD, 00 for an unknown month or day; or like -8m" },
    [P_CALENDAR]        = { "calendar",        FORM_CHOICE,    0, 0, "era|gregorian", "era",     "how number B and the certificate count birth years (gregorian for foreigners: assumed)" },
    [P_SEX]             = { "sex",             FORM_CHOICE,    0, 0, "0|1|2|9",    NULL,         "1 male, 2 female, 9 not applicable, 0 unknown" },
    [P_PREFECTURE]      = { "prefecture",      FORM_ASCII,     1, 40, NULL,        "Tokyo-to",   "romanised, for certificates" },
    [P_CITY]            = { "city",            FORM_ASCII,     1, 60, NULL,        "Kiyose-shi", "romanised, for certificates" },
    [P_MUNICIPALITY]    = { "municipality",    FORM_DIGITS,    5, 5, NULL,         "13221",      "code without its check digit" },
    [P_NUMBER]          = { "number",          FORM_MY_NUMBER, ANY,                NULL,         "the My Number" },
    [P_SECURITY_CODE]   = { "security-code",   FORM_DIGITS,    4, 4, NULL,         NULL,         "last four digits of number B" },
    [P_ISSUED]          = { "issued",          FORM_DAY,       ANY,                "-1d",        "day of issue of card and certificates" },
    [P_CARD_EXPIRES]    = { "card.expires",    FORM_DAY,       ANY,                "",           "else the 10th birthday after issue, the 5th under 18" },
    [P_CARD_NUMBER]     = { "card.number",     FORM_DIGITS,    15, 15, NULL,       "",           "manufacturing number" },
    [P_PHOTO]           = { "photo",           FORM_CHOICE,    YES_NO,             "yes",        "is there a photo? (an empty one when not: assumed)" },
    [P_AUTH_PIN]        = { "auth.pin",        FORM_PIN,       4, 4, NULL,         "1234",       "PIN of the auth key" },
    [P_SIGN_PASSWORD]   = { "sign.password",   FORM_PASSWORD,  6, 16, NULL,        "ABC123",     "password of the sign key" },
    [P_TEXT_PIN]        = { "text.pin",        FORM_PIN,       4, 4, NULL,         "1234",       "PIN of the text application" },
    [P_JUKI_PIN]        = { "juki.pin",        FORM_PIN,       4, 4, NULL,         "1234",       "PIN of the juki and the common application" },
    [P_LICENCE_PIN]     = { "licence.pin",     FORM_PIN,       4, 4, NULL,         "none",       "PIN of the licence; none = ****" },
    [P_AUTH_TRIES]      = { "auth.tries",      FORM_NUMBER,    0, 3, NULL,         "3",          "tries left of the auth PIN; 0 = blocked" },
    [P_SIGN_TRIES]      = { "sign.tries",      FORM_NUMBER,    0, 5, NULL,         "5",          "the same for the sign password" },
    [P_TEXT_TRIES]      = { "text.tries",      FORM_NUMBER,    0, 3, NULL,         "3",          "the same for the text PIN" },
    [P_JUKI_TRIES]      = { "juki.tries",      FORM_NUMBER,    0, 3, NULL,         "3",          "the same for the juki PIN" },
    [P_A_TRIES]         = { "number-a.tries",  FORM_NUMBER,    0, 10, NULL,        "10",         "the same for the number A" },
    [P_B_TRIES]         = { "number-b.tries",  FORM_NUMBER,    0, 10, NULL,        "10",         "the same for the number B" },
    [P_BIRTH_TRIES]     = { "birth.tries",     FORM_NUMBER,    0, 10, NULL,        "10",         "the same for the birth-date key" },
    [P_LICENCE_TRIES]   = { "licence.tries",   FORM_NUMBER,    0, 10, NULL,        "10",         "the same for the licence PIN" },
    [P_AUTH_CERT]       = { "auth.cert",       FORM_CHOICE,    YES_NO,             "yes",        "is there an auth certificate?" },
    [P_AUTH_EXPIRES]    = { "auth.expires",    FORM_DAY,       ANY,                "",           "else the 5th birthday after issue, at most card.expires" },
    [P_AUTH_SERIAL]     = { "auth.serial",     FORM_HEX,       4, 4, NULL,         "",           "serial number, first byte 01 to 7F" },
    [P_AUTH_REVOKED]    = { "auth.revoked",    FORM_CHOICE,    YES_NO,             "no",         "do the CRLs of `inkan-card ca` list it? (needs auth.serial)" },
    [P_AUTH_OCSP]       = { "auth.ocsp",       FORM_ASCII,     1, 200, NULL,       OCSP_URL,     "OCSP address, or none" },
    [P_SIGN_CERT]       = { "sign.cert",       FORM_CHOICE,    YES_NO,             "yes",        "is there a sign certificate?" },
    [P_SIGN_EXPIRES]    = { "sign.expires",    FORM_DAY,       ANY,                "@auth.expires", "else the same day as the auth certificate" },
    [P_SIGN_SERIAL]     = { "sign.serial",     FORM_HEX,       4, 4, NULL,         "",           "serial number, first byte 01 to 7F" },
    [P_SIGN_REVOKED]    = { "sign.revoked",    FORM_CHOICE,    YES_NO,             "no",         "the same for the sign certificate" },
    [P_SIGN_POLICY]     = { "sign.policy",     FORM_CHOICE,    0, 0, "token|production|test|phone", "token", "policy OID; token = production on a card, phone on a phone" },
    [P_ABSENT_FILLER]   = { "absent.filler",   FORM_HEX,       1, 1, NULL,         "FF",         "what an absent certificate's file reads as (assumed)" },
    [P_LICENCE]         = { "licence",         FORM_CHOICE,    YES_NO,             "no",         "is there a driving licence?" },
    [P_LICENCE_EXPIRES] = { "licence.expires", FORM_DAY,       ANY,                "+3y",        "its last day" },
    [P_LICENCE_DATA]    = { "licence.data",    FORM_HEX,       1, 2048, NULL,      "",           "objects after C2 and C3; else C5 only (other tags are not public)" },
    [P_LICENCE_SIGNATURE] = { "licence.signature", FORM_HEX, 1, 2048, NULL,     "",           "the signature file; else none (its bytes are not public)" },
    [P_ATR]             = { "atr",             FORM_ATR,       ANY,                "contact-1",  "answer to reset: contact-1..3, contactless-1..4, or hex" },
    [P_QUIRK_PSS]       = { "quirk.pss",       FORM_CHOICE,    YES_NO,             "yes",        "P1 04 and 05 of 80 2A sign RSASSA-PSS" },
    [P_QUIRK_RESELECT]  = { "quirk.reselect-clears", FORM_CHOICE, YES_NO,          "no",         "selecting the same application drops verified PINs" },
    [P_QUIRK_RESET]     = { "quirk.reset-clears", FORM_CHOICE, YES_NO,             "yes",        "a warm reset drops verified PINs" },
    [P_QUIRK_QUERY]     = { "quirk.query-when-verified", FORM_CHOICE, 0, 0, "63cx|9000", "63cx", "answer to an empty VERIFY when verified" },
    [P_QUIRK_EXTENDED]  = { "quirk.extended",  FORM_CHOICE,    YES_NO,             "yes",        "extended lengths are taken" },
    [P_QUIRK_SFI]       = { "quirk.sfi",       FORM_CHOICE,    YES_NO,             "yes",        "short EF identifiers are taken" },
    [P_QUIRK_ONESHOT]   = { "quirk.oneshot",   FORM_CHOICE,    YES_NO,             "no",         "a signature drops the verified PIN" },
    [P_QUIRK_BLOCKED]   = { "quirk.blocked",   FORM_CHOICE,    0, 0, "6984|6983",  "6984",       "answer of a blocked PIN" },
};
/* clang-format on */
