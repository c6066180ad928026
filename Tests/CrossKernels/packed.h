// A problem as a kernel set packs it.

#ifndef PACKED_H
#define PACKED_H

#include "problem.h"

typedef struct {
  vqk_rows rows;
  vqk_codebook codebook;
  vqk_margin margin;
  const void *margins;  // one for each row, in the scalar
} packed;

packed pack(const vqk_kernels *set, const problem *p);

/// Rounds `count` up to a multiple of `unit`.
static inline size_t round_up(size_t count, size_t unit) {
  return (count + unit - 1) / unit * unit;
}

#endif
