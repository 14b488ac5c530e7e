/* SPDX-License-Identifier: Apache-2.0
 *
 * Records of the text application. Private to host/.
 */
#ifndef INKAN_HOST_AP_TEXT_H
#define INKAN_HOST_AP_TEXT_H

#include <inkan/person.h>

#include "card/edge/bytes.h"

#define EF_TEXT_NUMBER     0x0001
#define EF_TEXT_ATTRIBUTES 0x0002
#define EF_TEXT_RECORD     0x0003
#define EF_TEXT_CV         0x0004
#define EF_TEXT_KEY        0x0007

/* Takes EF 0002 apart. signed_part: what the integrity record hashes, from
 * the DF22 object to the end of the DF25 object. */
NODISCARD enum inkan_rc ap_text_person(struct span record,
                                       struct inkan_person *out,
                                       struct span *signed_part);

/* Takes EF 0001 apart; the check digit must be right. */
NODISCARD enum inkan_rc ap_text_number(struct span record, char out[13]);

/* Eight digits, copied and terminated. */
NODISCARD bool ap_text_date(struct span value, char out[9]);

#endif
