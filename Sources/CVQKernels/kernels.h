// Every kernel set of the target, and what the generic bodies ask of one.
//
// A set's f32.c and f64.c define, before including generic/body.h:
//
//   VQK_SCALAR   float or double
//   VQK_TABLE    the name of the table to define, vqk_<set>_<type>
//   VQK_NAME     the set's name, a string
//   VQK_LANES    scalars in a vector register
//   VQK_VECTORS  vectors of rows that the register tile holds: row_group = LANES * VECTORS
//   VQK_BLOCK    centroids that it holds; divides VQK_PANEL
//
// and open the region of target attributes that the set is compiled with. The vector types and
// operations follow from these, in generic/simd.h.

#ifndef VQK_KERNELS_H
#define VQK_KERNELS_H

#include "include/CVQKernels.h"

extern const vqk_kernels vqk_serial_f32, vqk_serial_f64;

#if defined(__x86_64__)
extern const vqk_kernels vqk_haswell_f32, vqk_haswell_f64;
extern const vqk_kernels vqk_skylake_f32, vqk_skylake_f64;
extern const vqk_kernels vqk_icelake_f32, vqk_icelake_f64;
#endif

#if defined(__aarch64__)
extern const vqk_kernels vqk_neon_f32, vqk_neon_f64;
#endif

#endif
