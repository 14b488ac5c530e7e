/* SPDX-License-Identifier: Apache-2.0
 *
 * Is this text that may be shown? Private to host/.
 */
#ifndef INKAN_HOST_UTF8_H
#define INKAN_HOST_UTF8_H

#include "card/edge/bytes.h"

/* Well-formed UTF-8 (no surrogates, nothing overlong) without C0 and C1
 * controls: so it holds no NUL either. */
bool utf8_is_clean(struct span text);

#endif
