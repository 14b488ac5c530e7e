/* SPDX-License-Identifier: Apache-2.0
 *
 * The fixed-width texts of PKCS#11: padded with blanks, not terminated.
 */
#ifndef INKAN_PKCS11_TEXT_H
#define INKAN_PKCS11_TEXT_H

#include <stddef.h>

#include "pkcs11/cryptoki.h"

/* Fills a field. Text that is too long is cut between characters. */
void text_pad(CK_UTF8CHAR *field, size_t size, const char *text);

/* The same with an ending that is never cut, e.g. " (auth)". */
void text_pad_ending(CK_UTF8CHAR *field, size_t size, const char *text,
                     const char *ending);

/* "1.2.3" to 1.2 */
CK_VERSION text_version(const char *text);

#endif
