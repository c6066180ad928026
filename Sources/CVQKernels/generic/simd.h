// Vectors of VQK_LANES scalars, in clang's vector extension. The source is the same for every
// instruction set; the target attributes in force decide the instructions.
//
// Each f32.c and f64.c includes this file once, inside the region of target attributes.

// Only functions that are always inlined take vectors wider than a register, so no calling
// convention is involved.
#pragma clang diagnostic ignored "-Wpsabi"

typedef VQK_SCALAR scalar;
typedef scalar vec __attribute__((ext_vector_type(VQK_LANES)));
// The result of comparing two vectors: all bits of a lane are set where the comparison is true.
typedef __typeof__((vec)(scalar)0 < (vec)(scalar)0) lanes;
typedef int32_t codes_vec __attribute__((ext_vector_type(VQK_LANES)));
typedef scalar panel_vec __attribute__((ext_vector_type(VQK_PANEL)));
typedef double vec8d __attribute__((ext_vector_type(8)));
typedef scalar vec8s __attribute__((ext_vector_type(8)));
typedef scalar vec4s __attribute__((ext_vector_type(4)));
typedef scalar vec2s __attribute__((ext_vector_type(2)));

enum {
  LANES = VQK_LANES,
  VECTORS = VQK_VECTORS,
  BLOCK = VQK_BLOCK,
  PANEL = VQK_PANEL,
  ROW_GROUP = VQK_LANES * VQK_VECTORS,
};

#define INLINE static inline __attribute__((always_inline))

// memcpy instead of a cast, because rows are aligned only to their scalar.
INLINE vec load(const scalar *from) {
  vec v;
  memcpy(&v, from, sizeof v);
  return v;
}

INLINE void store(scalar *to, vec v) { memcpy(to, &v, sizeof v); }

INLINE vec splat(scalar s) { return (vec)s; }

// Compiles to the minimum instruction of the hardware: if `a` is NaN, the result is `b`.
INLINE vec minimum_of(vec a, vec b) { return a < b ? a : b; }

INLINE vec maximum_of(vec a, vec b) { return a > b ? a : b; }

// One bit for each lane.
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
