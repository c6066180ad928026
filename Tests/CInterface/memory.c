#define _DEFAULT_SOURCE

#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct piece {
  struct piece *next;
  memory_kind kind;
  void *start;  // the address to free
  size_t length;
} piece;

static memory_kind kind = HEAP;
static piece *pieces;

void use_memory(memory_kind wanted) { kind = wanted; }

static void *need(void *memory) {
  if (memory == NULL || memory == MAP_FAILED) {
    perror("memory");
    exit(2);
  }
  return memory;
}

void *take(size_t bytes) {
  piece *taken = need(malloc(sizeof *taken));
  taken->next = pieces;
  taken->kind = kind;
  pieces = taken;

  unsigned char *memory;
  if (kind == HEAP) {
    taken->length = bytes > 0 ? bytes : 1;
    taken->start = need(malloc(taken->length));
    memory = taken->start;
  } else {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t usable = (bytes + page - 1) / page * page;
    taken->length = usable + page;
    taken->start =
        need(mmap(NULL, taken->length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (mprotect((unsigned char *)taken->start + usable, page, PROT_NONE) != 0) need(NULL);
    memory = (unsigned char *)taken->start + usable - bytes;
  }
  return memset(memory, 0xA5, bytes);
}

void *take_copy(const void *source, size_t bytes) {
  void *copy = take(bytes);
  return bytes > 0 ? memcpy(copy, source, bytes) : copy;
}

void release_all(void) {
  while (pieces != NULL) {
    piece *last = pieces;
    pieces = last->next;
    if (last->kind == HEAP) {
      free(last->start);
    } else {
      munmap(last->start, last->length);
    }
    free(last);
  }
}
