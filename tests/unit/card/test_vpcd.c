/* SPDX-License-Identifier: Apache-2.0
 *
 * card/port/posix/vpcd and fault: a child process plugs the card into a
 * reader that this test plays.
 */
#include "card/port/posix/vpcd.h"
#include "tests/support/expect.h"
#include "tests/support/hex.h"
#include "tests/support/persona.h"
#include "tests/support/persona_image.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define WAIT_MS 5000 /* far more than any answer takes */

struct fixture {
    struct persona_folder folder;
    char path[128];
    int listener;
    char port[8];
    int told; /* the child writes a byte here when it is plugged */
    int fd;   /* the card's connection */
    pid_t child;
};

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct sockaddr_in addr = { .sin_family = AF_INET };
    socklen_t len = sizeof(addr);

    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    persona_folder_make(&f->folder);
    persona_image_write(&f->folder, "a.card", &persona_config, f->path);
    f->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(f->listener, (struct sockaddr *)&addr, len), 0);
    assert_int_equal(listen(f->listener, 1), 0);
    getsockname(f->listener, (struct sockaddr *)&addr, &len);
    snprintf(f->port, sizeof(f->port), "%u", ntohs(addr.sin_port));
    f->fd = -1;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    if (f->fd >= 0)
        close(f->fd);
    close(f->told);
    close(f->listener);
    persona_folder_remove(&f->folder);
    free(f);
    return 0;
}

static void tell(void *ctx)
{
    int *fd = ctx;

    if (write(*fd, "!", 1) != 1)
        _exit(99);
}

static void run_child(const struct fixture *f, const char *const *faults,
                      int told)
{
    struct fault_list list = { .count = 0 };
    struct vpcd_options opt = { .host = "127.0.0.1",
                                .port = f->port,
                                .faults = &list,
                                .plugged = tell,
                                .ctx = &told,
                                .stop = &stop };
    struct sigaction action = { .sa_handler = on_signal };
    struct posix_card *pc;
    sigset_t block;
    sigset_t open;
    enum vpcd_rc rc;

    sigemptyset(&block);
    sigaddset(&block, SIGTERM);
    sigprocmask(SIG_BLOCK, &block, &open);
    sigaction(SIGTERM, &action, NULL);
    opt.wait_mask = &open;
    for (; faults != NULL && *faults != NULL; faults++) {
        if (!fault_add(&list, *faults))
            _exit(98);
    }
    if (posix_card_open(f->path, &pc) != IMAGE_OK)
        _exit(97);
    rc = vpcd_serve(pc, &opt);
    posix_card_close(pc);
    _exit((int)rc);
}

static void accept_card(struct fixture *f)
{
    struct pollfd pfd = { .fd = f->listener, .events = POLLIN };

    assert_int_equal(poll(&pfd, 1, WAIT_MS), 1);
    f->fd = accept(f->listener, NULL, NULL);
    assert_true(f->fd >= 0);
}

static void plug(struct fixture *f, const char *const *faults)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    f->told = ends[0];
    f->child = fork();
    if (f->child == 0)
        run_child(f, faults, ends[1]);
    close(ends[1]);
    accept_card(f);
}

static void send_frame(const struct fixture *f, const char *hex)
{
    uint8_t frame[300];
    struct wbuf w = wbuf_of(frame + 2, sizeof(frame) - 2);

    assert_true(hex_parse(hex, &w));
    put_be16(frame, (uint16_t)w.len);
    assert_int_equal(write(f->fd, frame, w.len + 2), w.len + 2);
}

/* Reads exactly len bytes; false when the card went away or says nothing. */
static bool get(const struct fixture *f, uint8_t *out, size_t len, int wait_ms)
{
    while (len != 0) {
        struct pollfd pfd = { .fd = f->fd, .events = POLLIN };
        ssize_t n;

        if (poll(&pfd, 1, wait_ms) != 1)
            return false;
        n = read(f->fd, out, len);
        if (n <= 0)
            return false;
        out += n;
        len -= (size_t)n;
    }
    return true;
}

static bool get_frame(const struct fixture *f, char *text, int wait_ms)
{
    uint8_t head[2];
    uint8_t body[1024];
    size_t len;

    if (!get(f, head, 2, wait_ms))
        return false;
    len = get_be16(head);
    assert_true(len <= sizeof(body));
    if (!get(f, body, len, wait_ms))
        return false;
    hex_print(span_of(body, len), text);
    return true;
}

static void exchange(const struct fixture *f, const char *cmd, const char *want)
{
    char text[2049];

    send_frame(f, cmd);
    assert_true(get_frame(f, text, WAIT_MS));
    assert_string_equal(text, want);
}

static void expect_end(struct fixture *f, enum vpcd_rc rc)
{
    int status;

    assert_int_equal(waitpid(f->child, &status, 0), f->child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), rc);
}

static void a_card_is_powered_asked_and_stopped(void **state)
{
    struct fixture *f = *state;
    char byte;

    plug(f, NULL);
    exchange(f, "04", "3BE000FF8131FE4514");
    send_frame(f, "01");
    assert_int_equal(read(f->told, &byte, 1), 1);
    exchange(f, SELECT_JPKI, "9000");
    exchange(f, "002000980431323334", "9000");
    exchange(f, "00B08A0004", "3082062B9000");
    send_frame(f, "02"); /* a reset forgets */
    exchange(f, "00B0000004", "6986");
    exchange(f, SELECT_JPKI, "9000");
    exchange(f, "802A0097013100", "6982");
    send_frame(f, "00");
    exchange(f, "04", "3BE000FF8131FE4514");
    kill(f->child, SIGTERM);
    expect_end(f, VPCD_STOPPED);
}

static void a_reader_that_goes_away_is_told(void **state)
{
    struct fixture *f = *state;

    plug(f, NULL);
    close(f->fd);
    f->fd = -1;
    expect_end(f, VPCD_LOST);
}

static void a_card_is_pulled_after_so_many_answers(void **state)
{
    struct fixture *f = *state;
    char text[64];

    plug(f, (const char *const[]){ "pull@2", NULL });
    exchange(f, "04", "3BE000FF8131FE4514"); /* no APDU: does not count */
    exchange(f, SELECT_JPKI, "9000");
    exchange(f, "00B08A0004", "3082062B9000");
    assert_false(get_frame(f, text, WAIT_MS));
    expect_end(f, VPCD_PULLED);
}

static void a_pulled_card_may_come_back(void **state)
{
    struct fixture *f = *state;
    char text[64];

    plug(f, (const char *const[]){ "pull@1", "back=10", NULL });
    exchange(f, SELECT_JPKI, "9000");
    assert_false(get_frame(f, text, WAIT_MS));
    close(f->fd);
    accept_card(f);
    exchange(f, "00B08A0004", "6A82"); /* it was off in between */
    kill(f->child, SIGTERM);
    expect_end(f, VPCD_STOPPED);
}

static void a_mute_card_answers_no_more(void **state)
{
    struct fixture *f = *state;
    char text[64];

    plug(f, (const char *const[]){ "mute@1", NULL });
    exchange(f, SELECT_JPKI, "9000");
    send_frame(f, "00B08A0004");
    assert_false(get_frame(f, text, 100));
    exchange(f, "04", "3BE000FF8131FE4514"); /* the reader still sees it */
    kill(f->child, SIGTERM);
    expect_end(f, VPCD_STOPPED);
}

static void words_and_garbage_stand_in_for_an_answer(void **state)
{
    struct fixture *f = *state;
    char text[2049];

    plug(f, (const char *const[]){ "sw=6F00@2", "garbage=5@3", "garbage=0@4",
                                   NULL });
    exchange(f, SELECT_JPKI, "9000");
    exchange(f, "002000980430303030", "6F00");
    send_frame(f, "00B08A0004");
    assert_true(get_frame(f, text, WAIT_MS));
    assert_int_equal(strlen(text), 10);
    exchange(f, "00B08A0004", "");
    exchange(f, "00200098", "63C3"); /* the second command was not run */
    kill(f->child, SIGTERM);
    expect_end(f, VPCD_STOPPED);
}

static void a_slow_card_takes_its_time(void **state)
{
    struct fixture *f = *state;
    struct timespec from;
    struct timespec to;

    plug(f, (const char *const[]){ "delay=50", NULL });
    clock_gettime(CLOCK_MONOTONIC, &from);
    exchange(f, SELECT_JPKI, "9000");
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_true((to.tv_sec - from.tv_sec) * 1000 +
                    (to.tv_nsec - from.tv_nsec) / 1000000 >=
                49);
    kill(f->child, SIGTERM);
    expect_end(f, VPCD_STOPPED);
}

static void a_power_glitch_tears_a_write(void **state)
{
    struct fixture *f = *state;
    char text[64];

    plug(f, (const char *const[]){ "cut@2", NULL });
    exchange(f, SELECT_JPKI, "9000");
    send_frame(f, "002000980431323334");
    assert_false(get_frame(f, text, WAIT_MS));
    close(f->fd);
    accept_card(f);
    exchange(f, SELECT_JPKI, "9000");
    exchange(f, "00200098", "63C2");
    exchange(f, "002000980431323334", "9000");
    kill(f->child, SIGTERM);
    expect_end(f, VPCD_STOPPED);
}

static void nobody_listening_is_no_reader(void **state)
{
    struct fixture *f = *state;
    struct posix_card *pc;
    struct vpcd_options opt = { .host = "127.0.0.1", .port = f->port };

    close(f->listener);
    assert_int_equal(posix_card_open(f->path, &pc), IMAGE_OK);
    assert_int_equal(vpcd_serve(pc, &opt), VPCD_NO_READER);
    opt.port = "no-such-port";
    assert_int_equal(vpcd_serve(pc, &opt), VPCD_NO_HOST);
    posix_card_close(pc);
}

static void faults_are_written_like_this(void **state)
{
    static const char *const good[] = {
        "pull@1",          "back=0",     "mute@0",
        "sw=6F00@2",       "sw=63C1@1",  "garbage=0@1",
        "garbage=65535@4", "delay=1500", "cut@1",
    };
    static const char *const wrong[] = {
        "",          "pull",
        "pull@",     "pull@0",
        "pull@-1",   "pull@ 1",
        "pull@1x",   "pull@1 ",
        "pull=1@2",  "sw=6F00",
        "sw=6G00@1", "sw=16F00@1",
        "sw=0x6F@1", "garbage=65536@1",
        "garbage@1", "delay=",
        "delay=1@1", "delay=99999999999999999999",
        "cut@0",     "cut=1",
        "glitch@1",  "PULL@1",
    };
    struct fault_list list = { .count = 0 };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(fault_add(&list, good[i]));
    assert_int_equal(list.count, ARRAY_LEN(good));
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_false(fault_add(&list, wrong[i]));
    assert_int_equal(list.count, ARRAY_LEN(good));
    assert_int_equal(fault_find(&list, FAULT_SW, 2)->value, 0x6F00);
    assert_int_equal(fault_find(&list, FAULT_SW, 1)->value, 0x63C1);
    assert_null(fault_find(&list, FAULT_SW, 3));
    while (list.count < FAULT_MAX)
        assert_true(fault_add(&list, "pull@1"));
    assert_false(fault_add(&list, "pull@1"));
}

static void a_script_holds_a_fault_a_line(void **state)
{
    struct fixture *f = *state;
    struct fault_list list = { .count = 0 };
    char path[160];
    unsigned line;
    FILE *file;

    snprintf(path, sizeof(path), "%s/script", f->folder.path);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("# a scenario\n\n  pull@3  # then\r\n\tback=10\npush@1\n", file);
    fclose(file);
    assert_false(fault_read_script(&list, path, &line));
    assert_int_equal(line, 5);
    assert_int_equal(list.count, 2);
    assert_false(fault_read_script(&list, "/nonexistent", &line));
    assert_int_equal(line, 0);
}

int main(void)
{
#define VPCD_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        VPCD_TEST(a_card_is_powered_asked_and_stopped),
        VPCD_TEST(a_reader_that_goes_away_is_told),
        VPCD_TEST(a_card_is_pulled_after_so_many_answers),
        VPCD_TEST(a_pulled_card_may_come_back),
        VPCD_TEST(a_mute_card_answers_no_more),
        VPCD_TEST(words_and_garbage_stand_in_for_an_answer),
        VPCD_TEST(a_slow_card_takes_its_time),
        VPCD_TEST(a_power_glitch_tears_a_write),
        VPCD_TEST(nobody_listening_is_no_reader),
        VPCD_TEST(a_script_holds_a_fault_a_line),
        cmocka_unit_test(faults_are_written_like_this),
    };

    return cmocka_run_group_tests_name("card/vpcd", tests, NULL, NULL);
}
