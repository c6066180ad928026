// Tests with observations of every element type, in either byte order, for both scalars.

#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "memory.h"
#include "problem.h"

typedef struct element {
  const char *name;
  int32_t type;
  size_t width;
  int is_signed;
} element;

static const element elements[] = {
    {"float32", CVQ_FLOAT32, 4, 1}, {"float64", CVQ_FLOAT64, 8, 1},
    {"float16", CVQ_FLOAT16, 2, 1}, {"bfloat16", CVQ_BFLOAT16, 2, 1},
    {"int8", CVQ_INT8, 1, 1},       {"uint8", CVQ_UINT8, 1, 0},
    {"int16", CVQ_INT16, 2, 1},     {"uint16", CVQ_UINT16, 2, 0},
    {"int32", CVQ_INT32, 4, 1},     {"int64", CVQ_INT64, 8, 1},
    {"uint32", CVQ_UINT32, 4, 0},   {"uint64", CVQ_UINT64, 8, 0},
};

// The bits of a float16 whose value is a whole number of at most eleven bits.
static uint16_t half_of(int value) {
  unsigned magnitude = (unsigned)abs(value), exponent = 0;
  if (magnitude == 0) return 0;
  while (magnitude >> (exponent + 1) != 0) exponent++;
  unsigned fraction = (magnitude << (10 - exponent)) & 0x3FF;
  return (uint16_t)((value < 0 ? 0x8000 : 0) | (exponent + 15) << 10 | fraction);
}

static uint16_t brain_float_of(int value) {
  float single = (float)value;
  uint32_t bits;
  memcpy(&bits, &single, sizeof bits);
  return (uint16_t)(bits >> 16);
}

static void store(const element *type, int value, int is_swapped, unsigned char *place) {
  float single = (float)value;
  double wide = value;
  int64_t whole = value;  // the low bytes come first in memory
  uint16_t short_bits;
  switch (type->type) {
    case CVQ_FLOAT32: memcpy(place, &single, 4); break;
    case CVQ_FLOAT64: memcpy(place, &wide, 8); break;
    case CVQ_FLOAT16: short_bits = half_of(value), memcpy(place, &short_bits, 2); break;
    case CVQ_BFLOAT16: short_bits = brain_float_of(value), memcpy(place, &short_bits, 2); break;
    default: memcpy(place, &whole, type->width);
  }
  for (size_t i = 0; is_swapped && i < type->width / 2; i++) {
    unsigned char byte = place[i];
    place[i] = place[type->width - 1 - i];
    place[type->width - 1 - i] = byte;
  }
}

// Whole numbers from -120 (or 0 without a sign) to 127, which every type can represent.
static void reads_every_type(void) {
  enum { n = 700, d = 3, k = 11 };
  for (size_t e = 0; e < COUNT(elements); e++) {
    for (int layout = 0; layout < 4; layout++) {
      const element *type = &elements[e];
      int is_swapped = layout & 1, by_columns = layout & 2;
      uint64_t state = e + 1;
      int low = type->is_signed ? -120 : 0;
      unsigned char *data = take(n * d * type->width);
      double *rows = take(n * d * sizeof *rows), *book = take(k * d * sizeof *book);
      for (size_t i = 0; i < k * d; i++)
        book[i] = low + (double)next_below(&state, 127 - (size_t)low);
      for (size_t i = 0; i < n * d; i++) {
        int value = low + (int)next_below(&state, (size_t)(128 - low));
        size_t place = by_columns ? i % d * n + i / d : i;
        rows[i] = value;
        store(type, value, is_swapped, data + place * type->width);
      }
      cvq_matrix matrix = {data, n, d, 0, 0, type->type, is_swapped};
      if (by_columns) {
        matrix.row_stride = (int64_t)type->width;
        matrix.column_stride = (int64_t)(n * type->width);
      }
      for (size_t w = 0; w < COUNT(both_scalars); w++) {
        situation("%s, scalar of %d, swapped %d, by columns %d", type->name, both_scalars[w],
                  is_swapped, by_columns);
        int32_t *codes = take(n * sizeof *codes);
        cvq_error error = no_error();
        cvq_status status =
            call_vq(both_scalars[w], &matrix, take_numbers(both_scalars[w], book, k * d), k, NULL,
                    codes, NULL, &error);
        CHECK_STATUS(CVQ_OK, status, &error);
        int agree = 1;
        for (size_t i = 0; status == CVQ_OK && i < n; i++) {
          agree &= nearest(rows + i * d, book, k, d, NULL) == codes[i];
        }
        CHECK(agree);
      }
      release_all();
    }
  }
}

static void refuses_unknown_types(void) {
  static const int32_t unknown[] = {0, 13, -1, 1000};
  for (size_t i = 0; i < COUNT(unknown); i++) {
    problem p = take_problem(DOUBLE, 2, 2, 2, 1);
    int32_t codes[2];
    cvq_error error = no_error();
    p.matrix.element_type = unknown[i];
    situation("element type %d", unknown[i]);
    CHECK_STATUS(CVQ_ERROR_ARGUMENT,
                 call_vq(DOUBLE, &p.matrix, p.codebook, 2, NULL, codes, NULL, &error), &error);
  }
}

// Clusters the same whole numbers stored as bytes and as doubles.
static void clusters_what_is_stored(void) {
  enum { n = 900, d = 2, k = 5 };
  uint64_t state = 9;
  uint8_t *bytes = take(n * d);
  double *rows = take(n * d * sizeof *rows);
  for (size_t i = 0; i < n * d; i++) rows[i] = bytes[i] = (uint8_t)next_below(&state, 256);
  cvq_matrix stored = {bytes, n, d, 0, 0, CVQ_UINT8, 0};
  cvq_matrix plain = plain_matrix(DOUBLE, rows, n, d);
  cvq_kmeans_options options;
  cvq_kmeans_options_init(&options, sizeof options);
  options.clusters = k;
  options.has_seed = 1;
  options.seed = 4;
  double of_stored[k * d], of_plain[k * d];
  int32_t codes_of_stored[n], codes_of_plain[n];
  cvq_error error = no_error();
  CHECK_STATUS(
      CVQ_OK,
      cvq_kmeans_f64(&stored, NULL, NULL, &options, of_stored, codes_of_stored, NULL, &error),
      &error);
  CHECK_STATUS(CVQ_OK,
               cvq_kmeans_f64(&plain, NULL, NULL, &options, of_plain, codes_of_plain, NULL, &error),
               &error);
  CHECK(memcmp(of_stored, of_plain, sizeof of_plain) == 0);
  CHECK(memcmp(codes_of_stored, codes_of_plain, sizeof codes_of_plain) == 0);
}

const test element_tests[] = {
    {"vq reads every element type, in either byte order, by rows or columns", reads_every_type},
    {"vq refuses unknown element types", refuses_unknown_types},
    {"kmeans gives the same bits for bytes as for doubles", clusters_what_is_stored},
    {NULL, NULL},
};
