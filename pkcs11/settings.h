/* SPDX-License-Identifier: Apache-2.0
 *
 * What a user can choose about the module, read once by C_Initialize from
 * the environment (README.md lists the variables).
 */
#ifndef INKAN_PKCS11_SETTINGS_H
#define INKAN_PKCS11_SETTINGS_H

#include <stdbool.h>

/* Which of the two tokens of a card are shown. */
enum view { VIEW_BOTH, VIEW_AUTH, VIEW_SIGN };

/* The view of this library file: defined in view_both.c, view_auth.c or
 * view_sign.c, of which each module links one. */
extern const enum view view_of_this_file;

/* Is PSS offered? AUTO: once the card has proved that it does it. */
enum pss_choice { PSS_AUTO, PSS_ON, PSS_OFF };

struct settings {
    enum view view;
    enum pss_choice pss;
    bool last_try;     /* the holder allows the last try of a PIN */
    bool keep_pin;     /* between C_Login and C_Logout */
    bool zero_serial;  /* the same token serial for everybody */
    bool show_ca;      /* show the certificates of the authorities */
    const char *trace; /* file name, NULL: none; valid while loading only */
};

struct settings settings_from_environment(void);

#endif
