/* SPDX-License-Identifier: Apache-2.0
 *
 * Status words: number, name and sentence in one row. On the card the status
 * word is the type of every error.
 */
#ifndef INKAN_CARD_EDGE_SW_H
#define INKAN_CARD_EDGE_SW_H

#include <stdint.h>

typedef uint16_t sw_t;

/* clang-format off */
#define SW_LIST(X)                                                             \
    X(SW_OK,                0x9000, "success")                                 \
    X(SW_NO_COUNTER,        0x6300, "verification failed")                     \
    X(SW_TRIES,             0x63C0, "wrong value or query: tries left in the last digit") \
    X(SW_EXECUTION,         0x6400, "execution error")                         \
    X(SW_MEMORY,            0x6581, "memory failure")                          \
    X(SW_NO_SM_HERE,        0x66F1, "session key not supported in this application") \
    X(SW_LENGTH,            0x6700, "wrong length")                            \
    X(SW_CHANNEL,           0x6881, "logical channel not supported")           \
    X(SW_SM_UNSUPPORTED,    0x6882, "secure messaging not supported")          \
    X(SW_STRUCTURE,         0x6981, "command does not fit the kind of file")   \
    X(SW_SECURITY,          0x6982, "security status not satisfied")           \
    X(SW_METHOD_BLOCKED,    0x6983, "authentication method blocked")           \
    X(SW_BLOCKED,           0x6984, "reference data blocked")                  \
    X(SW_CONDITIONS,        0x6985, "conditions of use not satisfied")         \
    X(SW_NO_EF,             0x6986, "no current EF")                           \
    X(SW_SM_MISSING,        0x6987, "secure messaging object missing")         \
    X(SW_SM_WRONG,          0x6988, "secure messaging object wrong")           \
    X(SW_SM_LOST,           0x69FC, "secure messaging session is gone")        \
    X(SW_WRONG_DATA,        0x6A80, "wrong data")                              \
    X(SW_FUNCTION,          0x6A81, "function not supported")                  \
    X(SW_NOT_FOUND,         0x6A82, "file or application not found")           \
    X(SW_NO_RECORD,         0x6A83, "record not found")                        \
    X(SW_P1P2,              0x6A86, "wrong P1 or P2")                          \
    X(SW_LC_INCONSISTENT,   0x6A87, "Lc does not fit P1 and P2")               \
    X(SW_NO_OBJECT,         0x6A88, "data object not found")                   \
    X(SW_OFFSET,            0x6B00, "offset outside the file")                 \
    X(SW_INS,               0x6D00, "instruction not supported")               \
    X(SW_CLA,               0x6E00, "class not supported")                     \
    X(SW_UNSPECIFIED,       0x6F00, "no precise diagnosis")
/* clang-format on */

#define SW_ENUM(name, value, sentence) name = value,
enum sw { SW_LIST(SW_ENUM) };
#undef SW_ENUM

/* 63Cx: the only place where a number of tries is ever read from. */
#define SW_IS_TRIES(sw) (((sw)&0xFFF0) == SW_TRIES)
#define SW_TRIES_OF(sw) ((sw)&0x000F)

#endif
