/* SPDX-License-Identifier: Apache-2.0
 *
 * PC/SC behind the seam of <inkan/transport.h>. Private to host/.
 */
#ifndef INKAN_HOST_TRANSPORT_PCSC_H
#define INKAN_HOST_TRANSPORT_PCSC_H

#include <inkan/transport.h>

/* Fills in *out; does not reach for pcscd yet. Errors  INKAN_NOMEM */
enum inkan_rc transport_pcsc(struct inkan_transport *out);

#endif
