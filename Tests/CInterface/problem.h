// Observations and a codebook to try things on, and what brute force makes of them.

#ifndef PROBLEM_H
#define PROBLEM_H

#include <stddef.h>
#include <stdint.h>

#include "scalars.h"

typedef struct problem {
  scalar scalar;
  size_t n, d, k;
  double *rows;       // n x d: the observations' values
  double *centroids;  // k x d: the codebook's
  void *numbers;      // the same as scalars
  void *codebook;
  cvq_matrix matrix;
} problem;

// Observations in k clusters that overlap, and a codebook of k of them, not quite.
problem take_problem(scalar scalar, size_t n, size_t d, size_t k, uint64_t seed);

// The next random number of a sequence: in [0, 1), and whole, below a limit.
double next_uniform(uint64_t *state);
size_t next_below(uint64_t *state, size_t limit);

// Weights of 1 to 2, except for a few of 0.
double *take_weights(size_t count, uint64_t seed);

// The code of the nearest centroid, the lowest on a tie; its distance to `distance` unless NULL.
int32_t nearest(const double *row, const double *centroids, size_t k, size_t d, double *distance);

// What an assignment to `centroids` adds up to.
typedef struct sums {
  double inertia, distortion;
  double *means;    // k x d: those of the codes; a centroid without observations stays
  double *totals;   // k x d: weighted sums
  double *sizes;    // k x d: the same of absolute values, which bound what rounding can do
  double *weights;  // k
  int64_t *counts;  // k
} sums;

// `weights` may be NULL. Kept in long double until the end.
sums take_sums(const double *rows, const double *weights, const double *centroids, size_t n,
               size_t d, size_t k);

// That two numbers differ by at most `tolerance` times the size of the second.
int is_near(double a, double b, double tolerance);

// That scalars are near these values.
int are_near(scalar scalar, const void *numbers, const double *values, size_t count,
             double tolerance);

#endif
