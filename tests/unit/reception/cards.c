/* SPDX-License-Identifier: Apache-2.0
 *
 * Cards of the build folder on a desk in this process.
 */
#include "tests/unit/reception/cards.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct inkan_time cards_today = { 2026, 4, 1, 3, 0, 0 };

static uint8_t *read_file(const char *folder, const char *name, size_t *len)
{
    char path[1024];
    uint8_t *data = malloc(1 << 20);
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL || data == NULL)
        fail_msg("%s cannot be read", path);
    *len = fread(data, 1, 1 << 20, file);
    fclose(file);
    return data;
}

static void load_trust(struct cards *cards)
{
    static const char *const files[] = { "auth-ca.pem", "sign-ca.pem",
                                         "card.cv", "text.cv", "visual.cv" };

    assert_int_equal(inkan_trust_new(&cards->trust), INKAN_OK);
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        size_t len = 0;
        uint8_t *data = read_file(getenv("RECEPTION_TRUST"), files[i], &len);

        assert_int_equal(inkan_trust_add(cards->trust, data, len), INKAN_OK);
        free(data);
    }
}

static void copy_image(struct cards *cards, const char *name)
{
    char file[80];
    size_t len = 0;
    uint8_t *data;
    int fd;

    snprintf(file, sizeof(file), "%s.card", name);
    data = read_file(getenv("RECEPTION_CARDS"), file, &len);
    strcpy(cards->image, "/tmp/reception-card-XXXXXX");
    fd = mkstemp(cards->image);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, data, len), (ssize_t)len);
    close(fd);
    free(data);
}

void cards_begin(struct cards *cards, const char *name)
{
    struct inkan_options options = { .transport = &cards->transport };
    struct posix_card *card = NULL;

    memset(cards, 0, sizeof(*cards));
    copy_image(cards, name);
    assert_int_equal(posix_card_open(cards->image, &card), IMAGE_OK);
    desk_init(&cards->desk);
    desk_plug_reader(&cards->desk, 0, CARDS_READER);
    desk_insert(&cards->desk, 0, card);
    cards->transport = desk_transport(&cards->desk);
    assert_int_equal(inkan_open(&options, &cards->ink), INKAN_OK);
    load_trust(cards);
    memcpy(cards->pin, "1234", 4);
    cards->secret = (struct inkan_secret){ INKAN_PIN_TEXT, cards->pin, 4, 0 };
}

void cards_end(struct cards *cards)
{
    inkan_close(cards->ink);
    inkan_trust_free(cards->trust);
    desk_free(&cards->desk);
    unlink(cards->image);
}

static enum inkan_rc give_secret(void *self, struct inkan_card *card,
                                 struct inkan_secret *out)
{
    (void)card;
    *out = ((struct cards *)self)->secret;
    return INKAN_OK;
}

static void take_back(void *self)
{
    (void)self;
}

enum inkan_rc cards_read(struct cards *cards, struct reading *out)
{
    const struct reading_options options = { .trust = cards->trust,
                                             .now = cards_today,
                                             .self = cards,
                                             .secret = give_secret,
                                             .done = take_back };

    return reading_card(cards->ink, CARDS_READER, &options, out);
}
