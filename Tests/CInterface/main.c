// Calls every function of cvq.h, compares the results with brute force, and checks that wrong calls
// are refused. `.ci/library` links it to the release form of the library. As a target of the
// package it is built together with the library's code under the address sanitizer.
//
// All tests run twice: with memory from malloc, then with memory that ends at guard pages. Prints a
// line for every check that fails, and exits with 1 if there is one. With an argument, runs only
// the tests whose claims contain it.

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "checks.h"
#include "memory.h"

static const test *const tables[] = {
    configuration_tests, assignment_tests,    distance_tests, element_tests, finiteness_tests,
    clustering_tests,    empty_cluster_tests, stopping_tests, seeding_tests, whitening_tests,
    partial_tests,       merge_tests,         finish_tests,   rule_tests,    argument_tests,
    structure_tests,     thread_tests,        fork_tests,
};

enum { SHOWN = 3 };  // the maximum number of failures printed for a test

const char *running = "";
static char place[160];
static int failures, checked, shown;

static void report(const char *file, int line, const char *claim) {
  failures++;
  if (shown++ >= SHOWN) return;
  printf("FAILED \"%s\"%s%s\n  %s:%d: %s\n", running, *place ? ", with " : "", place, file, line,
         claim);
}

void check(int holds, const char *file, int line, const char *claim) {
  checked++;
  if (!holds) report(file, line, claim);
}

void check_status(cvq_status expected, cvq_status status, const cvq_error *error, const char *file,
                  int line, const char *call) {
  checked++;
  if (status != expected) {
    report(file, line, call);
    if (shown <= SHOWN) {
      printf("  status %d instead of %d: %s\n", status, expected, status ? error->message : "");
    }
  } else if (status != CVQ_OK) {
    size_t length = strlen(error->message);
    if (length == 0 || error->message[length - 1] == '.') report(file, line, error->message);
  }
}

void situation(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(place, sizeof place, format, arguments);
  va_end(arguments);
}

cvq_error no_error(void) {
  cvq_error error;
  memset(&error, 0, sizeof error);
  error.size = sizeof error;
  return error;
}

static int run_all(const char *chosen) {
  int count = 0;
  for (size_t table = 0; table < COUNT(tables); table++) {
    for (const test *each = tables[table]; each->claim != NULL; each++) {
      if (strstr(each->claim, chosen) == NULL) continue;
      running = each->claim;
      shown = 0;
      situation("%s", "");
      each->run();
      release_all();
      count++;
    }
  }
  return count;
}

int main(int argc, char **argv) {
  const char *chosen = argc > 1 ? argv[1] : "";
  setvbuf(stdout, NULL, _IOLBF, 0);
  use_memory(HEAP);
  int count = run_all(chosen);
  use_memory(GUARDED);
  run_all(chosen);
  printf("cvq: %d tests, %d checks, %d failures\n", count, checked, failures);
  return failures > 0 || count == 0;
}
