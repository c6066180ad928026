// The nearest centroid: decided codes are true, and candidates hold the true one.

#include <string.h>

#include "checks.h"
#include "guarded.h"
#include "packed.h"

// Computed scores are off by less than half a margin each: scores farther apart than two margins
// must be told apart.
static const double surely_decided = 2;

// What `nearest` fills.
typedef struct {
  packed packed;
  void *least;
  int32_t *codes;
  uint32_t *undecided;
  size_t count;
} search;

static search run_search(const vqk_kernels *set, const problem *p) {
  search s = {.packed = pack(set, p)};
  size_t scratch = round_up(p->n, VQK_MAXIMUM_ROW_GROUP);
  s.least = guarded(scratch, p->width, PACKED);
  void *second = guarded(scratch, p->width, PACKED), *panel = guarded(scratch, p->width, PACKED);
  s.codes = guarded(p->n, sizeof *s.codes, sizeof *s.codes);
  s.undecided = guarded(p->n, sizeof *s.undecided, sizeof *s.undecided);
  s.count = set->nearest(s.packed.rows, s.packed.codebook, s.packed.margins, s.least, second, panel,
                         s.codes, s.undecided);
  return s;
}

static void nearest(const vqk_kernels *set, const problem *p, tally *result) {
  search s = run_search(set, p);
  size_t next = 0;
  for (size_t i = 0; i < p->n; i++) {
    bool decided = !(next < s.count && s.undecided[next] == i);
    next += !decided;
    double margin = get(s.packed.margins, p->width, i);
    if (decided && (s.codes[i] != p->nearest[i] || !(p->gaps[i] > 0)))
      fail(result, "row %zu has code %d; the nearest is %d, %g nearer than the second", i,
           s.codes[i], p->nearest[i], p->gaps[i]);
    if (!decided && p->nearest[i] >= 0 && p->gaps[i] > surely_decided * margin)
      fail(result, "row %zu is undecided, by %g and a margin of %g", i, p->gaps[i], margin);
  }
  if (next != s.count)
    fail(result, "%zu rows are undecided, %zu of them listed in order", s.count, next);
  result->undecided += s.count;
}

// The greatest score that may belong to the nearest, as the engine computes it.
static double limit_of(const search *s, size_t width, size_t row) {
  double least = get(s->least, width, row), margin = get(s->packed.margins, width, row);
  return width == 4 ? (double)((float)least + (float)margin) : least + margin;
}

static void candidates(const vqk_kernels *set, const problem *p, tally *result) {
  search s = run_search(set, p);
  int32_t *codes = guarded(p->k, sizeof *codes, sizeof *codes);
  for (size_t i = 0; i < p->n; i++) {
    memset(codes, 0xFF, p->k * sizeof *codes);
    double limit = limit_of(&s, p->width, i);
    size_t count = set->candidates(s.packed.rows, i, s.packed.codebook, limit, codes);
    double bound = surely_decided * get(s.packed.margins, p->width, i);
    bool found = p->nearest[i] < 0 && count == p->k;  // nothing compares with an extreme row
    for (size_t j = 0; j < count; j++) {
      if (codes[j] < 0 || (size_t)codes[j] >= p->k || (j > 0 && codes[j] <= codes[j - 1]))
        return fail(result, "row %zu: candidate %zu is %d", i, j, codes[j]);
      if (p->nearest[i] < 0) continue;
      if (score_gap(p, i, (size_t)codes[j]) > bound)
        fail(result, "row %zu: candidate %d is too far", i, codes[j]);
      found |= codes[j] == p->nearest[i];
    }
    if (!found) fail(result, "row %zu: %d is none of %zu candidates", i, p->nearest[i], count);
  }
}

const check search_checks[] = {{"nearest", nearest}, {"candidates", candidates}, {NULL, NULL}};
