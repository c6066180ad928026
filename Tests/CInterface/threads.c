// Tests with many threads at once, on the same observations.

#define _POSIX_C_SOURCE 200809L

#include <pthread.h>

#include "checks.h"
#include "work.h"

enum { THREADS = 8, ROUNDS = 3 };

typedef struct share {
  const work *todo;
  uint64_t expected;
  int failures;
} share;

static void *repeat(void *context) {
  share *mine = context;
  for (int round = 0; round < ROUNDS; round++) {
    mine->failures += do_work(mine->todo) != mine->expected;
  }
  return NULL;
}

static void find_what_one_finds(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    for (int64_t workers = 0; workers <= 2; workers++) {
      situation("width=%d workers=%d", both_scalars[w], (int)workers);
      work alone = take_work(both_scalars[w], 1), together = take_work(both_scalars[w], workers);
      uint64_t expected = do_work(&alone);
      CHECK(expected != 0);
      pthread_t threads[THREADS];
      share shares[THREADS];
      for (int i = 0; i < THREADS; i++) {
        share mine = {&together, expected, 0};
        shares[i] = mine;
        CHECK(pthread_create(&threads[i], NULL, repeat, &shares[i]) == 0);
      }
      for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        CHECK(shares[i].failures == 0);
      }
    }
  }
}

const test thread_tests[] = {
    {"eight threads at once compute the same as one", find_what_one_finds},
    {NULL, NULL},
};
