// Advanced SIMD of AArch64: 32 registers of 128 bits. The scores of 8 centroids x 3 vectors of rows
// take 24 of them, rows 3 and coordinates 2. Multiplications read a coordinate from a lane.

#if defined(__aarch64__)

#include <arm_neon.h>
#include <string.h>

#include "../kernels.h"

#define VQK_SCALAR double
#define VQK_TABLE vqk_dotprod_f64
#define VQK_NAME "dotprod"
#define VQK_LANES 2
#define VQK_VECTORS 3
#define VQK_BLOCK 8
#define VQK_DOT_128

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)
#include "../generic/body.h"
#pragma clang attribute pop

#endif
