// AVX-512 F, VL, BW and DQ: 32 registers of 512 bits. 8 centroids x 3 vectors of rows fill 24 of
// them with scores, 3 with rows and the rest with broadcast coordinates.

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "../kernels.h"

#define VQK_SCALAR float
#define VQK_TABLE vqk_icelake_f32
#define VQK_NAME "icelake"
#define VQK_LANES 16
#define VQK_VECTORS 3
#define VQK_BLOCK 8
#define VQK_DOT_512

#pragma clang attribute push(                                                          \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vnni,avx2,fma"))), \
    apply_to = function)
#include "../generic/body.h"
#pragma clang attribute pop

#endif
