// Something of everything, done again elsewhere to see whether it comes out the same.

#ifndef WORK_H
#define WORK_H

#include "problem.h"

typedef struct work {
  problem p;
  int64_t workers;
} work;

work take_work(scalar scalar, int64_t workers);

// A digest of the bits of all results, or 0 if a call fails. Its memory is not of this program's
// pieces, so any thread and any child may do it.
uint64_t do_work(const work *todo);

#endif
