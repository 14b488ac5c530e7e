/* SPDX-License-Identifier: Apache-2.0
 *
 * Text as the card face has it. Fonts are found through fontconfig, best
 * first IPAmj Mincho, which has the characters of Japanese registers and
 * their variants (IVS); FreeType draws them in black and white.
 */
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include <stdlib.h>
#include FT_FREETYPE_H

#include "tools/issue/picture.h"
#include "tools/issue/utf8.h"

#define FONT_BEST   "IPAmjMincho"
#define FONTS_TRIED 200
#define LINES_MAX   32
#define CELL_W      6
#define CELL_H      12

/* An open library with the fonts of this machine, best first. */
struct pen {
    FcConfig *config;
    FcFontSet *fonts;
    FT_Library library;
    FT_Face face;
    int face_index; /* of fonts; -1: none */
    unsigned size;
    struct problem *problem;
};

static bool pen_open(struct pen *pen, unsigned size, struct problem *problem)
{
    FcPattern *wish;
    FcResult result;

    *pen = (struct pen){ .face_index = -1, .size = size, .problem = problem };
    pen->config = FcInitLoadConfigAndFonts();
    wish = FcNameParse((const FcChar8 *)FONT_BEST ":lang=ja");
    if (pen->config != NULL && wish != NULL) {
        FcConfigSubstitute(pen->config, wish, FcMatchPattern);
        FcDefaultSubstitute(wish);
        pen->fonts = FcFontSort(pen->config, wish, FcFalse, NULL, &result);
    }
    if (wish != NULL)
        FcPatternDestroy(wish);
    if (pen->fonts == NULL || pen->fonts->nfont == 0)
        return problem_set(problem, EXIT_OTHER,
                           "no font is installed: fonts-ipamj-mincho has all "
                           "characters of names");
    return FT_Init_FreeType(&pen->library) == 0 || problem_nomem(problem);
}

static void pen_close(struct pen *pen)
{
    if (pen->face != NULL)
        FT_Done_Face(pen->face);
    if (pen->library != NULL)
        FT_Done_FreeType(pen->library);
    if (pen->fonts != NULL)
        FcFontSetDestroy(pen->fonts);
    if (pen->config != NULL)
        FcConfigDestroy(pen->config);
}

/* Makes the font at index the one to draw with. */
static bool pen_take_font(struct pen *pen, int index)
{
    FcChar8 *file;
    int in_file = 0;

    if (pen->face_index == index)
        return true;
    if (FcPatternGetString(pen->fonts->fonts[index], FC_FILE, 0, &file) !=
        FcResultMatch)
        return false;
    FcPatternGetInteger(pen->fonts->fonts[index], FC_INDEX, 0, &in_file);
    if (pen->face != NULL)
        FT_Done_Face(pen->face);
    pen->face = NULL;
    pen->face_index = -1;
    if (FT_New_Face(pen->library, (const char *)file, in_file & 0xFFFF,
                    &pen->face) != 0)
        return false;
    if (FT_Set_Pixel_Sizes(pen->face, 0, pen->size) != 0)
        return false;
    pen->face_index = index;
    return true;
}

/* Finds the glyph of a character, with its variation selector if the font
 * has that variant. 0: no font has it. */
static FT_UInt pen_glyph(struct pen *pen, uint32_t c, uint32_t selector)
{
    int tried =
        pen->fonts->nfont < FONTS_TRIED ? pen->fonts->nfont : FONTS_TRIED;

    for (int i = 0; i < tried; i++) {
        FcCharSet *chars;
        FT_UInt glyph = 0;

        if (FcPatternGetCharSet(pen->fonts->fonts[i], FC_CHARSET, 0, &chars) !=
                FcResultMatch ||
            !FcCharSetHasChar(chars, c) || !pen_take_font(pen, i))
            continue;
        if (selector != 0)
            glyph = FT_Face_GetCharVariantIndex(pen->face, c, selector);
        if (glyph == 0)
            glyph = FT_Get_Char_Index(pen->face, c);
        if (glyph != 0)
            return glyph;
    }
    return 0;
}

/* Copies a black-and-white bitmap to x, y; what is outside is cut. */
static void blit(const FT_Bitmap *bitmap, int x, int y, struct picture *out)
{
    for (int row = 0; row < (int)bitmap->rows; row++) {
        for (int col = 0; col < (int)bitmap->width; col++) {
            const uint8_t *line = bitmap->buffer + row * bitmap->pitch;
            int to_x = x + col;
            int to_y = y + row;

            if ((line[col / 8] & (0x80 >> col % 8)) != 0 && to_x >= 0 &&
                to_y >= 0 && to_x < (int)out->width && to_y < (int)out->height)
                out->grey[(size_t)to_y * out->width + (size_t)to_x] = 0;
        }
    }
}

/* The next character of text with the selector that follows it, if any. */
static bool take_char(const char **text, uint32_t *out, uint32_t *out_selector)
{
    const char *after;

    *out_selector = 0;
    if (!utf8_next(text, out))
        return false;
    after = *text;
    if (utf8_next(&after, out_selector) && utf8_is_selector(*out_selector))
        *text = after;
    else
        *out_selector = 0;
    return true;
}

/* Loads and renders a character; its advance in pixels, or -1. */
static int pen_load(struct pen *pen, uint32_t c, uint32_t selector)
{
    FT_UInt glyph = pen_glyph(pen, c, selector);

    if (glyph == 0) {
        problem_set(pen->problem, EXIT_OTHER,
                    "no installed font has U+%04X: fonts-ipamj-mincho has all "
                    "characters of names",
                    (unsigned)c);
        return -1;
    }
    if (FT_Load_Glyph(pen->face, glyph, FT_LOAD_RENDER | FT_LOAD_TARGET_MONO) !=
        0) {
        problem_set(pen->problem, EXIT_OTHER, "a font cannot draw U+%04X",
                    (unsigned)c);
        return -1;
    }
    return (int)(pen->face->glyph->advance.x >> 6);
}

/* Draws text, or with a NULL picture only counts the lines it takes. */
static bool pen_write(struct pen *pen, const char *text, unsigned width,
                      struct picture *out, unsigned *out_lines)
{
    int line_height = (int)(pen->size + pen->size / 4);
    int x = 0;
    int line = 0;
    uint32_t c;
    uint32_t selector;

    while (take_char(&text, &c, &selector)) {
        int advance = pen_load(pen, c, selector);
        int base = line * line_height + (int)pen->size;

        if (advance < 0)
            return false;
        if (x > 0 && x + advance > (int)width) {
            x = 0;
            line++;
            base += line_height;
        }
        if (out != NULL) {
            FT_GlyphSlot slot = pen->face->glyph;

            blit(&slot->bitmap, x + slot->bitmap_left, base - slot->bitmap_top,
                 out);
        }
        x += advance;
    }
    *out_lines = (unsigned)line + 1;
    return *out_lines <= LINES_MAX ||
           problem_set(pen->problem, EXIT_OTHER, "too much text for a picture");
}

bool picture_text(const char *text, unsigned size, unsigned width,
                  struct picture *out, struct problem *problem)
{
    struct pen pen;
    unsigned lines = 0;
    bool ok = pen_open(&pen, size, problem) &&
              pen_write(&pen, text, width, NULL, &lines) &&
              picture_new(width, lines * (size + size / 4), out, problem);

    if (ok && !pen_write(&pen, text, width, out, &lines)) {
        picture_free(out);
        ok = false;
    }
    pen_close(&pen);
    return ok;
}

bool picture_digits(const char *digits, struct picture *out,
                    struct problem *problem)
{
    struct pen pen;
    unsigned count = (unsigned)strlen(digits);
    bool ok = pen_open(&pen, CELL_H, problem) &&
              picture_new(count * CELL_W, CELL_H, out, problem);

    for (unsigned i = 0; ok && i < count; i++) {
        int advance = pen_load(&pen, (uint8_t)digits[i], 0);

        ok = advance >= 0;
        if (ok)
            blit(&pen.face->glyph->bitmap,
                 (int)(i * CELL_W) + (CELL_W - advance) / 2 +
                     pen.face->glyph->bitmap_left,
                 CELL_H - 1 - pen.face->glyph->bitmap_top, out);
        else
            picture_free(out);
    }
    pen_close(&pen);
    return ok;
}
