// Observations and a codebook for tests, and the results of brute force.

#ifndef PROBLEM_H
#define PROBLEM_H

#include <stddef.h>
#include <stdint.h>

#include "scalars.h"

typedef struct problem {
  scalar scalar;
  size_t n, d, k;
  double *rows;       // n x d: the values of the observations
  double *centroids;  // k x d: the values of the codebook
  void *numbers;      // the same values as scalars
  void *codebook;
  cvq_matrix matrix;
} problem;

// Makes observations in k clusters that overlap, and a codebook near the centers of the clusters.
problem take_problem(scalar scalar, size_t n, size_t d, size_t k, uint64_t seed);

// The next random number of a sequence: in [0, 1), or a whole number below a limit.
double next_uniform(uint64_t *state);
size_t next_below(uint64_t *state, size_t limit);

// Makes weights from 1 to 2, and a few of 0.
double *take_weights(size_t count, uint64_t seed);

// Returns the code of the nearest centroid, the lowest on a tie. Writes its distance to `distance`
// unless that is NULL.
int32_t nearest(const double *row, const double *centroids, size_t k, size_t d, double *distance);

// The statistics of an assignment to `centroids`.
typedef struct sums {
  double inertia, distortion;
  double *means;    // k x d: the mean of each code; an empty centroid stays
  double *totals;   // k x d: weighted sums
  double *sizes;    // k x d: weighted sums of absolute values, which bound the rounding error
  double *weights;  // k
  int64_t *counts;  // k
} sums;

// `weights` may be NULL. Computed in long double.
sums take_sums(const double *rows, const double *weights, const double *centroids, size_t n,
               size_t d, size_t k);

// Returns whether two numbers differ by at most `tolerance` times the magnitude of the second.
int is_near(double a, double b, double tolerance);

// Returns whether all scalars are near these values.
int are_near(scalar scalar, const void *numbers, const double *values, size_t count,
             double tolerance);

#endif
