// Tests of cvq_partial_finish: complete iterations by partial sums.

#include <math.h>
#include <string.h>

#include "blocks.h"
#include "checks.h"
#include "memory.h"

static void yields_the_means(void) {
  static const double origin[] = {1.5, -2.25, 100};
  for (int kind = 0; kind < 8; kind++) {
    blocks b = take_blocks(both_scalars[kind & 1], 50, 6, 3, 7, kind & 2, kind & 4 ? origin : NULL);
    situation("width=%d weighted=%d origin=%d", b.p.scalar, b.weights != NULL, b.origin != NULL);
    // An empty centroid.
    for (size_t j = 0; j < b.p.d; j++) {
      b.p.centroids[2 * b.p.d + j] = 1e4;
      set_value(b.p.scalar, b.p.codebook, 2 * b.p.d + j, 1e4);
    }
    uint64_t state = 2;
    const unsigned char *partial = take_merged(&b, 0, b.count, &state);
    if (partial == NULL) continue;
    size_t bytes = b.p.k * b.p.d * (size_t)b.p.scalar;
    void *centroids = take(bytes);
    cvq_partial_result result = {.size = sizeof result};
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK,
                 call_finish(b.p.scalar, partial, b.bytes, b.p.codebook, b.p.k, b.p.d, b.origin,
                             centroids, &result, &error),
                 &error);

    sums expected = take_sums(b.p.rows, b.weights, b.p.centroids, b.p.n, b.p.d, b.p.k);
    double tolerance = 4 * epsilon_of(b.p.scalar), shift = 0;
    int agree = 1;
    for (size_t i = 0; i < b.p.k * b.p.d; i++) {
      double moved = value_at(b.p.scalar, centroids, i);
      agree &= fabs(moved - expected.means[i]) <= tolerance * (fabs(expected.means[i]) + 100);
      shift += (moved - b.p.centroids[i]) * (moved - b.p.centroids[i]);
    }
    CHECK(agree);
    for (size_t j = 0; j < b.p.d; j++) {
      CHECK(value_at(b.p.scalar, centroids, 2 * b.p.d + j) == 1e4);
    }
    CHECK(result.rows == (int64_t)b.p.n);
    CHECK(result.first_block == 0 && result.end_block == b.count);
    double figures = (double)(b.p.d + 4) * epsilon_of(b.p.scalar);
    CHECK(is_near(result.inertia, expected.inertia, figures));
    CHECK(is_near(result.distortion, expected.distortion, figures));
    CHECK(is_near(result.centroid_shift, shift, 64 * epsilon_of(b.p.scalar)));
    CHECK(result.empty_clusters == 1);
    CHECK(result.moved_clusters == (int64_t)b.p.k - 1);

    void *in_place = take_copy(b.p.codebook, bytes);
    CHECK_STATUS(CVQ_OK,
                 call_finish(b.p.scalar, partial, b.bytes, in_place, b.p.k, b.p.d, b.origin,
                             in_place, NULL, &error),
                 &error);
    CHECK(memcmp(in_place, centroids, bytes) == 0);
    release_all();
  }
}

// Iterations by partial sums give the same centroids as those of kmeans.
static void goes_where_kmeans_goes(void) {
  enum { ITERATIONS = 5 };
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    blocks b = take_blocks(both_scalars[w], 100, 9, 2, 5, 0, NULL);
    size_t bytes = b.p.k * b.p.d * (size_t)b.p.scalar;
    void *centroids = take(bytes);
    cvq_kmeans_options options;
    cvq_kmeans_options_init(&options, sizeof options);
    options.clusters = (int64_t)b.p.k;
    options.stopping = CVQ_STOP_NEVER;
    options.empty_clusters = CVQ_EMPTY_KEEP;
    options.max_iterations = ITERATIONS;
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK,
                 call_kmeans(b.p.scalar, &b.p.matrix, NULL, b.p.codebook, &options, centroids, NULL,
                             NULL, &error),
                 &error);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      const unsigned char *partial = take_partial(&b, 0, b.count);
      if (partial == NULL) return;
      CHECK_STATUS(CVQ_OK,
                   call_finish(b.p.scalar, partial, b.bytes, b.p.codebook, b.p.k, b.p.d, NULL,
                               b.p.codebook, NULL, &error),
                   &error);
    }
    int agree = 1;
    for (size_t i = 0; i < b.p.k * b.p.d; i++) {
      agree &= is_near(value_at(b.p.scalar, centroids, i), value_at(b.p.scalar, b.p.codebook, i),
                       64 * epsilon_of(b.p.scalar));
    }
    CHECK(agree);
  }
}

static void refuses_what_does_not_belong(void) {
  static const double origin[] = {1, 2}, other_origin[] = {1, 3};
  blocks b = take_blocks(DOUBLE, 10, 4, 2, 3, 0, origin);
  unsigned char *partial = take_partial(&b, 0, b.count), *later = take_partial(&b, 1, 2);
  if (partial == NULL || later == NULL) return;
  double *centroids = take(6 * sizeof *centroids);
  double *other_book = take_copy(b.p.codebook, 6 * sizeof *other_book);
  other_book[3] += 1;
  unsigned char *damaged = take_copy(partial, b.bytes);
  damaged[0] = 0;
  cvq_error error = no_error();
#define REFUSED(CALL) CHECK_STATUS(CVQ_ERROR_PARTIAL, CALL, &error)
#define FINISH(PARTIAL, BYTES, BOOK, K, D, ORIGIN) \
  REFUSED(call_finish(DOUBLE, PARTIAL, BYTES, BOOK, K, D, ORIGIN, centroids, NULL, &error))
  FINISH(partial, b.bytes, other_book, 3, 2, origin);
  FINISH(partial, b.bytes, b.p.codebook, 3, 2, other_origin);
  FINISH(partial, b.bytes, b.p.codebook, 3, 2, NULL);
  FINISH(later, b.bytes, b.p.codebook, 3, 2, origin);
  FINISH(partial, b.bytes - 1, b.p.codebook, 3, 2, origin);
  FINISH(damaged, b.bytes, b.p.codebook, 3, 2, origin);
  // A codebook of another shape is not read.
  FINISH(partial, b.bytes, NULL, 2, 3, origin);
  FINISH(partial, b.bytes, NULL, 3, 1, origin);
#undef FINISH
#undef REFUSED
}

// All weights of a block may be 0, but not those of all blocks.
static void needs_a_weight(void) {
  blocks b = take_blocks(DOUBLE, 10, 1, 2, 3, 1, NULL);
  double *none = take(b.p.n * sizeof *none);
  for (size_t i = 0; i < b.p.n; i++) none[i] = 0;
  b.weights = none;
  unsigned char *partial = take_partial(&b, 0, b.count);
  if (partial == NULL) return;
  double centroids[6];
  cvq_error error = no_error();
  CHECK_STATUS(
      CVQ_ERROR_PARTIAL,
      call_finish(DOUBLE, partial, b.bytes, b.p.codebook, 3, 2, NULL, centroids, NULL, &error),
      &error);
}

const test finish_tests[] = {
    {"finish gives the means of brute force", yields_the_means},
    {"iterations by partial sums give the centroids of kmeans", goes_where_kmeans_goes},
    {"finish refuses a codebook or an origin that does not belong to the partial",
     refuses_what_does_not_belong},
    {"finish needs a positive weight", needs_a_weight},
    {NULL, NULL},
};
