/* SPDX-License-Identifier: Apache-2.0
 *
 * The only file that knows which mbedTLS this is (2.28 on Debian 12, 3.6 on
 * Debian 13). Everything else uses what both have in common.
 */
#ifndef INKAN_HOST_COMPAT_MBEDTLS_H
#define INKAN_HOST_COMPAT_MBEDTLS_H

#include <mbedtls/version.h>

#include <mbedtls/md.h>
#include <mbedtls/pk.h>
#include <mbedtls/rsa.h>
#include <mbedtls/x509_crl.h>
#include <mbedtls/x509_crt.h>
#include <psa/crypto.h>

#endif
