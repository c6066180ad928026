// Tests of fork(): a child computes the same as its parent, whatever the parent did before or is
// doing at the time.

#define _POSIX_C_SOURCE 200809L

#include <pthread.h>
#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checks.h"
#include "work.h"

enum { CHILDREN = 3, REQUESTS = 2, PATIENCE = 60 /* seconds; one is enough */ };

// Never returns. Its alarm ends a child that hangs.
static void be_a_child(const work *todo, uint64_t expected) {
  signal(SIGALRM, SIG_DFL);
  alarm(PATIENCE);
  for (int request = 0; request < REQUESTS; request++) {
    if (do_work(todo) != expected) _exit(1);
  }
  _exit(0);
}

static void check_children(const work *todo, uint64_t expected) {
  pid_t children[CHILDREN];
  for (int i = 0; i < CHILDREN; i++) {
    children[i] = fork();
    if (children[i] == 0) be_a_child(todo, expected);
    CHECK(children[i] > 0);
  }
  for (int i = 0; i < CHILDREN; i++) {
    int status = -1;
    if (children[i] <= 0) continue;
    CHECK(waitpid(children[i], &status, 0) == children[i]);
    CHECK(!(WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM));
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
}

static void children_of_a_used_parent_work(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    for (int64_t workers = 0; workers <= 2; workers++) {
      situation("width=%d workers=%d", both_scalars[w], (int)workers);
      work todo = take_work(both_scalars[w], workers);
      uint64_t expected = do_work(&todo);
      CHECK(expected != 0);
      check_children(&todo, expected);
      CHECK(do_work(&todo) == expected);
    }
  }
}

typedef struct busy {
  work todo;
  volatile sig_atomic_t is_done;
} busy;

static void *stay_busy(void *context) {
  busy *this = context;
  while (!this->is_done) do_work(&this->todo);
  return NULL;
}

static void children_of_a_busy_parent_work(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    situation("width=%d", both_scalars[w]);
    work todo = take_work(both_scalars[w], 2);
    uint64_t expected = do_work(&todo);
    busy busy = {todo, 0};
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, stay_busy, &busy) == 0);
    for (int round = 0; round < 3; round++) check_children(&todo, expected);
    busy.is_done = 1;
    pthread_join(thread, NULL);
  }
}

const test fork_tests[] = {
    {"children of a parent that has computed compute the same", children_of_a_used_parent_work},
    {"children of a parent that is computing compute the same", children_of_a_busy_parent_work},
    {NULL, NULL},
};
