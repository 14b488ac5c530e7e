/* SPDX-License-Identifier: Apache-2.0
 *
 * Cards to plug in, and the other program, for pcsc_play.c.
 */
#include "tests/integration/host/play.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define AUTH_PIN "1234"

static const uint8_t select_jpki[] = { 0x00, 0xA4, 0x04, 0x0C, 0x0A,
                                       0xD3, 0x92, 0xF0, 0x00, 0x26,
                                       0x01, 0x00, 0x00, 0x00, 0x01 };

/* the auth key over one byte */
const uint8_t play_steal[PLAY_STEAL_LEN] = {
    0x80, 0x2A, 0x00, 0x97, 1, 0xAA, 0
};

/* --- cards and readers ---------------------------------------------------- */

double play_now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

const char *play_need(const char *name)
{
    const char *value = getenv(name);

    if (value == NULL)
        fail_msg("%s is not set", name);
    return value;
}

/* A fresh copy of an image, so that tries are full. */
static void copy_image(const char *kind, char out[512])
{
    static unsigned serial;
    char from[512];
    char block[4096];
    FILE *in, *to;
    size_t n;

    snprintf(from, sizeof(from), "%s/%s.img", play_need("HOST_IMAGES"), kind);
    snprintf(out, 512, "%s/play-%d-%u.img", play_need("T"), (int)getpid(),
             serial++);
    in = fopen(from, "rb");
    to = fopen(out, "wb");
    assert_non_null(in);
    assert_non_null(to);
    while ((n = fread(block, 1, sizeof(block), in)) != 0)
        fwrite(block, 1, n, to);
    fclose(in);
    fclose(to);
}

/* Cards that are plugged in; whatever a failed test leaves is unplugged. */
#define PLUGGED_MAX 2
static pid_t plugged[PLUGGED_MAX];

void play_unplug(pid_t pid)
{
    for (size_t i = 0; i < PLUGGED_MAX; i++) {
        if (plugged[i] == pid)
            plugged[i] = 0;
    }
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}

int play_unplug_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < PLUGGED_MAX; i++) {
        if (plugged[i] != 0)
            play_unplug(plugged[i]);
    }
    return 0;
}

/* Plugs a card in; returns the process that plays it. */
pid_t play_plug(const char *kind, const char *port)
{
    char image[512];
    char line[128] = "";
    struct pollfd said;
    int out[2];
    pid_t pid;

    copy_image(kind, image);
    assert_int_equal(pipe(out), 0);
    pid = fork();
    if (pid == 0) {
        dup2(out[1], 1);
        close(out[0]);
        close(out[1]);
        execl(play_need("INKAN_CARD"), "inkan-card", "plug", image, "--port",
              port, (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    for (size_t i = 0; i < PLUGGED_MAX; i++) {
        if (plugged[i] == 0) {
            plugged[i] = pid;
            break;
        }
    }
    said = (struct pollfd){ .fd = out[0], .events = POLLIN };
    if (poll(&said, 1, 20000) != 1 ||
        read(out[0], line, sizeof(line) - 1) < 7 ||
        memcmp(line, "plugged", 7) != 0)
        fail_msg("the card did not get power within 20 s: %s", line);
    close(out[0]);
    return pid;
}

struct inkan *play_open_library(uint32_t deadline_ms)
{
    struct inkan_options options = { .deadline_ms = deadline_ms };
    struct inkan *ink;

    assert_int_equal(inkan_open(&options, &ink), INKAN_OK);
    return ink;
}

/* Waits until so many readers hold a card, and pcscd has noticed. */
void play_wait_for_cards(struct inkan *ink, size_t wanted)
{
    double end = play_now_s() + 10;

    for (;;) {
        struct inkan_reader readers[INKAN_READERS_MAX];
        size_t count = 0, present = 0;

        assert_int_equal(inkan_readers(ink, readers, INKAN_READERS_MAX, &count),
                         INKAN_OK);
        for (size_t i = 0; i < count; i++)
            present += readers[i].present && !readers[i].mute;
        if (present == wanted)
            return;
        assert_true(play_now_s() < end);
        (void)!inkan_wait(ink, readers, count, 1000);
    }
}

struct inkan_card *play_open_card(struct inkan *ink)
{
    char name[INKAN_READER_NAME_MAX];
    struct inkan_card *card;

    play_wait_for_cards(ink, 1);
    assert_int_equal(inkan_choose_reader(ink, NULL, name), INKAN_OK);
    assert_int_equal(inkan_card_open(ink, name, &card), INKAN_OK);
    return card;
}

enum inkan_rc play_sign(struct inkan_card *card)
{
    struct inkan_secret pin = { .pin = INKAN_PIN_AUTH,
                                .value = (const uint8_t *)AUTH_PIN,
                                .len = 4 };
    uint8_t digest[32] = { 1 };
    struct inkan_sign_item item = { .scheme = INKAN_PKCS1,
                                    .hash = INKAN_HASH_SHA256,
                                    .input = digest,
                                    .input_len = 32 };

    return inkan_sign(card, INKAN_KEY_AUTH, &pin, &item, 1);
}

void play_survey(struct inkan_card *card, int auth_tries)
{
    struct inkan_jpki_survey s;

    assert_int_equal(inkan_jpki_survey(card, &s), INKAN_OK);
    assert_int_equal(s.auth_tries, auth_tries);
    inkan_cert_free(s.auth_cert);
}

/* --- another program, on plain PC/SC -------------------------------------- */

void play_other_connect(struct other *o, struct inkan *ink)
{
    char name[INKAN_READER_NAME_MAX];

    assert_int_equal(inkan_choose_reader(ink, NULL, name), INKAN_OK);
    assert_int_equal(
        SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &o->ctx), 0);
    assert_int_equal(SCardConnect(o->ctx, name, SCARD_SHARE_SHARED,
                                  SCARD_PROTOCOL_T1, &o->handle, &o->protocol),
                     0);
}

/* The status word, or 0 when there was none. */
static unsigned other_try(struct other *o, const uint8_t *cmd, size_t len,
                          LONG *rv)
{
    uint8_t resp[300];
    DWORD got = sizeof(resp);

    *rv = SCardTransmit(o->handle, SCARD_PCI_T1, cmd, (DWORD)len, NULL, resp,
                        &got);
    if (*rv != SCARD_S_SUCCESS || got < 2)
        return 0;
    return (unsigned)(resp[got - 2] << 8 | resp[got - 1]);
}

static void other_reconnect(struct other *o)
{
    assert_int_equal(SCardReconnect(o->handle, SCARD_SHARE_SHARED,
                                    SCARD_PROTOCOL_T1, SCARD_LEAVE_CARD,
                                    &o->protocol),
                     0);
}

/* The same, getting over a reset. */
unsigned play_other_send(struct other *o, const uint8_t *cmd, size_t len)
{
    LONG rv;
    unsigned sw = other_try(o, cmd, len, &rv);

    if (rv != SCARD_W_RESET_CARD)
        return sw;
    other_reconnect(o);
    return other_try(o, cmd, len, &rv);
}

/* Selects the JPKI application; while pcscd is at resetting the card, again
 * and again. */
void play_other_select(struct other *o)
{
    double end = play_now_s() + 10;

    while (play_other_send(o, select_jpki, sizeof(select_jpki)) != 0x9000) {
        assert_true(play_now_s() < end);
        usleep(10 * 1000);
    }
}

/* Signs, or tries to, until pcscd tells that the card was reset. Returns how
 * often it got a signature before that. */
unsigned play_steal_until_reset(struct other *o)
{
    double end = play_now_s() + 10;
    unsigned stolen = 0;
    LONG rv;

    for (;;) {
        stolen += other_try(o, play_steal, PLAY_STEAL_LEN, &rv) == 0x9000;
        if (rv == SCARD_W_RESET_CARD)
            break;
        assert_true(play_now_s() < end);
        usleep(1000);
    }
    other_reconnect(o);
    return stolen;
}

void play_other_leave(struct other *o)
{
    SCardDisconnect(o->handle, SCARD_LEAVE_CARD);
    SCardReleaseContext(o->ctx);
}
