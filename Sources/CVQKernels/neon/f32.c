// Advanced SIMD of AArch64: 32 registers of 128 bits. The scores of 8 centroids x 3 vectors of rows
// take 24 of them, rows 3 and coordinates 2. Multiplications read a coordinate from a lane.

#if defined(__aarch64__)

#include <string.h>

#include "../kernels.h"

#define VQK_SCALAR float
#define VQK_TABLE vqk_neon_f32
#define VQK_NAME "neon"
#define VQK_LANES 4
#define VQK_VECTORS 3
#define VQK_BLOCK 8

#include "../generic/body.h"

#endif
