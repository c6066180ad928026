// Finds the kernel sets that this processor can run.

#include <stdlib.h>

#include "kernels.h"

typedef struct {
  const vqk_kernels *f32, *f64;
  bool (*runs)(void);
} vqk_set;

static bool always(void) { return true; }

#if defined(__x86_64__)
static bool runs_haswell(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static bool runs_skylake(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && runs_haswell();
}
#endif

// Best first.
static const vqk_set sets[] = {
#if defined(__x86_64__)
    {&vqk_skylake_f32, &vqk_skylake_f64, runs_skylake},
    {&vqk_haswell_f32, &vqk_haswell_f64, runs_haswell},
#endif
#if defined(__aarch64__)
    {&vqk_neon_f32, &vqk_neon_f64, always},
#endif
    {&vqk_serial_f32, &vqk_serial_f64, always},
};

const vqk_kernels *vqk_available(size_t index, size_t width) {
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
    if (!sets[i].runs()) continue;
    if (index == 0) return width == sizeof(float) ? sets[i].f32 : sets[i].f64;
    index--;
  }
  return NULL;
}

const char *vqk_requested_name(void) {
  const char *name = getenv("VQ_KERNELS");
  return name && *name ? name : NULL;
}
