// Tests of cvq_whiten.

#include <math.h>
#include <string.h>

#include "checks.h"
#include "memory.h"
#include "problem.h"

enum { n = 700, d = 5 };

// Feature 3 is constant.
static problem observations(scalar scalar) {
  problem p = take_problem(scalar, n, d, 3, 12);
  for (size_t i = 0; i < n; i++) {
    p.rows[i * d + 3] = 0.5;
    set_value(scalar, p.numbers, i * d + 3, 0.5);
  }
  return p;
}

static double deviation(const problem *p, size_t column) {
  long double mean = 0, sum = 0;
  for (size_t i = 0; i < n; i++) mean += p->rows[i * d + column];
  mean /= n;
  for (size_t i = 0; i < n; i++) {
    long double difference = p->rows[i * d + column] - mean;
    sum += difference * difference;
  }
  return (double)sqrtl(sum / n);
}

static void divides_by_the_deviation(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = observations(both_scalars[w]);
    void *scales = take(d * (size_t)p.scalar), *whitened = take(n * d * (size_t)p.scalar);
    uint8_t *constants = take(d);
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK,
                 call_whiten(p.scalar, &p.matrix, NULL, scales, constants, whitened, &error),
                 &error);
    double tolerance = 4 * epsilon_of(p.scalar);
    for (size_t j = 0; j < d; j++) {
      CHECK(constants[j] == (j == 3));
      CHECK(is_near(value_at(p.scalar, scales, j), j == 3 ? 1 : deviation(&p, j), tolerance));
    }
    int agree = 1;
    for (size_t i = 0; i < n * d; i++) {
      double scale = value_at(p.scalar, scales, i % d);
      agree &= is_near(value_at(p.scalar, whitened, i), p.rows[i] / scale, tolerance);
    }
    CHECK(agree);
  }
}

static void writes_over_the_observations(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = observations(both_scalars[w]);
    size_t bytes = n * d * (size_t)p.scalar;
    void *apart = take(bytes), *in_place = take_copy(p.numbers, bytes);
    cvq_matrix matrix = p.matrix;
    matrix.data = in_place;
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK, call_whiten(p.scalar, &p.matrix, NULL, NULL, NULL, apart, &error), &error);
    CHECK_STATUS(CVQ_OK, call_whiten(p.scalar, &matrix, NULL, NULL, NULL, in_place, &error),
                 &error);
    CHECK(memcmp(in_place, apart, bytes) == 0);
  }
}

static void keeps_columns_in_their_order(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = observations(both_scalars[w]);
    size_t width = (size_t)p.scalar, bytes = n * d * width;
    unsigned char *by_columns = take(bytes);
    for (size_t i = 0; i < n * d; i++) {
      set_value(p.scalar, by_columns, i % d * n + i / d, p.rows[i]);
    }
    cvq_matrix matrix = p.matrix;
    matrix.data = by_columns;
    matrix.row_stride = (int64_t)width;
    matrix.column_stride = (int64_t)(n * width);
    void *of_rows = take(bytes), *of_columns = take(bytes);
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK, call_whiten(p.scalar, &p.matrix, NULL, NULL, NULL, of_rows, &error),
                 &error);
    CHECK_STATUS(CVQ_OK, call_whiten(p.scalar, &matrix, NULL, NULL, NULL, of_columns, &error),
                 &error);
    int agree = 1;
    for (size_t i = 0; i < n * d; i++) {
      agree &= value_at(p.scalar, of_columns, i % d * n + i / d) == value_at(p.scalar, of_rows, i);
    }
    CHECK(agree);
  }
}

static void needs_rows_and_columns(void) {
  static const int64_t sizes[][2] = {{0, 3}, {3, 0}, {0, 0}};
  for (size_t s = 0; s < COUNT(sizes); s++) {
    cvq_matrix matrix = {NULL, sizes[s][0], sizes[s][1], 0, 0, CVQ_FLOAT64, 0};
    double scales[3];
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_ERROR_SHAPE, cvq_whiten_f64(&matrix, NULL, scales, NULL, NULL, &error),
                 &error);
  }
}

const test whitening_tests[] = {
    {"whiten divides by the standard deviation and marks constant features",
     divides_by_the_deviation},
    {"whiten may write over the observations", writes_over_the_observations},
    {"whiten gives the same bits for columns, and keeps their order", keeps_columns_in_their_order},
    {"whiten needs a row and a column", needs_rows_and_columns},
    {NULL, NULL},
};
