/* SPDX-License-Identifier: Apache-2.0
 *
 * Issues the test citizen through the writing half of image.h. Any failure
 * ends the program: no test can go on without its card.
 */
#include "tests/support/persona_image.h"
#include "tests/support/persona.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void must(bool done, const char *what)
{
    if (done)
        return;
    perror(what);
    abort();
}

void persona_folder_make(struct persona_folder *folder)
{
    const char *base = getenv("TMPDIR");
    int n = snprintf(folder->path, sizeof(folder->path), "%s/inkan-XXXXXX",
                     base != NULL ? base : P_tmpdir);

    must(n > 0 && (size_t)n < sizeof(folder->path), "TMPDIR");
    must(mkdtemp(folder->path) != NULL, "mkdtemp");
}

void persona_folder_remove(const struct persona_folder *folder)
{
    DIR *dir = opendir(folder->path);
    struct dirent *entry;

    must(dir != NULL, "opendir");
    while ((entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.')
            must(unlinkat(dirfd(dir), entry->d_name, 0) == 0, "unlink");
    }
    closedir(dir);
    must(rmdir(folder->path) == 0, "rmdir");
}

static void put_files(struct image *img)
{
    for (size_t i = 0; i < persona_file_count; i++) {
        const struct persona_file *file = &persona_files[i];
        uint8_t *content = malloc(file->len);

        must(content != NULL, "malloc");
        persona_expand(file, content);
        must(image_put_file(img, file->app, file->fid,
                            span_of(content, file->len)) == IMAGE_OK,
             "image_put_file");
        free(content);
    }
}

static void put_secrets(struct image *img)
{
    for (unsigned key = 0; key < KEY_COUNT; key++)
        must(image_put_key(img, (enum key_id)key, persona_keys[key]) ==
                 IMAGE_OK,
             "image_put_key");
    for (size_t i = 0; i < persona_pin_count; i++) {
        const struct persona_pin *row = &persona_pins[i];

        must(image_put_pin(img, row->pin,
                           span_of(row->value, strlen(row->value)),
                           layout_pins[row->pin].tries) == IMAGE_OK,
             "image_put_pin");
    }
}

void persona_image_write(const struct persona_folder *folder, const char *name,
                         const struct card_config *config, char out[128])
{
    struct image *img = image_new();
    int n = snprintf(out, 128, "%s/%s", folder->path, name);

    must(img != NULL && n > 0 && n < 128, "image_new");
    put_files(img);
    put_secrets(img);
    image_set_config(img, config);
    must(image_write(img, out) == IMAGE_OK, "image_write");
    image_free(img);
}
