// Distances are compared in double, and close ones again in long double, which has 64 or 113 bits.
// The margins of the kernels are at least 2^10 times its rounding error.

#include "oracle.h"

#include <float.h>
#include <math.h>

#include "guarded.h"

#pragma STDC FP_CONTRACT OFF

// The error of double is about 200 roundings. Distances that differ by more than this share are
// distinguished without long double.
static const double close_share = 1e-9;

static double squared_distance(const problem *p, size_t row, size_t code) {
  double sum = 0;
  for (size_t t = 0; t < p->d; t++) {
    double x = get(p->rows, p->width, row * p->stride + t);
    double difference = (x - get(p->centroids, p->width, code * p->d + t)) * p->frame.scale;
    sum += difference * difference;
  }
  return sum;
}

static long double long_squared_distance(const problem *p, size_t row, size_t code) {
  long double sum = 0;
  for (size_t t = 0; t < p->d; t++) {
    long double x = get(p->rows, p->width, row * p->stride + t);
    long double difference = (x - get(p->centroids, p->width, code * p->d + t)) * p->frame.scale;
    sum += difference * difference;
  }
  return sum;
}

// Returns false for a row without a finite margin: one that is not finite or whose norm overflows.
static bool is_ordinary(const problem *p, size_t row) {
  double maximum = p->width == 4 ? FLT_MAX : DBL_MAX;
  for (size_t t = 0; t < p->d; t++)
    if (!(fabs(get(p->rows, p->width, row * p->stride + t)) < maximum)) return false;
  return true;
}

double score_gap(const problem *p, size_t row, size_t code) {
  size_t nearest = (size_t)p->nearest[row];
  return (double)(long_squared_distance(p, row, code) - long_squared_distance(p, row, nearest)) / 2;
}

void find_nearest(problem *p) {
  int32_t *nearest = guarded(p->n, sizeof *nearest, sizeof *nearest);
  double *gaps = guarded(p->n, sizeof *gaps, sizeof *gaps);
  size_t mark = guarded_mark();
  double *squared = guarded(p->k, sizeof *squared, sizeof *squared);
  for (size_t i = 0; i < p->n; i++) {
    if (!is_ordinary(p, i)) continue;
    double bound = INFINITY;
    for (size_t c = 0; c < p->k; c++) {
      squared[c] = squared_distance(p, i, c);
      bound = fmin(bound, squared[c]);
    }
    bound *= 1 + close_share;
    long double minimum = INFINITY, second = INFINITY;
    for (size_t c = 0; c < p->k; c++) {
      long double distance = squared[c] > bound ? squared[c] : long_squared_distance(p, i, c);
      second = fminl(second, fmaxl(minimum, distance));
      if (!(distance < minimum)) continue;
      minimum = distance;
      nearest[i] = (int32_t)c;
    }
    gaps[i] = (double)(second - minimum) / 2;
  }
  guarded_release(mark);
  p->nearest = nearest, p->gaps = gaps;
}
