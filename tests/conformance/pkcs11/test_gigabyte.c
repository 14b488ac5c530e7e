/* SPDX-License-Identifier: Apache-2.0
 *
 * A gigabyte of data: refused at once where it cannot be signed, hashed where
 * it can, without a copy of it.
 */
#include "tests/support/p11.h"

#include <sys/mman.h>
#include <sys/resource.h>

static const size_t gigabyte = 1024ul * 1024 * 1024;

static CK_RV sign(CK_MECHANISM_TYPE type, CK_BYTE_PTR data)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_MECHANISM mech = { type, NULL, 0 };
    CK_BYTE signature[256];
    CK_ULONG len = sizeof(signature);
    CK_RV rv;

    assert_rv(C_SignInit(s, &mech, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
    rv = C_Sign(s, data, gigabyte, signature, &len);
    assert_rv(C_CloseSession(s), CKR_OK);
    return rv;
}

static void a_gigabyte_is_refused_or_signed(void **state)
{
    struct rusage before, after;
    void *zeros = mmap(NULL, gigabyte, PROT_READ,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    (void)state;
    assert_ptr_not_equal(zeros, MAP_FAILED);
    getrusage(RUSAGE_SELF, &before);
    assert_rv(sign(CKM_RSA_PKCS, zeros), CKR_DATA_LEN_RANGE);
    assert_rv(sign(CKM_SHA256_RSA_PKCS, zeros), CKR_OK);
    getrusage(RUSAGE_SELF, &after);
    /* A copy would take 1024 MiB; AddressSanitizer holds back up to 256 MiB of
     * what was freed (mbedTLS 3.6 copies each piece that it hashes). */
    assert_in_range(after.ru_maxrss - before.ru_maxrss, 0, 512 * 1024);
    munmap(zeros, gigabyte);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(a_gigabyte_is_refused_or_signed),
    };

    return cmocka_run_group_tests_name("conformance/pkcs11/gigabyte", tests,
                                       NULL, NULL);
}
