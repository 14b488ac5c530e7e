/* SPDX-License-Identifier: Apache-2.0
 *
 * The environment variables of the module. An unknown value counts as unset:
 * a module must not make a program fail over a typing error.
 */
#include "pkcs11/settings.h"

#include <stdlib.h>
#include <string.h>

static bool is_set_to(const char *name, const char *value)
{
    const char *found = secure_getenv(name);

    return found != NULL && strcmp(found, value) == 0;
}

static enum view view_setting(void)
{
    /* A file named -auth or -sign is what its name says. */
    if (view_of_this_file != VIEW_BOTH)
        return view_of_this_file;
    if (is_set_to("INKAN_PKCS11_TOKENS", "auth"))
        return VIEW_AUTH;
    if (is_set_to("INKAN_PKCS11_TOKENS", "sign"))
        return VIEW_SIGN;
    return VIEW_BOTH;
}

static enum pss_choice pss_setting(void)
{
    if (is_set_to("INKAN_PSS", "on"))
        return PSS_ON;
    if (is_set_to("INKAN_PSS", "off"))
        return PSS_OFF;
    return PSS_AUTO;
}

struct settings settings_from_environment(void)
{
    return (struct settings){
        .view = view_setting(),
        .pss = pss_setting(),
        .last_try = is_set_to("INKAN_LAST_TRY", "1"),
        .keep_pin = !is_set_to("INKAN_PIN_CACHE", "off"),
        .zero_serial = is_set_to("INKAN_PKCS11_SERIAL", "zeros"),
        .show_ca = !is_set_to("INKAN_PKCS11_CA", "off"),
        .trace = secure_getenv("INKAN_PKCS11_TRACE"),
    };
}
