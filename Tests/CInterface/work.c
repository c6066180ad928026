#include "work.h"

#include <stdlib.h>

// A few tiles, so that workers have something to share.
enum { n = 2000, d = 3, k = 8 };

work take_work(scalar scalar, int64_t workers) {
  work todo = {take_problem(scalar, n, d, k, 31), workers};
  return todo;
}

// FNV-1a.
static uint64_t digest(uint64_t hash, const void *bytes, size_t count) {
  for (size_t i = 0; i < count; i++) {
    hash = (hash ^ ((const unsigned char *)bytes)[i]) * UINT64_C(0x100000001B3);
  }
  return hash;
}

typedef struct results {
  double centroids[k * d], scales[d], distances[n * k];  // also large enough for floats
  int32_t codes[n], others[n];
  unsigned char partial[96 + 16 * k + 8 * k * d];
} results;

static int compute(const work *todo, results *made) {
  scalar scalar = todo->p.scalar;
  cvq_vq_options options;
  cvq_vq_options_init(&options, sizeof options);
  options.workers = todo->workers;
  cvq_kmeans_options clustering;
  cvq_kmeans_options_init(&clustering, sizeof clustering);
  clustering.clusters = k;
  clustering.has_seed = 1;
  clustering.workers = todo->workers;
  cvq_partial_options adding;
  cvq_partial_options_init(&adding, sizeof adding);
  adding.block_rows = 500;
  adding.workers = todo->workers;
  return call_kmeans(scalar, &todo->p.matrix, NULL, NULL, &clustering, made->centroids, made->codes,
                     NULL, NULL) == CVQ_OK &&
         call_vq(scalar, &todo->p.matrix, todo->p.codebook, k, &options, made->others, NULL,
                 NULL) == CVQ_OK &&
         call_distances(scalar, &todo->p.matrix, todo->p.codebook, k, &options, made->distances,
                        NULL) == CVQ_OK &&
         call_whiten(scalar, &todo->p.matrix, &options, made->scales, NULL, NULL, NULL) == CVQ_OK &&
         call_partial(scalar, &todo->p.matrix, NULL, made->centroids, k, &adding, made->partial,
                      sizeof made->partial, NULL, NULL) == CVQ_OK;
}

uint64_t do_work(const work *todo) {
  results *made = calloc(1, sizeof *made);
  if (made == NULL) return 0;
  uint64_t hash = 0;
  if (compute(todo, made)) hash = digest(UINT64_C(0xCBF29CE484222325), made, sizeof *made) | 1;
  free(made);
  return hash;
}
