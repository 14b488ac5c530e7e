/* SPDX-License-Identifier: Apache-2.0
 *
 * The map from enum inkan_rc to CK_RV. The row also says what must happen
 * after an operation that could have sent a VERIFY ended so.
 */
#include "pkcs11/rv.h"

#include <stddef.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

struct rv_row {
    CK_RV rv;
    enum aftermath after;
};

/* clang-format off */
static const struct rv_row rows[] = {
    [INKAN_OK]            = { CKR_OK,                   AFTER_NOTHING },
    [INKAN_ARG]           = { CKR_GENERAL_ERROR,        AFTER_NOTHING },
    [INKAN_NOMEM]         = { CKR_HOST_MEMORY,          AFTER_NOTHING },
    [INKAN_NO_SERVICE]    = { CKR_DEVICE_REMOVED,       AFTER_CARD_ENDS },
    [INKAN_ACCESS]        = { CKR_DEVICE_ERROR,         AFTER_CARD_ENDS },
    [INKAN_NO_READER]     = { CKR_DEVICE_REMOVED,       AFTER_CARD_ENDS },
    [INKAN_AMBIGUOUS]     = { CKR_GENERAL_ERROR,        AFTER_NOTHING },
    [INKAN_NO_CARD]       = { CKR_TOKEN_NOT_PRESENT,    AFTER_CARD_ENDS },
    [INKAN_REMOVED]       = { CKR_DEVICE_REMOVED,       AFTER_CARD_ENDS },
    [INKAN_RESET]         = { CKR_DEVICE_ERROR,         AFTER_LOGIN_ENDS },
    [INKAN_MUTE]          = { CKR_DEVICE_ERROR,         AFTER_LOGIN_ENDS },
    [INKAN_BUSY]          = { CKR_DEVICE_ERROR,         AFTER_NOTHING },
    [INKAN_TIMEOUT]       = { CKR_DEVICE_ERROR,         AFTER_LOGIN_ENDS },
    [INKAN_CANCELLED]     = { CKR_FUNCTION_CANCELED,    AFTER_NOTHING },
    [INKAN_COMM]          = { CKR_DEVICE_ERROR,         AFTER_LOGIN_ENDS },
    [INKAN_NOT_OUR_CARD]  = { CKR_TOKEN_NOT_RECOGNIZED, AFTER_NOTHING },
    [INKAN_NOT_FOUND]     = { CKR_DEVICE_ERROR,         AFTER_NOTHING },
    [INKAN_NOT_VERIFIED]  = { CKR_USER_NOT_LOGGED_IN,   AFTER_LOGIN_ENDS },
    [INKAN_WRONG_PIN]     = { CKR_PIN_INCORRECT,        AFTER_LOGIN_ENDS },
    [INKAN_PIN_BLOCKED]   = { CKR_PIN_LOCKED,           AFTER_LOGIN_ENDS },
    [INKAN_PIN_FORMAT]    = { CKR_PIN_INCORRECT,        AFTER_NOTHING },
    [INKAN_LAST_TRY]      = { CKR_FUNCTION_REJECTED,    AFTER_NOTHING },
    [INKAN_KNOWN_WRONG]   = { CKR_PIN_INCORRECT,        AFTER_LOGIN_ENDS },
    [INKAN_NO_COUNTER]    = { CKR_FUNCTION_REJECTED,    AFTER_NOTHING },
    [INKAN_UNSUPPORTED]   = { CKR_FUNCTION_FAILED,      AFTER_NOTHING },
    [INKAN_MALFORMED]     = { CKR_DEVICE_ERROR,         AFTER_NOTHING },
    [INKAN_TOO_BIG]       = { CKR_DEVICE_ERROR,         AFTER_NOTHING },
    [INKAN_CARD_STATUS]   = { CKR_DEVICE_ERROR,         AFTER_NOTHING },
    [INKAN_BAD_SIGNATURE] = { CKR_DEVICE_ERROR,         AFTER_NOTHING },
    [INKAN_IO]            = { CKR_FUNCTION_FAILED,      AFTER_NOTHING },
    [INKAN_BAD_IMAGE]     = { CKR_DEVICE_ERROR,         AFTER_NOTHING },
};
/* clang-format on */
_Static_assert(ARRAY_LEN(rows) == INKAN_RC_COUNT, "each code has its row");

CK_RV rv_of(enum inkan_rc rc)
{
    return (size_t)rc < ARRAY_LEN(rows) ? rows[rc].rv : CKR_GENERAL_ERROR;
}

enum aftermath rv_aftermath(enum inkan_rc rc)
{
    return (size_t)rc < ARRAY_LEN(rows) ? rows[rc].after : AFTER_LOGIN_ENDS;
}

#define NAMED(code)                                                            \
    {                                                                          \
        code, #code,                                                           \
    }

static const struct rv_name_row {
    CK_RV rv;
    const char *name;
} names[] = {
    NAMED(CKR_OK),
    NAMED(CKR_HOST_MEMORY),
    NAMED(CKR_SLOT_ID_INVALID),
    NAMED(CKR_GENERAL_ERROR),
    NAMED(CKR_FUNCTION_FAILED),
    NAMED(CKR_ARGUMENTS_BAD),
    NAMED(CKR_NO_EVENT),
    NAMED(CKR_CANT_LOCK),
    NAMED(CKR_ATTRIBUTE_SENSITIVE),
    NAMED(CKR_ATTRIBUTE_TYPE_INVALID),
    NAMED(CKR_ACTION_PROHIBITED),
    NAMED(CKR_DATA_LEN_RANGE),
    NAMED(CKR_DEVICE_ERROR),
    NAMED(CKR_DEVICE_REMOVED),
    NAMED(CKR_FUNCTION_CANCELED),
    NAMED(CKR_FUNCTION_NOT_PARALLEL),
    NAMED(CKR_FUNCTION_NOT_SUPPORTED),
    NAMED(CKR_KEY_HANDLE_INVALID),
    NAMED(CKR_KEY_FUNCTION_NOT_PERMITTED),
    NAMED(CKR_MECHANISM_INVALID),
    NAMED(CKR_MECHANISM_PARAM_INVALID),
    NAMED(CKR_OBJECT_HANDLE_INVALID),
    NAMED(CKR_OPERATION_ACTIVE),
    NAMED(CKR_OPERATION_NOT_INITIALIZED),
    NAMED(CKR_OPERATION_CANCEL_FAILED),
    NAMED(CKR_PIN_INCORRECT),
    NAMED(CKR_PIN_INVALID),
    NAMED(CKR_PIN_LEN_RANGE),
    NAMED(CKR_PIN_LOCKED),
    NAMED(CKR_SESSION_COUNT),
    NAMED(CKR_SESSION_HANDLE_INVALID),
    NAMED(CKR_SESSION_PARALLEL_NOT_SUPPORTED),
    NAMED(CKR_SESSION_READ_ONLY),
    NAMED(CKR_SESSION_READ_ONLY_EXISTS),
    NAMED(CKR_TOKEN_NOT_PRESENT),
    NAMED(CKR_TOKEN_NOT_RECOGNIZED),
    NAMED(CKR_TOKEN_WRITE_PROTECTED),
    NAMED(CKR_USER_ALREADY_LOGGED_IN),
    NAMED(CKR_USER_NOT_LOGGED_IN),
    NAMED(CKR_USER_PIN_NOT_INITIALIZED),
    NAMED(CKR_USER_TYPE_INVALID),
    NAMED(CKR_USER_ANOTHER_ALREADY_LOGGED_IN),
    NAMED(CKR_RANDOM_NO_RNG),
    NAMED(CKR_BUFFER_TOO_SMALL),
    NAMED(CKR_CRYPTOKI_NOT_INITIALIZED),
    NAMED(CKR_CRYPTOKI_ALREADY_INITIALIZED),
    NAMED(CKR_FUNCTION_REJECTED),
};

const char *rv_name(CK_RV rv)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (names[i].rv == rv)
            return names[i].name;
    return "CKR_?";
}
