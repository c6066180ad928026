// A little of every kind of work, to repeat in other threads and processes and compare.

#ifndef WORK_H
#define WORK_H

#include "problem.h"

typedef struct work {
  problem p;
  int64_t workers;
} work;

work take_work(scalar scalar, int64_t workers);

// Returns a digest of the bits of all results, or 0 if a call fails. Allocates nothing with
// memory.h, so any thread and any child may call it.
uint64_t do_work(const work *todo);

#endif
