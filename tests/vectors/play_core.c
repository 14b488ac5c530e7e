/* SPDX-License-Identifier: Apache-2.0
 *
 * Plays `.apdu` files against the card in this process, with real
 * cryptography: one line of TAP per file.
 *
 * usage: play_core FILE.apdu...
 */
#include "tests/support/hex.h"
#include "tests/support/persona.h"
#include "tests/support/persona_image.h"
#include "tests/support/player.h"
#include "tests/vectors/read_text.h"

#include <stdio.h>
#include <stdlib.h>

struct core {
    struct persona_folder folder;
    struct posix_card *pc;
    unsigned issued;
};

static bool core_persona(void *ctx, struct span name)
{
    struct core *core = ctx;
    struct card_config config = persona_config;
    char file[32];
    char path[128];

    if (span_equal(name, span_of("test-phone", 10)))
        config.on = ON_PHONE;
    else if (!span_equal(name, span_of("test", 4)))
        return false;
    posix_card_close(core->pc);
    snprintf(file, sizeof(file), "%u.card", core->issued++);
    persona_image_write(&core->folder, file, &config, path);
    return posix_card_open(path, &core->pc) == IMAGE_OK;
}

static size_t core_transmit(void *ctx, uint8_t *cmd, size_t cmd_len,
                            uint8_t *out, size_t cap)
{
    struct core *core = ctx;

    return core->pc == NULL
               ? 0
               : posix_card_transmit(core->pc, cmd, cmd_len, out, cap);
}

static void core_reset(void *ctx, bool warm)
{
    struct core *core = ctx;

    if (core->pc != NULL)
        posix_card_reset(core->pc, warm);
}

static void explain(const struct player *player)
{
    static char hex[2 * APDU_ANSWER_MAX + 1];

    hex_print(span_of(player->answer, player->answer_len), hex);
    printf("# line %u: %s; got %.600s\n", player->line, player->wrong, hex);
}

static bool play(struct player *player, const char *path)
{
    struct core core = { .pc = NULL };
    struct player_target target = { &core, core_persona, core_transmit,
                                    core_reset };
    size_t len = 0;
    char *text = read_text(path, &len);
    bool good;

    if (text == NULL) {
        player->wrong = "the file cannot be read";
        return false;
    }
    persona_folder_make(&core.folder);
    good = player_run(player, &target, text, len);
    posix_card_close(core.pc);
    persona_folder_remove(&core.folder);
    free(text);
    return good;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

int main(int argc, char **argv)
{
    struct player *player = calloc(1, sizeof(*player));
    int failed = 0;

    if (player == NULL)
        return 1;
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        bool good = play(player, argv[i]);

        printf("%s %d - %s, %u exchanges\n", good ? "ok" : "not ok", i,
               base_name(argv[i]), player->exchanges);
        if (!good)
            explain(player);
        failed += !good;
    }
    free(player);
    return failed != 0;
}
