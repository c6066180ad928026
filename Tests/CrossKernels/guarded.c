// Consecutive regions of one size, each followed by unmapped pages, allocated as a stack.

#define _GNU_SOURCE
#include "guarded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

// The gap is a multiple of the page size on every system. A region holds the largest matrix of a
// problem.
enum { REGIONS = 32, REGION = 512 << 10, GAP = 64 << 10 };

static char *arena;
static size_t used;

static void reserve(void) {
  arena = mmap(NULL, REGIONS * (size_t)(REGION + GAP), PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0);
  for (size_t i = 0; arena != MAP_FAILED && i < REGIONS; i++)
    if (mprotect(arena + i * (REGION + GAP), REGION, PROT_READ | PROT_WRITE)) arena = MAP_FAILED;
  if (arena == MAP_FAILED) {
    perror("guarded memory");
    exit(2);
  }
}

void *guarded(size_t count, size_t size, size_t alignment) {
  if (!arena) reserve();
  size_t bytes = (count * size + alignment - 1) / alignment * alignment;
  if (used == REGIONS || bytes > REGION) {
    fprintf(stderr, "guarded memory: this problem needs more or larger regions; see guarded.c\n");
    exit(2);
  }
  char *start = arena + used++ * (REGION + GAP) + REGION - bytes;
  return memset(start, 0xFF, bytes);
}

size_t guarded_mark(void) { return used; }

void guarded_release(size_t mark) { used = mark; }
