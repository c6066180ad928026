// Tests with numbers that are not finite: the error names them, or they are accepted on request.

#include <math.h>
#include <string.h>

#include "checks.h"
#include "memory.h"
#include "problem.h"

enum { n = 500, d = 3, k = 4 };

static const double not_finite[] = {(double)NAN, (double)INFINITY, -(double)INFINITY};

static problem spoiled(scalar scalar, size_t row, size_t column, double value) {
  problem p = take_problem(scalar, n, d, k, 8);
  set_value(scalar, p.numbers, row * d + column, value);
  return p;
}

static void names_the_observation(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    for (size_t v = 0; v < COUNT(not_finite); v++) {
      situation("width=%d %g", both_scalars[w], not_finite[v]);
      problem p = spoiled(both_scalars[w], 321, 2, not_finite[v]);
      int32_t *codes = take(n * sizeof *codes);
      void *centroids = take(k * d * (size_t)p.scalar);
      uint8_t *partial = take(cvq_partial_size(k, d));
      cvq_kmeans_options options;
      cvq_kmeans_options_init(&options, sizeof options);
      options.clusters = k;

      cvq_error errors[7];
      for (size_t i = 0; i < COUNT(errors); i++) errors[i] = no_error();
      CHECK_STATUS(CVQ_ERROR_NOT_FINITE,
                   call_vq(p.scalar, &p.matrix, p.codebook, k, NULL, codes, NULL, &errors[0]),
                   &errors[0]);
      CHECK_STATUS(CVQ_ERROR_NOT_FINITE,
                   call_kmeans(p.scalar, &p.matrix, NULL, NULL, &options, centroids, codes, NULL,
                               &errors[1]),
                   &errors[1]);
      CHECK_STATUS(CVQ_ERROR_NOT_FINITE,
                   call_kmeans(p.scalar, &p.matrix, NULL, p.codebook, &options, centroids, codes,
                               NULL, &errors[2]),
                   &errors[2]);
      CHECK_STATUS(CVQ_ERROR_NOT_FINITE,
                   call_seed(p.scalar, &p.matrix, NULL, &options, centroids, &errors[3]),
                   &errors[3]);
      CHECK_STATUS(CVQ_ERROR_NOT_FINITE,
                   call_whiten(p.scalar, &p.matrix, NULL, centroids, NULL, NULL, &errors[4]),
                   &errors[4]);
      CHECK_STATUS(CVQ_ERROR_NOT_FINITE,
                   call_partial(p.scalar, &p.matrix, NULL, p.codebook, k, NULL, partial,
                                cvq_partial_size(k, d), NULL, &errors[5]),
                   &errors[5]);
      CHECK_STATUS(CVQ_ERROR_NOT_FINITE,
                   call_distances(p.scalar, &p.matrix, p.codebook, k, NULL,
                                  take(n * k * (size_t)p.scalar), &errors[6]),
                   &errors[6]);
      for (size_t i = 0; i < COUNT(errors); i++) {
        CHECK(errors[i].row == 321 && errors[i].column == 2);
      }
      release_all();
    }
  }
}

static void names_the_centroid(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], n, d, k, 8);
    set_value(p.scalar, p.codebook, 2 * d + 1, NAN);
    int32_t *codes = take(n * sizeof *codes);
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_ERROR_NOT_FINITE,
                 call_vq(p.scalar, &p.matrix, p.codebook, k, NULL, codes, NULL, &error), &error);
    CHECK(error.row == 2 && error.column == 1);
    CHECK(strstr(error.message, "centroid") != NULL || strstr(error.message, "codebook") != NULL);
  }
}

static void lets_observations_through(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    for (size_t v = 0; v < COUNT(not_finite); v++) {
      situation("width=%d %g", both_scalars[w], not_finite[v]);
      problem p = spoiled(both_scalars[w], 321, 2, not_finite[v]);
      int32_t *codes = take(n * sizeof *codes);
      void *distances = take(n * (size_t)p.scalar);
      cvq_vq_options options;
      cvq_vq_options_init(&options, sizeof options);
      options.check_finite = 0;
      cvq_error error = no_error();
      CHECK_STATUS(CVQ_OK,
                   call_vq(p.scalar, &p.matrix, p.codebook, k, &options, codes, distances, &error),
                   &error);
      int others_agree = 1;
      for (size_t i = 0; i < n; i++) {
        if (i == 321) continue;
        others_agree &= nearest(p.rows + i * d, p.centroids, k, d, NULL) == codes[i];
        others_agree &= isfinite(value_at(p.scalar, distances, i)) != 0;
      }
      CHECK(others_agree);
      CHECK(codes[321] == 0);
      CHECK(!isfinite(value_at(p.scalar, distances, 321)));
      release_all();
    }
  }
}

static void passes_over_centroids(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    for (size_t v = 0; v < COUNT(not_finite); v++) {
      situation("width=%d %g", both_scalars[w], not_finite[v]);
      problem p = take_problem(both_scalars[w], n, d, k, 8);
      set_value(p.scalar, p.codebook, 0, not_finite[v]);
      int32_t *codes = take(n * sizeof *codes);
      cvq_vq_options options;
      cvq_vq_options_init(&options, sizeof options);
      options.check_finite = 0;
      cvq_error error = no_error();
      CHECK_STATUS(CVQ_OK,
                   call_vq(p.scalar, &p.matrix, p.codebook, k, &options, codes, NULL, &error),
                   &error);
      int agree = 1;
      for (size_t i = 0; i < n; i++) {
        agree &= 1 + nearest(p.rows + i * d, p.centroids + d, k - 1, d, NULL) == codes[i];
      }
      CHECK(agree);
      release_all();
    }
  }
}

static void has_no_scale_for_what_is_not_finite(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = spoiled(both_scalars[w], 321, 1, INFINITY);
    void *scales = take(d * (size_t)p.scalar);
    cvq_vq_options options;
    cvq_vq_options_init(&options, sizeof options);
    options.check_finite = 0;
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK, call_whiten(p.scalar, &p.matrix, &options, scales, NULL, NULL, &error),
                 &error);
    CHECK(value_at(p.scalar, scales, 0) > 0 && value_at(p.scalar, scales, 2) > 0);
    CHECK(isnan(value_at(p.scalar, scales, 1)));
  }
}

const test finiteness_tests[] = {
    {"every function names an observation that is not finite", names_the_observation},
    {"the error names a centroid that is not finite", names_the_centroid},
    {"without the check, an observation that is not finite gets code 0", lets_observations_through},
    {"without the check, a centroid that is not finite is never the nearest",
     passes_over_centroids},
    {"without the check, a feature that is not finite has scale NaN",
     has_no_scale_for_what_is_not_finite},
    {NULL, NULL},
};
