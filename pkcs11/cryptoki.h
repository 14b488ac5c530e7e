/* SPDX-License-Identifier: Apache-2.0
 *
 * The types and functions of PKCS#11 3.0. They come from the NSS headers
 * (libnss3-dev): the only ones in Debian 12 and 13 that know 3.0. This header
 * makes the C_* functions visible outside the module and adds the constants
 * that the NSS of Debian 12 does not have yet.
 */
#ifndef INKAN_PKCS11_CRYPTOKI_H
#define INKAN_PKCS11_CRYPTOKI_H

#define CK_PKCS11_3_0 1

#pragma GCC visibility push(default)
#include <pkcs11.h>
#pragma GCC visibility pop

/* PKCS#11 3.0, 4.4: identifies an object within its token. */
#ifndef CKA_UNIQUE_ID
#define CKA_UNIQUE_ID 0x00000004UL
#endif

/* CK_C_INITIALIZE_ARGS as PKCS#11 has it, 3.0 section 3.7: the one of NSS has a
 * member of its own before pReserved, so it is not the structure that other
 * programs hand to C_Initialize. */
struct init_args {
    CK_CREATEMUTEX CreateMutex;
    CK_DESTROYMUTEX DestroyMutex;
    CK_LOCKMUTEX LockMutex;
    CK_UNLOCKMUTEX UnlockMutex;
    CK_FLAGS flags;
    CK_VOID_PTR pReserved;
};

#endif
