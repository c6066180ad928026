// Starts threads in a child of fork(), where Dispatch cannot.
//
// A child of fork() has one thread, but Dispatch still relies on the threads of the parent: work
// given to them never starts. So the engine first asks whether this process is a child.

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

#include "../include/CVQKernels.h"

enum { MOST_THREADS = 1024 };

bool vqk_is_forked(void) {
  // The first process that asks is the one whose Dispatch has threads.
  static _Atomic(pid_t) first = 0;
  pid_t present = getpid(), none = 0;
  return !atomic_compare_exchange_strong(&first, &none, present) && none != present;
}

uintptr_t vqk_thread_number(void) { return (uintptr_t)pthread_self(); }

typedef struct {
  size_t number;
  void (*body)(size_t, void *);
  void *context;
} work;

static void *run(void *argument) {
  const work *work = argument;
  work->body(work->number, work->context);
  return NULL;
}

void vqk_run_threads(size_t count, void (*body)(size_t, void *), void *context) {
  pthread_t threads[MOST_THREADS];
  work works[MOST_THREADS];
  size_t started = 1;
  for (; started < count && started < MOST_THREADS; started++) {
    works[started] = (work){started, body, context};
    // Fewer threads take longer but compute the same result.
    if (pthread_create(&threads[started], NULL, run, &works[started]) != 0) break;
  }
  body(0, context);
  for (size_t number = 1; number < started; number++) pthread_join(threads[number], NULL);
}

void vqk_pause(size_t rounds) {
  // The other thread needs a few microseconds, unless it has lost its processor.
  if (rounds >= 256) {
    sched_yield();
    return;
  }
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

intptr_t vqk_counter_load(const intptr_t *counter) {
  return __atomic_load_n(counter, __ATOMIC_ACQUIRE);
}

void vqk_counter_store(intptr_t *counter, intptr_t number) {
  __atomic_store_n(counter, number, __ATOMIC_RELEASE);
}

intptr_t vqk_counter_add(intptr_t *counter, intptr_t number) {
  return __atomic_fetch_add(counter, number, __ATOMIC_RELAXED);
}

int32_t vqk_load_word(const int32_t *word) { return __atomic_load_n(word, __ATOMIC_RELAXED); }
