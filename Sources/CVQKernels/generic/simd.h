// Vectors of VQK_LANES scalars, by clang's vector extension: the same operations on every
// instruction set, compiled to whatever the target attributes in force offer.
//
// Included once by each f32.c and f64.c, inside the region of target attributes.

// Vectors wider than a register are passed between functions that are always inlined, so no calling
// convention is involved.
#pragma clang diagnostic ignored "-Wpsabi"

typedef VQK_SCALAR scalar;
typedef scalar vec __attribute__((ext_vector_type(VQK_LANES)));
// What comparing two of them yields: all bits set where it is true.
typedef __typeof__((vec)(scalar)0 < (vec)(scalar)0) lanes;
typedef int32_t codes_vec __attribute__((ext_vector_type(VQK_LANES)));
typedef scalar panel_vec __attribute__((ext_vector_type(VQK_PANEL)));
typedef double vec8d __attribute__((ext_vector_type(8)));
typedef scalar vec8s __attribute__((ext_vector_type(8)));

enum {
  LANES = VQK_LANES,
  VECTORS = VQK_VECTORS,
  BLOCK = VQK_BLOCK,
  PANEL = VQK_PANEL,
  ROW_GROUP = VQK_LANES * VQK_VECTORS,
};

#define INLINE static inline __attribute__((always_inline))

// memcpy rather than a cast: rows are aligned to their scalar only.
INLINE vec load(const scalar *from) {
  vec v;
  memcpy(&v, from, sizeof v);
  return v;
}

INLINE void store(scalar *to, vec v) { memcpy(to, &v, sizeof v); }

INLINE vec splat(scalar s) { return (vec)s; }

// Written so that the hardware's minimum is one instruction: a NaN in `a` yields `b`.
INLINE vec minimum_of(vec a, vec b) { return a < b ? a : b; }

INLINE vec maximum_of(vec a, vec b) { return a > b ? a : b; }

// One bit a lane.
INLINE unsigned bits_of(lanes which) {
  typedef bool bool_vec __attribute__((ext_vector_type(VQK_LANES)));
  bool_vec vector = __builtin_convertvector(which, bool_vec);
  unsigned bits = 0;
  memcpy(&bits, &vector, sizeof vector);
  return bits & ((1u << LANES) - 1);
}

INLINE panel_vec load_panel(const scalar *from) {
  panel_vec v;
  memcpy(&v, from, sizeof v);
  return v;
}

// 8 scalars as doubles.
INLINE vec8d load_wide(const scalar *from) {
  vec8s v;
  memcpy(&v, from, sizeof v);
  return __builtin_convertvector(v, vec8d);
}

INLINE vec8d load_doubles(const double *from) {
  vec8d v;
  memcpy(&v, from, sizeof v);
  return v;
}
