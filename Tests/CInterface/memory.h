// Memory of exactly so many bytes, freed when the test ends.

#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>

typedef enum memory_kind {
  // From malloc: the address sanitizer sees what instrumented code does beside it.
  HEAP,
  // Before a page without access: code without instrumentation stops there too.
  GUARDED
} memory_kind;

void use_memory(memory_kind kind);

// `bytes` bytes, each 0xA5, unaligned if `bytes` is odd.
void *take(size_t bytes);

// A copy of `bytes` bytes.
void *take_copy(const void *source, size_t bytes);

void release_all(void);

#endif
