/* SPDX-License-Identifier: Apache-2.0
 *
 * Secrets come in here and nowhere else: from a descriptor, a file that
 * nobody else may read, or the terminal without echo; never from an argument
 * or the environment. They lie in one locked page that is never dumped, and
 * no buffered stream ever holds them.
 */
#include "tools/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "tools/cleanup.h"
#include "tools/private.h"

static struct secret_page *page_of(struct tool_private *priv)
{
    void *page;

    if (priv->page != NULL)
        return priv->page;
    page = mmap(NULL, sizeof(*priv->page), PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return NULL;
    /* Best effort: without the right to lock memory a PIN typed by hand may
     * reach the swap, as in any program. */
    (void)mlock(page, sizeof(*priv->page));
    (void)madvise(page, sizeof(*priv->page), MADV_DONTDUMP);
    (void)madvise(page, sizeof(*priv->page), MADV_WIPEONFORK);
    priv->page = page;
    return page;
}

/* A free slot of SECRET_MAX bytes; NULL: no memory, or a command asks for
 * more than SECRET_COUNT. */
static uint8_t *slot_of(struct tool_private *priv)
{
    struct secret_page *page = page_of(priv);

    if (page == NULL || page->used == SECRET_COUNT)
        return NULL;
    return page->value[page->used++];
}

void tool_secrets_wipe(struct tool *t)
{
    struct secret_page *page = t->priv->page;

    busy_end(&t->priv->busy); /* what needed the secret is over */
    if (page == NULL)
        return;
    explicit_bzero(page, sizeof(*page));
    munmap(page, sizeof(*page));
    t->priv->page = NULL;
}

/* Reads one line byte by byte, so that a second secret may follow on the same
 * descriptor. -1: error; a line that does not fit gives SECRET_MAX. */
static ssize_t read_line(int fd, uint8_t *out)
{
    size_t len = 0;

    for (;;) {
        uint8_t c = 0;
        ssize_t n = read(fd, &c, 1);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0 || c == '\n')
            break;
        if (len < SECRET_MAX)
            out[len++] = c;
        explicit_bzero(&c, sizeof(c));
    }
    if (len > 0 && len < SECRET_MAX && out[len - 1] == '\r')
        len--;
    return (ssize_t)len;
}

/* The same without echo where fd is a terminal. */
static ssize_t read_quietly(int fd, uint8_t *out)
{
    struct termios saved, quiet;
    ssize_t n;

    if (tcgetattr(fd, &saved) != 0)
        return read_line(fd, out);
    quiet = saved;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    quiet.c_lflag |= ICANON | ISIG;
    cleanup_set_terminal(fd, &saved);
    tcsetattr(fd, TCSAFLUSH, &quiet);
    n = read_line(fd, out);
    tcsetattr(fd, TCSAFLUSH, &saved);
    cleanup_set_terminal(fd, NULL);
    return n;
}

static int read_from_fd(struct tool *t, int fd, const char *label, uint8_t *out,
                        size_t *out_len)
{
    struct stat st;
    ssize_t n;

    if (fstat(fd, &st) != 0)
        return tool_io_error(t, label, _("cannot read"));
    if (S_ISREG(st.st_mode) && (st.st_mode & (S_IRGRP | S_IROTH)) != 0)
        return tool_error(t, TOOL_REFUSED, "secret-readable",
                          _("%s: others may read this file; not used (chmod "
                            "600)"),
                          label);
    n = read_quietly(fd, out);
    if (n < 0)
        return tool_io_error(t, label, _("cannot read"));
    *out_len = (size_t)n;
    return TOOL_OK;
}

static int read_source(struct tool *t, const struct tool_source *source,
                       uint8_t *out, size_t *out_len)
{
    int fd, exit;

    tool_watch(t, 0); /* a person may be at the other end, and takes time */
    if (source->fd >= 0) {
        char label[48];

        snprintf(label, sizeof(label), _("descriptor %ld"), source->fd);
        return read_from_fd(t, (int)source->fd, label, out, out_len);
    }
    if (strcmp(source->file, "-") == 0)
        return read_from_fd(t, STDIN_FILENO, "stdin", out, out_len);
    fd = open(source->file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return tool_io_error(t, source->file, _("cannot read"));
    exit = read_from_fd(t, fd, source->file, out, out_len);
    close(fd);
    return exit;
}

/* Asks on the terminal itself, whatever stdin and stdout are. */
static int prompt(struct tool *t, const char *question, uint8_t *out,
                  size_t *out_len)
{
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    ssize_t n;

    tool_watch(t, 0); /* a person takes the time that it takes */
    if (fd < 0)
        return tool_error(t, TOOL_USAGE, "no-secret",
                          _("a PIN is needed and there is no terminal to ask "
                            "on: give --pin-fd or --pin-file (number B: "
                            "--number-b-fd or --number-b-file)"));
    dprintf(fd, "%s", question);
    n = read_quietly(fd, out);
    dprintf(fd, "\n");
    close(fd);
    if (n < 0)
        return tool_io_error(t, "/dev/tty", _("cannot read"));
    *out_len = (size_t)n;
    return TOOL_OK;
}

/* Before a person types: is the PIN blocked, or at its last try? */
static int ask_tries(struct tool *t, struct inkan_card *card,
                     enum inkan_pin pin, int *out_tries)
{
    enum inkan_rc rc;

    *out_tries = -1;
    if (card == NULL)
        return TOOL_OK;
    tool_watch(t, 1);
    rc = inkan_pin_tries(card, pin, out_tries);
    if (rc != INKAN_OK)
        return tool_fail(t, rc);
    if (*out_tries == 0)
        return tool_fail_pin(t, INKAN_PIN_BLOCKED, pin, 0);
    if (*out_tries == 1 && !t->last_try)
        return tool_fail_pin(t, INKAN_LAST_TRY, pin, 1);
    return TOOL_OK;
}

static int prompt_secret(struct tool *t, struct inkan_card *card,
                         enum inkan_pin pin, uint8_t *out, size_t *out_len)
{
    char question[160];
    int tries = -1;
    int exit = ask_tries(t, card, pin, &tries);

    if (exit != TOOL_OK)
        return exit;
    if (tries >= 0)
        snprintf(question, sizeof(question),
                 P_("%s (%d try left): ", "%s (%d tries left): ",
                    (unsigned long)tries),
                 tool_pin_name(t, pin), tries);
    else
        snprintf(question, sizeof(question), "%s: ", tool_pin_name(t, pin));
    return prompt(t, question, out, out_len);
}

static bool is_given(const struct tool_source *source)
{
    return source->fd >= 0 || source->file != NULL;
}

static const struct tool_source *source_of(const struct tool *t,
                                           enum inkan_pin pin)
{
    if (pin == INKAN_PIN_NUMBER_B)
        return &t->number_b;
    if (pin == INKAN_PIN_SIGN && is_given(&t->sign_pin))
        return &t->sign_pin;
    return &t->pin;
}

/* A PIN of impossible form never reaches the card. */
static int check_form(struct tool *t, const struct inkan_secret *secret)
{
    const struct inkan_pin_facts *facts = inkan_pin_facts(secret->pin);

    if (inkan_pin_form(secret->pin, secret->value, secret->len) == INKAN_OK)
        return TOOL_OK;
    if (facts->digits_only)
        return tool_pin_error(t, secret->pin, TOOL_REFUSED, "pin-format",
                              _("it has %d digits; nothing was sent, no try is "
                                "lost"),
                              facts->max_len);
    return tool_pin_error(t, secret->pin, TOOL_REFUSED, "pin-format",
                          _("it has %d to %d letters and digits; nothing was "
                            "sent, no try is lost"),
                          facts->min_len, facts->max_len);
}

int tool_secret(struct tool *t, struct inkan_card *card, enum inkan_pin pin,
                struct inkan_secret *out)
{
    const struct tool_source *source = source_of(t, pin);
    uint8_t *slot = slot_of(t->priv);
    size_t len = 0;
    int exit;

    *out = (struct inkan_secret){ .pin = pin, .value = slot };
    if (slot == NULL)
        return tool_fail(t, INKAN_NOMEM);
    if (t->last_try)
        out->flags |= INKAN_ALLOW_LAST_TRY;
    if (is_given(source)) {
        exit = read_source(t, source, slot, &len);
    } else if (card != NULL && inkan_has_pinpad(card)) {
        out->flags |= INKAN_USE_PINPAD;
        tool_note(t, _("enter the %s on the reader"), tool_pin_name(t, pin));
        return TOOL_OK;
    } else {
        exit = prompt_secret(t, card, pin, slot, &len);
    }
    if (exit != TOOL_OK)
        return exit;
    out->len = len;
    return check_form(t, out);
}

/* The same value a second time. */
static int prompt_again(struct tool *t, const struct inkan_secret *first)
{
    uint8_t *slot = slot_of(t->priv);
    size_t len = 0;
    int exit;

    if (slot == NULL)
        return tool_fail(t, INKAN_NOMEM);
    exit = prompt(t, _("the new PIN again: "), slot, &len);
    if (exit != TOOL_OK)
        return exit;
    if (len != first->len || memcmp(slot, first->value, len) != 0)
        return tool_pin_error(t, first->pin, TOOL_REFUSED, "pin-mismatch",
                              _("the two new PINs differ; nothing was "
                                "changed"));
    return TOOL_OK;
}

int tool_new_secret(struct tool *t, enum inkan_pin pin,
                    struct inkan_secret *out)
{
    bool given = is_given(&t->new_pin);
    uint8_t *slot = slot_of(t->priv);
    int exit;

    *out = (struct inkan_secret){ .pin = pin, .value = slot };
    if (slot == NULL)
        return tool_fail(t, INKAN_NOMEM);
    if (given)
        exit = read_source(t, &t->new_pin, slot, &out->len);
    else
        exit = prompt(t, _("new PIN: "), slot, &out->len);
    if (exit == TOOL_OK)
        exit = check_form(t, out);
    if (exit == TOOL_OK && !given)
        exit = prompt_again(t, out);
    return exit;
}

int tool_by(struct tool *t, const char *by, enum inkan_pin fallback,
            enum inkan_pin *out)
{
    *out = fallback;
    if (by == NULL)
        return TOOL_OK;
    if (strcmp(by, "text-pin") == 0)
        *out = INKAN_PIN_TEXT;
    else if (strcmp(by, "number-b") == 0)
        *out = INKAN_PIN_NUMBER_B;
    else
        return tool_error(t, TOOL_USAGE, "usage",
                          _("--by wants text-pin or number-b"));
    return TOOL_OK;
}
