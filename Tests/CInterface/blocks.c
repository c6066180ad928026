#include "blocks.h"

#include <string.h>

#include "checks.h"
#include "memory.h"

blocks take_blocks(scalar scalar, int64_t block_rows, int64_t whole, size_t d, size_t k,
                   int is_weighted, const double *origin) {
  size_t n = (size_t)(block_rows * whole) + 1;
  blocks b;
  b.p = take_problem(scalar, n, d, k, n + d + k);
  b.block_rows = block_rows;
  b.count = whole + 1;
  b.weights = is_weighted ? take_weights(n, 77) : NULL;
  b.origin = origin;
  b.bytes = cvq_partial_size((int64_t)k, (int64_t)d);
  return b;
}

unsigned char *take_partial(const blocks *b, int64_t first, int64_t end) {
  size_t row = (size_t)(first * b->block_rows), last = (size_t)(end * b->block_rows);
  if (last > b->p.n) last = b->p.n;
  size_t width = (size_t)b->p.scalar;
  const unsigned char *numbers = b->p.numbers;
  cvq_matrix matrix = plain_matrix(b->p.scalar, numbers + row * b->p.d * width, last - row, b->p.d);
  const double *weights = b->weights != NULL ? b->weights + row : NULL;
  cvq_partial_options options;
  cvq_partial_options_init(&options, sizeof options);
  options.first_block = first;
  options.block_rows = b->block_rows;
  options.origin = b->origin;
  options.workers = 1 + first % 3;
  unsigned char *partial = take(b->bytes);
  cvq_error error = no_error();
  cvq_status status = call_partial(b->p.scalar, &matrix, weights, b->p.codebook, b->p.k, &options,
                                   partial, b->bytes, NULL, &error);
  CHECK_STATUS(CVQ_OK, status, &error);
  return status == CVQ_OK ? partial : NULL;
}

unsigned char *take_merged(const blocks *b, int64_t first, int64_t end, uint64_t *state) {
  if (end - first == 1 || next_below(state, 4) == 0) return take_partial(b, first, end);
  int64_t half = 1;
  while (2 * half < end - first) half *= 2;
  unsigned char *left = take_merged(b, first, first + half, state);
  unsigned char *right = take_merged(b, first + half, end, state);
  if (left == NULL || right == NULL) return NULL;
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_OK, cvq_partial_merge(left, b->bytes, right, b->bytes, &error), &error);
  return left;
}

uint16_t u16_at(const unsigned char *partial, size_t offset) {
  return (uint16_t)(partial[offset] | partial[offset + 1] << 8);
}

uint32_t u32_at(const unsigned char *partial, size_t offset) {
  return u16_at(partial, offset) | (uint32_t)u16_at(partial, offset + 2) << 16;
}

int64_t i64_at(const unsigned char *partial, size_t offset) {
  return (int64_t)(u32_at(partial, offset) | (uint64_t)u32_at(partial, offset + 4) << 32);
}

double f64_at(const unsigned char *partial, size_t offset) {
  int64_t bits = i64_at(partial, offset);
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}
