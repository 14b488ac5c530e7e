/* SPDX-License-Identifier: Apache-2.0
 *
 * The test citizen of persona.h as a card image in a temporary folder.
 */
#ifndef INKAN_TESTS_SUPPORT_PERSONA_IMAGE_H
#define INKAN_TESTS_SUPPORT_PERSONA_IMAGE_H

#include "card/port/posix/image.h"

/* A new folder of mode 0700; ends the test program when there is none. */
struct persona_folder {
    char path[64];
};

void persona_folder_make(struct persona_folder *folder);
/* Removes the folder and the files in it. */
void persona_folder_remove(const struct persona_folder *folder);

/* Writes folder/name and gives its path in out (128 bytes). */
void persona_image_write(const struct persona_folder *folder, const char *name,
                         const struct card_config *config, char out[128]);

#endif
