/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes the test citizen of the vectors as a card image, to be plugged into
 * a reader.
 *
 * usage: make_test_card test|test-phone FILE
 */
#include "tests/support/persona.h"
#include "tests/support/persona_image.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    struct card_config config = persona_config;
    struct persona_folder folder;
    char made[128];
    int failed;

    if (argc != 3) {
        fprintf(stderr, "usage: make_test_card test|test-phone FILE\n");
        return 2;
    }
    config.on = strcmp(argv[1], "test-phone") == 0 ? ON_PHONE : ON_CARD;
    persona_folder_make(&folder);
    persona_image_write(&folder, "card", &config, made);
    failed = rename(made, argv[2]);
    if (failed)
        perror(argv[2]);
    persona_folder_remove(&folder);
    return failed != 0;
}
