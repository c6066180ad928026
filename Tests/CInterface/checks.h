// The parts of a test: checks, which are counted, and the table of tests.

#ifndef CHECKS_H
#define CHECKS_H

#include <stddef.h>
#include <stdint.h>

#include "cvq.h"

typedef struct test {
  const char *claim;
  void (*run)(void);
} test;

// Each file has one table. It ends with a test without a claim.
extern const test assignment_tests[], distance_tests[], element_tests[], finiteness_tests[],
    clustering_tests[], empty_cluster_tests[], stopping_tests[], seeding_tests[], whitening_tests[],
    partial_tests[], merge_tests[], finish_tests[], rule_tests[], argument_tests[],
    structure_tests[], thread_tests[], fork_tests[], configuration_tests[];

// The claim of the running test.
extern const char *running;

#define COUNT(ARRAY) (sizeof(ARRAY) / sizeof *(ARRAY))

// Reports a failure with the claim and the situation, and continues. Only for the main thread.
#define CHECK(CLAIM) check((CLAIM) != 0, __FILE__, __LINE__, #CLAIM)
void check(int holds, const char *file, int line, const char *claim);

// Checks that a call returned this status, with an error message if it failed.
#define CHECK_STATUS(EXPECTED, STATUS, ERROR) \
  check_status((EXPECTED), (STATUS), (ERROR), __FILE__, __LINE__, #STATUS)
void check_status(cvq_status expected, cvq_status status, const cvq_error *error, const char *file,
                  int line, const char *call);

// Sets the situation that is printed with a failure, such as the parameters of a case.
void situation(const char *format, ...);

// An empty error structure.
cvq_error no_error(void);

#endif
