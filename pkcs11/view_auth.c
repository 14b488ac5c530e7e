/* SPDX-License-Identifier: Apache-2.0
 *
 * The view of inkan-pkcs11-auth.so, see settings.h.
 */
#include "pkcs11/settings.h"

const enum view view_of_this_file = VIEW_AUTH;
