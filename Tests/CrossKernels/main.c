// Runs every kernel set of this processor on many problems, without Swift, so that it can run on
// emulated machines. `.ci/neon` compiles and runs it.
//
// Prints a line for each set. Exits with 1 if a check fails, or if this processor cannot run a set
// that an argument names.

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "checks.h"
#include "guarded.h"

// All d are combined with all k. n takes turns; its values are close to multiples of the row groups
// (48, 24, 12, 6 and 3 rows).
static const size_t ds[] = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11,  12,  13, 14,
                            15, 16, 17, 18, 19, 20, 31, 32, 33, 64, 100, 128, 200};
static const size_t ks[] = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11,  12, 13,
                            14, 15, 16, 17, 18, 19, 20, 31, 32, 33, 100, 257};
static const size_t ns[] = {1, 2, 5, 6, 7, 11, 12, 13, 16, 23, 24, 25, 37, 47, 48, 49, 97};

enum { SETS = 8, SHOWN = 5, ROUNDS = 2 };
#define COUNT(ARRAY) (sizeof(ARRAY) / sizeof *(ARRAY))

static char place[160];  // the running check, its set and its problem

void fail(results *result, const char *format, ...) {
  if (result->failures++ >= SHOWN) return;
  va_list arguments;
  va_start(arguments, format);
  printf("FAILED %s: ", place);
  vprintf(format, arguments);
  printf("\n");
  va_end(arguments);
}

// A kernel accessed memory outside its buffers.
static void stop(int signal) {
  const char before[] = "FAILED ", after[] = ": accessed memory outside its buffers\n";
  bool written = write(STDOUT_FILENO, before, sizeof before - 1) > 0 &&
                 write(STDOUT_FILENO, place, strlen(place)) > 0 &&
                 write(STDOUT_FILENO, after, sizeof after - 1) > 0;
  _exit(written ? 1 : 128 + signal);
}

static void run(const check *checks, const vqk_kernels *set, const problem *p, results *result) {
  for (; checks->run; checks++) {
    snprintf(place, sizeof place, "%s %s, %s: n=%zu d=%zu k=%zu %s", set->name,
             p->width == 4 ? "float" : "double", checks->name, p->n, p->d, p->k,
             kind_names[p->kind]);
    size_t mark = guarded_mark();
    checks->run(set, p, result);
    guarded_release(mark);
  }
}

static void run_all(size_t width, results *results) {
  size_t number = 0;
  for (int round = 0; round < ROUNDS; round++) {
    for (size_t i = 0; i < COUNT(ds); i++) {
      for (size_t j = 0; j < COUNT(ks); j++, number++) {
        problem p = make_problem(number, width, ns[number % COUNT(ns)], ds[i], ks[j]);
        const vqk_kernels *set;
        for (size_t index = 0; index < SETS && (set = vqk_available(index, width)); index++) {
          run(packing_checks, set, &p, results + index);
          run(search_checks, set, &p, results + index);
          run(byte_checks, set, &p, results + index);
          run(sums_checks, set, &p, results + index);
          run(bounds_checks, set, &p, results + index);
          run(order_checks, set, &p, results + index);
          run(stored_checks, set, &p, results + index);
          results[index].rows += p.n;
        }
        guarded_release(0);
      }
    }
  }
}

static bool is_available(const char *name) {
  const vqk_kernels *set;
  for (size_t i = 0; (set = vqk_available(i, 4)); i++)
    if (strcmp(set->name, name) == 0) return true;
  return false;
}

int main(int count, char **names) {
  bool failed = false;
  for (int i = 1; i < count; i++) {
    if (is_available(names[i])) continue;
    printf("FAILED: this processor cannot run a kernel set %s\n", names[i]);
    failed = true;
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  signal(SIGSEGV, stop);
  signal(SIGBUS, stop);
  results single[SETS] = {0}, twice[SETS] = {0};
  run_all(sizeof(float), single);
  run_all(sizeof(double), twice);
  const vqk_kernels *set;
  for (size_t i = 0; i < SETS && (set = vqk_available(i, 4)); i++) {
    size_t failures = single[i].failures + twice[i].failures;
    printf("%-8s %s: %zu rows of float (%zu undecided), %zu of double (%zu undecided)", set->name,
           failures ? "FAILED" : "passed", single[i].rows, single[i].undecided, twice[i].rows,
           twice[i].undecided);
    printf(failures ? ", %zu failures\n" : "\n", failures);
    failed |= failures > 0;
  }
  return failed;
}
