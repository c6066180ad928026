// AVX2 and FMA: 16 registers of 256 bits. The scores of 4 centroids x 2 vectors of rows take 8 of
// them. That is enough to hide the latency of the multiply-add; with 12 the compiler spills.

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "../kernels.h"

#define VQK_SCALAR float
#define VQK_TABLE vqk_alderlake_f32
#define VQK_NAME "alderlake"
#define VQK_LANES 8
#define VQK_VECTORS 2
#define VQK_BLOCK 4
#define VQK_DOT_256

#pragma clang attribute push(__attribute__((target("avx2,fma,avxvnni"))), apply_to = function)
#include "../generic/body.h"
#pragma clang attribute pop

#endif
