// Checks of the search by bytes: decided codes are correct, candidates contain the nearest
// centroid, and every set rounds to the same bytes.

#include <float.h>
#include <math.h>
#include <string.h>

#include "checks.h"
#include "guarded.h"
#include "packed.h"

// The features of a block; the bytes before the quads of a panel, for each centroid.
enum { QUAD = 4, HEAD = 12 };

// Undecided rows must be closer than this many margins.
static const double surely_decided = 2;

typedef struct {
  vqk_byte_rows rows;
  vqk_byte_codebook codebook;
  vqk_margin margin;
  const float *norms;
  int32_t *codes;
  vqk_undecided *undecided;
  float *gaps;
  vqk_byte_panels panels;
} byte_search;

static size_t padded(size_t d) { return round_up(d, QUAD); }

static byte_search round_problem(const vqk_kernels *set, const problem *p) {
  size_t rows = round_up(p->n, VQK_MAXIMUM_ROW_GROUP);
  uint8_t *groups = guarded(rows * padded(p->d), 1, PACKED);
  float *steps = guarded(rows, sizeof *steps, PACKED);
  float *margins = guarded(rows, sizeof *margins, PACKED);
  float *norms = guarded(rows, sizeof *norms, PACKED);
  uint8_t *panels = guarded(round_up(p->k, VQK_PANEL) * (HEAD + padded(p->d)), 1, PACKED);
  byte_search s = {.rows = {groups, steps, margins, p->n, p->d, NULL, 0},
                   .codebook = {panels, p->k, p->d}};

  // The margin that the engine uses, always that of float scores.
  double roundings = (double)(p->d + 8);
  s.margin = pack(set, p).margin;
  s.margin.factor = 2.2 * roundings * FLT_EPSILON / 2;
  s.margin.underflow = roundings * FLT_MIN;
  set->round_centroids(p->doubles, p->k, p->d, p->frame, panels, &s.margin.coarseness);
  set->round_rows(p->rows, p->stride, p->n, p->d, p->frame, s.margin, groups, steps, margins,
                  norms);
  s.norms = norms;
  return s;
}

// False if the codebook must not be searched by bytes.
static bool search_bytes(const vqk_kernels *set, const problem *p, byte_search *s) {
  *s = round_problem(set, p);
  if (!isfinite(s->margin.coarseness)) return false;
  s->codes = guarded(p->n, sizeof *s->codes, sizeof *s->codes);
  s->undecided = guarded(p->n, sizeof *s->undecided, 8);
  s->gaps = guarded(p->n, sizeof *s->gaps, sizeof *s->gaps);
  size_t panels = round_up(p->k, VQK_PANEL) / VQK_PANEL;
  s->panels = (vqk_byte_panels){guarded(panels * set->byte_group, 4, PACKED), guarded(panels, 8, 8),
                                guarded(panels, 4, 4)};
  return true;
}

// Searches the group of row `first`, and returns the number of undecided rows.
static size_t search_group(const vqk_kernels *set, byte_search *s, size_t first) {
  return set->nearest_bytes(s->rows, first, s->codebook, s->panels.minima, s->codes, s->undecided,
                            s->gaps);
}

// Checks row `i` after its group was searched.
static void check_row(const byte_search *s, const problem *p, size_t i, bool decided,
                      results *result) {
  double margin = (double)s->rows.margins[i], gap = (double)s->gaps[i];
  if (s->codes[i] < 0 || (size_t)s->codes[i] >= p->k)
    fail(result, "row %zu has code %d", i, s->codes[i]);
  if (decided && (s->codes[i] != p->nearest[i] || !(p->gaps[i] > 0)))
    fail(result, "row %zu has code %d; the nearest is %d, %g nearer than the second", i,
         s->codes[i], p->nearest[i], p->gaps[i]);
  if (decided && !(gap > 0 && gap * (1 - 4 * s->margin.factor) <= p->gaps[i]))
    fail(result, "row %zu has a gap of %g, which is %g", i, gap, p->gaps[i]);
  if (!decided && p->nearest[i] >= 0 && p->gaps[i] > surely_decided * margin)
    fail(result, "row %zu is undecided, by %g and a margin of %g", i, p->gaps[i], margin);
}

static void nearest_bytes(const vqk_kernels *set, const problem *p, results *result) {
  byte_search s;
  if (!search_bytes(set, p, &s)) return;
  for (size_t first = 0; first < p->n; first += set->byte_group) {
    size_t count = search_group(set, &s, first), next = 0;
    for (size_t i = first; i < p->n && i < first + set->byte_group; i++) {
      bool decided = !(next < count && s.undecided[next].row == i);
      next += !decided;
      check_row(&s, p, i, decided, result);
    }
    if (next != count)
      fail(result, "%zu rows are undecided, %zu of them listed in order", count, next);
  }
}

// Checks the candidates of one row.
static void check_candidates(const byte_search *s, const problem *p, vqk_undecided open,
                             const int32_t *codes, size_t count, results *result) {
  size_t i = open.row;
  bool found = p->nearest[i] < 0 && count == p->k;
  for (size_t j = 0; j < count; j++) {
    if (codes[j] < 0 || (size_t)codes[j] >= p->k || (j > 0 && codes[j] <= codes[j - 1]))
      return fail(result, "row %zu: candidate %zu is %d", i, j, codes[j]);
    found |= codes[j] == p->nearest[i];
  }
  if (!found) fail(result, "row %zu: %d is not among the %zu candidates", i, p->nearest[i], count);
  // The gap is that of all centroids that are not candidates.
  size_t next = 0;
  for (size_t c = 0; c < p->k && p->nearest[i] >= 0; c++) {
    if (next < count && (size_t)codes[next] == c)
      next++;
    else if (score_gap(p, i, c) < (double)s->gaps[i] * (1 - 4 * s->margin.factor))
      fail(result, "row %zu: centroid %zu is nearer than the gap %g", i, c, (double)s->gaps[i]);
  }
}

static void byte_candidates(const vqk_kernels *set, const problem *p, results *result) {
  byte_search s;
  if (!search_bytes(set, p, &s)) return;
  int32_t *counts = guarded(set->byte_group, sizeof *counts, sizeof *counts);
  int32_t *codes = guarded(set->byte_group * p->k, sizeof *codes, sizeof *codes);
  for (size_t first = 0; first < p->n; first += set->byte_group) {
    size_t count = search_group(set, &s, first), start = 0;
    set->byte_candidates(s.rows, s.undecided, count, s.codebook, s.panels, counts, codes, s.gaps);
    for (size_t i = 0; i < count; i++) {
      check_candidates(&s, p, s.undecided[i], codes + start, (size_t)counts[i], result);
      start += (size_t)counts[i];
    }
  }
}

// The byte of feature `t` of row `i`, whatever the set's group.
static uint8_t byte_of(const byte_search *s, size_t group, size_t i, size_t t) {
  size_t block = i / group * group * padded(s->rows.d);
  return s->rows.groups[block + (t / QUAD * group + i % group) * QUAD + t % QUAD];
}

static const vqk_kernels *serial_set(size_t width) {
  const vqk_kernels *set = NULL;
  for (size_t i = 0; !set || strcmp(set->name, "serial") != 0; i++) set = vqk_available(i, width);
  return set;
}

static void rounding(const vqk_kernels *set, const problem *p, results *result) {
  const vqk_kernels *serial = serial_set(p->width);
  byte_search s = round_problem(set, p), expected = round_problem(serial, p);
  for (size_t i = 0; i < p->n; i++) {
    float step = s.rows.steps[i], serial_step = expected.rows.steps[i];
    if (!(step == serial_step || (isnan(step) && isnan(serial_step))))
      fail(result, "row %zu has a step of %a, expected %a", i, (double)step, (double)serial_step);
    double squared = 0;
    for (size_t t = 0; t < p->d; t++) {
      double x = get(p->rows, p->width, i * p->stride + t) * p->frame.scale -
                 get(p->frame.shift, p->width, t);
      squared += x * x;
    }
    double norm = (double)s.norms[i], slack = (double)(p->d + 8) * 0x1p-23;
    if (!isnan(step) && !(fabs(norm - squared) <= slack * squared + DBL_MIN) && squared > 0x1p-100)
      fail(result, "row %zu has a squared norm of %g, expected %g", i, norm, squared);
    for (size_t t = 0; t < p->d; t++) {
      uint8_t byte = byte_of(&s, set->byte_group, i, t);
      uint8_t serial_byte = byte_of(&expected, serial->byte_group, i, t);
      if (byte != serial_byte)
        return fail(result, "row %zu, feature %zu is %d, expected %d", i, t, byte, serial_byte);
    }
  }
  if (isinf(s.margin.coarseness) != isinf(expected.margin.coarseness))
    fail(result, "the coarseness is %g, expected %g", s.margin.coarseness,
         expected.margin.coarseness);
  if (isinf(s.margin.coarseness)) return;
  size_t panel = VQK_PANEL * (HEAD + padded(p->d)), panels = round_up(p->k, VQK_PANEL) / VQK_PANEL;
  for (size_t i = 0; i < panels; i++) {
    // Half norms come first, and may differ by their rounding.
    size_t start = i * panel + VQK_PANEL * sizeof(float);
    if (memcmp(s.codebook.panels + start, expected.codebook.panels + start,
               panel - VQK_PANEL * sizeof(float)) != 0)
      return fail(result, "panel %zu has other bytes", i);
  }
}

const check byte_checks[] = {{"nearest_bytes", nearest_bytes},
                             {"byte_candidates", byte_candidates},
                             {"rounding", rounding},
                             {NULL, NULL}};
