// Tests of cvq_partial: the bytes, the sums, and that they depend on nothing else.

#include <math.h>
#include <string.h>

#include "blocks.h"
#include "checks.h"
#include "memory.h"

static void has_a_size(void) {
  CHECK(cvq_partial_size(1, 1) == 96 + 16 + 8);
  CHECK(cvq_partial_size(7, 3) == 96 + 16 * 7 + 8 * 7 * 3);
  CHECK(cvq_partial_size(0, 3) == 0 && cvq_partial_size(3, 0) == 0);
  CHECK(cvq_partial_size(-1, 3) == 0 && cvq_partial_size(3, -1) == 0);
  CHECK(cvq_partial_size(INT64_MAX, 2) == 0 && cvq_partial_size(2, INT64_MAX) == 0);
}

static void check_sums(const blocks *b, const unsigned char *partial) {
  size_t k = b->p.k, d = b->p.d;
  double *shifted = take(b->p.n * d * sizeof *shifted);
  double *centroids = take(k * d * sizeof *centroids);
  for (size_t i = 0; i < b->p.n * d; i++) {
    shifted[i] = b->p.rows[i] - (b->origin != NULL ? b->origin[i % d] : 0);
  }
  for (size_t i = 0; i < k * d; i++) {
    centroids[i] = b->p.centroids[i] - (b->origin != NULL ? b->origin[i % d] : 0);
  }
  sums expected = take_sums(shifted, b->weights, centroids, b->p.n, d, k);
  // One rounding for each row and feature, and one for each level of the tree.
  double tolerance = ((double)b->p.n + 64) * 0x1p-53;
  double figures = (double)(d + 4) * epsilon_of(b->p.scalar);
  double mass = 0;
  int counts_agree = 1, weights_agree = 1, totals_agree = 1;
  for (size_t code = 0; code < k; code++) {
    counts_agree &= i64_at(partial, 96 + 8 * code) == expected.counts[code];
    weights_agree &=
        is_near(f64_at(partial, 96 + 8 * (k + code)), expected.weights[code], tolerance);
    mass += expected.weights[code];
  }
  for (size_t i = 0; i < k * d; i++) {
    totals_agree &= fabs(f64_at(partial, 96 + 16 * k + 8 * i) - expected.totals[i]) <=
                    tolerance * expected.sizes[i];
  }
  CHECK(counts_agree);
  CHECK(weights_agree);
  CHECK(totals_agree);
  CHECK(is_near(f64_at(partial, 56), expected.inertia, figures));
  CHECK(is_near(f64_at(partial, 64), expected.distortion * mass, figures));
  CHECK(is_near(f64_at(partial, 72), mass, tolerance));
}

static void adds_up(void) {
  static const double origin[] = {1.5, -2.25, 100};
  for (int kind = 0; kind < 8; kind++) {
    blocks b = take_blocks(both_scalars[kind & 1], 37, 5, 3, 6, kind & 2, kind & 4 ? origin : NULL);
    situation("width=%d weighted=%d origin=%d", b.p.scalar, b.weights != NULL, b.origin != NULL);
    const unsigned char *partial = take_partial(&b, 0, b.count);
    if (partial == NULL) continue;
    CHECK(memcmp(partial, "CVQP", 4) == 0);
    CHECK(u16_at(partial, 4) == CVQ_PARTIAL_VERSION);
    CHECK(u16_at(partial, 6) == (b.weights != NULL) + 2 * (b.p.scalar == DOUBLE));
    CHECK(u32_at(partial, 8) == b.p.k && u32_at(partial, 12) == b.p.d);
    CHECK(i64_at(partial, 24) == 0 && i64_at(partial, 32) == b.count);
    CHECK(i64_at(partial, 40) == b.block_rows && i64_at(partial, 48) == (int64_t)b.p.n);
    CHECK(u32_at(partial, 84) == 0 && i64_at(partial, 88) == 0);
    check_sums(&b, partial);
    release_all();
  }
}

static void gives_codes(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    blocks b = take_blocks(both_scalars[w], 100, 3, 4, 5, 0, NULL);
    cvq_partial_options options;
    cvq_partial_options_init(&options, sizeof options);
    options.block_rows = b.block_rows;
    int32_t *codes = take(b.p.n * sizeof *codes), *expected = take(b.p.n * sizeof *codes);
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK,
                 call_partial(b.p.scalar, &b.p.matrix, NULL, b.p.codebook, b.p.k, &options,
                              take(b.bytes), b.bytes, codes, &error),
                 &error);
    CHECK_STATUS(
        CVQ_OK, call_vq(b.p.scalar, &b.p.matrix, b.p.codebook, b.p.k, NULL, expected, NULL, &error),
        &error);
    CHECK(memcmp(codes, expected, b.p.n * sizeof *codes) == 0);
  }
}

// Makes different orders of addition round differently: values from 2^-40 to 2^40, of either sign.
static void widen_range(blocks *b) {
  uint64_t state = 5;
  for (size_t i = 0; i < b->p.n * b->p.d; i++) {
    double value = ldexp(next_uniform(&state) - 0.5, (int)next_below(&state, 80) - 40);
    b->p.rows[i] = b->p.scalar == SINGLE ? (float)value : value;
    set_value(b->p.scalar, b->p.numbers, i, value);
  }
}

static void has_the_same_bits_however_blocks_are_spread(void) {
  static const double origin[] = {0.125, -7.5, 3};
  enum { SPREADS = 12 };
  for (int kind = 0; kind < 8; kind++) {
    for (int64_t whole = 1; whole <= 21; whole += 5) {
      blocks b =
          take_blocks(both_scalars[kind & 1], 29, whole, 3, 4, kind & 2, kind & 4 ? origin : NULL);
      widen_range(&b);
      situation("width=%d weighted=%d origin=%d blocks=%d", b.p.scalar, b.weights != NULL,
                b.origin != NULL, (int)b.count);
      const unsigned char *whole_run = take_partial(&b, 0, b.count);
      uint64_t state = (uint64_t)kind + 1;
      int agree = 1;
      for (int spread = 0; spread < SPREADS; spread++) {
        const unsigned char *merged = take_merged(&b, 0, b.count, &state);
        agree &= whole_run != NULL && merged != NULL && memcmp(merged, whole_run, b.bytes) == 0;
      }
      CHECK(agree);
      release_all();
    }
  }
}

static void reads_any_element(void) {
  enum { n = 130, d = 2, k = 3 };
  uint64_t state = 3;
  int16_t *stored = take(n * d * sizeof *stored);
  double *wide = take(n * d * sizeof *wide), book[k * d];
  for (size_t i = 0; i < n * d; i++) {
    wide[i] = stored[i] = (int16_t)((int)next_below(&state, 60000) - 30000);
  }
  for (size_t i = 0; i < k * d; i++) book[i] = wide[i];
  cvq_matrix narrow_matrix = {stored, n, d, 0, 0, CVQ_INT16, 0};
  cvq_matrix wide_matrix = plain_matrix(DOUBLE, wide, n, d);
  size_t bytes = cvq_partial_size(k, d);
  void *of_narrow = take(bytes), *of_wide = take(bytes);
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_OK,
               cvq_partial_f64(&narrow_matrix, NULL, book, k, NULL, of_narrow, bytes, NULL, &error),
               &error);
  CHECK_STATUS(CVQ_OK,
               cvq_partial_f64(&wide_matrix, NULL, book, k, NULL, of_wide, bytes, NULL, &error),
               &error);
  CHECK(memcmp(of_narrow, of_wide, bytes) == 0);
}

// The numbers are whole, so sums are exact.
static void adds_moved_rows_to_other_codes(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    enum { n = 20, d = 2, k = 3, start = 40 };
    double values[n * d], book[k * d] = {0, 0, 100, 100, 1000, 1000};
    uint64_t seed = 11;
    for (size_t i = 0; i < n * d; i++) values[i] = (double)next_below(&seed, 90);
    void *rows = take(n * d * sizeof *values), *codebook = take(k * d * sizeof *book);
    for (size_t i = 0; i < n * d; i++) set_value(both_scalars[w], rows, i, values[i]);
    for (size_t i = 0; i < k * d; i++) set_value(both_scalars[w], codebook, i, book[i]);
    cvq_matrix matrix = plain_matrix(both_scalars[w], rows, n, d);
    size_t bytes = cvq_partial_size(k, d);
    unsigned char *plain = take(bytes), *moved = take(bytes);
    cvq_partial_options options;
    cvq_partial_options_init(&options, sizeof options);
    options.first_block = 4;
    options.block_rows = 10;
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK,
                 call_partial(both_scalars[w], &matrix, NULL, codebook, k, &options, plain, bytes,
                              NULL, &error),
                 &error);
    // The last row belongs to another block.
    int64_t numbers[] = {start + 3, start + 15, start + n};
    int32_t codes[] = {2, 2, 0};
    options.moved_rows = numbers;
    options.moved_codes = codes;
    options.moved = 3;
    CHECK_STATUS(CVQ_OK,
                 call_partial(both_scalars[w], &matrix, NULL, codebook, k, &options, moved, bytes,
                              NULL, &error),
                 &error);
    CHECK(i64_at(plain, 96 + 16) == 0 && i64_at(moved, 96 + 16) == 2);
    for (size_t column = 0; column < d; column++) {
      size_t last = 96 + 16 * k + 8 * (2 * d + column);
      CHECK(f64_at(moved, last) == values[3 * d + column] + values[15 * d + column]);
    }
    CHECK(memcmp(plain + 56, moved + 56, 24) == 0);

    codes[0] = k;
    CHECK_STATUS(CVQ_ERROR_OPTION,
                 call_partial(both_scalars[w], &matrix, NULL, codebook, k, &options, moved, bytes,
                              NULL, &error),
                 &error);
    int64_t counts[] = {-1, INT64_MAX};
    for (size_t c = 0; c < COUNT(counts); c++) {
      options.moved = counts[c];
      CHECK_STATUS(CVQ_ERROR_ARGUMENT,
                   call_partial(both_scalars[w], &matrix, NULL, codebook, k, &options, moved, bytes,
                                NULL, &error),
                   &error);
    }
    options.moved = 1;
    options.moved_codes = NULL;
    CHECK_STATUS(CVQ_ERROR_ARGUMENT,
                 call_partial(both_scalars[w], &matrix, NULL, codebook, k, &options, moved, bytes,
                              NULL, &error),
                 &error);
    release_all();
  }
}

// Rows that a fit refuses, and a row of weight 0 whose square overflows.
static void takes_numbers_that_a_fit_takes(void) {
  static const double large[] = {1.5e308, -1.5e308}, far[] = {0, 1, 1e200}, weights[] = {1, 3, 0};
  static const double zero[] = {0}, half[] = {0.5};
  cvq_matrix matrix = plain_matrix(DOUBLE, large, 2, 1);
  size_t bytes = cvq_partial_size(1, 1);
  unsigned char *partial = take(bytes);
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_ERROR_NOT_FINITE,
               cvq_partial_f64(&matrix, NULL, zero, 1, NULL, partial, bytes, NULL, &error), &error);
  CHECK(error.row == 0 && error.column == 0);
  matrix = plain_matrix(DOUBLE, far, 3, 1);
  CHECK_STATUS(CVQ_OK,
               cvq_partial_f64(&matrix, weights, half, 1, NULL, partial, bytes, NULL, &error),
               &error);
  double centroid;
  CHECK_STATUS(CVQ_OK,
               cvq_partial_finish(partial, bytes, half, 1, 1, NULL, &centroid, NULL, &error),
               &error);
  CHECK(centroid == 0.75 && f64_at(partial, 56) == 1);
}

const test partial_tests[] = {
    {"a partial has the size of its header and arrays", has_a_size},
    {"a partial holds the sums of brute force, at the documented offsets", adds_up},
    {"cvq_partial gives the codes of vq", gives_codes},
    {"partials have the same bits however blocks are distributed",
     has_the_same_bits_however_blocks_are_spread},
    {"a partial adds moved rows to their given codes", adds_moved_rows_to_other_codes},
    {"a partial accepts the numbers that a fit accepts", takes_numbers_that_a_fit_takes},
    {"a partial of narrow elements equals that of their values", reads_any_element},
    {NULL, NULL},
};
