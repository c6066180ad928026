// Checks of bounds and pairs: decisions agree with plain loops.
//
// The number of features matters only for the rows themselves, so a few problems are enough.

#include <math.h>
#include <string.h>

#include "checks.h"
#include "guarded.h"

#define NEW(TYPE, COUNT) ((TYPE *)guarded(COUNT, sizeof(TYPE), sizeof(TYPE)))

// Few different numbers, so that sums and differences are often equal, and a NaN now and then.
static float few(size_t i) { return i % 23 == 7 ? NAN : (float)(i * i % 11 % 4); }

static float *floats(size_t count, size_t seed) {
  float *to = NEW(float, count);
  for (size_t i = 0; i < count; i++) to[i] = few(i + seed);
  return to;
}

static void contested(const vqk_kernels *set, const problem *p, results *result) {
  if (p->d > 8) return;
  float *lower = floats(p->n, p->d), *upper = floats(p->n, p->k), *thresholds = floats(p->k, 3);
  uint32_t *numbers = NEW(uint32_t, p->n);
  size_t count = set->contested(lower, upper, p->codes, thresholds, p->n, numbers), next = 0;
  for (size_t i = 0; i < p->n; i++) {
    if (lower[i] - upper[i] > thresholds[p->codes[i]]) continue;
    if (next >= count || numbers[next++] != i) return fail(result, "row %zu is not listed", i);
  }
  if (next != count) fail(result, "%zu rows are listed, not %zu", count, next);
}

static void contested_groups(const vqk_kernels *set, const problem *p, results *result) {
  if (p->d > 8) return;
  size_t groups = 4 * (1 + p->d % 4);
  float *lowers = floats(p->n * groups, p->d), *upper = floats(p->n, p->k);
  float *travelled = floats(p->k, 3), *maximum = floats(groups, 5);
  for (size_t i = 0; i < p->n * groups; i++) lowers[i] += 3;
  uint32_t *numbers = NEW(uint32_t, p->n);
  uint64_t *masks = NEW(uint64_t, p->n);
  // Now in place.
  for (size_t i = 0; i < p->n; i++) numbers[i] = (uint32_t)(p->n - 1 - i);
  size_t next = 0, count = set->contested_groups(lowers, groups, upper, p->codes, travelled,
                                                 maximum, numbers, p->n, numbers, masks);
  for (size_t i = p->n; i-- > 0;) {
    uint64_t mask = 0;
    for (size_t g = 0; g < groups; g++)
      if (!(lowers[i * groups + g] - upper[i] > travelled[p->codes[i]] + maximum[g]))
        mask |= (uint64_t)1 << g;
    if (mask == 0) continue;
    if (next >= count || numbers[next] != i || masks[next++] != mask)
      return fail(result, "row %zu has other groups", i);
  }
  if (next != count) fail(result, "%zu rows are listed, not %zu", count, next);
}

static void gather(const vqk_kernels *set, const problem *p, results *result) {
  size_t bytes = p->d * p->width;
  char *packed = guarded(p->n * p->d, p->width, p->width);
  uint32_t *numbers = NEW(uint32_t, p->n);
  for (size_t i = 0; i < p->n; i++) numbers[i] = (uint32_t)(i * 5 % p->n);
  set->gather(p->rows, p->stride, numbers, p->n, p->d, packed);
  for (size_t i = 0; i < p->n; i++) {
    const char *row = (const char *)p->rows + numbers[i] * p->stride * p->width;
    if (memcmp(packed + i * bytes, row, bytes)) return fail(result, "row %zu differs", i);
  }
}

// Rows in descending order, with their codes and squared distances.
static vqk_open open_rows(const problem *p) {
  vqk_open open = {NEW(uint32_t, p->n), NEW(int32_t, p->n), NEW(double, p->n), p->n};
  for (size_t i = 0; i < p->n; i++) {
    open.numbers[i] = (uint32_t)(p->n - 1 - i);
    open.codes[i] = p->codes[i];
    open.squared[i] = (double)(i * i % 17) / 4;
  }
  return open;
}

// The stored upper bounds exceed the distances by no more than rounding; likewise the lower bounds.
static void keep_bounds(const vqk_kernels *set, const problem *p, results *result) {
  if (p->d > 8) return;
  vqk_open open = open_rows(p);
  double *travelled = NEW(double, p->k), *seconds = NEW(double, p->n), *sums = NEW(double, p->k);
  int64_t *counts = NEW(int64_t, p->k);
  for (size_t c = 0; c < p->k; c++) travelled[c] = (double)(c % 7), sums[c] = 0, counts[c] = 0;
  for (size_t i = 0; i < p->n; i++) seconds[i] = i % 9 == 4 ? INFINITY : (double)(i % 5);
  vqk_bounds bounds = {NEW(int32_t, p->n), NEW(float, p->n), NEW(float, p->n), travelled, 6.5};
  set->keep_bounds(bounds, open, seconds, (vqk_reach){floats(p->k, 0), sums, counts});
  int64_t total = 0;
  for (size_t c = 0; c < p->k; c++) total += counts[c];
  if (total != (int64_t)p->n) fail(result, "%zu rows are counted as %lld", p->n, (long long)total);
  for (size_t i = 0; i < p->n; i++) {
    size_t row = open.numbers[i];
    double above = (double)bounds.upper[row] - (sqrt(open.squared[i]) - travelled[open.codes[i]]);
    double below = seconds[i] + bounds.maximum - (double)bounds.lower[row];
    bool is_low = isinf(seconds[i]) ? bounds.lower[row] > 3e38F : below < 1e-5;
    if (bounds.codes[row] != open.codes[i] || !(above > 0 && above < 1e-5 && below > 0 && is_low))
      return fail(result, "row %zu has bounds off by %g and %g", row, above, below);
  }
}

static void narrow(const vqk_kernels *set, const problem *p, results *result) {
  if (p->d > 8) return;
  vqk_open open = open_rows(p), before = open_rows(p);
  double *travelled = NEW(double, p->k);
  for (size_t c = 0; c < p->k; c++) travelled[c] = 1;
  vqk_bounds bounds = {NEW(int32_t, p->n), NEW(float, p->n), floats(p->n, p->d), travelled, 0.5};
  size_t count = set->narrow(bounds, open), next = 0;
  for (size_t i = 0; i < p->n; i++) {
    size_t row = before.numbers[i];
    double distance = sqrt(before.squared[i]), apart = (double)bounds.lower[row] - 0.5 - distance;
    bool is_left = next < count && open.numbers[next] == row;
    if (is_left && (open.codes[next] != before.codes[i] || open.squared[next] != before.squared[i]))
      return fail(result, "row %zu has changed", row);
    next += is_left;
    // Rounding may keep a row in the list, but must never remove one.
    if (is_left ? apart > 1e-5 : !(apart > 0))
      return fail(result, "row %zu is %s, by %g", row, is_left ? "kept" : "removed", apart);
    if (!is_left && !((double)bounds.upper[row] > distance - 1))
      return fail(result, "row %zu has an upper bound of %g", row, (double)bounds.upper[row]);
  }
  if (next != count) fail(result, "%zu rows are kept, not %zu", count, next);
}

static void seconds_of_gaps(const vqk_kernels *set, const problem *p, results *result) {
  vqk_open open = open_rows(p);
  void *gaps = guarded(p->n, p->width, p->width);
  double *seconds = NEW(double, p->n);
  for (size_t i = 0; i < p->n; i++) put(gaps, p->width, i, (double)few(i) - 1);
  set->seconds_of_gaps(p->n, open.squared, gaps, 0x1p-10, seconds);
  for (size_t i = 0; i < p->n; i++) {
    double gap = fmax(0, get(gaps, p->width, i) * (1 - 0x1p-8));
    double exact = sqrt(open.squared[i] + 2 * gap), off = exact - seconds[i];
    if (!(off >= 0 && off <= exact * 1e-6 && (off > 0 || exact == 0)))
      return fail(result, "row %zu: %a, expected less than %a", i, seconds[i], exact);
  }
}

// The neighbours of each centroid are the next four codes, at distances 1 to 4, complete up to 5.
static void neighbour_pairs(const vqk_kernels *set, const problem *p, results *result) {
  if (p->d > 8) return;
  vqk_open open = open_rows(p), before = open_rows(p), rest = open_rows(p);
  int32_t *starts = NEW(int32_t, p->k + 1), *codes = NEW(int32_t, 4 * p->k);
  float *distances = NEW(float, 4 * p->k), *radii = NEW(float, p->k);
  for (size_t c = 0; c < p->k; c++) {
    starts[c + 1] = (int32_t)(4 * c + 4), radii[c] = c % 5 == 3 ? 0 : 5;
    for (size_t j = 0; j < 4; j++)
      codes[4 * c + j] = (int32_t)((c + j + 1) % p->k), distances[4 * c + j] = (float)(j + 1);
  }
  starts[0] = 0, rest.count = 0;
  size_t room = 2 * p->n, limit = 3, treated = 0, kept = 0, left = 0, pair = 0;
  vqk_pairs pairs = {NEW(uint32_t, room), NEW(int32_t, room), NEW(double, room), 0, room,
                     NEW(int32_t, p->n),  NEW(double, p->n)};
  size_t count = set->neighbour_pairs(open, (vqk_neighbours){starts, codes, distances, radii},
                                      limit, &pairs, &rest, &treated);
  for (size_t i = 0; i < treated; i++) {
    // A little more than twice the distance.
    int32_t code = before.codes[i];
    double reach = 2 * sqrt(before.squared[i]) + 1e-9;
    size_t near = reach < 4 ? (size_t)reach : 4;
    bool is_kept = code % 5 != 3 && reach < 5 && near <= limit;
    size_t own = is_kept ? kept++ : left++;
    vqk_open *list = is_kept ? &open : &rest;
    if (own >= (is_kept ? count : rest.count) || list->numbers[own] != before.numbers[i])
      return fail(result, "row %u is in the wrong place", before.numbers[i]);
    if (!is_kept) continue;
    double beyond = (double)(near + 1) - sqrt(before.squared[i]) - pairs.beyond[own];
    if (pairs.counts[own] != (int32_t)near || !(beyond >= 0 && beyond < 1e-5))
      return fail(result, "row %zu has %d pairs, %g beyond", i, pairs.counts[own], beyond);
    for (size_t j = 0; j < near; j++, pair++)
      if (pairs.rows[pair] != before.numbers[i] || pairs.codes[pair] != codes[4 * code + (int)j])
        return fail(result, "pair %zu is %u, %d", pair, pairs.rows[pair], pairs.codes[pair]);
  }
  if (pair != pairs.count || kept != count || (treated < p->n && pair + limit < room))
    fail(result, "%zu rows of %zu treated, %zu pairs of %zu", treated, p->n, pairs.count, room);
}

static void settle_pairs(const vqk_kernels *set, const problem *p, results *result) {
  if (p->d > 8) return;
  vqk_open open = open_rows(p), before = open_rows(p);
  size_t each = 3;
  vqk_pairs pairs = {NEW(uint32_t, each * p->n),
                     NEW(int32_t, each * p->n),
                     NEW(double, each * p->n),
                     each * p->n,
                     each * p->n,
                     NEW(int32_t, p->n),
                     NEW(double, p->n)};
  for (size_t i = 0; i < p->n; i++) pairs.counts[i] = (int32_t)each, pairs.beyond[i] = 1.5;
  for (size_t j = 0; j < pairs.count; j++) {
    pairs.rows[j] = before.numbers[j / each];
    pairs.codes[j] = (int32_t)((size_t)before.codes[j / each] + j % each);
    pairs.squared[j] = (double)(j * 7 % 19) / 4;
  }
  double *seconds = NEW(double, p->n);
  uint32_t *uncertain = NEW(uint32_t, p->n + 1);
  size_t count = set->settle_pairs(open, &pairs, 0x1p-48, seconds, uncertain), next = 0;
  for (size_t i = 0; i < p->n; i++) {
    int32_t code = before.codes[i];
    double minimum = before.squared[i], second = INFINITY;
    // The first pair has the row's own code.
    for (size_t j = i * each + 1; j < (i + 1) * each; j++) {
      double s = pairs.squared[j];
      second = fmin(second, fmax(minimum, s));
      if (s < minimum) minimum = s, code = pairs.codes[j];
    }
    bool is_tie = next < count && uncertain[next] == i;
    next += is_tie;
    if (is_tie != (minimum == second)) return fail(result, "row %zu is certain: %d", i, !is_tie);
    double bound = fmin(sqrt(second), 1.5) - seconds[i];
    if (!is_tie && (open.codes[i] != code || open.squared[i] != minimum))
      return fail(result, "row %zu has code %d, not %d", i, open.codes[i], code);
    if (!(bound >= 0 && bound < 1e-5)) return fail(result, "row %zu: %g too far", i, bound);
  }
  if (next != count) fail(result, "%zu rows are uncertain, not %zu", count, next);
}

const check bounds_checks[] = {
    {"contested", contested},
    {"contested_groups", contested_groups},
    {"gather", gather},
    {"keep_bounds", keep_bounds},
    {"narrow", narrow},
    {"seconds_of_gaps", seconds_of_gaps},
    {"neighbour_pairs", neighbour_pairs},
    {"settle_pairs", settle_pairs},
    {NULL, NULL},
};
