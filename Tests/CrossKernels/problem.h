// Rows and centroids to try the kernels on, in either scalar, with all that the kernels are given.

#ifndef PROBLEM_H
#define PROBLEM_H

#include <CVQKernels.h>

typedef enum {
  ROUGH,      // numbers of all digits and several magnitudes
  LATTICE,    // small integers: rows on centroids, centroids alike, exact ties
  TWINS,      // each centroid twice
  MIDPOINTS,  // rows half-way between two centroids, except for rounding
  SHIFTED,    // far from 0, in a frame that takes the offset away
  LARGE,      // squares that overflow, in a frame that scales
  OUTLIER,    // one centroid far out
  EXTREME,    // rows with a NaN, an infinity or a square that overflows, among others
  KINDS
} kind;

extern const char *const kind_names[KINDS];

/// All pointers are into guarded memory. Scalars are float or double, as `width` says.
typedef struct {
  kind kind;
  size_t width, n, d, k, stride;
  const void *rows, *centroids;
  const double *doubles;  // the centroids once more, as kernels take them
  vqk_frame frame;
  const double *origin, *scales;  // d each, for the sums and moments
  const double *weights;          // n
  const int32_t *codes;           // n random codes

  // The oracle's: for each row its nearest centroid, the lowest of several, or -1 if the row is
  // extreme; and how much greater the score of the second is, in the frame.
  const int32_t *nearest;
  const double *gaps;
} problem;

/// The `number`th problem of a shape: what shape does not say, such as the kind, the number does.
problem make_problem(size_t number, size_t width, size_t n, size_t d, size_t k);

/// How much greater the score of `code` for `row` is than that of its nearest centroid.
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
