// Compiles the header as C, and makes `fork()` safe. The rest of the interface is written in Swift
// (VQCInterface).

#include "cvq.h"

#include <pthread.h>
#include <stdbool.h>

// Defined in VQCInterface; not for callers of the library.
void cvqi_warm_up(void);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_warm = false;

// Runs before each fork. The first call warms up; other threads that fork meanwhile wait for it.
static void before_fork(void) {
  pthread_mutex_lock(&lock);
  if (!is_warm) cvqi_warm_up();
  is_warm = true;
}

static void after_fork(void) { pthread_mutex_unlock(&lock); }

// Runs when the library is loaded. No other thread can be inside the library then.
__attribute__((constructor)) static void prepare_for_forks(void) {
  pthread_atfork(before_fork, after_fork, after_fork);
}
