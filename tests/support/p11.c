/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared steps of the PKCS#11 tests, see p11.h.
 */
#include "tests/support/p11.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pkcs11/rv.h"

static struct p11 *current; /* for the clock, which has no argument */

static uint64_t fake_clock(void)
{
    return current->now_ms;
}

int p11_setup(void **state)
{
    struct p11 *p = calloc(1, sizeof(*p));
    const char *base = getenv("TMPDIR");

    if (p == NULL)
        return -1;
    snprintf(p->folder, sizeof(p->folder), "%s/inkan-XXXXXX",
             base != NULL ? base : P_tmpdir);
    if (mkdtemp(p->folder) == NULL)
        return -1;
    desk_init(&p->desk);
    desk_plug_reader(&p->desk, 0, READER);
    p->transport = desk_transport(&p->desk);
    p->now_ms = 1000000;
    current = p;
    module_set_transport(&p->transport);
    module_set_clock(fake_clock);
    *state = p;
    return 0;
}

int p11_teardown(void **state)
{
    struct p11 *p = *state;
    char path[128];

    p->desk.hook = NULL;
    p->desk.lie = NULL;
    (void)C_Finalize(NULL);
    desk_free(&p->desk);
    for (unsigned i = 0; i < p->images; i++) {
        snprintf(path, sizeof(path), "%s/%u.img", p->folder, i);
        unlink(path);
    }
    rmdir(p->folder);
    module_set_transport(NULL);
    module_set_clock(NULL);
    current = NULL;
    free(p);
    return 0;
}

int p11_setup_with_card(void **state)
{
    struct p11 *p;

    if (p11_setup(state) != 0)
        return -1;
    p = *state;
    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    return C_Initialize(NULL) == CKR_OK ? 0 : -1;
}

static void copy_file(const char *from, const char *to)
{
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    char buf[65536];
    size_t len;

    if (in == NULL || out == NULL) {
        perror(in == NULL ? from : to);
        abort();
    }
    while ((len = fread(buf, 1, sizeof(buf), in)) > 0)
        if (fwrite(buf, 1, len, out) != len)
            abort();
    fclose(in);
    if (fclose(out) != 0)
        abort();
}

struct posix_card *p11_card(struct p11 *p, const char *kind)
{
    const char *issued = getenv("P11_IMAGES");
    struct posix_card *card;
    char from[512], to[128];
    enum image_rc rc;

    snprintf(from, sizeof(from), "%s/%s.img", issued, kind);
    snprintf(to, sizeof(to), "%s/%u.img", p->folder, p->images++);
    copy_file(from, to);
    rc = posix_card_open(to, &card);
    if (rc != IMAGE_OK) {
        fprintf(stderr, "%s: %s\n", to, image_strerror(rc));
        abort();
    }
    return card;
}

static uint16_t other(struct p11 *p, size_t reader, const uint8_t *cmd,
                      size_t len)
{
    return desk_other(&p->desk, reader, cmd, len);
}

/* Literal bytes: not the constants of the code under test. */
static const uint8_t select_jpki[] = { 0x00, 0xA4, 0x04, 0x0C, 0x0A,
                                       0xD3, 0x92, 0xF0, 0x00, 0x26,
                                       0x01, 0x00, 0x00, 0x00, 0x01 };

int p11_tries(struct p11 *p, size_t reader, unsigned slot)
{
    const uint8_t ask[] = { 0x00, 0x20, 0x00, slot == SLOT_AUTH ? 0x98 : 0x9B };
    uint16_t sw;

    other(p, reader, select_jpki, sizeof(select_jpki));
    sw = other(p, reader, ask, sizeof(ask));
    if (sw == 0x6984 || sw == 0x6983)
        return 0;
    return (sw & 0xFFF0) == 0x63C0 ? sw & 15 : -1;
}

uint16_t p11_steal(struct p11 *p, size_t reader, unsigned slot)
{
    const uint8_t select_key[] = {
        0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, slot == SLOT_AUTH ? 0x17 : 0x1A
    };
    const uint8_t sign[] = { 0x80, 0x2A, 0x00, 0x80, 0x04,
                             0x01, 0x02, 0x03, 0x04, 0x00 };

    /* First without selecting the application: some cards drop then. */
    if (other(p, reader, select_key, sizeof(select_key)) == 0x9000 &&
        other(p, reader, sign, sizeof(sign)) == 0x9000)
        return 0x9000;
    other(p, reader, select_jpki, sizeof(select_jpki));
    other(p, reader, select_key, sizeof(select_key));
    return other(p, reader, sign, sizeof(sign));
}

void p11_assert_rv(CK_RV rv, CK_RV wanted, const char *expression,
                   const char *file, int line)
{
    if (rv == wanted)
        return;
    print_error("%s = %s (0x%lx), wanted %s (0x%lx)\n", expression, rv_name(rv),
                rv, rv_name(wanted), wanted);
    _fail(file, line);
}

CK_SESSION_HANDLE p11_open(CK_SLOT_ID slot)
{
    CK_SESSION_HANDLE session = 0;

    assert_rv(C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL,
                            NULL, &session),
              CKR_OK);
    return session;
}

CK_RV p11_login(CK_SESSION_HANDLE session, const char *pin)
{
    CK_UTF8CHAR copy[64];
    size_t len = strlen(pin);

    memcpy(copy, pin, len);
    return C_Login(session, CKU_USER, copy, len);
}

CK_SESSION_HANDLE p11_logged_in(CK_SLOT_ID slot)
{
    CK_SESSION_HANDLE session = p11_open(slot);

    assert_rv(p11_login(session, slot % 2 == SLOT_AUTH ? AUTH_PIN : SIGN_PIN),
              CKR_OK);
    return session;
}

CK_ULONG p11_count(CK_SESSION_HANDLE session, CK_ATTRIBUTE *wanted,
                   CK_ULONG count)
{
    CK_OBJECT_HANDLE found[32];
    CK_ULONG hits = 0;

    assert_rv(C_FindObjectsInit(session, wanted, count), CKR_OK);
    assert_rv(C_FindObjects(session, found, 32, &hits), CKR_OK);
    assert_rv(C_FindObjectsFinal(session), CKR_OK);
    return hits;
}

CK_OBJECT_HANDLE p11_object(CK_SESSION_HANDLE session, CK_OBJECT_CLASS class)
{
    CK_ATTRIBUTE wanted = { CKA_CLASS, &class, sizeof(class) };
    CK_OBJECT_HANDLE found = 0;
    CK_ULONG hits = 0;

    assert_rv(C_FindObjectsInit(session, &wanted, 1), CKR_OK);
    assert_rv(C_FindObjects(session, &found, 1, &hits), CKR_OK);
    assert_rv(C_FindObjectsFinal(session), CKR_OK);
    return hits != 0 ? found : 0;
}

CK_RV p11_sign(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key)
{
    CK_MECHANISM mech = { CKM_RSA_PKCS, NULL, 0 };
    CK_BYTE data[] = { 1, 2, 3, 4, 5 };
    CK_BYTE signature[INKAN_SIGNATURE_LEN];
    CK_ULONG len = sizeof(signature);
    CK_RV rv = C_SignInit(session, &mech, key);

    return rv == CKR_OK ? C_Sign(session, data, sizeof(data), signature, &len)
                        : rv;
}
