/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of the two tokens. Labels are ASCII without parentheses: they are
 * shown in every PIN prompt and written into pkcs11: URIs.
 */
#include "pkcs11/token.h"

/* clang-format off */
const struct token_facts token_facts[TOKEN_COUNT] = {
    [TOKEN_AUTH] = { "JPKI user authentication", " (auth)", 'A',
                     INKAN_PIN_AUTH, INKAN_KEY_AUTH,
                     INKAN_CERT_AUTH, INKAN_CERT_AUTH_CA, 0 },
    [TOKEN_SIGN] = { "JPKI digital signature", " (sign)", 'S',
                     INKAN_PIN_SIGN, INKAN_KEY_SIGN,
                     INKAN_CERT_SIGN, INKAN_CERT_SIGN_CA, 10 * 60 * 1000 },
};
/* clang-format on */
