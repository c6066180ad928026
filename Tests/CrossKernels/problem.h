// Rows and centroids for the kernels, in either scalar, with all their other inputs.

#ifndef PROBLEM_H
#define PROBLEM_H

#include <CVQKernels.h>

typedef enum {
  ROUGH,      // numbers with random digits and several magnitudes
  LATTICE,    // small integers: rows on centroids, equal centroids, exact ties
  TWINS,      // each centroid twice
  MIDPOINTS,  // rows half-way between two centroids, except for rounding
  SHIFTED,    // far from 0, in a frame that subtracts the offset
  LARGE,      // squares that overflow, in a frame that scales
  OUTLIER,    // one centroid far away
  EXTREME,    // some rows have a NaN, an infinity or a square that overflows
  KINDS
} kind;

extern const char *const kind_names[KINDS];

/// All pointers point into guarded memory. Scalars are float or double, by `width`.
typedef struct {
  kind kind;
  size_t width, n, d, k, stride;
  const void *rows, *centroids;
  const double *doubles;  // the same centroids in double, as kernels take them
  vqk_frame frame;
  const double *origin, *scales;  // d each, for the sums and moments
  const double *weights;          // n
  const int32_t *codes;           // n random codes

  // From the oracle, for each row: its nearest centroid (the lowest on a tie, -1 if the row is
  // extreme), and the second score less the lowest, in the frame.
  const int32_t *nearest;
  const double *gaps;
} problem;

/// Makes problem `number` of a shape. The number decides everything else, such as the kind.
problem make_problem(size_t number, size_t width, size_t n, size_t d, size_t k);

/// Returns the score of `code` for `row` less that of its nearest centroid.
double score_gap(const problem *p, size_t row, size_t code);

static inline double get(const void *matrix, size_t width, size_t index) {
  return width == 4 ? (double)((const float *)matrix)[index] : ((const double *)matrix)[index];
}

static inline void put(void *matrix, size_t width, size_t index, double value) {
  if (width == 4)
    ((float *)matrix)[index] = (float)value;
  else
    ((double *)matrix)[index] = value;
}

#endif
