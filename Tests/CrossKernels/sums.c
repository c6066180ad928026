// Checks of everything in double: the bits of plain loops in the documented order. So all sets
// agree, on every machine.

#include <math.h>
#include <string.h>

#include "checks.h"
#include "guarded.h"

#pragma STDC FP_CONTRACT OFF

static double *doubles(size_t count) { return guarded(count, sizeof(double), sizeof(double)); }

// Allocates `count` numbers to add to, or a copy of them. The bits of a NaN may differ.
static double *begin(size_t count, const double *other) {
  double *to = doubles(count);
  for (size_t i = 0; i < count; i++) to[i] = other ? other[i] : (double)(i % 5) / 3;
  return to;
}

static void expect(results *result, const char *what, const double *got, const double *expected,
                   size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (isnan(got[i]) && isnan(expected[i])) continue;
    if (memcmp(got + i, expected + i, sizeof *got))
      return fail(result, "%s %zu is %a, expected %a", what, i, got[i], expected[i]);
  }
}

static double element(const problem *p, size_t row, size_t t) {
  return get(p->rows, p->width, row * p->stride + t);
}

static void distances(const vqk_kernels *set, const problem *p, results *result) {
  double *got = doubles(p->n), *expected = doubles(p->n);
  double scale = p->frame.scale;
  set->distances(p->rows, p->stride, NULL, p->n, p->d, p->codes, p->doubles, scale, got);
  for (size_t i = 0; i < p->n; i++) {
    double s[8] = {0};  // feature t goes to sum t mod 8
    for (size_t t = 0; t < p->d; t++) {
      double c = get(p->centroids, p->width, (size_t)p->codes[i] * p->d + t);
      double difference = (element(p, i, t) - c) * scale;
      s[t % 8] += difference * difference;
    }
    expected[i] = ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  }
  expect(result, "distance", got, expected, p->n);
}

static void distance_matrix(const vqk_kernels *set, const problem *p, results *result) {
  void *got = guarded(p->n * p->k, p->width, p->width);
  double *strip = doubles(VQK_MAXIMUM_ROW_GROUP * p->d);
  bool usual = set->distance_matrix(p->rows, p->stride, p->n, p->d, p->doubles, p->k, strip, got);
  bool expected_usual = true;
  double *wide = doubles(p->n * p->k), *expected = doubles(p->n * p->k);
  for (size_t i = 0; i < p->n * p->k; i++) {
    double square = 0;
    for (size_t t = 0; t < p->d; t++) {
      double difference = element(p, i / p->k, t) - p->doubles[i % p->k * p->d + t];
      square = fma(difference, difference, square);
    }
    bool in_range = square >= 0x1p-900 && square < INFINITY;
    expected_usual &= in_range;
    wide[i] = get(got, p->width, i);
    double distance = in_range ? sqrt(square) : -1;
    expected[i] = p->width == sizeof(float) ? (double)(float)distance : distance;
  }
  expect(result, "distance", wide, expected, p->n * p->k);
  // The padding of vectors may be out of range too.
  if (usual && !expected_usual) fail(result, "distances out of range are not reported");
}

// Every third row, from the last one down: not in the order of the rows.
static size_t list_rows(size_t n, uint32_t *numbers) {
  size_t count = 0;
  for (size_t i = n; i > 0; i -= i < 3 ? i : 3) numbers[count++] = (uint32_t)(i - 1);
  return count;
}

// If `listed`, the rows are subtracted, and codes and sums start at a code other than 0.
static void check_accumulate(const vqk_kernels *set, const problem *p, const double *weights,
                             bool listed, results *result) {
  double *sums = begin(p->k * p->d, NULL), *expected_sums = begin(p->k * p->d, sums);
  double *totals = begin(p->k, NULL), *expected_totals = begin(p->k, totals);
  int64_t *counts = guarded(p->k, sizeof *counts, sizeof *counts);  // all -1 at first
  int64_t *expected_counts = guarded(p->k, sizeof *counts, sizeof *counts);
  uint32_t *numbers = guarded(p->n, sizeof *numbers, sizeof *numbers);
  int32_t *codes = guarded(p->n, sizeof *codes, sizeof *codes);
  int32_t first_code = listed ? 7 : 0;
  int sign = listed ? -1 : 1;
  for (size_t i = 0; i < p->n; i++) codes[i] = p->codes[i] + first_code;
  size_t count = listed ? list_rows(p->n, numbers) : p->n;
  // The last features separately, as when a large cluster is divided.
  size_t first = p->d / 2, last = p->d - first, width = p->width;
  const uint32_t *rows = listed ? numbers : NULL;
  if (first > 0)
    set->accumulate(p->rows, p->stride, count, first, rows, codes, weights, sign, p->origin,
                    first_code, sums, p->d, NULL, NULL);
  set->accumulate((const char *)p->rows + first * width, p->stride, count, last, rows, codes,
                  weights, sign, p->origin + first, first_code, sums + first, p->d, counts,
                  weights ? totals : NULL);
  for (size_t position = 0; position < count; position++) {
    size_t i = listed ? numbers[position] : position;
    size_t code = (size_t)p->codes[i];
    double weight = sign * (weights ? weights[i] : 1);
    for (size_t t = 0; t < p->d; t++)
      expected_sums[code * p->d + t] += (element(p, i, t) - p->origin[t]) * weight;
    expected_counts[code] += sign;
    if (weights) expected_totals[code] += weight;
  }
  expect(result, "sum", sums, expected_sums, p->k * p->d);
  expect(result, "total", totals, expected_totals, p->k);
  if (memcmp(counts, expected_counts, p->k * sizeof *counts)) fail(result, "counts differ");
}

static void accumulate(const vqk_kernels *set, const problem *p, results *result) {
  check_accumulate(set, p, NULL, false, result);
  check_accumulate(set, p, NULL, true, result);
}

static void accumulate_weighted(const vqk_kernels *set, const problem *p, results *result) {
  check_accumulate(set, p, p->weights, false, result);
  check_accumulate(set, p, p->weights, true, result);
}

// Every third row, from its code to the next.
static void transfer(const vqk_kernels *set, const problem *p, results *result) {
  double *sums = begin(p->k * p->d, NULL), *expected_sums = begin(p->k * p->d, sums);
  int64_t *counts = guarded(p->k, sizeof *counts, sizeof *counts);
  int64_t *expected_counts = guarded(p->k, sizeof *counts, sizeof *counts);
  uint32_t *numbers = guarded(p->n, sizeof *numbers, sizeof *numbers);
  int32_t *to = guarded(p->n, sizeof *to, sizeof *to);
  for (size_t i = 0; i < p->n; i++) to[i] = (p->codes[i] + 1) % (int32_t)p->k;
  size_t count = list_rows(p->n, numbers);
  set->transfer(p->rows, p->stride, p->d, numbers, count, p->codes, to, p->origin, sums, counts);
  for (size_t position = 0; position < count; position++) {
    size_t i = numbers[position];
    size_t old_code = (size_t)p->codes[i], new_code = (size_t)to[i];
    for (size_t t = 0; t < p->d; t++) {
      expected_sums[new_code * p->d + t] += element(p, i, t) - p->origin[t];
      expected_sums[old_code * p->d + t] -= element(p, i, t) - p->origin[t];
    }
    expected_counts[new_code] += 1;
    expected_counts[old_code] -= 1;
  }
  expect(result, "sum", sums, expected_sums, p->k * p->d);
  if (memcmp(counts, expected_counts, p->k * sizeof *counts)) fail(result, "counts differ");
}

static void changed(const vqk_kernels *set, const problem *p, results *result) {
  uint32_t *expected = guarded(p->n, sizeof *expected, sizeof *expected);
  uint32_t *numbers = guarded(p->n, sizeof *numbers, sizeof *numbers);
  int32_t *after = guarded(p->n, sizeof *after, sizeof *after);
  size_t count = 0;
  for (size_t i = 0; i < p->n; i++) {
    bool differs = (i * i + p->d) % 5 < 2;
    after[i] = p->codes[i] + (differs ? 1 : 0);
    if (differs) expected[count++] = (uint32_t)i;
  }
  size_t found = set->changed(p->codes, after, p->n, numbers);
  if (found != count || set->changed(p->codes, after, p->n, NULL) != count)
    fail(result, "%zu codes changed, not %zu", found, count);
  else if (memcmp(numbers, expected, count * sizeof *numbers) != 0)
    fail(result, "the listed rows are not those whose codes changed");
}

static void moments(const vqk_kernels *set, const problem *p, results *result) {
  double *sums = begin(p->d, NULL), *expected_sums = begin(p->d, sums);
  double *squares = begin(p->d, NULL), *expected_squares = begin(p->d, squares);
  double *maximum = begin(p->d, NULL), *expected_maximum = begin(p->d, maximum);
  bool finite =
      set->moments(p->rows, p->stride, p->n, p->d, p->origin, p->scales, sums, squares, maximum);
  bool expected_finite = true;
  for (size_t i = 0; i < p->n; i++) {
    for (size_t t = 0; t < p->d; t++) {
      double value = (element(p, i, t) - p->origin[t]) * p->scales[t];
      expected_sums[t] += value;
      expected_squares[t] += value * value;
      expected_maximum[t] = fmax(expected_maximum[t], fabs(value));
      expected_finite &= isfinite(element(p, i, t)) != 0;
    }
  }
  expect(result, "sum", sums, expected_sums, p->d);
  expect(result, "square", squares, expected_squares, p->d);
  expect(result, "largest", maximum, expected_maximum, p->d);
  if (finite != expected_finite) fail(result, "rows are reported as finite: %d", finite);
}

static void check_comoments(const vqk_kernels *set, const problem *p, const double *weights,
                            results *result) {
  if (p->k > 8) return;  // k has no influence, so a few problems for each d are enough
  double *lower = begin(p->d * p->d, NULL), *expected = begin(p->d * p->d, lower);
  set->comoments(p->rows, p->stride, p->n, p->d, weights, p->origin, doubles(p->d), lower);
  for (size_t i = 0; i < p->n; i++) {
    for (size_t t = 0; t < p->d; t++) {
      double factor = element(p, i, t) - p->origin[t];
      if (weights) factor *= weights[i];
      for (size_t u = 0; u <= t; u++)
        expected[t * p->d + u] += factor * (element(p, i, u) - p->origin[u]);
    }
  }
  expect(result, "comoment", lower, expected, p->d * p->d);
}

static void comoments(const vqk_kernels *set, const problem *p, results *result) {
  check_comoments(set, p, NULL, result);
}

static void comoments_weighted(const vqk_kernels *set, const problem *p, results *result) {
  check_comoments(set, p, p->weights, result);
}

static double sum_of_lanes(const double *s) {
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

// Projects on `r` directions, or on all if `basis` is null.
static void check_project(const vqk_kernels *set, const problem *p, const double *basis, size_t r,
                          results *result) {
  size_t width = basis ? r + 1 : p->d;
  float *got = guarded(p->n * width, sizeof *got, sizeof *got);
  float *norms = guarded(p->n, sizeof *norms, sizeof *norms);
  double unit = 0.5;
  set->project(p->rows, p->stride, p->n, p->d, p->frame, basis, r, unit, got, norms);
  double *expected = doubles(p->n * width), *expected_norms = doubles(p->n);
  double *wide = doubles(p->n * width), *wide_norms = doubles(p->n), *x = doubles(p->d);
  for (size_t i = 0; i < p->n; i++) {
    double s[8] = {0}, left[8] = {0};
    for (size_t t = 0; t < p->d; t++) {
      x[t] = element(p, i, t) * p->frame.scale - get(p->frame.shift, p->width, t);
      s[t % 8] += x[t] * x[t];
      if (!basis) expected[i * width + t] = (float)(x[t] * unit);
    }
    double squared = sum_of_lanes(s);
    expected_norms[i] = (float)(sqrt(squared) * unit);
    for (size_t j = 0; basis && j < r; j++) {
      const double *direction = basis + j / VQK_PANEL * VQK_PANEL * p->d + j % VQK_PANEL;
      double y = 0;
      for (size_t t = 0; t < p->d; t++) y += x[t] * direction[t * VQK_PANEL];
      left[j % 8] += y * y;
      expected[i * width + j] = (float)(y * unit);
    }
    double rest = squared - sum_of_lanes(left);
    if (basis) expected[i * width + r] = (float)(sqrt(rest < 0 ? 0 : rest) * unit);
  }
  for (size_t i = 0; i < p->n * width; i++) wide[i] = (double)got[i];
  for (size_t i = 0; i < p->n; i++) wide_norms[i] = (double)norms[i];
  expect(result, "coordinate", wide, expected, p->n * width);
  expect(result, "norm", wide_norms, expected_norms, p->n);
}

static void project(const vqk_kernels *set, const problem *p, results *result) {
  size_t r = (p->k + p->n) % 20, panels = (r + VQK_PANEL - 1) / VQK_PANEL;
  double *basis = doubles(panels * VQK_PANEL * p->d);
  for (size_t i = 0; i < panels * VQK_PANEL * p->d; i++) {
    size_t direction = i / VQK_PANEL / p->d * VQK_PANEL + i % VQK_PANEL;
    basis[i] = direction < r ? (double)(i * i % 17) / 16 - 0.5 : 0;
  }
  check_project(set, p, basis, r, result);
}

static void project_whole(const vqk_kernels *set, const problem *p, results *result) {
  check_project(set, p, NULL, 0, result);
}

const check sums_checks[] = {
    {"distances", distances},
    {"distance matrix", distance_matrix},
    {"accumulate", accumulate},
    {"accumulate, weighted", accumulate_weighted},
    {"transfer", transfer},
    {"changed", changed},
    {"moments", moments},
    {"comoments", comoments},
    {"comoments, weighted", comoments_weighted},
    {"project", project},
    {"project, whole", project_whole},
    {NULL, NULL},
};
