/* SPDX-License-Identifier: Apache-2.0
 *
 * The functions of PC/SC that libinkan calls, on the struct of fake_pcsc.h.
 */
#include "tests/loop/host/fake_pcsc.h"

#include <reader.h>
#include <string.h>

#define READER     "Fake Reader 00 00"
#define PAD_IOCTL  0x42000DB2u
#define THE_HANDLE 4711

struct fake_pcsc fake_pcsc;

const SCARD_IO_REQUEST g_rgSCardT0Pci = { SCARD_PROTOCOL_T0, 0 };
const SCARD_IO_REQUEST g_rgSCardT1Pci = { SCARD_PROTOCOL_T1, 0 };

/* The code that this call fails with; 0: it goes on. */
static LONG step(void)
{
    struct fake_pcsc *f = &fake_pcsc;

    f->calls++;
    if (f->fail_at == 0 || f->calls < f->fail_at ||
        (f->only_once && f->calls != f->fail_at))
        return SCARD_S_SUCCESS;
    return f->fail_with;
}

LONG SCardEstablishContext(DWORD scope, LPCVOID a, LPCVOID b,
                           LPSCARDCONTEXT out)
{
    LONG rv = step();

    (void)scope;
    (void)a;
    (void)b;
    if (rv != SCARD_S_SUCCESS)
        return rv;
    *out = 1 + fake_pcsc.contexts++;
    return SCARD_S_SUCCESS;
}

/* Giving back is counted and never fails. */
LONG SCardReleaseContext(SCARDCONTEXT ctx)
{
    (void)ctx;
    fake_pcsc.contexts--;
    return SCARD_S_SUCCESS;
}

LONG SCardListReaders(SCARDCONTEXT ctx, LPCSTR groups, LPSTR out, LPDWORD len)
{
    LONG rv = step();

    (void)ctx;
    (void)groups;
    if (rv != SCARD_S_SUCCESS)
        return rv;
    if (out != NULL)
        memcpy(out, READER "\0", sizeof(READER) + 1);
    *len = sizeof(READER) + 1;
    return SCARD_S_SUCCESS;
}

LONG SCardGetStatusChange(SCARDCONTEXT ctx, DWORD timeout,
                          SCARD_READERSTATE *states, DWORD count)
{
    LONG rv = step();

    (void)ctx;
    if (rv != SCARD_S_SUCCESS)
        return rv;
    for (DWORD i = 0; i < count; i++) {
        bool ours = strcmp(states[i].szReader, READER) == 0;
        bool present = ours && fake_pcsc.card != NULL;
        struct span atr =
            present ? posix_card_atr(fake_pcsc.card) : span_none();

        states[i].dwEventState =
            (present ? SCARD_STATE_PRESENT : SCARD_STATE_EMPTY) |
            (ours ? fake_pcsc.events << 16 : 0);
        states[i].cbAtr = (DWORD)atr.len;
        if (atr.len != 0)
            memcpy(states[i].rgbAtr, atr.ptr, atr.len);
    }
    return timeout == 0 ? SCARD_S_SUCCESS : SCARD_E_TIMEOUT;
}

LONG SCardCancel(SCARDCONTEXT ctx)
{
    (void)ctx;
    return SCARD_S_SUCCESS;
}

LONG SCardConnect(SCARDCONTEXT ctx, LPCSTR reader, DWORD mode, DWORD protocols,
                  LPSCARDHANDLE out, LPDWORD protocol)
{
    LONG rv = step();

    (void)ctx;
    (void)reader;
    (void)mode;
    (void)protocols;
    if (rv != SCARD_S_SUCCESS)
        return rv;
    if (fake_pcsc.card == NULL)
        return SCARD_E_NO_SMARTCARD;
    fake_pcsc.handles++;
    *out = THE_HANDLE;
    *protocol = SCARD_PROTOCOL_T1;
    return SCARD_S_SUCCESS;
}

LONG SCardReconnect(SCARDHANDLE card, DWORD mode, DWORD protocols, DWORD init,
                    LPDWORD protocol)
{
    LONG rv = step();

    (void)card;
    (void)mode;
    (void)protocols;
    (void)init;
    if (rv != SCARD_S_SUCCESS)
        return rv;
    fake_pcsc.was_reset = false;
    *protocol = SCARD_PROTOCOL_T1;
    return SCARD_S_SUCCESS;
}

LONG SCardDisconnect(SCARDHANDLE card, DWORD how)
{
    (void)card;
    (void)how;
    fake_pcsc.handles--;
    return SCARD_S_SUCCESS;
}

LONG SCardBeginTransaction(SCARDHANDLE card)
{
    LONG rv = step();

    (void)card;
    if (rv != SCARD_S_SUCCESS)
        return rv;
    if (fake_pcsc.card == NULL)
        return SCARD_W_REMOVED_CARD;
    if (fake_pcsc.was_reset)
        return SCARD_W_RESET_CARD;
    fake_pcsc.transactions++;
    return SCARD_S_SUCCESS;
}

LONG SCardEndTransaction(SCARDHANDLE card, DWORD how)
{
    LONG rv = step();

    (void)card;
    /* pcscd ends it, too, when the client has gone wrong */
    fake_pcsc.transactions--;
    if (rv != SCARD_S_SUCCESS)
        return rv;
    if (how == SCARD_UNPOWER_CARD && fake_pcsc.card != NULL) {
        posix_card_reset(fake_pcsc.card, false);
        fake_pcsc.was_reset = true;
        fake_pcsc.unpowered++;
    }
    return SCARD_S_SUCCESS;
}

LONG SCardTransmit(SCARDHANDLE card, const SCARD_IO_REQUEST *pci, LPCBYTE cmd,
                   DWORD cmd_len, SCARD_IO_REQUEST *recv_pci, LPBYTE resp,
                   LPDWORD resp_len)
{
    uint8_t copy[300];
    LONG rv = step();

    (void)card;
    (void)pci;
    (void)recv_pci;
    if (rv != SCARD_S_SUCCESS)
        return rv;
    if (fake_pcsc.card == NULL)
        return SCARD_W_REMOVED_CARD;
    memcpy(copy, cmd, cmd_len);
    *resp_len = (DWORD)posix_card_transmit(fake_pcsc.card, copy, cmd_len, resp,
                                           *resp_len);
    return SCARD_S_SUCCESS;
}

LONG SCardGetAttrib(SCARDHANDLE card, DWORD id, LPBYTE out, LPDWORD len)
{
    LONG rv = step();

    (void)card;
    (void)id;
    (void)out;
    if (rv != SCARD_S_SUCCESS)
        return rv;
    *len = 0;
    if (fake_pcsc.busy == 0)
        return SCARD_S_SUCCESS;
    fake_pcsc.busy--;
    return SCARD_E_SHARING_VIOLATION;
}

/* A reader with a PIN pad: tells its feature, and fills the PIN in. */
LONG SCardControl(SCARDHANDLE card, DWORD code, LPCVOID in, DWORD in_len,
                  LPVOID out, DWORD cap, LPDWORD len)
{
    static const uint8_t features[] = {
        FEATURE_VERIFY_PIN_DIRECT, 4, 0x42, 0x00, 0x0D, 0xB2
    };
    const uint8_t *request = in;
    size_t head = offsetof(PIN_VERIFY_STRUCTURE, abData);
    size_t pin_len;
    uint8_t cmd[5 + 16];
    LONG rv = step();

    (void)card;
    if (rv != SCARD_S_SUCCESS)
        return rv;
    if (fake_pcsc.pad == NULL)
        return SCARD_E_UNSUPPORTED_FEATURE;
    if (code == CM_IOCTL_GET_FEATURE_REQUEST) {
        memcpy(out, features, sizeof(features));
        *len = sizeof(features);
        return SCARD_S_SUCCESS;
    }
    /* five bytes of APDU follow, whose Lc is 0 */
    if (code != PAD_IOCTL || in_len != head + 5 || request[in_len - 1] != 0)
        return SCARD_E_INVALID_PARAMETER;
    if (fake_pcsc.pad_sw != 0) {
        ((uint8_t *)out)[0] = (uint8_t)(fake_pcsc.pad_sw >> 8);
        ((uint8_t *)out)[1] = (uint8_t)fake_pcsc.pad_sw;
        *len = 2;
        return SCARD_S_SUCCESS;
    }
    pin_len = strlen(fake_pcsc.pad);
    memcpy(cmd, request + head, 4);
    cmd[4] = (uint8_t)pin_len;
    memcpy(cmd + 5, fake_pcsc.pad, pin_len);
    *len =
        (DWORD)posix_card_transmit(fake_pcsc.card, cmd, 5 + pin_len, out, cap);
    return SCARD_S_SUCCESS;
}
