/* SPDX-License-Identifier: Apache-2.0
 *
 * Sequences of PKCS#11 calls with odd arguments on a card that lies. One
 * input is one life of an application: C_Initialize, calls, C_Finalize. What
 * must hold whatever the card says: no crash, no output beyond its room, not
 * more VERIFYs than C_Login, C_SetPIN and C_Sign may send, no signature that
 * does not verify.
 */
#include "tests/support/p11.h"

#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/pkcs11/hostile.h"

enum { DER_MAX = 4096, CALLS_MAX = 64 };

static struct {
    bool is_ready;
    uint8_t auth[DER_MAX], sign[DER_MAX], ca[DER_MAX], signature[256];
    struct hostile card;
    struct inkan_transport transport;
    unsigned long long counted;
    uint64_t now_ms;
} fuzz;

unsigned long long fuzz_counted(void)
{
    return fuzz.counted;
}

static uint64_t fuzz_clock(void)
{
    return fuzz.now_ms;
}

/* --- what the true card says, recorded once ------------------------------- */

static struct span record(CK_SESSION_HANDLE s, CK_BYTE id, uint8_t *der)
{
    CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    CK_ATTRIBUTE wanted[] = { { CKA_CLASS, &class, sizeof(class) },
                              { CKA_ID, &id, 1 } };
    CK_ATTRIBUTE value = { CKA_VALUE, der, DER_MAX };
    CK_OBJECT_HANDLE found;
    CK_ULONG count = 0;

    if (C_FindObjectsInit(s, wanted, 2) != CKR_OK ||
        C_FindObjects(s, &found, 1, &count) != CKR_OK || count != 1 ||
        C_FindObjectsFinal(s) != CKR_OK ||
        C_GetAttributeValue(s, found, &value, 1) != CKR_OK)
        fuzz_fail("the true card cannot be recorded");
    return span_of(der, value.ulValueLen);
}

static void prepare(void)
{
    CK_MECHANISM mech = { CKM_RSA_PKCS, NULL, 0 };
    CK_ULONG len = sizeof(fuzz.signature);
    CK_SESSION_HANDLE auth, sign;
    void *state;

    if (p11_setup_with_card(&state) != 0)
        fuzz_fail("no card");
    auth = p11_logged_in(SLOT_AUTH);
    sign = p11_logged_in(SLOT_SIGN);
    fuzz.card.auth_der = record(auth, 1, fuzz.auth);
    fuzz.card.ca_der = record(auth, 3, fuzz.ca);
    fuzz.card.sign_der = record(sign, 2, fuzz.sign);
    /* A signature that the card gave for "abc" with the auth key. */
    if (C_SignInit(auth, &mech, p11_object(auth, CKO_PRIVATE_KEY)) != CKR_OK ||
        C_Sign(auth, p11_text("abc"), 3, fuzz.signature, &len) != CKR_OK)
        fuzz_fail("no signature");
    fuzz.card.true_signature = fuzz.signature;
    p11_teardown(&state);
    fuzz.transport = hostile_transport(&fuzz.card);
    module_set_transport(&fuzz.transport);
    module_set_clock(fuzz_clock);
    fuzz.is_ready = true;
}

/* --- one life ------------------------------------------------------------- */

struct life {
    CK_SESSION_HANDLE sessions[4];
    CK_OBJECT_HANDLE objects[4];
    unsigned allowed; /* VERIFYs that the calls so far may have sent */
    bool has_signed_abc;
};

static uint8_t byte(void)
{
    return hostile_byte(&fuzz.card);
}

static CK_SESSION_HANDLE session(const struct life *life)
{
    uint8_t b = byte();

    return b < 160   ? life->sessions[b % 2]
           : b < 250 ? life->sessions[b % 4]
                     : b;
}

static CK_OBJECT_HANDLE object(const struct life *life)
{
    uint8_t b = byte();

    return b < 240 ? life->objects[b % 4] : b * 257u;
}

static void log_in(struct life *life)
{
    static const char *const pins[] = { "1234",   "ABC123", "",     "9999",
                                        "XYZ789", "12a4",   "0000", "QQQQ11" };
    const char *pin = pins[byte() % 8];
    CK_USER_TYPE user = byte() % 4;

    life->allowed++;
    if (byte() > 240)
        (void)C_Login(session(life), user, NULL, byte());
    else
        (void)C_Login(session(life), user, p11_text(pin), strlen(pin));
}

static void change_pin(struct life *life)
{
    life->allowed++;
    (void)C_SetPIN(session(life), p11_text("1234"), 4, p11_text("5678"),
                   byte() % 8);
}

static void search(struct life *life)
{
    CK_SESSION_HANDLE s = session(life);
    CK_OBJECT_CLASS class = byte() % 10;
    CK_BYTE id = byte() % 5;
    CK_ATTRIBUTE wanted[] = { { CKA_CLASS, &class, sizeof(class) },
                              { CKA_ID, &id, 1 } };
    CK_OBJECT_HANDLE found[4];
    CK_ULONG count = 0;

    (void)C_FindObjectsInit(s, wanted, byte() % 3);
    if (C_FindObjects(s, found, byte() % 5, &count) == CKR_OK)
        for (CK_ULONG i = 0; i < count; i++)
            life->objects[i] = found[i];
    if (byte() < 230)
        (void)C_FindObjectsFinal(s);
}

static void read_attributes(struct life *life)
{
    static const CK_ATTRIBUTE_TYPE types[] = {
        CKA_VALUE,     CKA_MODULUS,  CKA_ID,      CKA_LABEL,
        CKA_SUBJECT,   CKA_CLASS,    CKA_SIGN,    CKA_PRIVATE_EXPONENT,
        CKA_UNIQUE_ID, CKA_END_DATE, CKA_TRUSTED, CKA_MODULUS_BITS,
        0xCE534352,    CKA_ISSUER
    };
    uint8_t room[300];
    CK_ATTRIBUTE wanted[4];
    CK_ULONG count = byte() % 5;
    size_t each = byte() % 64;

    memset(room, 0xA5, sizeof(room));
    for (CK_ULONG i = 0; i < count && i < 4; i++)
        wanted[i] = (CK_ATTRIBUTE){ types[byte() % 14],
                                    byte() < 200 ? room + i * 64 : NULL, each };
    (void)C_GetAttributeValue(session(life), object(life), wanted,
                              count < 4 ? count : 4);
    for (size_t i = 0; i < sizeof(room); i++)
        if (i % 64 >= each && room[i] != 0xA5)
            fuzz_fail("C_GetAttributeValue wrote beyond its room");
}

static void begin_signature(struct life *life)
{
    static const CK_MECHANISM_TYPE types[] = {
        CKM_RSA_PKCS,      CKM_SHA256_RSA_PKCS, CKM_SHA512_RSA_PKCS,
        CKM_SHA1_RSA_PKCS, CKM_RSA_PKCS_PSS,    CKM_SHA256_RSA_PKCS_PSS,
        CKM_RSA_X_509,     CKM_SHA256
    };
    CK_RSA_PKCS_PSS_PARAMS pss = { CKM_SHA256, CKG_MGF1_SHA256, 32 };
    CK_MECHANISM mech = { types[byte() % 8], NULL, 0 };

    if (byte() > 220) {
        mech.pParameter = &pss;
        mech.ulParameterLen = sizeof(pss);
    }
    (void)C_SignInit(session(life), byte() < 250 ? &mech : NULL, object(life));
}

static void sign(struct life *life)
{
    uint8_t data[256] = { 'a', 'b', 'c' }, room[260];
    CK_ULONG len = byte() < 240 ? 256 : byte();
    CK_BYTE_PTR out = byte() < 230 ? room + 2 : NULL;
    CK_ULONG data_len = byte() < 200 ? 3 : byte();

    memset(room, 0xA5, sizeof(room));
    life->allowed++;
    if (byte() < 180) {
        (void)C_Sign(session(life), data, data_len, out, &len);
    } else {
        (void)C_SignUpdate(session(life), data, data_len);
        (void)C_SignFinal(session(life), out, &len);
    }
    if (room[0] != 0xA5 || room[1] != 0xA5 || room[258] != 0xA5)
        fuzz_fail("C_Sign wrote beyond its room");
    if (room[2] != 0xA5 && memcmp(room + 2, fuzz.signature, 256) != 0)
        fuzz_fail("a false signature was handed out");
}

static void ask_about_slots(void)
{
    CK_SLOT_ID slots[8];
    CK_MECHANISM_TYPE mechs[8];
    CK_ULONG count = 8;
    CK_SLOT_ID slot = byte() % 36;

    (void)C_GetSlotList(byte() & 1, byte() < 100 ? NULL : slots, &count);
    (void)C_GetSlotInfo(slot, &(CK_SLOT_INFO){ 0 });
    (void)C_GetTokenInfo(slot, &(CK_TOKEN_INFO){ 0 });
    count = byte() % 9;
    (void)C_GetMechanismList(slot, mechs, &count);
    (void)C_GetMechanismInfo(slot, CKM_RSA_PKCS_PSS, &(CK_MECHANISM_INFO){ 0 });
    (void)C_WaitForSlotEvent(CKF_DONT_BLOCK, &slot, NULL);
}

static void one_call(struct life *life)
{
    switch (byte() % 16) {
    case 0:
        (void)C_OpenSession(
            byte() % 3, CKF_SERIAL_SESSION | (byte() & 1 ? CKF_RW_SESSION : 0),
            NULL, NULL, &life->sessions[byte() % 4]);
        break;
    case 1: (void)C_CloseSession(session(life)); break;
    case 2: (void)C_CloseAllSessions(byte() % 3); break;
    case 3:
    case 4: log_in(life); break;
    case 5: (void)C_Logout(session(life)); break;
    case 6: change_pin(life); break;
    case 7:
    case 8: search(life); break;
    case 9: read_attributes(life); break;
    case 10:
    case 11: begin_signature(life); break;
    case 12:
    case 13: sign(life); break;
    case 14: ask_about_slots(); break;
    default:
        fuzz.now_ms += (uint64_t)byte() * 5000;
        (void)C_GetSessionInfo(session(life), &(CK_SESSION_INFO){ 0 });
        (void)C_SessionCancel(session(life), CKF_SIGN);
        break;
    }
}

/* Most lives begin as an application would: what comes then finds a login, a
 * key, and perhaps a signature under way. */
static void begin_sensibly(struct life *life)
{
    CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    CK_ATTRIBUTE wanted = { CKA_CLASS, &class, sizeof(class) };
    CK_MECHANISM mech = { CKM_RSA_PKCS, NULL, 0 };
    CK_SESSION_HANDLE s = life->sessions[0];
    CK_OBJECT_HANDLE found;
    CK_ULONG count = 0;

    life->allowed++;
    (void)C_Login(s, CKU_USER, p11_text("1234"), 4);
    (void)C_FindObjectsInit(s, &wanted, 1);
    if (C_FindObjects(s, &found, 1, &count) == CKR_OK && count == 1)
        for (int i = 0; i < 4; i++)
            life->objects[i] = found;
    (void)C_FindObjectsFinal(s);
    if (byte() < 128)
        (void)C_SignInit(s, &mech, life->objects[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct life life = { 0 };

    if (!fuzz.is_ready)
        prepare();
    fuzz.card.in = span_of(data, len);
    fuzz.card.verifies[0] = fuzz.card.verifies[1] = 0;
    fuzz.now_ms = 1000000;
    if (C_Initialize(NULL) != CKR_OK)
        fuzz_fail("C_Initialize");
    (void)C_OpenSession(SLOT_AUTH, CKF_SERIAL_SESSION, NULL, NULL,
                        &life.sessions[0]);
    (void)C_OpenSession(SLOT_SIGN, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL,
                        NULL, &life.sessions[1]);
    if (byte() < 200)
        begin_sensibly(&life);
    for (int i = 0; i < CALLS_MAX && fuzz.card.in.len != 0; i++)
        one_call(&life);
    if (fuzz.card.verifies[0] + fuzz.card.verifies[1] > life.allowed)
        fuzz_fail("more VERIFYs than the application caused");
    if (C_Finalize(NULL) != CKR_OK)
        fuzz_fail("C_Finalize");
    fuzz.counted++;
    return 0;
}

/* In half of the inputs the card is honest at first: small bytes. */
void fuzz_generate(struct fuzz_random *r, struct wbuf *out)
{
    uint32_t len = 20 + fuzz_below(r, 400);
    uint32_t tame = fuzz_below(r, 2) ? 80 : 256;

    for (uint32_t i = 0; i < len; i++)
        wbuf_put_u8(out, (uint8_t)fuzz_below(r, i < 120 ? tame : 256));
}
