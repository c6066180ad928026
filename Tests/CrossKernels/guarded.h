// Memory that ends at an unmapped page: a kernel that accesses memory beyond the end stops.

#ifndef GUARDED_H
#define GUARDED_H

#include <stddef.h>

enum { PACKED = 64 };  // the alignment of packed memory; other memory is aligned to its elements

/// Allocates `count` elements of `size` bytes, all bits set: NaN, or -1. The last element ends at
/// the unmapped page, or within `alignment` of it.
void *guarded(size_t count, size_t size, size_t alignment);

/// Returns how much is allocated; frees everything allocated since then.
size_t guarded_mark(void);
void guarded_release(size_t mark);

#endif
