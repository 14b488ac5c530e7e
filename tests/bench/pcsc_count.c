/* SPDX-License-Identifier: Apache-2.0
 *
 * Counts what a program exchanges with a card over PC/SC, whoever wrote it:
 * SCardTransmit with a counter in front. For LD_PRELOAD, and as the
 * provider_library of an opensc.conf, whose driver opens PC/SC by itself.
 *
 * At exit one line is appended to the file that PCSC_COUNT names:
 * APDUS SENT RECEIVED FRAMES SIGNATURES
 * (frames: blocks of ISO/IEC 14443-4, as tests/bench/README.md models them)
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <winscard.h>

#define FRAME_DATA 253 /* frame of 256 less PCB and CRC */

typedef LONG (*transmit_fn)(SCARDHANDLE, const SCARD_IO_REQUEST *, const BYTE *,
                            DWORD, SCARD_IO_REQUEST *, BYTE *, DWORD *);

static struct {
    unsigned long apdus, sent, received, frames, signatures;
} sum;

static unsigned long frames_of(unsigned long bytes)
{
    /* each block but the last is answered with an R-block */
    unsigned long blocks = (bytes + FRAME_DATA - 1) / FRAME_DATA;

    return blocks == 0 ? 1 : 2 * blocks - 1;
}

LONG SCardTransmit(SCARDHANDLE card, const SCARD_IO_REQUEST *pci,
                   const BYTE *cmd, DWORD cmd_len, SCARD_IO_REQUEST *recv_pci,
                   BYTE *resp, DWORD *resp_len)
{
    union {
        void *object;
        transmit_fn function;
    } real = { dlsym(RTLD_NEXT, "SCardTransmit") };
    LONG rv;

    if (real.object == NULL)
        return SCARD_F_INTERNAL_ERROR;
    rv = real.function(card, pci, cmd, cmd_len, recv_pci, resp, resp_len);
    if (rv != SCARD_S_SUCCESS)
        return rv;
    sum.apdus++;
    sum.sent += cmd_len;
    sum.received += *resp_len;
    sum.frames += frames_of(cmd_len) + frames_of(*resp_len);
    if (cmd_len > 2 && cmd[0] == 0x80 && cmd[1] == 0x2A && *resp_len > 2)
        sum.signatures++;
    return rv;
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("PCSC_COUNT");
    FILE *out = path != NULL && sum.apdus != 0 ? fopen(path, "a") : NULL;

    if (out == NULL)
        return;
    fprintf(out, "%lu %lu %lu %lu %lu\n", sum.apdus, sum.sent, sum.received,
            sum.frames, sum.signatures);
    fclose(out);
}
