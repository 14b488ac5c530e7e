/* SPDX-License-Identifier: Apache-2.0
 *
 * The one map from status words to enum inkan_rc (design: "map 1").
 * Must not decide anything: what a code means for an operation is its own.
 */
#include "host/status.h"

#include <stddef.h>

#include "card/edge/bytes.h"

/* First row that fits. */
static const struct sw_row {
    uint16_t sw;
    uint16_t mask;
    enum inkan_rc rc;
} sw_map[] = {
    /* clang-format off */
    { 0x9000, 0xFFFF, INKAN_OK },
    { 0x63C0, 0xFFF0, INKAN_WRONG_PIN },    /* low digit: tries, nowhere else */
    { 0x6300, 0xFFFF, INKAN_WRONG_PIN },
    { 0x6982, 0xFFFF, INKAN_NOT_VERIFIED },
    { 0x6983, 0xFFFF, INKAN_PIN_BLOCKED },
    { 0x6984, 0xFFFF, INKAN_PIN_BLOCKED },
    { 0x6A82, 0xFFFF, INKAN_NOT_FOUND },
    { 0x6A83, 0xFFFF, INKAN_NOT_FOUND },
    { 0x6A88, 0xFFFF, INKAN_NOT_FOUND },
    { 0x6A81, 0xFFFF, INKAN_UNSUPPORTED },
    { 0x6A86, 0xFFFF, INKAN_UNSUPPORTED },
    { 0x6D00, 0xFFFF, INKAN_UNSUPPORTED },
    { 0x6E00, 0xFFFF, INKAN_UNSUPPORTED },
    /* clang-format on */
};

enum inkan_rc status_rc(sw_t sw)
{
    for (size_t i = 0; i < ARRAY_LEN(sw_map); i++) {
        if ((sw & sw_map[i].mask) == sw_map[i].sw)
            return sw_map[i].rc;
    }
    return INKAN_CARD_STATUS;
}

const char *status_sentence(sw_t sw)
{
    static const struct {
        sw_t sw;
        const char *sentence;
    } rows[] = {
#define ROW(name, value, sentence) { value, sentence },
        SW_LIST(ROW)
#undef ROW
    };
    sw_t key = SW_IS_TRIES(sw) ? (sw_t)SW_TRIES : sw;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].sw == key)
            return rows[i].sentence;
    }
    return NULL;
}

bool status_is_form(sw_t sw)
{
    static const sw_t words[] = {
        SW_LENGTH, SW_WRONG_DATA, SW_FUNCTION,    SW_P1P2,
        SW_INS,    SW_CLA,        SW_UNSPECIFIED,
    };

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (words[i] == sw)
            return true;
    }
    return false;
}
