/* SPDX-License-Identifier: Apache-2.0
 *
 * Documents to digests, and the names of their signatures. Reaches for no
 * card and sees no PIN.
 */
#include "tools/sign_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <inkan/cms.h>

enum { BLOCK_LEN = 65536 };

/* What begins like signed attributes is held whole to be looked at. */
#define SET_OF_TAG      0x31
#define SUSPECT_LEN_MAX ((size_t)256 * 1024 * 1024)

static char *default_output(const char *input, const struct sign_naming *naming)
{
    const char *slash = strrchr(input, '/');
    const char *base = slash != NULL ? slash + 1 : input;
    char *name = NULL;
    int n;

    if (strcmp(input, "-") == 0)
        return strdup("-");
    if (naming->folder != NULL)
        n = asprintf(&name, "%s/%s%s", naming->folder, base, naming->suffix);
    else
        n = asprintf(&name, "%s%s", input, naming->suffix);
    return n < 0 ? NULL : name;
}

/* An output must not be another's, nor one of the documents. */
static int check_output(struct tool *t, const struct sign_files *files,
                        size_t index)
{
    const char *output = files->items[index].output;

    for (size_t i = 0; i < files->count; i++) {
        const struct sign_file *other = &files->items[i];

        if (strcmp(output, "-") != 0 && strcmp(output, other->input) == 0)
            return tool_error(t, TOOL_USAGE, "usage",
                              _("%s: would overwrite a document"), output);
        if (i < index && strcmp(output, other->output) == 0)
            return tool_error(t, TOOL_USAGE, "usage",
                              _("%s: two signatures would go there"), output);
    }
    return tool_output_probe(t, output);
}

int sign_files_plan(struct tool *t, const char *const *inputs,
                    const struct sign_naming *naming, struct sign_files *out)
{
    const struct tool_list *outputs = naming->outputs;
    size_t count = 0;

    while (inputs[count] != NULL)
        count++;
    if (outputs->count != 0 && outputs->count != count)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("give -o once for each document, or never"));
    out->items = calloc(count, sizeof(*out->items));
    if (out->items == NULL)
        return tool_fail(t, INKAN_NOMEM);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        struct sign_file *file = &out->items[i];

        file->input = inputs[i];
        file->output = outputs->count != 0 ? strdup(outputs->items[i])
                                           : default_output(inputs[i], naming);
        if (file->output == NULL)
            return tool_fail(t, INKAN_NOMEM);
    }
    for (size_t i = 0; i < count; i++) {
        int exit = check_output(t, out, i);

        if (exit != TOOL_OK)
            return exit;
    }
    return TOOL_OK;
}

static int refuse_attributes(struct tool *t, const char *input)
{
    return tool_error(t, TOOL_REFUSED, "signed-attributes",
                      _("%s: refused: these are the signed attributes of a "
                        "CMS; a raw signature over them would sign another "
                        "document"),
                      input);
}

/* Hashes what is in memory whole. */
static int hash_whole(struct tool *t, struct sign_file *file,
                      enum inkan_hash hash, const uint8_t *data, size_t len)
{
    if (inkan_is_signed_attributes(data, len))
        return refuse_attributes(t, file->input);
    return tool_fail(
        t, inkan_digest(hash, data, len, file->digest, &file->digest_len));
}

/* A document that begins like signed attributes: the rest of it is read, then
 * it is looked at. head is its first part. */
static int hash_suspect(struct tool *t, struct sign_file *file,
                        enum inkan_hash hash, int fd, const uint8_t *head,
                        size_t head_len)
{
    size_t cap = BLOCK_LEN * 4, len = head_len;
    uint8_t *data = malloc(cap);
    int exit = data != NULL ? TOOL_OK : tool_fail(t, INKAN_NOMEM);
    ssize_t n = 1;

    if (data != NULL)
        memcpy(data, head, head_len);
    while (exit == TOOL_OK && n > 0) {
        if (len == cap) {
            uint8_t *bigger = realloc(data, cap * 2);

            if (bigger == NULL || cap >= SUSPECT_LEN_MAX) {
                data = bigger != NULL ? bigger : data;
                exit = tool_fail(t, INKAN_TOO_BIG);
                break;
            }
            data = bigger;
            cap *= 2;
        }
        n = read(fd, data + len, cap - len);
        if (n > 0)
            len += (size_t)n;
        else if (n < 0)
            exit = tool_io_error(t, file->input, _("cannot read"));
    }
    if (exit == TOOL_OK)
        exit = hash_whole(t, file, hash, data, len);
    free(data);
    return exit;
}

/* The rest of an ordinary document, block by block. */
static int hash_rest(struct tool *t, struct sign_file *file,
                     enum inkan_hash hash, int fd, uint8_t *block,
                     size_t head_len)
{
    struct inkan_hasher *hasher = NULL;
    enum inkan_rc rc = inkan_hasher_new(hash, &hasher);
    ssize_t n = (ssize_t)head_len;
    int exit = TOOL_OK;

    while (rc == INKAN_OK && n > 0) {
        rc = inkan_hasher_update(hasher, block, (size_t)n);
        n = read(fd, block, BLOCK_LEN);
    }
    if (n < 0)
        exit = tool_io_error(t, file->input, _("cannot read"));
    else if (rc == INKAN_OK)
        rc = inkan_hasher_finish(hasher, file->digest, &file->digest_len);
    inkan_hasher_free(hasher);
    return exit != TOOL_OK ? exit : tool_fail(t, rc);
}

static int hash_fd(struct tool *t, struct sign_file *file, enum inkan_hash hash,
                   bool raw, int fd)
{
    uint8_t *block = malloc(BLOCK_LEN);
    ssize_t n;
    int exit;

    if (block == NULL)
        return tool_fail(t, INKAN_NOMEM);
    n = read(fd, block, BLOCK_LEN);
    if (n < 0)
        exit = tool_io_error(t, file->input, _("cannot read"));
    else if (raw && n > 0 && block[0] == SET_OF_TAG)
        exit = hash_suspect(t, file, hash, fd, block, (size_t)n);
    else
        exit = hash_rest(t, file, hash, fd, block, (size_t)n);
    free(block);
    return exit;
}

int sign_files_hash(struct tool *t, struct sign_files *files,
                    enum inkan_hash hash, bool raw)
{
    for (size_t i = 0; i < files->count; i++) {
        struct sign_file *file = &files->items[i];
        bool is_stdin = strcmp(file->input, "-") == 0;
        int fd =
            is_stdin ? STDIN_FILENO : open(file->input, O_RDONLY | O_CLOEXEC);
        int exit;

        if (fd < 0)
            return tool_io_error(t, file->input, _("cannot read"));
        exit = hash_fd(t, file, hash, raw, fd);
        if (!is_stdin)
            close(fd);
        if (exit != TOOL_OK)
            return exit;
    }
    return TOOL_OK;
}

void sign_files_free(struct sign_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->items[i].output);
    free(files->items);
    *files = (struct sign_files){ NULL, 0 };
}
