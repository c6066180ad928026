// Tests of cvq_kmeans without early stopping.

#include <float.h>
#include <math.h>
#include <string.h>

#include "checks.h"
#include "memory.h"
#include "problem.h"

// Sums are double. Centroids are then rounded to the scalar, and the statistics are those of the
// rounded centroids.
static double figure_tolerance(const problem *p) {
  return 8 * (double)p->d * epsilon_of(p->scalar);
}

static cvq_kmeans_options options_for(const problem *p) {
  cvq_kmeans_options options;
  cvq_kmeans_options_init(&options, sizeof options);
  options.clusters = (int64_t)p->k;
  options.has_seed = 1;
  options.seed = 1;
  return options;
}

typedef struct fit {
  void *centroids;
  int32_t *codes;
  cvq_kmeans_result result;
  cvq_status status;
} fit;

static fit run(const problem *p, const double *weights, const void *start,
               const cvq_kmeans_options *options) {
  fit made = {take(p->k * p->d * (size_t)p->scalar),
              take(p->n * sizeof(int32_t)),
              {.size = sizeof(cvq_kmeans_result)},
              CVQ_OK};
  cvq_error error = no_error();
  made.status = call_kmeans(p->scalar, &p->matrix, weights, start, options, made.centroids,
                            made.codes, &made.result, &error);
  CHECK_STATUS(CVQ_OK, made.status, &error);
  return made;
}

// Checks that codes and statistics belong to the centroids.
static void check_consistent(const problem *p, const double *weights, const fit *made) {
  double *centroids = take(p->k * p->d * sizeof *centroids);
  for (size_t i = 0; i < p->k * p->d; i++) centroids[i] = value_at(p->scalar, made->centroids, i);
  int agree = 1;
  for (size_t i = 0; i < p->n; i++) {
    agree &= nearest(p->rows + i * p->d, centroids, p->k, p->d, NULL) == made->codes[i];
  }
  CHECK(agree);
  sums expected = take_sums(p->rows, weights, centroids, p->n, p->d, p->k);
  CHECK(is_near(made->result.inertia, expected.inertia, figure_tolerance(p)));
  CHECK(is_near(made->result.distortion, expected.distortion, figure_tolerance(p)));
  CHECK(made->result.clusters == (int64_t)p->k);
}

static const size_t shapes[][3] = {{60, 1, 4}, {300, 2, 5}, {500, 7, 9}, {400, 40, 6}};

static void averages(void) {
  for (size_t s = 0; s < COUNT(shapes); s++) {
    for (int kind = 0; kind < 4; kind++) {
      scalar scalar = both_scalars[kind & 1];
      problem p = take_problem(scalar, shapes[s][0], shapes[s][1], shapes[s][2], s + 1);
      const double *weights = kind & 2 ? take_weights(p.n, s) : NULL;
      situation("n=%zu d=%zu k=%zu width=%d weighted=%d", p.n, p.d, p.k, scalar, weights != NULL);
      cvq_kmeans_options options = options_for(&p);
      options.max_iterations = 1;
      options.stopping = CVQ_STOP_NEVER;
      fit made = run(&p, weights, p.codebook, &options);
      sums expected = take_sums(p.rows, weights, p.centroids, p.n, p.d, p.k);
      int agree = 1;
      for (size_t i = 0; i < p.k * p.d; i++) {
        size_t code = i / p.d;
        double size = expected.weights[code] > 0 ? expected.sizes[i] / expected.weights[code] : 0;
        // Each row of the sum rounds once in double, and the mean rounds once to the scalar.
        double tolerance = 2 * epsilon_of(scalar) + (double)expected.counts[code] * DBL_EPSILON;
        agree &= expected.counts[code] == 0 ||
                 fabs(value_at(scalar, made.centroids, i) - expected.means[i]) <= tolerance * size;
      }
      CHECK(agree);
      CHECK(made.result.iterations == 1);
      CHECK(made.result.outcome == CVQ_REACHED_MAX_ITERATIONS);
      check_consistent(&p, weights, &made);
      release_all();
    }
  }
}

static void ends_where_nothing_moves(void) {
  for (size_t s = 0; s < COUNT(shapes); s++) {
    for (int kind = 0; kind < 4; kind++) {
      scalar scalar = both_scalars[kind & 1];
      problem p = take_problem(scalar, shapes[s][0], shapes[s][1], shapes[s][2], s + 20);
      const double *weights = kind & 2 ? take_weights(p.n, s) : NULL;
      situation("n=%zu d=%zu k=%zu width=%d weighted=%d", p.n, p.d, p.k, scalar, weights != NULL);
      cvq_kmeans_options options = options_for(&p);
      options.threshold = 0;
      fit made = run(&p, weights, NULL, &options);
      CHECK(made.result.outcome == CVQ_CONVERGED);
      check_consistent(&p, weights, &made);
      // A run that starts from its own result moves nothing, except by the rounding of sums.
      fit again = run(&p, weights, made.centroids, &options);
      double tolerance = (double)p.n * epsilon_of(scalar) * 7;  // numbers are at most 7
      int stays = 1;
      for (size_t i = 0; i < p.k * p.d; i++) {
        stays &= fabs(value_at(scalar, again.centroids, i) - value_at(scalar, made.centroids, i)) <=
                 tolerance;
      }
      CHECK(stays);
      CHECK(memcmp(again.codes, made.codes, p.n * sizeof(int32_t)) == 0);
      release_all();
    }
  }
}

static void chooses_the_best_restart(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 400, 2, 12, 6);
    enum { RESTARTS = 5 };
    size_t bytes = p.k * p.d * (size_t)p.scalar;
    unsigned char *starts = take(RESTARTS * bytes);
    cvq_kmeans_options options = options_for(&p);
    options.initialization = CVQ_INIT_POINTS;
    double minimum = INFINITY;
    int64_t best = -1;
    for (int restart = 0; restart < RESTARTS; restart++) {
      cvq_error error = no_error();
      options.seed = (uint64_t)restart + 1;
      CHECK_STATUS(
          CVQ_OK,
          call_seed(p.scalar, &p.matrix, NULL, &options, starts + (size_t)restart * bytes, &error),
          &error);
      fit alone = run(&p, NULL, starts + (size_t)restart * bytes, &options);
      if (alone.result.inertia < minimum) {
        minimum = alone.result.inertia;
        best = restart;
      }
    }
    options.restarts = RESTARTS;
    fit made = run(&p, NULL, starts, &options);
    CHECK(made.result.restart == best);
    CHECK(is_near(made.result.inertia, minimum, figure_tolerance(&p)));
    check_consistent(&p, NULL, &made);
  }
}

static void writes_over_its_start(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 300, 3, 6, 2);
    size_t bytes = p.k * p.d * (size_t)p.scalar;
    cvq_kmeans_options options = options_for(&p);
    fit made = run(&p, NULL, p.codebook, &options);
    void *in_place = take_copy(p.codebook, bytes);
    cvq_error error = no_error();
    CHECK_STATUS(
        CVQ_OK,
        call_kmeans(p.scalar, &p.matrix, NULL, in_place, &options, in_place, NULL, NULL, &error),
        &error);
    CHECK(memcmp(in_place, made.centroids, bytes) == 0);
  }
}

static int32_t algorithm_count(void) {
  cvq_configuration told = {.size = sizeof told};
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_OK, cvq_get_configuration(&told, &error), &error);
  int32_t count = 1;
  for (const char *c = told.algorithms; *c != 0; c++) count += *c == ' ';
  return count;
}

static void finds_the_same_by_every_algorithm(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 3000, 4, 20, 5);
    cvq_kmeans_options options = options_for(&p);
    fit automatic = run(&p, NULL, p.codebook, &options);
    int32_t last = algorithm_count() - 1;
    for (int32_t algorithm = CVQ_LLOYD; algorithm <= last; algorithm++) {
      if (algorithm == CVQ_SORTED) continue;  // It accepts only one feature.
      for (int64_t workers = 1; workers <= 3; workers += 2) {
        situation("width=%d algorithm=%d workers=%d", p.scalar, (int)algorithm, (int)workers);
        options.algorithm = algorithm;
        options.workers = workers;
        fit made = run(&p, NULL, p.codebook, &options);
        CHECK(memcmp(made.centroids, automatic.centroids, p.k * p.d * (size_t)p.scalar) == 0);
        CHECK(memcmp(made.codes, automatic.codes, p.n * sizeof(int32_t)) == 0);
        CHECK(made.result.iterations == automatic.result.iterations);
      }
    }
  }
}

// As SciPy's kmeans2: the codes are those from before the centroids last moved.
static void gives_codes_of_the_last_iteration(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 500, 3, 8, 13);
    cvq_kmeans_options options = options_for(&p);
    options.max_iterations = 1;
    options.stopping = CVQ_STOP_NEVER;
    options.empty_clusters = CVQ_EMPTY_KEEP;
    options.codes_of = CVQ_CODES_OF_LAST_ITERATION;
    fit made = run(&p, NULL, p.codebook, &options);
    int agree = 1;
    for (size_t i = 0; i < p.n; i++) {
      agree &= nearest(p.rows + i * p.d, p.centroids, p.k, p.d, NULL) == made.codes[i];
    }
    CHECK(agree);
  }
}

// The distortion changes by at most the threshold in the last iteration, and by more in the one
// before.
static void stops_by_distortion(void) {
  problem p = take_problem(DOUBLE, 2000, 2, 10, 3);
  cvq_kmeans_options options = options_for(&p);
  options.stopping = CVQ_STOP_DISTORTION_CHANGE;
  options.threshold = 1e-3;
  fit coarse = run(&p, NULL, p.codebook, &options);
  options.threshold = 1e-9;
  fit fine = run(&p, NULL, p.codebook, &options);
  CHECK(coarse.result.outcome == CVQ_CONVERGED && fine.result.outcome == CVQ_CONVERGED);
  CHECK(coarse.result.iterations < fine.result.iterations);
  options.preference = CVQ_MINIMUM_DISTORTION;
  options.restarts = 4;
  fit minimum = run(&p, NULL, NULL, &options);
  options.preference = CVQ_MINIMUM_INERTIA;
  fit other = run(&p, NULL, NULL, &options);
  CHECK(minimum.result.distortion <= other.result.distortion);
  CHECK(other.result.inertia <= minimum.result.inertia);
}

const test clustering_tests[] = {
    {"kmeans moves centroids to the means of their observations", averages},
    {"kmeans ends at centroids that are means, and does not move from there",
     ends_where_nothing_moves},
    {"kmeans returns the best of its restarts", chooses_the_best_restart},
    {"kmeans may write the centroids over its start", writes_over_its_start},
    {"kmeans gives the same bits with every algorithm", finds_the_same_by_every_algorithm},
    {"kmeans gives the codes of the last iteration on request", gives_codes_of_the_last_iteration},
    {"kmeans stops by the change of distortion, and chooses the restart by it",
     stops_by_distortion},
    {NULL, NULL},
};
