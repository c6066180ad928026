// Holds the header to C, and sees to it that processes may fork. All else of the interface is written in
// Swift (VQCInterface).

#include "cvq.h"

#include <pthread.h>
#include <stdbool.h>

// Of VQCInterface; not for callers of the library.
void cvqi_warm_up(void);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_warm = false;

// Whoever forks at the same time waits for the one who warms up.
static void before_fork(void) {
  pthread_mutex_lock(&lock);
  if (!is_warm) cvqi_warm_up();
  is_warm = true;
}

static void after_fork(void) { pthread_mutex_unlock(&lock); }

// When the library is loaded there is no other thread inside it.
__attribute__((constructor)) static void prepare_for_forks(void) {
  pthread_atfork(before_fork, after_fork, after_fork);
}
