// What tests are made of: claims that are counted, and memory that shows when it is left.

#ifndef CHECKS_H
#define CHECKS_H

#include <stddef.h>
#include <stdint.h>

#include "cvq.h"

typedef struct test {
  const char *claim;
  void (*run)(void);
} test;

// One table a file, ended by a test without a claim.
extern const test assignment_tests[], distance_tests[], element_tests[], finiteness_tests[],
    clustering_tests[], empty_cluster_tests[], stopping_tests[], seeding_tests[], whitening_tests[],
    partial_tests[], merge_tests[], finish_tests[], rule_tests[], argument_tests[],
    structure_tests[], thread_tests[], fork_tests[], configuration_tests[];

// The claim that is being tried.
extern const char *running;

#define COUNT(ARRAY) (sizeof(ARRAY) / sizeof *(ARRAY))

// Notes a failure, with the claim and the situation, and goes on. Of the main thread only.
#define CHECK(CLAIM) check((CLAIM) != 0, __FILE__, __LINE__, #CLAIM)
void check(int holds, const char *file, int line, const char *claim);

// That a call gave this status, and said why in a sentence if it failed.
#define CHECK_STATUS(EXPECTED, STATUS, ERROR) \
  check_status((EXPECTED), (STATUS), (ERROR), __FILE__, __LINE__, #STATUS)
void check_status(cvq_status expected, cvq_status status, const cvq_error *error, const char *file,
                  int line, const char *call);

// Says what is being tried, for the lines that tell of failures.
void situation(const char *format, ...);

// An error that is empty.
cvq_error no_error(void);

#endif
