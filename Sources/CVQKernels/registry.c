// Finds the kernel sets that this processor can run.

#include <stdlib.h>

#if defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

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

static bool runs_alderlake(void) { return __builtin_cpu_supports("avxvnni") && runs_haswell(); }

static bool runs_skylake(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && runs_haswell();
}

static bool runs_icelake(void) { return __builtin_cpu_supports("avx512vnni") && runs_skylake(); }
#endif

#if defined(__aarch64__)
static bool runs_dotprod(void) {
#if defined(__linux__)
  return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#else
  return true;  // every processor of Apple's
#endif
}
#endif

// Best first.
static const vqk_set sets[] = {
#if defined(__x86_64__)
    {&vqk_icelake_f32, &vqk_icelake_f64, runs_icelake},
    {&vqk_skylake_f32, &vqk_skylake_f64, runs_skylake},
    {&vqk_alderlake_f32, &vqk_alderlake_f64, runs_alderlake},
    {&vqk_haswell_f32, &vqk_haswell_f64, runs_haswell},
#endif
#if defined(__aarch64__)
    {&vqk_dotprod_f32, &vqk_dotprod_f64, runs_dotprod},
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
