#include "problem.h"

#include <math.h>

#include "memory.h"

// splitmix64 (Steele, Lea and Flood, 2014).
static uint64_t next(uint64_t *state) {
  uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

double next_uniform(uint64_t *state) { return (double)(next(state) >> 11) * 0x1p-53; }

size_t next_below(uint64_t *state, size_t limit) { return (size_t)(next(state) % limit); }

static void round_to(scalar scalar, double *values, size_t count) {
  for (size_t i = 0; scalar == SINGLE && i < count; i++) values[i] = (float)values[i];
}

problem take_problem(scalar scalar, size_t n, size_t d, size_t k, uint64_t seed) {
  problem p = {.scalar = scalar, .n = n, .d = d, .k = k};
  uint64_t state = seed;
  p.rows = take(n * d * sizeof(double));
  p.centroids = take(k * d * sizeof(double));
  for (size_t i = 0; i < k * d; i++) p.centroids[i] = 10 * next_uniform(&state) - 5;
  for (size_t i = 0; i < n; i++) {
    const double *middle = p.centroids + i % k * d;
    for (size_t j = 0; j < d; j++) p.rows[i * d + j] = middle[j] + 4 * next_uniform(&state) - 2;
  }
  for (size_t i = 0; i < k * d; i++) p.centroids[i] += next_uniform(&state) - 0.5;
  round_to(scalar, p.rows, n * d);
  round_to(scalar, p.centroids, k * d);
  p.numbers = take_numbers(scalar, p.rows, n * d);
  p.codebook = take_numbers(scalar, p.centroids, k * d);
  p.matrix = plain_matrix(scalar, p.numbers, n, d);
  return p;
}

double *take_weights(size_t count, uint64_t seed) {
  double *weights = take(count * sizeof(double));
  for (size_t i = 0; i < count; i++) {
    double uniform = next_uniform(&seed);
    weights[i] = uniform < 0.05 ? 0 : (float)(1 + uniform);
  }
  return weights;
}

static long double squared_distance(const double *a, const double *b, size_t d) {
  long double sum = 0;
  for (size_t j = 0; j < d; j++) {
    long double difference = (long double)a[j] - b[j];
    sum += difference * difference;
  }
  return sum;
}

int32_t nearest(const double *row, const double *centroids, size_t k, size_t d, double *distance) {
  size_t best = 0;
  long double minimum = squared_distance(row, centroids, d);
  for (size_t code = 1; code < k; code++) {
    long double squared = squared_distance(row, centroids + code * d, d);
    if (squared < minimum) {
      minimum = squared;
      best = code;
    }
  }
  if (distance != NULL) *distance = (double)sqrtl(minimum);
  return (int32_t)best;
}

sums take_sums(const double *rows, const double *weights, const double *centroids, size_t n,
               size_t d, size_t k) {
  sums result = {
      .means = take(k * d * sizeof(double)),
      .totals = take(k * d * sizeof(double)),
      .sizes = take(k * d * sizeof(double)),
      .weights = take(k * sizeof(double)),
      .counts = take(k * sizeof(int64_t)),
  };
  long double *totals = take(k * d * sizeof(long double));
  long double *sizes = take(k * d * sizeof(long double));
  long double *mass = take(k * sizeof(long double));
  long double inertia = 0, distances = 0, whole = 0;
  for (size_t i = 0; i < k * d; i++) totals[i] = sizes[i] = 0;
  for (size_t i = 0; i < k; i++) mass[i] = 0, result.counts[i] = 0;

  for (size_t i = 0; i < n; i++) {
    const double *row = rows + i * d;
    double distance;
    size_t code = (size_t)nearest(row, centroids, k, d, &distance);
    long double weight = weights != NULL ? weights[i] : 1;
    inertia += weight * distance * distance;
    distances += weight * distance;
    whole += weight;
    mass[code] += weight;
    result.counts[code] += 1;
    for (size_t j = 0; j < d; j++) {
      totals[code * d + j] += weight * row[j];
      sizes[code * d + j] += weight * fabs(row[j]);
    }
  }

  result.inertia = (double)inertia;
  result.distortion = (double)(distances / whole);
  for (size_t code = 0; code < k; code++) {
    result.weights[code] = (double)mass[code];
    for (size_t i = code * d; i < (code + 1) * d; i++) {
      result.totals[i] = (double)totals[i];
      result.sizes[i] = (double)sizes[i];
      result.means[i] = mass[code] > 0 ? (double)(totals[i] / mass[code]) : centroids[i];
    }
  }
  return result;
}

int is_near(double a, double b, double tolerance) { return fabs(a - b) <= tolerance * fabs(b); }

int are_near(scalar scalar, const void *numbers, const double *values, size_t count,
             double tolerance) {
  for (size_t i = 0; i < count; i++) {
    if (!is_near(value_at(scalar, numbers, i), values[i], tolerance)) return 0;
  }
  return 1;
}
