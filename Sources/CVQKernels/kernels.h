// The kernel sets of the target, and the parameters of a set.
//
// The files f32.c and f64.c of a set define these macros before they include generic/body.h:
//
//   VQK_SCALAR   float or double
//   VQK_TABLE    the name of the table to define, vqk_<set>_<type>
//   VQK_NAME     the name of the set, a string
//   VQK_LANES    the number of scalars in a vector register
//   VQK_VECTORS  the number of row vectors in the register tile: row_group = LANES * VECTORS
//   VQK_BLOCK    the number of centroids in the register tile; divides VQK_PANEL
//
// They also open the region of target attributes that the set is compiled with. generic/simd.h
// defines the vector types and operations from these macros.

#ifndef VQK_KERNELS_H
#define VQK_KERNELS_H

#include "include/CVQKernels.h"

extern const vqk_kernels vqk_serial_f32, vqk_serial_f64;

#if defined(__x86_64__)
extern const vqk_kernels vqk_haswell_f32, vqk_haswell_f64;
extern const vqk_kernels vqk_skylake_f32, vqk_skylake_f64;
extern const vqk_kernels vqk_alderlake_f32, vqk_alderlake_f64;
extern const vqk_kernels vqk_icelake_f32, vqk_icelake_f64;
#endif

#if defined(__aarch64__)
extern const vqk_kernels vqk_neon_f32, vqk_neon_f64;
extern const vqk_kernels vqk_dotprod_f32, vqk_dotprod_f64;
#endif

#endif
