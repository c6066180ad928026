// Makes problems, the same on every machine.

#include "problem.h"

#include <float.h>
#include <math.h>

#include "guarded.h"
#include "oracle.h"

#pragma STDC FP_CONTRACT OFF

const char *const kind_names[KINDS] = {"rough",   "lattice", "twins",   "midpoints",
                                       "shifted", "large",   "outlier", "extreme"};

// splitmix64.
static uint64_t state;

static uint64_t draw(void) {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static size_t below(size_t limit) { return (size_t)(draw() % limit); }

// A number of magnitude 1/8 to 8 and either sign, with random digits.
static double rough(void) {
  double significand = 1 + (double)(draw() >> 12) * 0x1p-52;
  return (below(2) ? significand : -significand) * (double)(1 << below(6)) / 8;
}

// One coordinate of a row or a centroid of this kind.
static double coordinate(const problem *p, size_t t) {
  switch (p->kind) {
    case LATTICE: return (double)below(5) - 2;
    case SHIFTED: return get(p->frame.shift, p->width, t) / p->frame.scale + rough();
    case LARGE: return rough() / p->frame.scale;
    default: return rough();
  }
}

static const void *make_centroids(const problem *p) {
  void *to = guarded(p->k * p->d, p->width, p->width);
  size_t half = (p->k + 1) / 2;
  for (size_t c = 0; c < p->k; c++) {
    for (size_t t = 0; t < p->d; t++) {
      double x = coordinate(p, t);
      if (p->kind == TWINS && c >= half) x = get(to, p->width, (c - half) * p->d + t);
      if (p->kind == OUTLIER && c == p->k / 2) x *= 1e6;
      put(to, p->width, c * p->d + t, x);
    }
  }
  return to;
}

static const double *make_doubles(const problem *p) {
  double *to = guarded(p->k * p->d, sizeof *to, sizeof *to);
  for (size_t i = 0; i < p->k * p->d; i++) to[i] = get(p->centroids, p->width, i);
  return to;
}

// The gaps between the rows stay NaN.
static const void *make_rows(const problem *p) {
  void *to = guarded((p->n - 1) * p->stride + p->d, p->width, p->width);
  for (size_t i = 0; i < p->n; i++) {
    size_t a = below(p->k), b = below(p->k);
    for (size_t t = 0; t < p->d; t++) {
      double x = coordinate(p, t);
      double on_a = get(p->centroids, p->width, a * p->d + t);
      double on_b = get(p->centroids, p->width, b * p->d + t);
      if (p->kind == TWINS) x = on_a + x / 8;
      if (p->kind == MIDPOINTS) x = (on_a + on_b) / 2;
      put(to, p->width, i * p->stride + t, x);
    }
    double values[] = {NAN, INFINITY, -INFINITY, p->width == 4 ? FLT_MAX : DBL_MAX};
    if (p->kind == EXTREME && i % 7 == 0)
      put(to, p->width, i * p->stride + (i % 2 ? 0 : p->d - 1), values[i / 7 % 4]);
  }
  return to;
}

// Few bits, so that differences to it are exact. The engine chooses it the same way.
static vqk_frame make_frame(const problem *p) {
  void *shift = guarded(p->d, p->width, p->width);
  double scale = p->kind == SHIFTED ? 0.25 : 1;
  if (p->kind == LARGE) scale = p->width == 4 ? 0x1p-90 : 0x1p-600;
  for (size_t t = 0; t < p->d; t++)
    put(shift, p->width, t, p->kind == SHIFTED ? 256.0 * (double)(1 + below(5)) : 0);
  return (vqk_frame){shift, scale};
}

problem make_problem(size_t number, size_t width, size_t n, size_t d, size_t k) {
  problem p = {.kind = number % KINDS, .width = width, .n = n, .d = d, .k = k};
  p.stride = d + number % 3;
  state = number;
  p.frame = make_frame(&p);
  p.centroids = make_centroids(&p);
  p.doubles = make_doubles(&p);
  p.rows = make_rows(&p);

  double *weights = guarded(n, sizeof *weights, sizeof *weights);
  double *origin = guarded(d, sizeof *origin, sizeof *origin);
  double *scales = guarded(d, sizeof *scales, sizeof *scales);
  int32_t *codes = guarded(n, sizeof *codes, sizeof *codes);
  for (size_t i = 0; i < n; i++) weights[i] = below(4) ? fabs(rough()) : 0;
  for (size_t i = 0; i < n; i++) codes[i] = (int32_t)below(k);
  for (size_t t = 0; t < d; t++) origin[t] = number % 2 ? rough() : 0;
  for (size_t t = 0; t < d; t++) scales[t] = p.frame.scale * (double)(1 + below(2));
  p.weights = weights, p.origin = origin, p.scales = scales, p.codes = codes;

  find_nearest(&p);
  return p;
}
