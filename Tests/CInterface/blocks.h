// Observations in blocks, for partial sums, and access to the fields of a partial.

#ifndef BLOCKS_H
#define BLOCKS_H

#include "problem.h"

typedef struct blocks {
  problem p;
  int64_t block_rows, count;
  const double *weights;  // or NULL
  const double *origin;   // or NULL
  size_t bytes;           // the size of a partial
} blocks;

// Makes `whole` full blocks of `block_rows` rows, and one block with a single row.
blocks take_blocks(scalar scalar, int64_t block_rows, int64_t whole, size_t d, size_t k,
                   int is_weighted, const double *origin);

// Computes the partial of blocks [first, end). If that fails, a check fails and the result is NULL.
unsigned char *take_partial(const blocks *b, int64_t first, int64_t end);

// Computes the same by merging smaller ranges, divided at random.
unsigned char *take_merged(const blocks *b, int64_t first, int64_t end, uint64_t *state);

uint16_t u16_at(const unsigned char *partial, size_t offset);
uint32_t u32_at(const unsigned char *partial, size_t offset);
int64_t i64_at(const unsigned char *partial, size_t offset);
double f64_at(const unsigned char *partial, size_t offset);

#endif
