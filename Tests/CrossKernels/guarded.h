// Memory that ends where no page is mapped: a kernel that touches what lies behind it stops.

#ifndef GUARDED_H
#define GUARDED_H

#include <stddef.h>

enum { PACKED = 64 };  // how packed memory is aligned; other memory is to its elements

/// Memory for `count` elements of `size` bytes, all bits set: NaN, or -1. The last element ends at
/// the unmapped page, or within `alignment` of it.
void *guarded(size_t count, size_t size, size_t alignment);

/// How much is handed out, and giving back what was handed out since.
size_t guarded_mark(void);
void guarded_release(size_t mark);

#endif
