// Observations in blocks, for partial sums, and the fields of a partial.

#ifndef BLOCKS_H
#define BLOCKS_H

#include "problem.h"

typedef struct blocks {
  problem p;
  int64_t block_rows, count;
  const double *weights;  // NULL for none
  const double *origin;   // NULL for none
  size_t bytes;           // of a partial
} blocks;

// So many whole blocks of `block_rows`, and one of a single row.
blocks take_blocks(scalar scalar, int64_t block_rows, int64_t whole, size_t d, size_t k,
                   int is_weighted, const double *origin);

// The partial of blocks [first, end), taken; NULL, and a failed check, if there is none.
unsigned char *take_partial(const blocks *b, int64_t first, int64_t end);

// The partial of blocks [first, end), put together from smaller runs cut at random.
unsigned char *take_merged(const blocks *b, int64_t first, int64_t end, uint64_t *state);

uint16_t u16_at(const unsigned char *partial, size_t offset);
uint32_t u32_at(const unsigned char *partial, size_t offset);
int64_t i64_at(const unsigned char *partial, size_t offset);
double f64_at(const unsigned char *partial, size_t offset);

#endif
