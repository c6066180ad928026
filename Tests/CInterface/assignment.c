// Tests of cvq_vq with observations of its own scalar.

#include <string.h>

#include "checks.h"
#include "memory.h"
#include "problem.h"

// A distance is a sum over d features, and each step rounds once.
static double distance_tolerance(scalar scalar, size_t d) {
  return (double)(d + 4) * epsilon_of(scalar);
}

static void check_assignment(const problem *p, const cvq_matrix *matrix,
                             const cvq_vq_options *options) {
  int32_t *codes = take(p->n * sizeof *codes);
  void *distances = take(p->n * (size_t)p->scalar);
  cvq_error error = no_error();
  cvq_status status =
      call_vq(p->scalar, matrix, p->codebook, p->k, options, codes, distances, &error);
  CHECK_STATUS(CVQ_OK, status, &error);
  if (status != CVQ_OK) return;

  double tolerance = distance_tolerance(p->scalar, p->d);
  int codes_agree = 1, distances_agree = 1;
  for (size_t i = 0; i < p->n; i++) {
    double distance;
    codes_agree &= nearest(p->rows + i * p->d, p->centroids, p->k, p->d, &distance) == codes[i];
    distances_agree &= is_near(value_at(p->scalar, distances, i), distance, tolerance);
  }
  CHECK(codes_agree);
  CHECK(distances_agree);

  int32_t *alone = take(p->n * sizeof *alone);
  CHECK_STATUS(CVQ_OK, call_vq(p->scalar, matrix, p->codebook, p->k, options, alone, NULL, &error),
               &error);
  CHECK(memcmp(alone, codes, p->n * sizeof *codes) == 0);
}

static void finds_the_nearest(void) {
  static const size_t shapes[][3] = {{1, 1, 1},    {2, 1, 3},     {7, 2, 2},
                                     {150, 4, 3},  {97, 3, 17},   {333, 5, 9},
                                     {48, 16, 16}, {200, 33, 40}, {61, 130, 5}};
  for (size_t s = 0; s < COUNT(shapes); s++) {
    for (size_t w = 0; w < COUNT(both_scalars); w++) {
      const size_t *shape = shapes[s];
      situation("n=%zu d=%zu k=%zu width=%d", shape[0], shape[1], shape[2], both_scalars[w]);
      problem p = take_problem(both_scalars[w], shape[0], shape[1], shape[2], s + 1);
      check_assignment(&p, &p.matrix, NULL);
      release_all();
    }
  }
}

static void takes_the_lowest_on_a_tie(void) {
  static const double rows[] = {0, 0, 1, 1, 2, 0};
  static const double book[] = {3, 3, 1, -1, 1, -1, -1, 1, 1, 1, 1, 1};
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    scalar scalar = both_scalars[w];
    cvq_matrix matrix = plain_matrix(scalar, take_numbers(scalar, rows, 6), 3, 2);
    int32_t codes[3];
    cvq_error error = no_error();
    CHECK_STATUS(
        CVQ_OK,
        call_vq(scalar, &matrix, take_numbers(scalar, book, 12), 6, NULL, codes, NULL, &error),
        &error);
    CHECK(codes[0] == 1 && codes[1] == 4 && codes[2] == 1);
  }
}

// Copies the rows to `data`, with one element every `column` bytes and one row every `row` bytes.
static cvq_matrix spread(const problem *p, unsigned char *data, size_t row, size_t column) {
  size_t width = (size_t)p->scalar;
  for (size_t i = 0; i < p->n; i++) {
    for (size_t j = 0; j < p->d; j++) {
      memcpy(data + i * row + j * column,
             (const unsigned char *)p->numbers + (i * p->d + j) * width, width);
    }
  }
  cvq_matrix matrix = p->matrix;
  matrix.data = data;
  matrix.row_stride = (int64_t)row;
  matrix.column_stride = (int64_t)column;
  return matrix;
}

static void reads_any_layout(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    size_t width = (size_t)both_scalars[w], n = 301, d = 5;
    problem p = take_problem(both_scalars[w], n, d, 7, 3);
    // Gaps between rows, a row stride that is no multiple of the element size, gaps between
    // columns, Fortran order.
    const size_t layouts[][2] = {{(d + 3) * width, 0},       {d * width + 1, 0},
                                 {3 * d * width, 2 * width}, {3 * d * width + 1, 2 * width + 1},
                                 {width, n * width},         {width, (n + 3) * width}};
    for (size_t l = 0; l < COUNT(layouts); l++) {
      size_t row = layouts[l][0], column = layouts[l][1];
      situation("width=%zu row_stride=%zu column_stride=%zu", width, row, column);
      size_t step = column > 0 ? column : width;
      // The memory ends with the last element.
      unsigned char *data = take((n - 1) * row + (d - 1) * step + width);
      cvq_matrix matrix = spread(&p, data, row, step);
      matrix.column_stride = (int64_t)column;
      check_assignment(&p, &matrix, NULL);
    }
  }
}

static void ignores_strides_of_one_element(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 1, 1, 2, 5);
    p.matrix.row_stride = 4096;
    p.matrix.column_stride = 4096;
    check_assignment(&p, &p.matrix, NULL);
  }
}

static void has_the_same_bits_on_any_workers(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 20011, 7, 33, 11);
    size_t code_bytes = p.n * sizeof(int32_t), distance_bytes = p.n * (size_t)p.scalar;
    int32_t *codes = take(code_bytes), *other = take(code_bytes);
    void *distances = take(distance_bytes), *others = take(distance_bytes);
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK,
                 call_vq(p.scalar, &p.matrix, p.codebook, p.k, NULL, codes, distances, &error),
                 &error);
    for (int64_t workers = 1; workers <= 5; workers += 2) {
      cvq_vq_options options;
      cvq_vq_options_init(&options, sizeof options);
      options.workers = workers;
      situation("width=%d workers=%d", p.scalar, (int)workers);
      CHECK_STATUS(CVQ_OK,
                   call_vq(p.scalar, &p.matrix, p.codebook, p.k, &options, other, others, &error),
                   &error);
      CHECK(memcmp(other, codes, code_bytes) == 0);
      CHECK(memcmp(others, distances, distance_bytes) == 0);
    }
  }
}

static void gives_no_codes_for_no_rows(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 1, 3, 2, 1);
    cvq_matrix none = plain_matrix(p.scalar, NULL, 0, 3);
    cvq_error error = no_error();
    int32_t *codes = take(0);
    CHECK_STATUS(CVQ_OK, call_vq(p.scalar, &none, p.codebook, p.k, NULL, codes, take(0), &error),
                 &error);
    CHECK_STATUS(CVQ_OK, call_vq(p.scalar, &none, p.codebook, p.k, NULL, NULL, NULL, &error),
                 &error);
  }
}

const test assignment_tests[] = {
    {"vq finds the nearest centroid and its distance", finds_the_nearest},
    {"vq takes the lowest code on a tie", takes_the_lowest_on_a_tie},
    {"vq reads rows and columns at any stride, aligned or not", reads_any_layout},
    {"vq ignores strides if there is only one element", ignores_strides_of_one_element},
    {"vq has the same bits for any number of workers", has_the_same_bits_on_any_workers},
    {"vq without rows writes no codes", gives_no_codes_for_no_rows},
    {NULL, NULL},
};
