// Checks of the search: decided codes are correct, and candidates contain the nearest centroid.

#include <float.h>
#include <string.h>

#include "checks.h"
#include "guarded.h"
#include "packed.h"

// The error of each computed score is below half a margin. Scores that differ by more than two
// margins must be distinguished.
static const double surely_decided = 2;

// The outputs of `nearest`.
typedef struct {
  packed packed;
  int32_t *codes;
  vqk_undecided *undecided;
  void *gaps;
  size_t count;
} search;

static search run_search(const vqk_kernels *set, const problem *p) {
  search s = {.packed = pack(set, p)};
  s.codes = guarded(p->n, sizeof *s.codes, sizeof *s.codes);
  s.undecided = guarded(p->n, sizeof *s.undecided, 8);
  s.gaps = guarded(p->n, p->width, p->width);
  s.count = set->nearest(s.packed.rows, s.packed.codebook, s.packed.margins, s.codes, s.undecided,
                         s.gaps);
  return s;
}

static void nearest(const vqk_kernels *set, const problem *p, results *result) {
  search s = run_search(set, p);
  size_t next = 0;
  for (size_t i = 0; i < p->n; i++) {
    bool decided = !(next < s.count && s.undecided[next].row == i);
    next += !decided;
    double margin = get(s.packed.margins, p->width, i);
    if (decided && (s.codes[i] != p->nearest[i] || !(p->gaps[i] > 0)))
      fail(result, "row %zu has code %d; the nearest is %d, %g nearer than the second", i,
           s.codes[i], p->nearest[i], p->gaps[i]);
    double gap = get(s.gaps, p->width, i);
    // The margin ignores centroids far away. Their scores have a relative error.
    if (decided && !(gap > 0 && gap * (1 - 4 * s.packed.margin.factor) <= p->gaps[i]))
      fail(result, "row %zu has a gap of %g, which is %g", i, gap, p->gaps[i]);
    if (!decided && p->nearest[i] >= 0 && p->gaps[i] > surely_decided * margin)
      fail(result, "row %zu is undecided, by %g and a margin of %g", i, p->gaps[i], margin);
  }
  if (next != s.count)
    fail(result, "%zu rows are undecided, %zu of them listed in order", s.count, next);
  result->undecided += s.count;
}

static void candidates(const vqk_kernels *set, const problem *p, results *result) {
  search s = run_search(set, p);
  size_t room = p->k < 2 ? 2 : p->k;
  int32_t *codes = guarded(room, sizeof *codes, sizeof *codes);
  for (size_t next = 0; next < s.count; next++) {
    size_t i = s.undecided[next].row;
    memset(codes, 0xFF, room * sizeof *codes);
    size_t count = set->candidates(s.packed.rows, s.undecided[next], s.packed.codebook, codes);
    double bound = surely_decided * get(s.packed.margins, p->width, i);
    bool found = p->nearest[i] < 0 && count == p->k;  // scores of an extreme row are not comparable
    for (size_t j = 0; j < count; j++) {
      if (codes[j] < 0 || (size_t)codes[j] >= p->k || (j > 0 && codes[j] <= codes[j - 1]))
        return fail(result, "row %zu: candidate %zu is %d", i, j, codes[j]);
      if (p->nearest[i] < 0) continue;
      if (score_gap(p, i, (size_t)codes[j]) > bound)
        fail(result, "row %zu: candidate %d is too far", i, codes[j]);
      found |= codes[j] == p->nearest[i];
    }
    if (!found)
      fail(result, "row %zu: %d is not among the %zu candidates", i, p->nearest[i], count);
  }
}

// With the distance to its nearest centroid as the limit, every row must find at least that one.
static void screen(const vqk_kernels *set, const problem *p, results *result) {
  packed packing = pack(set, p);
  int32_t *own = guarded(p->n, sizeof *own, sizeof *own);
  for (size_t i = 0; i < p->n; i++) own[i] = p->nearest[i] < 0 ? 0 : p->nearest[i];
  double *squared = guarded(p->n, sizeof *squared, sizeof *squared);
  set->distances(p->rows, p->stride, NULL, p->n, p->d, own, p->doubles, p->frame.scale, squared);

  // The slack that the engine uses; Docs/Internals/Numerics.md derives it.
  double roundings = (double)(p->d + 8);
  double roundoff = (p->width == 4 ? FLT_EPSILON : DBL_EPSILON) / 2;
  double smallest = p->width == 4 ? FLT_MIN : DBL_MIN;
  void *limits = guarded(round_up(p->n, VQK_MAXIMUM_ROW_GROUP), p->width, PACKED);
  set->score_limits(packing.rows, squared, 5 * roundings * roundoff, 2 * roundings * smallest,
                    limits);
  uint32_t *rows = guarded(p->n * p->k, sizeof *rows, sizeof *rows);
  int32_t *codes = guarded(p->n * p->k, sizeof *codes, sizeof *codes);
  size_t count = set->screen(packing.rows, packing.codebook, limits, rows, codes);

  // The last code of each row, and the last row of each code.
  int64_t *last_code = guarded(p->n, sizeof *last_code, sizeof *last_code);
  int64_t *last_row = guarded(p->k, sizeof *last_row, sizeof *last_row);
  bool *found = guarded(p->n, sizeof *found, sizeof *found);
  for (size_t i = 0; i < p->n; i++) found[i] = p->nearest[i] < 0;
  for (size_t j = 0; j < count; j++) {
    if (rows[j] >= p->n || codes[j] < 0 || (size_t)codes[j] >= p->k)
      return fail(result, "pair %zu is %u, %d", j, rows[j], codes[j]);
    if (codes[j] <= last_code[rows[j]] || rows[j] <= last_row[codes[j]])
      return fail(result, "pair %zu, %u and %d, is out of order", j, rows[j], codes[j]);
    last_code[rows[j]] = codes[j];
    last_row[codes[j]] = rows[j];
    found[rows[j]] |= codes[j] == p->nearest[rows[j]];
  }
  for (size_t i = 0; i < p->n; i++)
    if (!found[i]) fail(result, "row %zu does not find its nearest, %d", i, p->nearest[i]);
}

const check search_checks[] = {
    {"nearest", nearest}, {"candidates", candidates}, {"screen", screen}, {NULL, NULL}};
