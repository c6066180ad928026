// Memory of exactly the requested size, freed when the test ends.

#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>

typedef enum memory_kind {
  // From malloc: the address sanitizer detects accesses outside it by instrumented code.
  HEAP,
  // In front of a page without access: code without instrumentation stops there too.
  GUARDED
} memory_kind;

void use_memory(memory_kind kind);

// Allocates `bytes` bytes, each 0xA5. Unaligned if `bytes` is odd.
void *take(size_t bytes);

// Allocates a copy of `bytes` bytes.
void *take_copy(const void *source, size_t bytes);

void release_all(void);

#endif
