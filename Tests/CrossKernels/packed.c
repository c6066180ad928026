// Packs problems, and checks the packed memory.

#include "packed.h"

#include <float.h>
#include <math.h>

#include "checks.h"
#include "guarded.h"

#pragma STDC FP_CONTRACT OFF

packed pack(const vqk_kernels *set, const problem *p) {
  double minimum, maximum;
  void *panels = guarded(round_up(p->k, VQK_PANEL) * (p->d + 1), p->width, PACKED);
  set->pack_centroids(p->doubles, p->k, p->d, p->frame, panels, &minimum, &maximum);

  // The margin that the engine uses; Docs/Internals/Numerics.md derives it.
  double roundings = (double)(p->d + 8);
  double roundoff = (p->width == 4 ? FLT_EPSILON : DBL_EPSILON) / 2;
  double smallest = p->width == 4 ? FLT_MIN : DBL_MIN;
  vqk_margin margin = {2.2 * roundings * roundoff, minimum, maximum, roundings * smallest, 0};

  void *groups = guarded(round_up(p->n, set->row_group) * p->d, p->width, PACKED);
  void *margins = guarded(p->n, p->width, p->width);
  set->pack_rows(p->rows, p->stride, p->n, p->d, p->frame, margin, groups, margins);
  return (packed){{groups, p->n, p->d, NULL, 0}, {panels, p->k, p->d}, margin, margins};
}

// An element in the frame. It rounds once, because the scale is a power of two.
static double in_frame(const problem *p, const void *matrix, size_t index, size_t t) {
  double x = get(matrix, p->width, index) * p->frame.scale - get(p->frame.shift, p->width, t);
  return p->width == 4 ? (double)(float)x : x;
}

static bool same(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

// Returns false if either number is infinite.
static bool close_to(double a, double b, double share) {
  return isfinite(b) && fabs(a - b) <= share * b;
}

static void pack_rows(const vqk_kernels *set, const problem *p, results *result) {
  packed packing = pack(set, p);
  vqk_margin margin = packing.margin;
  size_t group = set->row_group;
  if (VQK_MAXIMUM_ROW_GROUP % group != 0) fail(result, "groups of %zu rows", group);
  for (size_t i = 0; i < round_up(p->n, group); i++) {
    double squared = 0;
    for (size_t t = 0; t < p->d; t++) {
      double expected = i < p->n ? in_frame(p, p->rows, i * p->stride + t, t) : 0;
      size_t index = i / group * group * p->d + t * group + i % group;
      double got = get(packing.rows.groups, p->width, index);
      if (!same(got, expected))
        return fail(result, "row %zu, feature %zu is %a, expected %a", i, t, got, expected);
      squared += got * got;
    }
    if (i >= p->n) continue;
    double norm = sqrt(squared), reach = fmin(6 * norm + 2 * margin.minimum, margin.maximum);
    double expected = margin.factor * (norm * reach + reach * reach / 2) + margin.underflow;
    double got = get(packing.margins, p->width, i);
    // The norm and the margin round in the scalar, at most as often as the factor allows.
    if (p->nearest[i] < 0 ? isfinite(got) : !close_to(got, expected, margin.factor))
      fail(result, "row %zu has a margin of %g, expected %g", i, got, expected);
  }
}

static void pack_centroids(const vqk_kernels *set, const problem *p, results *result) {
  packed packing = pack(set, p);
  double minimum = INFINITY, maximum = 0;
  for (size_t c = 0; c < round_up(p->k, VQK_PANEL); c++) {
    size_t start = c / VQK_PANEL * VQK_PANEL * (p->d + 1) + c % VQK_PANEL;
    double squared = 0;
    for (size_t t = 0; t < p->d; t++) {
      double expected = c < p->k ? in_frame(p, p->centroids, c * p->d + t, t) : 0;
      double got = get(packing.codebook.panels, p->width, start + (t + 1) * VQK_PANEL);
      if (!same(got, expected))
        return fail(result, "centroid %zu, feature %zu is %a, expected %a", c, t, got, expected);
      squared += got * got;
    }
    double half = get(packing.codebook.panels, p->width, start);
    double expected = c < p->k ? squared / 2 : INFINITY;
    if (half != expected && !close_to(half, expected, packing.margin.factor))
      fail(result, "centroid %zu has a half norm of %g, expected %g", c, half, expected);
    if (c < p->k) minimum = fmin(minimum, sqrt(squared)), maximum = fmax(maximum, sqrt(squared));
  }
  double share = 2 * (double)(p->d + 8) * DBL_EPSILON;
  if (!close_to(packing.margin.minimum, minimum, share) ||
      !close_to(packing.margin.maximum, maximum, share))
    fail(result, "norms are %g to %g, expected %g to %g", packing.margin.minimum,
         packing.margin.maximum, minimum, maximum);
}

const check packing_checks[] = {
    {"pack_rows", pack_rows},
    {"pack_centroids", pack_centroids},
    {NULL, NULL},
};
