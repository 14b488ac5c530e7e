/* SPDX-License-Identifier: Apache-2.0
 *
 * The desk of desk.h. One lock makes all its cards safe to use from several
 * threads (the crypto of the virtual card must not run in two at once).
 */
#include "tests/support/desk.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

struct desk_conn {
    struct desk *desk;
    struct desk_reader *reader;
    uint32_t events;
    unsigned resets;
    unsigned generation;
};

void desk_init(struct desk *desk)
{
    memset(desk, 0, sizeof(*desk));
    pthread_mutex_init(&desk->lock, NULL);
    pthread_cond_init(&desk->changed, NULL);
}

void desk_free(struct desk *desk)
{
    for (size_t i = 0; i < DESK_READERS; i++)
        posix_card_close(desk->readers[i].card);
    pthread_cond_destroy(&desk->changed);
    pthread_mutex_destroy(&desk->lock);
}

static void step(struct desk *desk)
{
    if (desk->hook != NULL)
        desk->hook(desk, desk->step++);
    pthread_mutex_lock(&desk->lock);
}

static enum inkan_rc done(struct desk *desk, enum inkan_rc rc)
{
    pthread_mutex_unlock(&desk->lock);
    return rc;
}

/* --- what the test does --------------------------------------------------- */

static void tell(struct desk *desk, struct desk_reader *r)
{
    r->events++;
    pthread_cond_broadcast(&desk->changed);
    pthread_mutex_unlock(&desk->lock);
}

void desk_plug_reader(struct desk *desk, size_t reader, const char *name)
{
    pthread_mutex_lock(&desk->lock);
    desk->readers[reader].name = name;
    desk->readers[reader].plugged = true;
    pthread_cond_broadcast(&desk->changed);
    pthread_mutex_unlock(&desk->lock);
}

void desk_unplug_reader(struct desk *desk, size_t reader)
{
    posix_card_close(desk_pull(desk, reader));
    pthread_mutex_lock(&desk->lock);
    desk->readers[reader].plugged = false;
    pthread_cond_broadcast(&desk->changed);
    pthread_mutex_unlock(&desk->lock);
}

void desk_insert(struct desk *desk, size_t reader, struct posix_card *card)
{
    struct desk_reader *r = &desk->readers[reader];

    pthread_mutex_lock(&desk->lock);
    assert(r->card == NULL);
    posix_card_reset(card, false);
    r->card = card;
    r->resets = 0;
    r->holders = 0;
    tell(desk, r);
}

struct posix_card *desk_pull(struct desk *desk, size_t reader)
{
    struct desk_reader *r = &desk->readers[reader];
    struct posix_card *card;

    pthread_mutex_lock(&desk->lock);
    card = r->card;
    r->card = NULL;
    if (card != NULL)
        tell(desk, r);
    else
        pthread_mutex_unlock(&desk->lock);
    return card;
}

void desk_reset(struct desk *desk, size_t reader)
{
    struct desk_reader *r = &desk->readers[reader];

    pthread_mutex_lock(&desk->lock);
    if (r->card != NULL)
        posix_card_reset(r->card, true);
    r->resets++;
    pthread_mutex_unlock(&desk->lock);
}

uint16_t desk_other(struct desk *desk, size_t reader, const uint8_t *cmd,
                    size_t len)
{
    uint8_t copy[300], resp[300];
    size_t resp_len = 0;

    assert(len <= sizeof(copy));
    memcpy(copy, cmd, len);
    pthread_mutex_lock(&desk->lock);
    if (desk->readers[reader].card != NULL)
        resp_len = posix_card_transmit(desk->readers[reader].card, copy, len,
                                       resp, sizeof(resp));
    pthread_mutex_unlock(&desk->lock);
    return resp_len < 2
               ? 0
               : (uint16_t)(resp[resp_len - 2] << 8 | resp[resp_len - 1]);
}

/* As pcscd does when the last connection is closed. */
static void let_go(struct desk_reader *r)
{
    if (r->holders != 0 && --r->holders == 0 && r->card != NULL)
        posix_card_reset(r->card, false);
}

void desk_other_holds(struct desk *desk, size_t reader, bool holds)
{
    pthread_mutex_lock(&desk->lock);
    if (holds)
        desk->readers[reader].holders++;
    else
        let_go(&desk->readers[reader]);
    pthread_mutex_unlock(&desk->lock);
}

void desk_restart_service(struct desk *desk)
{
    pthread_mutex_lock(&desk->lock);
    desk->generation++;
    for (size_t i = 0; i < DESK_READERS; i++) {
        desk->readers[i].holders = 0;
        if (desk->readers[i].card != NULL)
            posix_card_reset(desk->readers[i].card, false);
    }
    pthread_mutex_unlock(&desk->lock);
}

struct desk_counts desk_counts(struct desk *desk)
{
    struct desk_counts counts;

    pthread_mutex_lock(&desk->lock);
    counts = desk->counts;
    pthread_mutex_unlock(&desk->lock);
    return counts;
}

/* --- the transport -------------------------------------------------------- */

static size_t fill_list(const struct desk *desk, struct inkan_reader *out,
                        size_t cap)
{
    size_t count = 0;

    for (size_t i = 0; i < DESK_READERS && count < cap; i++) {
        const struct desk_reader *r = &desk->readers[i];
        struct span atr;

        if (!r->plugged)
            continue;
        memset(&out[count], 0, sizeof(out[count]));
        strncpy(out[count].name, r->name, sizeof(out[count].name) - 1);
        out[count].present = r->card != NULL;
        out[count].events = r->events;
        if (r->card != NULL) {
            atr = posix_card_atr(r->card);
            out[count].atr_len = atr.len;
            memcpy(out[count].atr, atr.ptr, atr.len);
        }
        count++;
    }
    return count;
}

static enum inkan_rc list(void *self, struct inkan_reader *out, size_t cap,
                          size_t *out_count)
{
    struct desk *desk = self;

    step(desk);
    if (desk->stopped)
        return done(desk, INKAN_NO_SERVICE);
    *out_count = fill_list(desk, out, cap);
    return done(desk, INKAN_OK);
}

static bool differs(const struct desk *desk, const struct inkan_reader *known,
                    size_t count)
{
    struct inkan_reader now[DESK_READERS];
    size_t now_count = fill_list(desk, now, DESK_READERS);

    if (now_count != count)
        return true;
    for (size_t i = 0; i < count; i++)
        if (strcmp(now[i].name, known[i].name) != 0 ||
            now[i].present != known[i].present ||
            now[i].events != known[i].events)
            return true;
    return false;
}

static enum inkan_rc wait_for(void *self, const struct inkan_reader *known,
                              size_t count, uint32_t timeout_ms)
{
    struct desk *desk = self;
    struct timespec until;
    unsigned cancels;
    enum inkan_rc rc = INKAN_OK;

    step(desk);
    cancels = desk->cancels;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += timeout_ms / 1000;
    while (rc == INKAN_OK && !differs(desk, known, count)) {
        if (desk->stopped)
            rc = INKAN_NO_SERVICE;
        else if (desk->cancels != cancels)
            rc = INKAN_CANCELLED;
        else if (timeout_ms == UINT32_MAX)
            pthread_cond_wait(&desk->changed, &desk->lock);
        else if (pthread_cond_timedwait(&desk->changed, &desk->lock, &until))
            rc = INKAN_TIMEOUT;
    }
    return done(desk, rc);
}

static void cancel(void *self)
{
    struct desk *desk = self;

    pthread_mutex_lock(&desk->lock);
    desk->cancels++;
    pthread_cond_broadcast(&desk->changed);
    pthread_mutex_unlock(&desk->lock);
}

static enum inkan_rc connect(void *self, const char *name, uint32_t deadline_ms,
                             void **out_conn)
{
    struct desk *desk = self;
    struct desk_conn *conn;

    (void)deadline_ms;
    step(desk);
    if (desk->stopped)
        return done(desk, INKAN_NO_SERVICE);
    if (desk->busy)
        return done(desk, INKAN_BUSY);
    for (size_t i = 0; i < DESK_READERS; i++) {
        struct desk_reader *r = &desk->readers[i];

        if (!r->plugged || strcmp(r->name, name) != 0)
            continue;
        if (r->card == NULL)
            return done(desk, INKAN_NO_CARD);
        conn = malloc(sizeof(*conn));
        assert(conn != NULL);
        *conn = (struct desk_conn){ desk, r, r->events, r->resets,
                                    desk->generation };
        r->holders++;
        *out_conn = conn;
        return done(desk, INKAN_OK);
    }
    return done(desk, INKAN_NO_READER);
}

/* swapped  what a card that was swapped in looks like */
static enum inkan_rc look_at(const struct desk_conn *conn,
                             enum inkan_rc swapped)
{
    const struct desk *desk = conn->desk;

    if (desk->stopped || conn->generation != desk->generation)
        return INKAN_NO_SERVICE;
    if (conn->reader->card == NULL)
        return INKAN_REMOVED;
    return conn->events == conn->reader->events ? INKAN_OK : swapped;
}

static enum inkan_rc state_of(const struct desk_conn *conn)
{
    return look_at(conn, INKAN_REMOVED);
}

/* Between transactions a swap can look like a reset: SCardReconnect succeeds
 * on the new card. Inside one it never does. */
static enum inkan_rc state_between(const struct desk_conn *conn)
{
    return look_at(conn, conn->desk->swap_is_reset ? INKAN_OK : INKAN_REMOVED);
}

static enum inkan_rc begin(void *self, uint32_t deadline_ms)
{
    struct desk_conn *conn = self;
    struct desk *desk = conn->desk;
    enum inkan_rc rc;

    (void)deadline_ms;
    step(desk);
    rc = state_between(conn);
    if (rc == INKAN_OK && desk->busy)
        rc = INKAN_BUSY;
    if (rc == INKAN_OK && (conn->resets != conn->reader->resets ||
                           conn->events != conn->reader->events)) {
        conn->resets = conn->reader->resets;
        conn->events = conn->reader->events;
        rc = INKAN_RESET;
    }
    return done(desk, rc);
}

static void count(struct desk *desk, const uint8_t *cmd, size_t len)
{
    desk->counts.apdus++;
    if (len >= 4 && cmd[1] == 0xA4)
        desk->counts.selects++;
    if (len > 5 && cmd[1] == 0x20)
        desk->counts.verifies++;
    if (len >= 4 && cmd[0] == 0x80 && cmd[1] == 0x2A)
        desk->counts.signs++;
}

static enum inkan_rc exchange(struct desk_conn *conn, const uint8_t *cmd,
                              size_t cmd_len, uint8_t *resp, size_t cap,
                              size_t *out_len)
{
    struct desk *desk = conn->desk;
    enum inkan_rc rc = state_of(conn);
    uint8_t *copy;

    if (rc != INKAN_OK)
        return rc;
    if (desk->mute)
        return INKAN_MUTE;
    copy = malloc(cmd_len);
    assert(copy != NULL);
    memcpy(copy, cmd, cmd_len);
    count(desk, cmd, cmd_len);
    *out_len =
        posix_card_transmit(conn->reader->card, copy, cmd_len, resp, cap);
    free(copy);
    if (desk->lie != NULL)
        *out_len = desk->lie(desk, resp, *out_len, cap);
    return *out_len < 2 ? INKAN_COMM : INKAN_OK;
}

static enum inkan_rc transmit(void *self, const uint8_t *cmd, size_t cmd_len,
                              uint8_t *resp, size_t cap, size_t *out_len)
{
    struct desk_conn *conn = self;

    step(conn->desk);
    return done(conn->desk, exchange(conn, cmd, cmd_len, resp, cap, out_len));
}

static enum inkan_rc end(void *self, enum inkan_leave how)
{
    struct desk_conn *conn = self;
    enum inkan_rc rc;

    step(conn->desk);
    rc = state_of(conn);
    if (rc == INKAN_OK && how == INKAN_LEAVE_POWER_OFF) {
        posix_card_reset(conn->reader->card, false);
        conn->reader->resets++;
    }
    return done(conn->desk, rc);
}

static enum inkan_rc alive(void *self)
{
    struct desk_conn *conn = self;

    step(conn->desk);
    return done(conn->desk, state_between(conn));
}

static void disconnect(void *self, enum inkan_leave how)
{
    struct desk_conn *conn = self;
    struct desk *desk = conn->desk;

    step(desk);
    if (state_of(conn) == INKAN_OK) {
        if (how == INKAN_LEAVE_POWER_OFF)
            posix_card_reset(conn->reader->card, false);
        let_go(conn->reader);
    }
    free(conn);
    pthread_mutex_unlock(&desk->lock);
}

static bool has_pinpad(void *self)
{
    const struct desk_conn *conn = self;

    return conn->desk->has_pad;
}

/* The holder types pad_pin; the reader fills it into the command. */
static enum inkan_rc pinpad_verify(void *self,
                                   const struct inkan_pinpad_request *req,
                                   uint8_t *resp, size_t cap, size_t *out_len)
{
    struct desk_conn *conn = self;
    struct desk *desk = conn->desk;
    size_t len;
    uint8_t cmd[5 + 16];

    step(desk);
    len = strlen(desk->pad_pin);
    assert(len >= req->min_len && len <= req->max_len);
    memcpy(cmd, req->apdu, 4);
    cmd[4] = (uint8_t)len;
    memcpy(cmd + 5, desk->pad_pin, len);
    desk->counts.pads++;
    return done(desk, exchange(conn, cmd, 5 + len, resp, cap, out_len));
}

struct inkan_transport desk_transport(struct desk *desk)
{
    return (struct inkan_transport){
        .self = desk,
        .list = list,
        .wait = wait_for,
        .cancel = cancel,
        .connect = connect,
        .begin = begin,
        .transmit = transmit,
        .end = end,
        .alive = alive,
        .disconnect = disconnect,
        .has_pinpad = has_pinpad,
        .pinpad_verify = pinpad_verify,
    };
}
