/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan face`: the card face with its pictures. Opened by number B, so that
 * nobody has to reveal My Number to show a photo.
 */
#include "tools/commands.h"
#include "tools/picture.h"
#include "tools/tool.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <inkan/face.h>

struct args {
    const char *by, *photo, *name, *address, *code;
    bool png;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "by", 0, OPT_TEXT, offsetof(struct args, by), "number-b",
      N_("what opens the face (number-b, the only way)") },
    { "output", 'o', OPT_TEXT, offsetof(struct args, photo), N_("FILE"),
      N_("write the photo to FILE, JPEG 2000 as on the card") },
    { "png", 0, OPT_FLAG, offsetof(struct args, png), NULL,
      N_("write the photo as PNG, too: FILE with the ending .png") },
    { "name", 0, OPT_TEXT, offsetof(struct args, name), N_("FILE"),
      N_("write the picture of the name to FILE (PNG)") },
    { "address", 0, OPT_TEXT, offsetof(struct args, address), N_("FILE"),
      N_("write the picture of the address to FILE (PNG)") },
    { "code", 0, OPT_TEXT, offsetof(struct args, code), N_("FILE"),
      N_("write the picture of the security code to FILE (PNG)") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("[OPTION...]"),
    .options = options,
    .takes = TOOL_TAKES_PIN | TOOL_TAKES_NUMBER_B,
};

/* FILE with its ending replaced by .png; NULL: no memory. */
static char *png_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash != NULL ? slash : path, '.');
    char *name = NULL;
    int len = dot != NULL ? (int)(dot - path) : (int)strlen(path);

    return asprintf(&name, "%.*s.png", len, path) < 0 ? NULL : name;
}

static int write_png(struct tool *t, const char *path, struct inkan_bytes jp2)
{
    uint8_t *png = NULL;
    size_t len = 0;
    int exit;

    if (!picture_png_of_jp2(jp2.ptr, jp2.len, &png, &len))
        return tool_error(t, TOOL_NOT_OUR_CARD, "malformed",
                          _("the photo on the card cannot be decoded"));
    exit = tool_write(t, path, png, len);
    explicit_bzero(png, len);
    free(png);
    return exit;
}

/* -o photo.jp2 --png makes photo.jp2 and photo.png; -o photo.png --png only
 * the latter; -o - --png a PNG on stdout. */
static int write_photo(struct tool *t, const struct args *args,
                       struct inkan_bytes jp2)
{
    bool to_stdout = strcmp(args->photo, "-") == 0;
    char *name = to_stdout ? strdup("-") : png_name(args->photo);
    int exit = TOOL_OK;

    if (name == NULL)
        return tool_fail(t, INKAN_NOMEM);
    if (!args->png || strcmp(name, args->photo) != 0)
        exit = tool_write(t, args->photo, jp2.ptr, jp2.len);
    if (exit == TOOL_OK && args->png)
        exit = write_png(t, name, jp2);
    free(name);
    return exit;
}

static int write_file(struct tool *t, const char *path,
                      struct inkan_bytes picture)
{
    if (path == NULL)
        return TOOL_OK;
    if (picture.len == 0)
        return tool_error(t, TOOL_NOT_OUR_CARD, "not-found",
                          _("%s: this card has no such picture"), path);
    return tool_write(t, path, picture.ptr, picture.len);
}

static int write_pictures(struct tool *t, const struct args *args,
                          const struct inkan_face *face)
{
    int exit = write_file(t, args->name, face->name_png);

    if (exit == TOOL_OK)
        exit = write_file(t, args->address, face->address_png);
    if (exit == TOOL_OK)
        exit = write_file(t, args->code, face->code_png);
    if (exit != TOOL_OK || args->photo == NULL)
        return exit;
    if (face->photo_jp2.len == 0)
        return write_file(t, args->photo, face->photo_jp2);
    return write_photo(t, args, face->photo_jp2);
}

static void set_picture(json_t *object, const char *key,
                        struct inkan_bytes picture)
{
    json_object_set_new(object, key,
                        picture.len > 0
                            ? tool_json_base64(picture.ptr, picture.len)
                            : json_null());
}

static int print_object(struct tool *t, const struct inkan_face *face)
{
    char birth[11], expiry[11];
    char sex[2] = { face->sex, '\0' };
    json_t *object;

    tool_date_text(face->birth, birth);
    tool_date_text(face->expiry, expiry);
    object = json_pack("{s:o, s:o, s:o}", "birth", tool_json_text(birth), "sex",
                       tool_json_text(sex), "expiry", tool_json_text(expiry));
    set_picture(object, "photo_jp2", face->photo_jp2);
    set_picture(object, "name_png", face->name_png);
    set_picture(object, "address_png", face->address_png);
    set_picture(object, "code_png", face->code_png);
    return tool_print_json(t, object);
}

static int print_lines(struct tool *t, const struct inkan_face *face)
{
    char date[11];

    tool_date_text(face->birth, date);
    printf("%s: ", _("Birth date"));
    tool_put_text(stdout, date);
    printf("\n%s: %s\n", _("Sex"), tool_sex_text(face->sex));
    tool_date_text(face->expiry, date);
    printf("%s: ", _("Card expires"));
    tool_put_text(stdout, date);
    printf(" (%s)\n", _("covered by no signature"));
    printf(_("Pictures in bytes: photo %zu, name %zu, address %zu, security "
             "code %zu\n"),
           face->photo_jp2.len, face->name_png.len, face->address_png.len,
           face->code_png.len);
    return tool_finish_stdout(t);
}

/* Text and a picture cannot both go to stdout. */
static bool uses_stdout(const struct args *args)
{
    const char *const paths[] = { args->photo, args->name, args->address,
                                  args->code };

    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        if (paths[i] != NULL && strcmp(paths[i], "-") == 0)
            return true;
    }
    return false;
}

static int check_options(struct tool *t, const struct args *args)
{
    const char *const paths[] = { args->photo, args->name, args->address,
                                  args->code };
    int exit = TOOL_OK;

    if (args->by != NULL && strcmp(args->by, "number-b") != 0)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("the face is opened by number B only"));
    if (args->png && args->photo == NULL)
        return tool_error(t, TOOL_USAGE, "usage", _("--png needs -o FILE"));
    if (t->json && uses_stdout(args))
        return tool_error(t, TOOL_USAGE, "usage",
                          _("--json and a picture cannot both go to stdout"));
    for (size_t i = 0; i < ARRAY_LEN(paths) && exit == TOOL_OK; i++) {
        if (paths[i] != NULL)
            exit = tool_output_probe(t, paths[i]);
    }
    return exit;
}

static int show(struct tool *t, const struct args *args,
                const struct inkan_face *face)
{
    int exit = write_pictures(t, args, face);

    if (exit != TOOL_OK)
        return exit;
    if (t->json)
        return print_object(t, face);
    return uses_stdout(args) ? TOOL_OK : print_lines(t, face);
}

int run_face(struct tool *t, int argc, char **argv)
{
    struct args args = { .by = NULL };
    struct inkan_face face = { .record = NULL };
    struct inkan_card *card = NULL;
    struct inkan_secret secret;
    enum inkan_rc rc;
    int exit = tool_parse(t, &syntax, &args, argc, argv, NULL);

    if (exit != TOOL_OK || t->help)
        return exit;
    exit = check_options(t, &args);
    if (exit == TOOL_OK)
        exit = tool_open_card(t, &card);
    if (exit == TOOL_OK)
        exit = tool_secret(t, card, INKAN_PIN_NUMBER_B, &secret);
    if (exit != TOOL_OK)
        return exit;
    tool_watch(t, 1);
    rc = inkan_face_read(card, &secret, &face);
    tool_secrets_wipe(t);
    exit = rc == INKAN_OK ? show(t, &args, &face) : tool_fail(t, rc);
    inkan_face_clear(&face);
    return exit;
}
