/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes of another system as UTF-8. The encoding is what the file declares,
 * never what the bytes look like: a guess that is wrong once gives a patient
 * another name.
 */
#ifndef INKAN_TOOLS_RECEPTION_DECODE_H
#define INKAN_TOOLS_RECEPTION_DECODE_H

#include <stddef.h>
#include <stdint.h>

enum decode_rc {
    DECODE_OK,
    DECODE_NOMEM,
    DECODE_NUL,      /* a zero byte: no text */
    DECODE_ENCODING, /* an encoding that no such file has */
    DECODE_BROKEN    /* the bytes are not in the declared encoding */
};

#define DECODE_NAME_MAX 32

/* The encoding that an XML file declares, "UTF-8" without a declaration. */
void decode_declared(const uint8_t *data, size_t len,
                     char out[DECODE_NAME_MAX]);

/* Reads an XML file: UTF-8, or Shift_JIS, by which the terminals mean CP932.
 * Without a declaration it is UTF-8, as XML says. A byte order mark and the
 * declaration itself are left out, so that nobody asks it again.
 * out  gives; NUL-terminated; free with free */
enum decode_rc decode_xml(const uint8_t *data, size_t len, char **out,
                          size_t *out_len);

/* The same for text without a declaration; encoding is one of the names that
 * a declaration may have. */
enum decode_rc decode_text(const uint8_t *data, size_t len,
                           const char *encoding, char **out, size_t *out_len);

/* UTF-8 to the encoding. DECODE_BROKEN: a character that it does not have. */
enum decode_rc decode_back(const char *text, size_t len, const char *encoding,
                           char **out, size_t *out_len);

#endif
