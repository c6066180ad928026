// AVX-512 F, VL, BW and DQ: 32 registers of 512 bits. The scores of 8 centroids x 3 vectors of rows
// take 24 of them, rows 3, and broadcast coordinates the rest.

#if defined(__x86_64__)

#include <string.h>

#include "../kernels.h"

#define VQK_SCALAR float
#define VQK_TABLE vqk_skylake_f32
#define VQK_NAME "skylake"
#define VQK_LANES 16
#define VQK_VECTORS 3
#define VQK_BLOCK 8

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2,fma"))), apply_to = function)
#include "../generic/body.h"
#pragma clang attribute pop

#endif
