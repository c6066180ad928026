// Tests of the rules for empty clusters: two pairs of points, and a third centroid far from all of
// them.

#include <string.h>

#include "checks.h"
#include "memory.h"
#include "problem.h"

static const double rows[] = {0, 0, 0, 1, 10, 0, 10, 3};
static const double book[] = {0, 0.5, 1e6, 1e6, 10, 1.5};
enum { n = 4, d = 2, k = 3 };

typedef struct fit {
  double centroids[k * d];
  int32_t codes[n];
  cvq_kmeans_result result;
  cvq_status status;
  cvq_error error;
} fit;

static fit run(scalar scalar, int32_t rule) {
  fit made;
  memset(&made, 0, sizeof made);
  made.result.size = sizeof made.result;
  made.error = no_error();
  cvq_matrix matrix = plain_matrix(scalar, take_numbers(scalar, rows, n * d), n, d);
  cvq_kmeans_options options;
  cvq_kmeans_options_init(&options, sizeof options);
  options.clusters = k;
  options.empty_clusters = rule;
  void *centroids = take(k * d * (size_t)scalar);
  made.status = call_kmeans(scalar, &matrix, NULL, take_numbers(scalar, book, k * d), &options,
                            centroids, made.codes, &made.result, &made.error);
  for (size_t i = 0; i < k * d; i++) made.centroids[i] = value_at(scalar, centroids, i);
  return made;
}

static int holds(const double *centroid, double x, double y) {
  return centroid[0] == x && centroid[1] == y;
}

static void relocates(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    fit made = run(both_scalars[w], CVQ_EMPTY_RELOCATE);
    CHECK_STATUS(CVQ_OK, made.status, &made.error);
    // (10, 0) and (10, 3) are farthest from their centroid: the empty one moves to one of them.
    CHECK(made.codes[0] == 0 && made.codes[1] == 0);
    CHECK(made.codes[2] != made.codes[3] && made.codes[2] + made.codes[3] == 3);
    CHECK(made.result.inertia == 0.5);
    CHECK(made.result.clusters == 3 && made.result.empty_iterations == 1);
  }
}

static void keeps(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    fit made = run(both_scalars[w], CVQ_EMPTY_KEEP);
    CHECK_STATUS(CVQ_OK, made.status, &made.error);
    CHECK(holds(made.centroids, 0, 0.5));
    CHECK(holds(made.centroids + 2, 1e6, 1e6));
    CHECK(holds(made.centroids + 4, 10, 1.5));
    CHECK(made.codes[0] == 0 && made.codes[1] == 0 && made.codes[2] == 2 && made.codes[3] == 2);
    CHECK(made.result.clusters == 3);
    CHECK(made.result.empty_iterations == made.result.iterations);
  }
}

static void drops(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    fit made = run(both_scalars[w], CVQ_EMPTY_DROP);
    CHECK_STATUS(CVQ_OK, made.status, &made.error);
    CHECK(made.result.clusters == 2);
    CHECK(holds(made.centroids, 0, 0.5));
    CHECK(holds(made.centroids + 2, 10, 1.5));
    CHECK(made.codes[0] == 0 && made.codes[1] == 0 && made.codes[2] == 1 && made.codes[3] == 1);
    CHECK(made.result.empty_iterations == 1);
  }
}

static void fails(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    fit made = run(both_scalars[w], CVQ_EMPTY_FAIL);
    CHECK_STATUS(CVQ_ERROR_EMPTY_CLUSTER, made.status, &made.error);
  }
}

const test empty_cluster_tests[] = {
    {"an empty centroid moves to the farthest observation", relocates},
    {"an empty centroid stays in place on request", keeps},
    {"an empty centroid is removed on request, and higher codes move down", drops},
    {"an empty centroid is an error on request", fails},
    {NULL, NULL},
};
