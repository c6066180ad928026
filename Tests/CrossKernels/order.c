// Checks of spatial order, and of the candidates that remain for a box.

#include <math.h>
#include <string.h>

#include "checks.h"
#include "guarded.h"

#define NEW(TYPE, COUNT) ((TYPE *)guarded(COUNT, sizeof(TYPE), sizeof(TYPE)))

// Consecutive rows: the centroids, which are finite.
static double element(const problem *p, size_t row, size_t t) {
  return get(p->centroids, p->width, row * p->d + t);
}

static void row_bounds(const vqk_kernels *set, const problem *p, results *result) {
  void *minimum = guarded(p->d, p->width, p->width), *maximum = guarded(p->d, p->width, p->width);
  set->row_bounds(p->centroids, p->k, p->d, minimum, maximum);
  for (size_t t = 0; t < p->d; t++) {
    double low = INFINITY, high = -INFINITY;
    for (size_t c = 0; c < p->k; c++)
      low = fmin(low, element(p, c, t)), high = fmax(high, element(p, c, t));
    if (get(minimum, p->width, t) != low || get(maximum, p->width, t) != high)
      return fail(result, "feature %zu has other bounds", t);
  }
}

static void distribute(const vqk_kernels *set, const problem *p, results *result) {
  size_t feature = p->d / 2, n = p->k;
  double low = INFINITY, high = -INFINITY;
  for (size_t c = 0; c < n; c++)
    low = fmin(low, element(p, c, feature)), high = fmax(high, element(p, c, feature));
  if (!(high > low)) return;
  double factor = (VQK_BINS - 1) / (high - low);
  uint32_t *bins = NEW(uint32_t, VQK_BINS), *next = NEW(uint32_t, 16), *numbers = NEW(uint32_t, n);
  uint8_t *classes = NEW(uint8_t, VQK_BINS);
  for (size_t bin = 0; bin < VQK_BINS; bin++) bins[bin] = 0, classes[bin] = (uint8_t)(bin / 64);
  set->count_bins(p->centroids, n, p->d, feature, low, factor, bins);
  uint32_t *places = NEW(uint32_t, 16), total = 0;
  for (size_t own = 0; own < 16; own++) {
    places[own] = next[own] = total;
    for (size_t bin = own * 64; bin < (own + 1) * 64; bin++) total += bins[bin];
  }
  if (total != n) return fail(result, "%u rows of %zu are counted", total, n);
  for (size_t i = 0; i < n; i++) numbers[i] = (uint32_t)(n - i);
  void *rows = guarded(n * p->d, p->width, p->width);
  uint32_t *to = NEW(uint32_t, n);
  set->distribute(p->centroids, numbers, n, p->d, feature, low, factor, classes, next, rows, to);
  for (size_t i = 0; i < n; i++) {
    size_t bin = (size_t)nearbyint((element(p, i, feature) - low) * factor);
    size_t place = places[classes[bin]]++;
    if (place >= n || to[place] != numbers[i]) return fail(result, "row %zu is misplaced", i);
    for (size_t t = 0; t < p->d; t++)
      if (get(rows, p->width, place * p->d + t) != element(p, i, t))
        return fail(result, "row %zu has changed", i);
  }
  if (memcmp(next, places, 16 * sizeof *next)) fail(result, "the next places are wrong");
}

// The box is a row, or extends from it. The candidates nearest to the row and to a corner must
// stay.
static void prune(const vqk_kernels *set, const problem *p, results *result) {
  if (p->d > 16 || p->kind == LARGE || p->kind == EXTREME) return;
  size_t stride = (p->k + 7) / 8 * 8;
  double *box = NEW(double, 2 * p->d), *coordinates = NEW(double, stride * p->d);
  double *kept = NEW(double, stride * p->d);
  int32_t *codes = NEW(int32_t, stride), *kept_codes = NEW(int32_t, stride);
  for (size_t c = 0; c < p->k; c++) {
    codes[c] = (int32_t)(3 * c);
    for (size_t t = 0; t < p->d; t++) coordinates[t * stride + c] = element(p, c, t);
  }
  for (size_t i = 0; i < p->n; i += 1 + p->n / 8) {
    for (size_t t = 0; t < p->d; t++) {
      box[t] = get(p->rows, p->width, i * p->stride + t);
      box[p->d + t] = box[t] + (i % 2 ? 0 : (double)(t % 3));
    }
    size_t count = set->prune(box, box + p->d, p->d, (double)(p->d + 8) * 0x1p-52, codes,
                              coordinates, stride, p->k, kept_codes, kept);
    for (size_t end = 0; end < 2; end++) {
      double minimum = INFINITY;
      double *squared = NEW(double, p->k);
      for (size_t c = 0; c < p->k; c++) {
        squared[c] = 0;
        for (size_t t = 0; t < p->d; t++) {
          double difference = box[end * p->d + t] - element(p, c, t);
          squared[c] += difference * difference;
        }
        minimum = fmin(minimum, squared[c]);
      }
      size_t next = 0;
      for (size_t c = 0; c < p->k; c++) {
        bool is_kept = next < count && kept_codes[next] == codes[c];
        for (size_t t = 0; is_kept && t < p->d; t++)
          if (kept[t * stride + next] != element(p, c, t))
            return fail(result, "candidate %zu has changed", c);
        next += is_kept;
        if (!is_kept && squared[c] == minimum)
          return fail(result, "candidate %zu is removed for row %zu", c, i);
      }
      if (next != count)
        return fail(result, "%zu of %zu kept candidates are in order", next, count);
    }
  }
}

static void translate(const vqk_kernels *set, const problem *p, results *result) {
  int32_t *names = NEW(int32_t, p->k), *to = NEW(int32_t, p->n);
  for (size_t c = 0; c < p->k; c++) names[c] = (int32_t)(c * 31 % 7);
  bool is_one = set->translate(p->codes, names, p->n, to), expected = true;
  for (size_t i = 0; i < p->n; i++) {
    expected &= p->codes[i] == p->codes[0];
    if (to[i] != names[p->codes[i]]) return fail(result, "row %zu is %d", i, to[i]);
  }
  if (is_one != expected) fail(result, "all codes are equal: %d", is_one);
}

const check order_checks[] = {
    {"row_bounds", row_bounds},
    {"distribute", distribute},
    {"prune", prune},
    {"translate", translate},
    {NULL, NULL},
};
