/* SPDX-License-Identifier: Apache-2.0
 *
 * vpcd framing: two bytes of length, then a command or one control byte.
 * Carries out the faults of fault.h. Knows no command of the card.
 */
#include "card/port/posix/vpcd.h"
#include "card/edge/apdu.h"
#include "card/port/posix/crypto.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum control { POWER_OFF = 0, POWER_ON = 1, RESET = 2, GET_ATR = 4 };

#define FRAME_HEAD  2
#define CUT_BACK_MS 1000 /* see fault.h */
#define FRAME_MAX   65535

/* What one step said. The first means: go on. */
enum step { GO_ON, STOP, LOST, PULL, CUT };

struct session {
    struct posix_card *pc;
    const struct vpcd_options *opt;
    int fd;
    unsigned answers; /* since the card was first plugged */
    bool told;        /* opt->plugged was called */
    uint8_t in[FRAME_HEAD + FRAME_MAX];
    uint8_t out[FRAME_HEAD + FRAME_MAX];
};

static const struct fault_list no_faults;

const char *vpcd_strerror(enum vpcd_rc rc)
{
    switch (rc) {
    case VPCD_STOPPED: return "stopped";
    case VPCD_PULLED: return "the card was pulled";
    case VPCD_NO_HOST: return "no such host or port";
    case VPCD_NO_READER: return "no virtual reader listens there";
    case VPCD_LOST: return "the virtual reader went away";
    }
    return "unknown reader error";
}

static bool is_stopped(const struct session *s)
{
    return s->opt->stop != NULL && *s->opt->stop != 0;
}

static const struct fault *find_fault(const struct session *s,
                                      enum fault_kind kind, unsigned count)
{
    const struct fault_list *list = s->opt->faults;

    return fault_find(list != NULL ? list : &no_faults, kind, count);
}

/* --- the socket ----------------------------------------------------------- */

static int connect_to(const char *host, const char *port, enum vpcd_rc *rc)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
    struct addrinfo *list;
    int on = 1;
    int fd = -1;

    *rc = VPCD_NO_HOST;
    if (getaddrinfo(host, port, &hints, &list) != 0)
        return -1;
    *rc = VPCD_NO_READER;
    for (struct addrinfo *at = list; at != NULL && fd < 0; at = at->ai_next) {
        fd = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, 0);
        if (fd >= 0 && connect(fd, at->ai_addr, at->ai_addrlen) != 0) {
            int saved = errno;

            close(fd);
            errno = saved;
            fd = -1;
        }
    }
    freeaddrinfo(list);
    if (fd >= 0)
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return fd;
}

/* Waits until something is to be read; a stop ends it at once. */
static enum step wait_readable(const struct session *s)
{
    struct pollfd pfd = { .fd = s->fd, .events = POLLIN };

    while (!is_stopped(s)) {
        int n = ppoll(&pfd, 1, NULL, s->opt->wait_mask);

        if (n > 0)
            return GO_ON;
        if (n < 0 && errno != EINTR)
            return LOST;
    }
    return STOP;
}

static enum step pause_ms(const struct session *s, unsigned ms)
{
    struct timespec left = { ms / 1000, (long)(ms % 1000) * 1000000 };

    if (ms != 0 && !is_stopped(s))
        ppoll(NULL, 0, &left, s->opt->wait_mask);
    return is_stopped(s) ? STOP : GO_ON;
}

/* vpcd writes the length and the rest apart; without a quick ACK the second
 * part waits 40 ms for the first one's delayed ACK. The option does not
 * stick, so it is set after each receive. */
static enum step receive(const struct session *s, uint8_t *out, size_t len)
{
    while (len != 0) {
        enum step step = wait_readable(s);
        ssize_t n;
        int on = 1;

        if (step != GO_ON)
            return step;
        n = recv(s->fd, out, len, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return LOST;
        setsockopt(s->fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
        out += n;
        len -= (size_t)n;
    }
    return GO_ON;
}

/* Sends len bytes that stand in s->out after room for the frame's head. */
static enum step send_frame(struct session *s, size_t len)
{
    const uint8_t *p = s->out;

    put_be16(s->out, (uint16_t)len);
    len += FRAME_HEAD;
    while (len != 0) {
        ssize_t n = send(s->fd, p, len, MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return LOST;
        p += n;
        len -= (size_t)n;
    }
    return GO_ON;
}

/* --- what the reader asks ------------------------------------------------- */

static enum step run_control(struct session *s, uint8_t control)
{
    struct span atr = posix_card_atr(s->pc);

    switch (control) {
    case POWER_ON:
        posix_card_reset(s->pc, false);
        if (!s->told && s->opt->plugged != NULL)
            s->opt->plugged(s->opt->ctx);
        s->told = true;
        return GO_ON;
    case POWER_OFF: posix_card_reset(s->pc, false); return GO_ON;
    case RESET: posix_card_reset(s->pc, true); return GO_ON;
    case GET_ATR:
        memcpy(s->out + FRAME_HEAD, atr.ptr, atr.len);
        return send_frame(s, atr.len);
    }
    return GO_ON;
}

/* The answer of the card or of the fault that stands in its place; false
 * when the power went. */
static bool answer(struct session *s, size_t cmd_len, size_t *out_len)
{
    const struct fault *sw = find_fault(s, FAULT_SW, s->answers + 1);
    const struct fault *garbage = find_fault(s, FAULT_GARBAGE, s->answers + 1);
    uint8_t *out = s->out + FRAME_HEAD;

    if (sw != NULL) {
        put_be16(out, (uint16_t)sw->value);
        *out_len = 2;
        return true;
    }
    if (garbage != NULL) {
        *out_len = garbage->value;
        return crypto_random(out, garbage->value);
    }
    *out_len = posix_card_transmit(s->pc, s->in, cmd_len, out, FRAME_MAX);
    return *out_len != 0;
}

static enum step run_command(struct session *s, size_t cmd_len)
{
    const struct fault *delay = find_fault(s, FAULT_DELAY, s->answers);
    enum step step;
    size_t len;

    if (find_fault(s, FAULT_MUTE, s->answers) != NULL)
        return GO_ON;
    if (!answer(s, cmd_len, &len))
        return CUT;
    if (delay != NULL) {
        step = pause_ms(s, delay->value);
        if (step != GO_ON)
            return step;
    }
    step = send_frame(s, len);
    wipe(s->out + FRAME_HEAD, len);
    s->answers++;
    if (step == GO_ON && find_fault(s, FAULT_PULL, s->answers) != NULL)
        return PULL;
    return step;
}

static enum step serve_one(struct session *s)
{
    uint8_t head[FRAME_HEAD];
    enum step step = receive(s, head, sizeof(head));
    size_t len;

    if (step != GO_ON)
        return step;
    len = get_be16(head);
    step = receive(s, s->in, len);
    if (step != GO_ON || len == 0)
        return step;
    return len == 1 ? run_control(s, s->in[0]) : run_command(s, len);
}

/* One time in the reader. */
static enum step serve(struct session *s)
{
    enum step step = GO_ON;

    while (step == GO_ON)
        step = serve_one(s);
    return step;
}

static enum vpcd_rc serve_until_out(struct session *s)
{
    const struct fault *back = find_fault(s, FAULT_BACK, 0);
    enum vpcd_rc rc;
    enum step step;

    for (;;) {
        s->fd =
            connect_to(s->opt->host != NULL ? s->opt->host : VPCD_HOST,
                       s->opt->port != NULL ? s->opt->port : VPCD_PORT, &rc);
        if (s->fd < 0)
            return rc;
        step = serve(s);
        close(s->fd);
        posix_card_reset(s->pc, false);
        if (step == STOP)
            return VPCD_STOPPED;
        if (step == LOST)
            return VPCD_LOST;
        if (step == PULL && back == NULL)
            return VPCD_PULLED;
        if (pause_ms(s, back != NULL ? back->value : CUT_BACK_MS) == STOP)
            return VPCD_STOPPED;
    }
}

enum vpcd_rc vpcd_serve(struct posix_card *pc, const struct vpcd_options *opt)
{
    struct session *s = calloc(1, sizeof(*s));
    const struct fault *cut;
    enum vpcd_rc rc;

    if (s == NULL)
        return VPCD_NO_READER;
    s->pc = pc;
    s->opt = opt;
    for (size_t i = 0; opt->faults != NULL && i < opt->faults->count; i++) {
        cut = &opt->faults->items[i];
        if (cut->kind == FAULT_CUT)
            posix_card_cut_power(pc, cut->at);
    }
    rc = serve_until_out(s);
    wipe(s, sizeof(*s));
    free(s);
    return rc;
}
