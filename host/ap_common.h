/* SPDX-License-Identifier: Apache-2.0
 *
 * The common application inside an operation. Private to host/.
 */
#ifndef INKAN_HOST_AP_COMMON_H
#define INKAN_HOST_AP_COMMON_H

#include <inkan/face.h>

#include "host/handle.h"

/* Selects the application and reads the card number record. */
NODISCARD enum inkan_rc ap_common_number(struct inkan_card *card,
                                         struct inkan_card_number *out);

#endif
