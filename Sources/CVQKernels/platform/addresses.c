// Reports how much memory this process may still map.
//
// Under a limit on the address space (`ulimit -v`) an allocation may fail, and Swift then ends the
// process. Code that is about to allocate much memory can ask first.

#if defined(__linux__)
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include <sys/resource.h>
#endif
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "../include/CVQKernels.h"

int64_t vqk_address_space_left(void) {
#if defined(__linux__)
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return -1;
  // The first number of proc_pid_statm(5) is the size of all mappings, in pages.
  FILE *file = fopen("/proc/self/statm", "re");
  if (!file) return -1;
  long long pages = -1;
  if (fscanf(file, "%lld", &pages) != 1) pages = -1;
  fclose(file);
  long size = sysconf(_SC_PAGESIZE);
  if (pages < 0 || size <= 0) return -1;
  rlim_t used = (rlim_t)pages * (rlim_t)size;
  if (used >= limit.rlim_cur) return 0;
  rlim_t left = limit.rlim_cur - used;
  return left > INT64_MAX ? -1 : (int64_t)left;
#else
  return -1;
#endif
}

size_t vqk_stack_size(void) {
  pthread_attr_t attributes;
  size_t size = 8 << 20;
  if (pthread_attr_init(&attributes) != 0) return size;
  pthread_attr_getstacksize(&attributes, &size);
  pthread_attr_destroy(&attributes);
  return size;
}
