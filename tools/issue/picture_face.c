/* SPDX-License-Identifier: Apache-2.0
 *
 * A drawn face that belongs to nobody. Its proportions come from the seed, so
 * that two persons can be told apart by eye and by hash.
 */
#include <cairo.h>
#include <math.h>

#include "tools/issue/picture.h"

/* Each from 0 to 1. */
struct traits {
    double head_width;
    double head_height;
    double hair_length;
    double hair_dark;
    double skin;
    double eye_distance;
    double eye_size;
    double brow_tilt;
    double nose;
    double mouth_width;
    double mouth_curve;
    double glasses;
    double parting;
    double clothes;
};

#define TRAIT_COUNT (sizeof(struct traits) / sizeof(double))

/* A number from low to high by a trait. */
static double mix(double low, double high, double trait)
{
    return low + (high - low) * trait;
}

static void ink(cairo_t *cr, double grey)
{
    cairo_set_source_rgb(cr, grey, grey, grey);
}

static void ellipse(cairo_t *cr, double x, double y, double rx, double ry)
{
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, rx, ry);
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
    cairo_restore(cr);
}

/* The picture is 1 wide and 1.25 high; the middle of the face is 0.5, 0.55. */
static void draw_body(cairo_t *cr, const struct traits *t)
{
    ink(cr, mix(0.15, 0.6, t->clothes));
    ellipse(cr, 0.5, 1.3, 0.45, 0.36);
    cairo_fill(cr);
    ink(cr, mix(0.68, 0.82, t->skin));
    cairo_rectangle(cr, 0.42, 0.75, 0.16, 0.25);
    cairo_fill(cr);
}

/* Hair over the upper part of the face, parted somewhere. */
static void draw_fringe(cairo_t *cr, const struct traits *t, double rx,
                        double ry, double hair)
{
    double parting = mix(0.38, 0.62, t->parting);

    cairo_save(cr);
    ellipse(cr, 0.5, 0.57, rx + 0.015, ry + 0.015); /* hides the seam */
    cairo_clip(cr);
    ink(cr, hair);
    cairo_move_to(cr, 0.2, 0.1);
    cairo_line_to(cr, 0.8, 0.1);
    cairo_line_to(cr, 0.8, 0.52);
    cairo_curve_to(cr, 0.72, 0.42, parting + 0.08, 0.38, parting, 0.37);
    cairo_curve_to(cr, parting - 0.08, 0.38, 0.28, 0.42, 0.2, 0.52);
    cairo_close_path(cr);
    cairo_fill(cr);
    cairo_restore(cr);
}

static void draw_head(cairo_t *cr, const struct traits *t)
{
    double rx = mix(0.2, 0.26, t->head_width);
    double ry = mix(0.28, 0.33, t->head_height);
    double hair = mix(0.08, 0.3, t->hair_dark);

    ink(cr, hair);
    ellipse(cr, 0.5, 0.5, rx + 0.05, ry + 0.05);
    cairo_fill(cr);
    cairo_rectangle(cr, 0.5 - rx - 0.05, 0.5, 2 * rx + 0.1,
                    mix(0.02, 0.42, t->hair_length));
    cairo_fill(cr);
    ink(cr, mix(0.78, 0.9, t->skin));
    ellipse(cr, 0.5, 0.57, rx, ry);
    cairo_fill(cr);
    ellipse(cr, 0.5 - rx, 0.58, 0.03, 0.06);
    ellipse(cr, 0.5 + rx, 0.58, 0.03, 0.06);
    cairo_fill(cr);
    draw_fringe(cr, t, rx, ry, hair);
}

static void draw_eye(cairo_t *cr, const struct traits *t, double side)
{
    double x = 0.5 + side * mix(0.08, 0.115, t->eye_distance);
    double size = mix(0.03, 0.042, t->eye_size);
    double tilt = mix(-0.015, 0.02, t->brow_tilt);

    ink(cr, 0.98);
    ellipse(cr, x, 0.55, size, size * 0.5);
    cairo_fill(cr);
    ink(cr, 0.1);
    ellipse(cr, x, 0.55, size * 0.45, size * 0.48);
    cairo_fill(cr);
    cairo_set_line_width(cr, 0.012);
    cairo_move_to(cr, x - size * 1.2, 0.49 - side * tilt);
    cairo_line_to(cr, x + size * 1.2, 0.49 + side * tilt);
    cairo_stroke(cr);
    if (t->glasses > 0.65) {
        cairo_set_line_width(cr, 0.008);
        ellipse(cr, x, 0.555, 0.065, 0.05);
        cairo_stroke(cr);
    }
}

static void draw_nose_and_mouth(cairo_t *cr, const struct traits *t)
{
    double half = mix(0.05, 0.085, t->mouth_width);
    double curve = mix(-0.005, 0.03, t->mouth_curve);
    double nose = mix(0.015, 0.03, t->nose);

    ink(cr, 0.5);
    cairo_set_line_width(cr, 0.01);
    cairo_move_to(cr, 0.5, 0.57);
    cairo_curve_to(cr, 0.5 - nose, 0.64, 0.5 - nose, 0.66, 0.5, 0.665);
    cairo_stroke(cr);
    ink(cr, 0.32);
    cairo_set_line_width(cr, 0.016);
    cairo_move_to(cr, 0.5 - half, 0.75);
    cairo_curve_to(cr, 0.5 - half / 2, 0.75 + curve, 0.5 + half / 2,
                   0.75 + curve, 0.5 + half, 0.75);
    cairo_stroke(cr);
}

static void draw(cairo_t *cr, const struct traits *t)
{
    cairo_scale(cr, PICTURE_FACE_W, PICTURE_FACE_W);
    ink(cr, 0.94);
    cairo_paint(cr);
    draw_body(cr, t);
    draw_head(cr, t);
    draw_eye(cr, t, -1);
    draw_eye(cr, t, 1);
    draw_nose_and_mouth(cr, t);
}

static void copy_grey(cairo_surface_t *surface, struct picture *out)
{
    const uint8_t *data = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);

    for (unsigned y = 0; y < out->height; y++) {
        for (unsigned x = 0; x < out->width; x++)
            out->grey[y * out->width + x] = data[y * stride + x * 4];
    }
}

bool picture_face(const struct seed *seed, const char *label,
                  struct picture *out, struct problem *problem)
{
    uint8_t random[TRAIT_COUNT];
    double values[TRAIT_COUNT];
    struct traits traits;
    cairo_surface_t *surface;
    cairo_t *cr;
    bool ok;

    if (!seed_bytes(seed, label, random, sizeof(random), problem) ||
        !picture_new(PICTURE_FACE_W, PICTURE_FACE_H, out, problem))
        return false;
    for (size_t i = 0; i < TRAIT_COUNT; i++)
        values[i] = random[i] / 255.0;
    memcpy(&traits, values, sizeof(traits));
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, PICTURE_FACE_W,
                                         PICTURE_FACE_H);
    cr = cairo_create(surface);
    draw(cr, &traits);
    ok = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_surface_flush(surface);
    if (ok)
        copy_grey(surface, out);
    else
        picture_free(out);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return ok || problem_set(problem, EXIT_OTHER, "cairo failed");
}
