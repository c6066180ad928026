// Tests of cvq_distances.

#include <math.h>
#include <string.h>

#include "checks.h"
#include "memory.h"
#include "problem.h"

static double distance(const problem *p, size_t row, size_t code) {
  long double sum = 0;
  for (size_t t = 0; t < p->d; t++) {
    long double difference = (long double)p->rows[row * p->d + t] - p->centroids[code * p->d + t];
    sum += difference * difference;
  }
  return (double)sqrtl(sum);
}

static void *measured(const problem *p, const cvq_matrix *matrix, const cvq_vq_options *options) {
  void *distances = take(p->n * p->k * (size_t)p->scalar);
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_OK,
               call_distances(p->scalar, matrix, p->codebook, p->k, options, distances, &error),
               &error);
  return distances;
}

static void measures_every_pair(void) {
  static const size_t shapes[][3] = {{1, 1, 1},   {7, 3, 5},   {8, 8, 8},    {25, 9, 17},
                                     {50, 4, 10}, {49, 70, 3}, {700, 13, 33}};
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    for (size_t s = 0; s < COUNT(shapes); s++) {
      problem p = take_problem(both_scalars[w], shapes[s][0], shapes[s][1], shapes[s][2], 3);
      situation("width=%d n=%zu d=%zu k=%zu", p.scalar, p.n, p.d, p.k);
      void *distances = measured(&p, &p.matrix, NULL);
      // With doubles each step rounds once, with floats only the result.
      double tolerance = (double)(p.d + 4) * epsilon_of(DOUBLE) + epsilon_of(p.scalar);
      int agree = 1;
      for (size_t i = 0; i < p.n * p.k; i++) {
        agree &=
            is_near(value_at(p.scalar, distances, i), distance(&p, i / p.k, i % p.k), tolerance);
      }
      CHECK(agree);
      release_all();
    }
  }
}

static void has_the_same_bits_on_any_workers_and_layout(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 9000, 7, 33, 11);
    size_t width = (size_t)p.scalar, bytes = p.n * p.k * width;
    void *expected = measured(&p, &p.matrix, NULL);
    for (int64_t workers = 1; workers <= 3; workers++) {
      cvq_vq_options options;
      cvq_vq_options_init(&options, sizeof options);
      options.workers = workers;
      situation("width=%d workers=%d", p.scalar, (int)workers);
      CHECK(memcmp(measured(&p, &p.matrix, &options), expected, bytes) == 0);
    }
    void *by_columns = take(p.n * p.d * width);
    for (size_t i = 0; i < p.n * p.d; i++) {
      set_value(p.scalar, by_columns, i % p.d * p.n + i / p.d, p.rows[i]);
    }
    cvq_matrix matrix = p.matrix;
    matrix.data = by_columns;
    matrix.row_stride = (int64_t)width;
    matrix.column_stride = (int64_t)(p.n * width);
    CHECK(memcmp(measured(&p, &matrix, NULL), expected, bytes) == 0);
  }
}

// The squares of these differences underflow, overflow, or are 0.
static void measures_any_magnitude(void) {
  const double rows[] = {0, 0, 3e-200, 4e-200, 3e200, 4e200, 1.5e308, 0};
  const double centroids[] = {0, 0, -1.5e308, 0};
  const double expected[] = {0, 1.5e308, 5e-200, 1.5e308, 5e200, 1.5e308, 1.5e308, INFINITY};
  cvq_matrix matrix = plain_matrix(DOUBLE, rows, 4, 2);
  double distances[8];
  cvq_vq_options options;
  cvq_vq_options_init(&options, sizeof options);
  options.check_finite = 0;
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_OK, cvq_distances_f64(&matrix, centroids, 2, &options, distances, &error),
               &error);
  for (size_t i = 0; i < COUNT(expected); i++) {
    situation("pair %zu", i);
    CHECK(distances[i] == expected[i] || is_near(distances[i], expected[i], 1e-15));
  }
}

static void gives_no_distances_for_no_rows(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 1, 3, 2, 1);
    cvq_matrix none = plain_matrix(p.scalar, NULL, 0, 3);
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK, call_distances(p.scalar, &none, p.codebook, p.k, NULL, NULL, &error),
                 &error);
  }
}

const test distance_tests[] = {
    {"distances are those of every observation to every centroid", measures_every_pair},
    {"distances have the same bits for any number of workers and any layout",
     has_the_same_bits_on_any_workers_and_layout},
    {"distances neither overflow nor underflow", measures_any_magnitude},
    {"distances without rows writes nothing", gives_no_distances_for_no_rows},
    {NULL, NULL},
};
