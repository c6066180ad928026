// The checks that run for every kernel set and every problem.
//
// A check is a function in one of the tables below. To add one, write it next to similar checks and
// name it in the table at the end of that file.

#ifndef CHECKS_H
#define CHECKS_H

#include "problem.h"

/// The results of the checks of one kernel set for one scalar.
typedef struct {
  size_t rows, undecided, failures;
} results;

typedef struct {
  const char *name;
  void (*run)(const vqk_kernels *set, const problem *p, results *result);
} check;

/// Tables of checks: packing (packed.c), the search compared with the oracle (search.c), everything
/// in double, bit for bit (sums.c), bounds and pairs (bounds.c), spatial order (order.c), stored
/// numbers (stored.c), and bytes (bytes.c). A check without a function ends a table.
extern const check packing_checks[], search_checks[], sums_checks[], bounds_checks[],
    order_checks[], stored_checks[], byte_checks[];

/// Counts a failure. Prints the first ones.
__attribute__((format(printf, 2, 3))) void fail(results *result, const char *format, ...);

#endif
