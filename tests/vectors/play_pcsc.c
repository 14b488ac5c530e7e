/* SPDX-License-Identifier: Apache-2.0
 *
 * Plays one `.apdu` file against the card in the first reader that holds one.
 * The card must be a new one of the file's test citizen: make_test_card.
 * VERIFY is played like everything else: never against a card that matters.
 *
 * usage: play_pcsc FILE.apdu
 */
#include "tests/support/hex.h"
#include "tests/support/player.h"
#include "tests/vectors/read_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <winscard.h>

#define READERS_MAX 1024

struct reader {
    SCARDCONTEXT context;
    SCARDHANDLE card;
    DWORD protocol;
    bool used; /* a persona was named: there is only this one card */
};

static bool is_first_persona(void *ctx, struct span name)
{
    struct reader *reader = ctx;
    bool first = !reader->used;

    (void)name;
    reader->used = true;
    return first;
}

static size_t transmit(void *ctx, uint8_t *cmd, size_t cmd_len, uint8_t *out,
                       size_t cap)
{
    struct reader *reader = ctx;
    const SCARD_IO_REQUEST *pci =
        reader->protocol == SCARD_PROTOCOL_T1 ? SCARD_PCI_T1 : SCARD_PCI_T0;
    DWORD len = cap;
    LONG rc = SCardTransmit(reader->card, pci, cmd, cmd_len, NULL, out, &len);

    if (rc != SCARD_S_SUCCESS) {
        fprintf(stderr, "SCardTransmit: %s\n", pcsc_stringify_error(rc));
        return 0;
    }
    return len;
}

static void reset(void *ctx, bool warm)
{
    struct reader *reader = ctx;

    SCardReconnect(reader->card, SCARD_SHARE_EXCLUSIVE,
                   SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                   warm ? SCARD_RESET_CARD : SCARD_UNPOWER_CARD,
                   &reader->protocol);
}

static bool connect_first(struct reader *reader)
{
    char names[READERS_MAX];
    DWORD len = sizeof(names);

    if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL,
                              &reader->context) != SCARD_S_SUCCESS ||
        SCardListReaders(reader->context, NULL, names, &len) != SCARD_S_SUCCESS)
        return false;
    for (const char *name = names; *name != '\0'; name += strlen(name) + 1) {
        if (SCardConnect(reader->context, name, SCARD_SHARE_EXCLUSIVE,
                         SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &reader->card,
                         &reader->protocol) == SCARD_S_SUCCESS)
            return true;
    }
    return false;
}

static int play(const char *path, struct reader *reader)
{
    static struct player player;
    static char hex[2 * APDU_ANSWER_MAX + 1];
    struct player_target target = { reader, is_first_persona, transmit, reset };
    size_t len = 0;
    char *text = read_text(path, &len);
    bool good;

    if (text == NULL) {
        perror(path);
        return 1;
    }
    good = player_run(&player, &target, text, len);
    if (good) {
        printf("%u exchanges\n", player.exchanges);
    } else {
        hex_print(span_of(player.answer, player.answer_len), hex);
        printf("line %u: %s; got %.600s\n", player.line, player.wrong, hex);
    }
    free(text);
    return good ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct reader reader = { .used = false };
    int failed;

    if (argc != 2) {
        fprintf(stderr, "usage: play_pcsc FILE.apdu\n");
        return 2;
    }
    if (!connect_first(&reader)) {
        fprintf(stderr, "no reader with a card\n");
        return 5;
    }
    failed = play(argv[1], &reader);
    SCardDisconnect(reader.card, SCARD_UNPOWER_CARD);
    SCardReleaseContext(reader.context);
    return failed;
}
