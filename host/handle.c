/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening and closing, and the transaction of every public operation.
 * Whatever happened in it, card_end leaves no PIN verified on the card, as far
 * as PC/SC lets it. Must not know any application of the card but the one
 * whose SELECT is the drop.
 */
#include "host/handle.h"

#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "host/compat_mbedtls.h"
#include "host/digest.h"
#include "host/iso.h"
#include "host/transport_pcsc.h"

uint64_t clock_ms(void)
{
    struct timespec now = { 0, 0 };

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

const char *inkan_version(void)
{
    return INKAN_VERSION;
}

enum inkan_rc inkan_open(const struct inkan_options *options,
                         struct inkan **out)
{
    static const struct inkan_options defaults;
    struct inkan *ink;
    enum inkan_rc rc = INKAN_OK;

    if (out == NULL)
        return INKAN_ARG;
    if (options == NULL)
        options = &defaults;
    ink = calloc(1, sizeof(*ink));
    if (ink == NULL)
        return INKAN_NOMEM;
    ink->deadline_ms = options->deadline_ms != 0 ? options->deadline_ms
                                                 : INKAN_DEADLINE_DEFAULT_MS;
    ink->trace = options->trace;
    ink->trace_user = options->trace_user;
    ink->flags = options->flags;
    ink->pid = getpid();
    if (!digest_init())
        rc = INKAN_NOMEM;
    else if (options->transport != NULL)
        ink->transport = *options->transport;
    else
        rc = transport_pcsc(&ink->transport);
    if (rc != INKAN_OK) {
        free(ink);
        return rc;
    }
    *out = ink;
    return INKAN_OK;
}

void inkan_close(struct inkan *ink)
{
    if (ink == NULL)
        return;
    if (ink->transport.destroy != NULL)
        ink->transport.destroy(ink->transport.self);
    free(ink);
}

static void remember_atr(struct inkan_card *card, const char *reader)
{
    struct inkan_reader readers[INKAN_READERS_MAX];
    const struct inkan_transport *tp = &card->ink->transport;
    size_t count = 0;

    if (tp->list(tp->self, readers, INKAN_READERS_MAX, &count) != INKAN_OK)
        return;
    for (size_t i = 0; i < count && i < INKAN_READERS_MAX; i++) {
        if (strcmp(readers[i].name, reader) == 0 &&
            readers[i].atr_len <= sizeof(card->atr)) {
            card->atr_len = readers[i].atr_len;
            memcpy(card->atr, readers[i].atr, card->atr_len);
        }
    }
}

enum inkan_rc inkan_card_open(struct inkan *ink, const char *reader,
                              struct inkan_card **out)
{
    struct inkan_card *card;
    enum inkan_rc rc;

    if (ink == NULL || reader == NULL || out == NULL)
        return INKAN_ARG;
    if (ink->pid != getpid())
        return INKAN_REMOVED;
    card = calloc(1, sizeof(*card));
    if (card == NULL)
        return INKAN_NOMEM;
    card->ink = ink;
    card->err.pin = INKAN_PIN_NONE;
    card->err.tries = -1;
    card->resp = malloc(CARD_RESP_CAP);
    if (card->resp == NULL)
        rc = INKAN_NOMEM;
    else if (getrandom(card->wrong_key, WRONG_LEN, 0) != WRONG_LEN)
        rc = INKAN_NOMEM;
    else
        rc = ink->transport.connect(ink->transport.self, reader,
                                    ink->deadline_ms, &card->conn);
    if (rc != INKAN_OK) {
        free(card->resp);
        free(card);
        return rc;
    }
    remember_atr(card, reader);
    *out = card;
    return INKAN_OK;
}

void inkan_card_close(struct inkan_card *card)
{
    if (card == NULL)
        return;
    card->ink->transport.disconnect(card->conn, INKAN_LEAVE_CARD);
    wipe(card->resp, card->resp_high); /* nothing, after card_end */
    free(card->resp);
    wipe(card, sizeof(*card));
    free(card);
}

struct inkan_card_error inkan_card_error(const struct inkan_card *card)
{
    static const struct inkan_card_error none = { .rc = INKAN_ARG,
                                                  .pin = INKAN_PIN_NONE,
                                                  .tries = -1 };

    return card != NULL ? card->err : none;
}

static void clear_error(struct inkan_card *card)
{
    card->err = (struct inkan_card_error){ .rc = INKAN_OK,
                                           .pin = INKAN_PIN_NONE,
                                           .tries = -1 };
}

enum inkan_rc card_fail(struct inkan_card *card, enum inkan_rc rc)
{
    const struct inkan_transport *tp = &card->ink->transport;

    card->err.rc = rc;
    if (tp->native_code != NULL && card->ink->pid == getpid())
        card->err.pcsc = tp->native_code(card->conn);
    /* The card is gone, or pcscd and with it our hold on the card. */
    if (rc == INKAN_REMOVED || rc == INKAN_NO_SERVICE)
        card->dead = rc;
    return rc;
}

enum inkan_rc inkan_card_alive(struct inkan_card *card)
{
    const struct inkan_transport *tp;
    enum inkan_rc rc;

    if (card == NULL)
        return INKAN_ARG;
    tp = &card->ink->transport;
    clear_error(card);
    if (card->dead != INKAN_OK)
        return card_fail(card, card->dead);
    if (card->ink->pid != getpid())
        return card_fail(card, INKAN_REMOVED);
    rc = tp->alive(card->conn);
    return rc == INKAN_OK ? rc : card_fail(card, rc);
}

enum inkan_rc card_begin(struct inkan_card *card)
{
    const struct inkan_transport *tp = &card->ink->transport;
    enum inkan_rc rc;

    clear_error(card);
    if (card->dead != INKAN_OK)
        return card_fail(card, card->dead);
    if (card->ink->pid != getpid())
        return card_fail(card, INKAN_REMOVED);
    card->end_ms = clock_ms() + card->ink->deadline_ms;
    card->app = -1;
    card->verify_sent = false;
    card->link_failed = false;
    rc = tp->begin(card->conn, card->ink->deadline_ms);
    if (rc != INKAN_OK && rc != INKAN_RESET)
        return card_fail(card, rc);
    if (rc == INKAN_RESET && !card->own_reset)
        card->was_reset = true;
    card->own_reset = false;
    return INKAN_OK;
}

/* The drop: SELECT of another application clears the verified state. That is
 * known from one source (card-spec.md 4.2), so it is assumed. Where it cannot
 * be had - a phone has no other application, the link failed - the card is
 * powered off, which is certain. */
static enum inkan_leave how_to_leave(struct inkan_card *card)
{
    if (!card->verify_sent)
        return INKAN_LEAVE_CARD;
    if (!card->link_failed && iso_drop(card) == INKAN_OK)
        return INKAN_LEAVE_CARD;
    return INKAN_LEAVE_POWER_OFF;
}

enum inkan_rc card_end(struct inkan_card *card, enum inkan_rc rc)
{
    const struct inkan_transport *tp = &card->ink->transport;
    struct inkan_card_error detail = card->err;
    enum inkan_leave how = how_to_leave(card);
    enum inkan_rc ended = tp->end(card->conn, how);

    /* A drop by power-off makes the next begin tell RESET. That is our own
     * doing in this same insertion, and no reason to doubt the card; a swap
     * is told by the transport (REMOVED). */
    card->own_reset = how == INKAN_LEAVE_POWER_OFF && ended == INKAN_OK;
    if (rc == INKAN_OK) {
        clear_error(card); /* of what was got over on the way */
    } else {
        card->err = detail;
        card->err.rc = rc;
    }
    wipe(card->resp, card->resp_high);
    card->resp_high = 0;
    if (ended == INKAN_OK)
        return rc;
    /* The work was done and only its end failed: a removal then is nothing
     * to lose a signature for, but the handle is dead. */
    if (ended == INKAN_REMOVED || ended == INKAN_NO_SERVICE)
        card->dead = ended;
    if (rc == INKAN_OK && how == INKAN_LEAVE_POWER_OFF &&
        ended != INKAN_REMOVED)
        return card_fail(card, ended);
    return rc;
}

enum inkan_rc card_identify(struct inkan_card *card, struct span der)
{
    uint8_t hash[32];

    if (!digest_sha256(der, hash))
        return card_fail(card, INKAN_NOMEM);
    if (card->has_identity && memcmp(hash, card->identity, sizeof(hash)) != 0)
        return card_fail(card, INKAN_REMOVED);
    memcpy(card->identity, hash, sizeof(hash));
    card->has_identity = true;
    card->was_reset = false;
    return INKAN_OK;
}
