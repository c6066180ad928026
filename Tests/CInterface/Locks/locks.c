// Checks that the library takes no lock after the process has forked. A child that is forked while
// another thread holds a lock would wait for it forever. `.ci/library` links this file to the
// tests, which then run after a fork has warmed up the library.

#define _GNU_SOURCE

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../checks.h"

static int (*lock)(pthread_mutex_t *mutex);
static int is_warm;
static const char *culprit;

// Replaces the function of the system, for the library too.
int pthread_mutex_lock(pthread_mutex_t *mutex) {
  if (lock == NULL) *(void **)&lock = dlsym(RTLD_NEXT, "pthread_mutex_lock");
  Dl_info caller;
  if (is_warm && dladdr(__builtin_return_address(0), &caller) != 0 &&
      strstr(caller.dli_fname, "libcvq") != NULL) {
    culprit = running;
  }
  return lock(mutex);
}

// The library takes a lock of its own for forks, between these two calls.
static void before_fork(void) { is_warm = 0; }
static void after_fork(void) { is_warm = 1; }

__attribute__((constructor)) static void warm_up(void) {
  pthread_atfork(before_fork, after_fork, NULL);
  pid_t child = fork();
  if (child == 0) _exit(0);
  waitpid(child, NULL, 0);
}

__attribute__((destructor)) static void report(void) {
  is_warm = 0;
  if (culprit == NULL) return;
  printf(
      "FAILED: a lock was taken after a fork, last in \"%s\"; WarmUp.swift does not call "
      "everything\n",
      culprit);
  fflush(stdout);
  _exit(1);
}
