// Checks of the conversion of stored numbers to scalars.

#include <math.h>
#include <string.h>

#include "checks.h"
#include "guarded.h"

static const size_t sizes[] = {
    [VQK_FLOAT16] = 2, [VQK_BFLOAT16] = 2, [VQK_FLOAT32] = 4, [VQK_FLOAT64] = 8,
    [VQK_INT8] = 1,    [VQK_UINT8] = 1,    [VQK_INT16] = 2,   [VQK_UINT16] = 2,
    [VQK_INT32] = 4,   [VQK_INT64] = 8,    [VQK_UINT32] = 4,  [VQK_UINT64] = 8,
};

// Numbers that every type can represent; signed types get both signs.
static long number(vqk_element_type type, size_t i, size_t t) {
  long value = (long)((i * 7 + t * 3) % 100);
  bool is_unsigned =
      type == VQK_UINT8 || type == VQK_UINT16 || type == VQK_UINT32 || type == VQK_UINT64;
  return is_unsigned || (i + t) % 2 ? value : -value;
}

static uint64_t bits_of(vqk_element_type type, long value) {
  float single = (float)value;
  double wide = (double)value;
  uint32_t single_bits;
  uint64_t bits;
  memcpy(&single_bits, &single, sizeof single_bits);
  memcpy(&bits, &wide, sizeof bits);
  switch (type) {
    case VQK_FLOAT16:
      if (value == 0) return 0;
      // Normal numbers, whose last 13 bits are 0.
      return (single_bits >> 16 & 0x8000) | (((single_bits & 0x7FFFFFFF) - (112u << 23)) >> 13);
    case VQK_BFLOAT16: return single_bits >> 16;
    case VQK_FLOAT32: return single_bits;
    case VQK_FLOAT64: return bits;
    default: return (uint64_t)(int64_t)value;
  }
}

static void widen_as(const vqk_kernels *set, const problem *p, vqk_element_type type, size_t row,
                     size_t column, bool is_swapped, results *result) {
  size_t n = p->k, d = p->d, size = sizes[type], mark = guarded_mark();
  size_t length = (n - 1) * row + (d - 1) * column + size;
  unsigned char *bytes = guarded(length, 1, 1);
  for (size_t i = 0; i < n; i++)
    for (size_t t = 0; t < d; t++) {
      uint64_t bits = bits_of(type, number(type, i, t));
      for (size_t byte = 0; byte < size; byte++)
        bytes[i * row + t * column + (is_swapped ? size - 1 - byte : byte)] =
            (unsigned char)(bits >> (8 * byte));
    }
  vqk_stored stored = {bytes, row, column, type, is_swapped};
  void *scalars = guarded(n * d, p->width, p->width);
  set->widen(stored, n, d, scalars);
  for (size_t i = 0; i < n; i++)
    for (size_t t = 0; t < d; t++)
      if (get(scalars, p->width, i * d + t) != (double)number(type, i, t))
        fail(result, "type %d, row %zu, column %zu is %g", (int)type, i, t,
             get(scalars, p->width, i * d + t));
  guarded_release(mark);
}

static void widen(const vqk_kernels *set, const problem *p, results *result) {
  for (int type = VQK_FLOAT16; type <= VQK_UINT64; type++)
    for (int is_swapped = 0; is_swapped < 2; is_swapped++) {
      size_t size = sizes[type];
      widen_as(set, p, (vqk_element_type)type, p->d * size, size, is_swapped, result);
      widen_as(set, p, (vqk_element_type)type, p->d * size + 3, size, is_swapped, result);
      widen_as(set, p, (vqk_element_type)type, size, p->k * size, is_swapped, result);
    }
}

const check stored_checks[] = {
    {"widen", widen},
    {NULL, NULL},
};
