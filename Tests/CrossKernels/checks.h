// What every kernel set must do with every problem.
//
// A check is a function in one of the tables below; to add one, write it beside its like and name
// it in the table at the end of that file.

#ifndef CHECKS_H
#define CHECKS_H

#include "problem.h"

/// What came of the checks of one kernel set for one scalar.
typedef struct {
  size_t rows, undecided, failures;
} results;

typedef struct {
  const char *name;
  void (*run)(const vqk_kernels *set, const problem *p, results *result);
} check;

/// Of packing (packed.c), of the search against the oracle (search.c), and of all that is in
/// double, to the last bit (sums.c); of bounds and pairs (bounds.c), of spatial order (order.c) and of
/// stored numbers (stored.c). A check without a function ends a table.
extern const check packing_checks[], search_checks[], sums_checks[], bounds_checks[],
    order_checks[], stored_checks[];

/// Counts a failure, and says where it was if it is among the first.
__attribute__((format(printf, 2, 3))) void fail(results *result, const char *format, ...);

#endif
