/* SPDX-License-Identifier: Apache-2.0
 *
 * Another program at the same card, for the integration tests: it connects
 * to the first reader with a card, by PC/SC and nothing of ours, and does
 * what its input says, one line at a time:
 *
 *   00A404...    sends this command, prints the answer's status word
 *   reset        reconnects with a reset
 *   lock, unlock begins and ends a transaction
 *
 * It keeps its connection until the end of its input.
 *
 *   p11-other [--exclusive]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winscard.h>

static void must(LONG code, const char *what)
{
    if (code == SCARD_S_SUCCESS)
        return;
    printf("%s: %s\n", what, pcsc_stringify_error(code));
    exit(1);
}

static SCARDHANDLE connect_to_card(SCARDCONTEXT context, DWORD share,
                                   DWORD *protocol)
{
    char readers[1024];
    DWORD len = sizeof(readers);
    SCARDHANDLE card;

    must(SCardListReaders(context, NULL, readers, &len), "SCardListReaders");
    for (char *name = readers; *name != '\0'; name += strlen(name) + 1)
        if (SCardConnect(context, name, share,
                         SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card,
                         protocol) == SCARD_S_SUCCESS)
            return card;
    printf("no card\n");
    exit(1);
}

static size_t from_hex(const char *line, unsigned char *out, size_t cap)
{
    size_t len = 0;
    unsigned byte;

    while (len < cap && sscanf(line + 2 * len, "%2x", &byte) == 1)
        out[len++] = (unsigned char)byte;
    return len;
}

static void send(SCARDHANDLE card, DWORD protocol, const char *line)
{
    unsigned char command[300], answer[300];
    DWORD len = sizeof(answer);

    must(SCardTransmit(
             card, protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1,
             command, from_hex(line, command, sizeof(command)), NULL, answer,
             &len),
         "SCardTransmit");
    if (len < 2)
        printf("no answer\n");
    else
        printf("%02X%02X\n", answer[len - 2], answer[len - 1]);
}

/* Another program may have reset the card: take that and go on. */
static void wake_up(SCARDHANDLE card, DWORD share, DWORD *protocol)
{
    DWORD state, len = 0;

    if (SCardStatus(card, NULL, &len, &state, protocol, NULL, NULL) ==
        SCARD_W_RESET_CARD)
        must(SCardReconnect(card, share, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                            SCARD_LEAVE_CARD, protocol),
             "SCardReconnect");
}

int main(int argc, char **argv)
{
    DWORD share = argc > 1 && strcmp(argv[1], "--exclusive") == 0
                      ? SCARD_SHARE_EXCLUSIVE
                      : SCARD_SHARE_SHARED;
    SCARDCONTEXT context;
    SCARDHANDLE card;
    DWORD protocol;
    char line[700];

    setvbuf(stdout, NULL, _IOLBF, 0);
    must(SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context),
         "SCardEstablishContext");
    card = connect_to_card(context, share, &protocol);
    printf("connected\n");
    while (fgets(line, sizeof(line), stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        wake_up(card, share, &protocol);
        if (strcmp(line, "reset") == 0) {
            must(SCardReconnect(card, share,
                                SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                                SCARD_RESET_CARD, &protocol),
                 "SCardReconnect");
            printf("reset\n");
        } else if (strcmp(line, "lock") == 0) {
            must(SCardBeginTransaction(card), "SCardBeginTransaction");
            printf("locked\n");
        } else if (strcmp(line, "unlock") == 0) {
            must(SCardEndTransaction(card, SCARD_LEAVE_CARD),
                 "SCardEndTransaction");
            printf("unlocked\n");
        } else {
            send(card, protocol, line);
        }
    }
    SCardDisconnect(card, SCARD_LEAVE_CARD);
    SCardReleaseContext(context);
    return 0;
}
