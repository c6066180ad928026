// Tests of cvq_seed.

#include <string.h>

#include "checks.h"
#include "memory.h"
#include "problem.h"

static const int32_t methods[] = {CVQ_INIT_AUTOMATIC, CVQ_INIT_POINTS, CVQ_INIT_GAUSSIAN,
                                  CVQ_INIT_PLUSPLUS,  CVQ_INIT_GREEDY, CVQ_INIT_PARALLEL};

static cvq_kmeans_options options_for(const problem *p, int32_t method, uint64_t seed) {
  cvq_kmeans_options options;
  cvq_kmeans_options_init(&options, sizeof options);
  options.clusters = (int64_t)p->k;
  options.initialization = method;
  options.has_seed = 1;
  options.seed = seed;
  return options;
}

static void *seed(const problem *p, const double *weights, const cvq_kmeans_options *options) {
  void *centroids = take(p->k * p->d * (size_t)p->scalar);
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_OK, call_seed(p->scalar, &p->matrix, weights, options, centroids, &error),
               &error);
  return centroids;
}

static void repeats_itself(void) {
  for (size_t m = 0; m < COUNT(methods); m++) {
    for (size_t w = 0; w < COUNT(both_scalars); w++) {
      situation("initialization=%d width=%d", methods[m], both_scalars[w]);
      problem p = take_problem(both_scalars[w], 5000, 3, 12, 3);
      size_t bytes = p.k * p.d * (size_t)p.scalar;
      cvq_kmeans_options options = options_for(&p, methods[m], 42);
      void *first = seed(&p, NULL, &options);
      options.workers = 1;
      CHECK(memcmp(seed(&p, NULL, &options), first, bytes) == 0);
      options.workers = 3;
      CHECK(memcmp(seed(&p, NULL, &options), first, bytes) == 0);
      options.seed = 43;
      CHECK(memcmp(seed(&p, NULL, &options), first, bytes) != 0);
      release_all();
    }
  }
}

static int is_row(const problem *p, const unsigned char *centroid, const double *weights) {
  size_t bytes = p->d * (size_t)p->scalar;
  for (size_t i = 0; i < p->n; i++) {
    if (weights != NULL && weights[i] == 0) continue;
    if (memcmp((const unsigned char *)p->numbers + i * bytes, centroid, bytes) == 0) return 1;
  }
  return 0;
}

static void chooses_observations(void) {
  static const int32_t choosing[] = {CVQ_INIT_POINTS, CVQ_INIT_PLUSPLUS, CVQ_INIT_GREEDY};
  for (size_t m = 0; m < COUNT(choosing); m++) {
    for (size_t w = 0; w < COUNT(both_scalars); w++) {
      situation("initialization=%d width=%d", choosing[m], both_scalars[w]);
      problem p = take_problem(both_scalars[w], 300, 3, 40, 3);
      size_t row = p.d * (size_t)p.scalar;
      cvq_kmeans_options options = options_for(&p, choosing[m], 7);
      const unsigned char *centroids = seed(&p, NULL, &options);
      int all_rows = 1, all_differ = 1;
      for (size_t a = 0; a < p.k; a++) {
        all_rows &= is_row(&p, centroids + a * row, NULL);
        for (size_t b = 0; b < a; b++) {
          all_differ &= memcmp(centroids + a * row, centroids + b * row, row) != 0;
        }
      }
      CHECK(all_rows);
      CHECK(all_differ);
      release_all();
    }
  }
}

// Observations of weight 0 have no influence.
static void heeds_weights(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 300, 2, 5, 3);
    double *weights = take(p.n * sizeof *weights);
    for (size_t i = 0; i < p.n; i++) weights[i] = i % 10 == 0;
    cvq_kmeans_options options = options_for(&p, CVQ_INIT_PLUSPLUS, 7);
    const unsigned char *centroids = seed(&p, weights, &options);
    int all_weigh = 1;
    for (size_t code = 0; code < p.k; code++) {
      all_weigh &= is_row(&p, centroids + code * p.d * (size_t)p.scalar, weights);
    }
    CHECK(all_weigh);
  }
}

static void is_what_kmeans_starts_from(void) {
  for (size_t m = 0; m < COUNT(methods); m++) {
    for (size_t w = 0; w < COUNT(both_scalars); w++) {
      situation("initialization=%d width=%d", methods[m], both_scalars[w]);
      problem p = take_problem(both_scalars[w], 2000, 3, 7, 9);
      size_t bytes = p.k * p.d * (size_t)p.scalar;
      cvq_kmeans_options options = options_for(&p, methods[m], 5);
      void *start = seed(&p, NULL, &options), *whole = take(bytes), *apart = take(bytes);
      cvq_error error = no_error();
      CHECK_STATUS(
          CVQ_OK, call_kmeans(p.scalar, &p.matrix, NULL, NULL, &options, whole, NULL, NULL, &error),
          &error);
      CHECK_STATUS(
          CVQ_OK,
          call_kmeans(p.scalar, &p.matrix, NULL, start, &options, apart, NULL, NULL, &error),
          &error);
      CHECK(memcmp(whole, apart, bytes) == 0);
      release_all();
    }
  }
}

// Options that are not read may have any value.
static void looks_at_few_options(void) {
  problem p = take_problem(DOUBLE, 300, 2, 5, 3);
  cvq_kmeans_options options = options_for(&p, CVQ_INIT_PLUSPLUS, 7);
  const void *expected = seed(&p, NULL, &options);
  options.restarts = options.max_iterations = -1;
  options.threshold = -1;
  options.stopping = options.algorithm = options.empty_clusters = 99;
  options.preference = options.codes_of = 99;
  CHECK(memcmp(seed(&p, NULL, &options), expected, p.k * p.d * sizeof(double)) == 0);
}

const test seeding_tests[] = {
    {"a seed gives the same centroids for any number of workers", repeats_itself},
    {"seeding chooses distinct observations", chooses_observations},
    {"seeding ignores observations of weight 0", heeds_weights},
    {"seeding ignores options that it does not need", looks_at_few_options},
    {"kmeans starts from the centroids of cvq_seed", is_what_kmeans_starts_from},
    {NULL, NULL},
};
