// AArch64's Advanced SIMD: 32 registers of 128 bits. 8 centroids x 3 vectors of rows fill 24 of
// them with scores, 3 with rows and 2 with coordinates, which multiply by lane.

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
