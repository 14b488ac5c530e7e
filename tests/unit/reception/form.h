/* SPDX-License-Identifier: Apache-2.0
 *
 * Answer files for tests, as a terminal writes them or as none should.
 */
#ifndef INKAN_TESTS_UNIT_RECEPTION_FORM_H
#define INKAN_TESTS_UNIT_RECEPTION_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FORM_INSTITUTION "1311111111"

/* NULL: the element is left out. */
struct form_result {
    const char *name, *other_name, *kana, *sex, *birth, *address;
    const char *insurer, *symbol, *number, *branch;
    const char *more; /* XML that follows */
};

struct form {
    const char *time, *institution, *identifier, *segment, *status, *validity;
    const char *charset; /* CharacterCodeIdentifier */
    size_t count;
    struct form_result result[4];
    bool cp932;           /* written in it and declared as Shift_JIS */
    const char *declared; /* NULL: what it is */
};

/* A good answer: one result, valid. The time has to be filled in. */
struct form form_of(const char *name, const char *birth, const char *sex,
                    const char *address);

/* The bytes; NULL: a character that CP932 does not have. Free with free. */
uint8_t *form_write(const struct form *form, size_t *out_len);

/* yyyyMMddHHmmss in Japan of a moment in seconds of UTC. */
void form_time(int64_t wall_s, char out[15]);

#endif
