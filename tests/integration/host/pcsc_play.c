/* SPDX-License-Identifier: Apache-2.0
 *
 * libinkan through a real pcscd and vpcd: swaps, resets, programs that hold
 * the card or die, threads, waiting. Plugs cards itself.
 *
 * Environment: INKAN_CARD, HOST_IMAGES (folder of issued images), T (scratch
 * folder), VPCD_PORT, VPCD_PORT_2; tests/integration/host/pcsc.sh sets them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <winscard.h>

#include <inkan/sign.h>

#define AUTH_PIN "1234"

static const uint8_t select_jpki[] = { 0x00, 0xA4, 0x04, 0x0C, 0x0A,
                                       0xD3, 0x92, 0xF0, 0x00, 0x26,
                                       0x01, 0x00, 0x00, 0x00, 0x01 };
static const uint8_t steal_auth[] = { 0x80, 0x2A, 0x00, 0x97, 1, 0xAA, 0 };

/* --- cards and readers ---------------------------------------------------- */

static double now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const char *need(const char *name)
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

    snprintf(from, sizeof(from), "%s/%s.img", need("HOST_IMAGES"), kind);
    snprintf(out, 512, "%s/play-%d-%u.img", need("T"), (int)getpid(), serial++);
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

static void unplug(pid_t pid)
{
    for (size_t i = 0; i < PLUGGED_MAX; i++) {
        if (plugged[i] == pid)
            plugged[i] = 0;
    }
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}

static int unplug_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < PLUGGED_MAX; i++) {
        if (plugged[i] != 0)
            unplug(plugged[i]);
    }
    return 0;
}

/* Plugs a card in; returns the process that plays it. */
static pid_t plug(const char *kind, const char *port)
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
        execl(need("INKAN_CARD"), "inkan-card", "plug", image, "--port", port,
              (char *)NULL);
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

static struct inkan *open_library(uint32_t deadline_ms)
{
    struct inkan_options options = { .deadline_ms = deadline_ms };
    struct inkan *ink;

    assert_int_equal(inkan_open(&options, &ink), INKAN_OK);
    return ink;
}

/* Waits until so many readers hold a card, and pcscd has noticed. */
static void wait_for_cards(struct inkan *ink, size_t wanted)
{
    double end = now_s() + 10;

    for (;;) {
        struct inkan_reader readers[INKAN_READERS_MAX];
        size_t count = 0, present = 0;

        assert_int_equal(inkan_readers(ink, readers, INKAN_READERS_MAX, &count),
                         INKAN_OK);
        for (size_t i = 0; i < count; i++)
            present += readers[i].present && !readers[i].mute;
        if (present == wanted)
            return;
        assert_true(now_s() < end);
        (void)!inkan_wait(ink, readers, count, 1000);
    }
}

static struct inkan_card *open_card(struct inkan *ink)
{
    char name[INKAN_READER_NAME_MAX];
    struct inkan_card *card;

    wait_for_cards(ink, 1);
    assert_int_equal(inkan_choose_reader(ink, NULL, name), INKAN_OK);
    assert_int_equal(inkan_card_open(ink, name, &card), INKAN_OK);
    return card;
}

static enum inkan_rc sign(struct inkan_card *card)
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

static void survey(struct inkan_card *card, int auth_tries)
{
    struct inkan_jpki_survey s;

    assert_int_equal(inkan_jpki_survey(card, &s), INKAN_OK);
    assert_int_equal(s.auth_tries, auth_tries);
    inkan_cert_free(s.auth_cert);
}

/* --- another program, on plain PC/SC -------------------------------------- */

struct other {
    SCARDCONTEXT ctx;
    SCARDHANDLE handle;
    DWORD protocol;
};

static void other_connect(struct other *o, struct inkan *ink)
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
static unsigned other_send(struct other *o, const uint8_t *cmd, size_t len)
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
static void other_select(struct other *o)
{
    double end = now_s() + 10;

    while (other_send(o, select_jpki, sizeof(select_jpki)) != 0x9000) {
        assert_true(now_s() < end);
        usleep(10 * 1000);
    }
}

/* Signs, or tries to, until pcscd tells that the card was reset. Returns how
 * often it got a signature before that. */
static unsigned steal_until_reset(struct other *o)
{
    double end = now_s() + 10;
    unsigned stolen = 0;
    LONG rv;

    for (;;) {
        stolen += other_try(o, steal_auth, sizeof(steal_auth), &rv) == 0x9000;
        if (rv == SCARD_W_RESET_CARD)
            break;
        assert_true(now_s() < end);
        usleep(1000);
    }
    other_reconnect(o);
    return stolen;
}

static void other_leave(struct other *o)
{
    SCardDisconnect(o->handle, SCARD_LEAVE_CARD);
    SCardReleaseContext(o->ctx);
}

#define PLAY(f) cmocka_unit_test_teardown(f, unplug_all)

/* --- tests ---------------------------------------------------------------- */

static void a_card_signs_and_is_left_closed(void **state)
{
    pid_t pid = plug("adult", need("VPCD_PORT"));
    struct inkan *ink = open_library(0);
    struct inkan_card *card = open_card(ink);
    struct other o;

    (void)state;
    other_connect(&o, ink); /* so that pcscd keeps the card powered */
    survey(card, 3);
    assert_int_equal(sign(card), INKAN_OK);
    assert_int_not_equal(other_send(&o, steal_auth, sizeof(steal_auth)),
                         0x9000);
    /* re-selecting is no way round it */
    other_select(&o);
    assert_int_equal(other_send(&o, steal_auth, sizeof(steal_auth)), 0x6982);
    other_leave(&o);
    inkan_card_close(card);
    inkan_close(ink);
    unplug(pid);
}

static void a_swapped_card_is_removed_and_keeps_its_tries(void **state)
{
    struct inkan *ink = open_library(0);
    pid_t pid = plug("adult", need("VPCD_PORT"));
    struct inkan_card *card = open_card(ink);

    (void)state;
    survey(card, 3);
    unplug(pid);
    wait_for_cards(ink, 0);
    assert_int_equal(inkan_card_alive(card), INKAN_REMOVED);
    pid = plug("other", need("VPCD_PORT"));
    wait_for_cards(ink, 1);
    assert_int_equal(inkan_card_alive(card), INKAN_REMOVED);
    assert_int_equal(sign(card), INKAN_REMOVED);
    inkan_card_close(card);
    card = open_card(ink);
    survey(card, 3);
    inkan_card_close(card);
    inkan_close(ink);
    unplug(pid);
}

static void a_reset_by_another_program_is_got_over(void **state)
{
    pid_t pid = plug("adult", need("VPCD_PORT"));
    struct inkan *ink = open_library(0);
    struct inkan_card *card = open_card(ink);
    struct other o;

    (void)state;
    other_connect(&o, ink);
    survey(card, 3);
    assert_int_equal(SCardReconnect(o.handle, SCARD_SHARE_SHARED,
                                    SCARD_PROTOCOL_T1, SCARD_RESET_CARD,
                                    &o.protocol),
                     0);
    assert_int_equal(sign(card), INKAN_OK);
    assert_int_equal(sign(card), INKAN_OK);
    other_leave(&o);
    inkan_card_close(card);
    inkan_close(ink);
    unplug(pid);
}

static void
a_card_that_another_program_holds_is_busy_at_the_deadline(void **state)
{
    pid_t pid = plug("adult", need("VPCD_PORT"));
    struct inkan *ink = open_library(400);
    struct inkan_card *card = open_card(ink);
    struct other o;
    double from;

    (void)state;
    other_connect(&o, ink);
    assert_int_equal(SCardBeginTransaction(o.handle), 0);
    from = now_s();
    assert_int_equal(sign(card), INKAN_BUSY);
    assert_true(now_s() - from > 0.3 && now_s() - from < 1.5);
    assert_int_equal(inkan_card_alive(card), INKAN_OK);
    assert_int_equal(SCardEndTransaction(o.handle, SCARD_LEAVE_CARD), 0);
    assert_int_equal(sign(card), INKAN_OK);
    other_leave(&o);
    inkan_card_close(card);
    inkan_close(ink);
    unplug(pid);
}

/* Kills itself between VERIFY and the signature. */
static void die_before_signing(void *user, const char *line)
{
    (void)user;
    if (strstr(line, "COMPUTE DIGITAL SIGNATURE") != NULL)
        kill(getpid(), SIGKILL);
}

/* What another program gets after a program was killed while the card stood
 * verified, on a card that forgets at a warm reset. pcscd gives the card free
 * before it resets it, so an exchange that was already waiting may come in
 * between: that is the width of the hole. From the reset on all is closed. */
static void a_killed_program_leaves_the_card_closed(void **state)
{
    pid_t pid = plug("adult", need("VPCD_PORT"));
    struct inkan *ink = open_library(0);
    struct other o;
    pid_t victim;
    int status;

    (void)state;
    wait_for_cards(ink, 1);
    other_connect(&o, ink); /* from before: power-off would hide the hole */
    victim = fork();
    if (victim == 0) {
        struct inkan_options options = { .trace = die_before_signing };
        struct inkan *mine;

        if (inkan_open(&options, &mine) != INKAN_OK)
            _exit(1);
        (void)!sign(open_card(mine));
        _exit(2);
    }
    assert_int_equal(waitpid(victim, &status, 0), victim);
    assert_true(WIFSIGNALED(status));
    print_message("# signatures between SIGKILL and the reset: %u\n",
                  steal_until_reset(&o));
    assert_int_not_equal(other_send(&o, steal_auth, sizeof(steal_auth)),
                         0x9000);
    other_select(&o);
    assert_int_equal(other_send(&o, steal_auth, sizeof(steal_auth)), 0x6982);
    other_leave(&o);
    inkan_close(ink);
    unplug(pid);
}

/* The hole that PC/SC cannot close: a card that keeps its state over a warm
 * reset, a second program that holds a connection, and a SIGKILL in the
 * middle. This test documents it: when it fails, host/README.md has to be
 * changed for the better. */
static void
a_killed_program_and_a_card_that_forgets_nothing_is_the_hole(void **state)
{
    pid_t pid = plug("sticky", need("VPCD_PORT"));
    struct inkan *ink = open_library(0);
    struct other o;
    pid_t victim;

    (void)state;
    wait_for_cards(ink, 1);
    other_connect(&o, ink);
    victim = fork();
    if (victim == 0) {
        struct inkan_options options = { .trace = die_before_signing };
        struct inkan *mine;

        if (inkan_open(&options, &mine) != INKAN_OK)
            _exit(1);
        (void)!sign(open_card(mine));
        _exit(2);
    }
    assert_int_equal(waitpid(victim, NULL, 0), victim);
    (void)steal_until_reset(&o);
    other_select(&o);
    print_message("# another program's signature after SIGKILL: %04X\n",
                  other_send(&o, steal_auth, sizeof(steal_auth)));
    other_leave(&o);
    /* with nobody connected pcscd powers it off, and it is closed */
    sleep(2);
    other_connect(&o, ink);
    other_select(&o);
    assert_int_equal(other_send(&o, steal_auth, sizeof(steal_auth)), 0x6982);
    other_leave(&o);
    inkan_close(ink);
    unplug(pid);
}

static void *sign_twenty(void *arg)
{
    const char *reader = arg;
    struct inkan *ink;
    struct inkan_card *card;
    long good = 0;

    if (inkan_open(NULL, &ink) != INKAN_OK)
        return (void *)-1L;
    if (inkan_card_open(ink, reader, &card) == INKAN_OK) {
        for (int i = 0; i < 20; i++)
            good += sign(card) == INKAN_OK;
        inkan_card_close(card);
    }
    inkan_close(ink);
    return (void *)good;
}

static void two_readers_and_four_threads_get_on(void **state)
{
    pid_t first = plug("adult", need("VPCD_PORT"));
    pid_t second = plug("adult", need("VPCD_PORT_2"));
    struct inkan *ink = open_library(0);
    struct inkan_reader readers[INKAN_READERS_MAX];
    pthread_t threads[4];
    size_t count;

    (void)state;
    wait_for_cards(ink, 2);
    assert_int_equal(inkan_readers(ink, readers, INKAN_READERS_MAX, &count),
                     INKAN_OK);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, sign_twenty, readers[i % 2].name),
            0);
    for (size_t i = 0; i < 4; i++) {
        void *good;

        pthread_join(threads[i], &good);
        assert_int_equal((long)good, 20);
    }
    inkan_close(ink);
    unplug(first);
    unplug(second);
}

static void *cancel_soon(void *arg)
{
    usleep(200 * 1000);
    inkan_cancel(arg);
    return NULL;
}

static void waiting_ends_with_an_insertion_a_cancel_or_the_time(void **state)
{
    struct inkan *ink = open_library(0);
    struct inkan_reader readers[INKAN_READERS_MAX];
    size_t count;
    pthread_t thread;
    double from = now_s();
    pid_t pid;

    (void)state;
    wait_for_cards(ink, 0);
    assert_int_equal(inkan_readers(ink, readers, INKAN_READERS_MAX, &count),
                     INKAN_OK);
    assert_int_equal(inkan_wait(ink, readers, count, 0), INKAN_TIMEOUT);
    from = now_s();
    assert_int_equal(inkan_wait(ink, readers, count, 300), INKAN_TIMEOUT);
    assert_true(now_s() - from >= 0.29 && now_s() - from < 1);
    from = now_s();
    pthread_create(&thread, NULL, cancel_soon, ink);
    assert_int_equal(inkan_wait(ink, readers, count, 20000), INKAN_CANCELLED);
    pthread_join(thread, NULL);
    assert_true(now_s() - from < 2);
    pid = plug("adult", need("VPCD_PORT"));
    assert_int_equal(inkan_wait(ink, readers, count, 5000), INKAN_OK);
    assert_int_equal(inkan_readers(ink, readers, INKAN_READERS_MAX, &count),
                     INKAN_OK);
    unplug(pid);
    assert_int_equal(inkan_wait(ink, readers, count, 5000), INKAN_OK);
    inkan_close(ink);
}

static void a_forked_child_closes_without_harm(void **state)
{
    pid_t pid = plug("adult", need("VPCD_PORT"));
    struct inkan *ink = open_library(0);
    struct inkan_card *card = open_card(ink);
    int status;
    pid_t child;

    (void)state;
    survey(card, 3);
    child = fork();
    if (child == 0) {
        bool ok = sign(card) == INKAN_REMOVED;

        inkan_card_close(card);
        inkan_close(ink);
        _exit(ok ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(sign(card), INKAN_OK);
    inkan_card_close(card);
    inkan_close(ink);
    unplug(pid);
}

/* Nothing here may hang; PC/SC can. */
static void too_long(int signal_number)
{
    static const char text[] = "Bail out! pcsc_play took too long\n";

    (void)signal_number;
    (void)!write(1, text, sizeof(text) - 1);
    _exit(1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLAY(a_card_signs_and_is_left_closed),
        PLAY(a_swapped_card_is_removed_and_keeps_its_tries),
        PLAY(a_reset_by_another_program_is_got_over),
        PLAY(a_card_that_another_program_holds_is_busy_at_the_deadline),
        PLAY(a_killed_program_leaves_the_card_closed),
        PLAY(a_killed_program_and_a_card_that_forgets_nothing_is_the_hole),
        PLAY(two_readers_and_four_threads_get_on),
        PLAY(waiting_ends_with_an_insertion_a_cancel_or_the_time),
        PLAY(a_forked_child_closes_without_harm),
    };

    signal(SIGALRM, too_long);
    alarm(160);
    return cmocka_run_group_tests_name("integration/host/pcsc", tests, NULL,
                                       NULL);
}
