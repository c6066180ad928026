// Tests of the rules of a shared iteration: the origin, the end of a run, and the rows that move to
// empty clusters.

#include <math.h>
#include <string.h>

#include "blocks.h"
#include "checks.h"
#include "memory.h"

static void chooses_an_origin(void) {
  static const double minimum[] = {1000, -1, 3, 1000}, maximum[] = {1003, 1, 3, 3000};
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    situation("width=%d", both_scalars[w]);
    double *origin = take(4 * sizeof *origin);
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK, call_origin(both_scalars[w], minimum, maximum, 4, 100, origin, &error),
                 &error);
    CHECK(origin[0] >= 1000 && origin[0] <= 1003 && origin[0] * 16 == floor(origin[0] * 16));
    CHECK(origin[1] == 0 && origin[2] == 3 && origin[3] == 0);

    const double large[] = {0, -1.5e308}, larger[] = {1, 1.5e308};
#define REFUSED(STATUS, ...) \
  CHECK_STATUS(STATUS, call_origin(both_scalars[w], __VA_ARGS__, &error), &error)
    REFUSED(CVQ_ERROR_NOT_FINITE, large, larger, 2, 2, origin);
    CHECK(error.row == -1 && error.column == 1);
    REFUSED(CVQ_ERROR_ARGUMENT, maximum, minimum, 4, 2, origin);
    REFUSED(CVQ_ERROR_ARGUMENT, minimum, maximum, 0, 2, origin);
    REFUSED(CVQ_ERROR_ARGUMENT, minimum, maximum, 4, 0, origin);
    REFUSED(CVQ_ERROR_ARGUMENT, minimum, maximum, INT64_MAX, 2, origin);
    REFUSED(CVQ_ERROR_ARGUMENT, NULL, maximum, 4, 2, origin);
    REFUSED(CVQ_ERROR_ARGUMENT, minimum, NULL, 4, 2, origin);
    REFUSED(CVQ_ERROR_ARGUMENT, minimum, maximum, 4, 2, NULL);
#undef REFUSED
  }
}

// A step whose shift just converges.
static cvq_partial_step usual_step(void) {
  cvq_partial_step step;
  memset(&step, 0, sizeof step);
  step.size = sizeof step;
  step.iteration = 3;
  step.max_iterations = 5;
  step.threshold = 0.1;
  step.mean_variance = 10;
  step.centroid_shift = 1;
  step.moved_clusters = 2;
  step.last_distortion = INFINITY;
  return step;
}

static int32_t outcome_of(const cvq_partial_step *step, int32_t fixed) {
  int32_t outcome = -9, is_fixed = -9;
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_OK, cvq_partial_outcome(step, &outcome, &is_fixed, &error), &error);
  CHECK(is_fixed == fixed);
  return outcome;
}

static void ends_runs(void) {
  cvq_partial_step step = usual_step();
  CHECK(outcome_of(&step, 0) == CVQ_CONVERGED);
  step.centroid_shift = 1.01;
  CHECK(outcome_of(&step, 0) == CVQ_GOES_ON);
  step.iteration = 5;
  CHECK(outcome_of(&step, 0) == CVQ_REACHED_MAX_ITERATIONS);
  step = usual_step();
  step.stopping = CVQ_STOP_NEVER;
  CHECK(outcome_of(&step, 0) == CVQ_GOES_ON);
  step.moved_clusters = 0;
  CHECK(outcome_of(&step, 1) == CVQ_CONVERGED);
  step.dropped_clusters = 1;
  CHECK(outcome_of(&step, 0) == CVQ_GOES_ON);
  step = usual_step();
  step.stopping = CVQ_STOP_DISTORTION_CHANGE;
  CHECK(outcome_of(&step, 0) == CVQ_GOES_ON);
  step.last_distortion = 0.1;
  CHECK(outcome_of(&step, 0) == CVQ_CONVERGED);
}

static void refuses_steps(void) {
  cvq_error error = no_error();
  int32_t outcome;
  cvq_partial_step step = usual_step();
  CHECK_STATUS(CVQ_OK, cvq_partial_outcome(&step, &outcome, NULL, &error), &error);
  CHECK_STATUS(CVQ_ERROR_ARGUMENT, cvq_partial_outcome(&step, NULL, NULL, &error), &error);
  CHECK_STATUS(CVQ_ERROR_ARGUMENT, cvq_partial_outcome(NULL, &outcome, NULL, &error), &error);
#define REFUSED(STATUS, FIELD, VALUE) \
  step = usual_step();                \
  step.FIELD = VALUE;                 \
  CHECK_STATUS(STATUS, cvq_partial_outcome(&step, &outcome, NULL, &error), &error)
  REFUSED(CVQ_ERROR_ARGUMENT, size, 0);
  REFUSED(CVQ_ERROR_OPTION, iteration, 0);
  REFUSED(CVQ_ERROR_OPTION, max_iterations, 0);
  REFUSED(CVQ_ERROR_OPTION, stopping, 3);
  REFUSED(CVQ_ERROR_OPTION, threshold, -1);
  REFUSED(CVQ_ERROR_OPTION, threshold, NAN);
#undef REFUSED
}

// An empty structure with space for the candidates of the empty clusters.
static cvq_far_rows take_far(size_t clusters, int64_t empty) {
  cvq_far_rows far = {.size = sizeof far};
  far.clusters = (int64_t)clusters;
  far.members = take(clusters * sizeof *far.members);
  memset(far.members, 0, clusters * sizeof *far.members);
  far.capacity = cvq_partial_far_capacity(empty);
  far.rows = take((size_t)far.capacity * sizeof *far.rows);
  return far;
}

static void gives_far_rows_away(void) {
  // The last two rows have weight 0; rows 2 and 3 tie; row 5 is the last of its cluster.
  static const int32_t codes[] = {0, 0, 0, 0, 0, 1, 0, 3};
  static const double distances[] = {1, 0, 7, 7, 2, 9, 8, 8}, ones[] = {1, 1, 1, 1, 1, 1, 0, 0};
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    scalar scalar = both_scalars[w];
    situation("width=%d", scalar);
    void *numbers = take_numbers(scalar, distances, 8);
    void *late = take_numbers(scalar, distances + 3, 5);
    cvq_far_rows whole = take_far(4, 2), first = take_far(4, 2), second = take_far(4, 2);
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK, call_far(scalar, &whole, codes, numbers, ones, 8, 100, &error), &error);
    CHECK(whole.members[0] == 5 && whole.members[1] == 1 && whole.members[3] == 0);
    CHECK(whole.count == whole.capacity && whole.capacity == 4);
    CHECK(whole.rows[0].row == 105 && whole.rows[1].row == 102 && whole.rows[2].row == 103);
    CHECK(whole.rows[0].distance == 9 && whole.rows[0].code == 1 && whole.rows[3].row == 104);

    CHECK_STATUS(CVQ_OK, call_far(scalar, &first, codes, numbers, NULL, 3, 100, &error), &error);
    CHECK_STATUS(CVQ_OK, call_far(scalar, &second, codes + 3, late, ones + 3, 5, 103, &error),
                 &error);
    CHECK_STATUS(CVQ_OK, cvq_partial_far_merge(&second, &first, &error), &error);
    CHECK(second.count == 4);
    CHECK(memcmp(second.rows, whole.rows, 4 * sizeof *whole.rows) == 0);
    CHECK(memcmp(second.members, whole.members, 4 * sizeof *whole.members) == 0);

    int64_t *rows = take(4 * sizeof *rows), moved = 0;
    int32_t *targets = take(4 * sizeof *targets);
    CHECK_STATUS(CVQ_OK, cvq_partial_moves(&whole, rows, targets, &moved, &error), &error);
    CHECK(moved == 2 && rows[0] == 102 && rows[1] == 103 && targets[0] == 2 && targets[1] == 3);
  }
  CHECK(cvq_partial_far_capacity(0) == 0 && cvq_partial_far_capacity(-1) == 0);
  CHECK(cvq_partial_far_capacity(INT64_MAX) > 0);
}

static void refuses_far_rows(void) {
  static const int32_t codes[] = {0, 1};
  static const double distances[] = {1, 2};
  cvq_far_rows far = take_far(2, 1), others = take_far(3, 1), wrong;
  int64_t rows[2], moved;
  int32_t targets[2];
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_OK, cvq_partial_far_f64(&far, codes, distances, NULL, 2, 0, &error), &error);
#define REFUSED(CALL) CHECK_STATUS(CVQ_ERROR_ARGUMENT, CALL, &error)
  REFUSED(cvq_partial_far_f64(NULL, codes, distances, NULL, 2, 0, &error));
  REFUSED(cvq_partial_far_f64(&far, NULL, distances, NULL, 2, 0, &error));
  REFUSED(cvq_partial_far_f64(&far, codes, NULL, NULL, 2, 0, &error));
  REFUSED(cvq_partial_far_f64(&far, codes, distances, NULL, -1, 0, &error));
  REFUSED(cvq_partial_far_f64(&far, codes, distances, NULL, 2, -1, &error));
  REFUSED(cvq_partial_far_f64(&far, codes, distances, NULL, 2, INT64_MAX, &error));
  static const int32_t other_codes[] = {0, 2};
  REFUSED(cvq_partial_far_f64(&far, other_codes, distances, NULL, 2, 0, &error));
  CHECK(far.members[0] == 1 && far.members[1] == 1 && far.count == 2);
  REFUSED(cvq_partial_far_merge(&far, &others, &error));
  REFUSED(cvq_partial_far_merge(&far, NULL, &error));
  REFUSED(cvq_partial_far_merge(NULL, &far, &error));
  REFUSED(cvq_partial_moves(NULL, rows, targets, &moved, &error));
  REFUSED(cvq_partial_moves(&far, rows, targets, NULL, &error));
#define SPOILED(FIELD, VALUE) \
  wrong = far;                \
  wrong.FIELD = VALUE;        \
  REFUSED(cvq_partial_moves(&wrong, rows, targets, &moved, &error))
  SPOILED(size, 0);
  SPOILED(clusters, 0);
  SPOILED(clusters, INT64_MAX);
  SPOILED(members, NULL);
  SPOILED(capacity, -1);
  SPOILED(capacity, INT64_MAX);
  SPOILED(count, -1);
  SPOILED(count, 3);
  SPOILED(rows, NULL);
  far.rows[1].code = 2;
  REFUSED(cvq_partial_moves(&far, rows, targets, &moved, &error));
#undef SPOILED
#undef REFUSED
}

// One iteration: computes the next centroids, in double.
static void add_up(const blocks *b, const double *book, const cvq_partial_options *options,
                   double *next, cvq_partial_result *result) {
  cvq_error error = no_error();
  void *partial = take(b->bytes);
  CHECK_STATUS(CVQ_OK,
               call_partial_of_doubles(b->p.scalar, &b->p.matrix, NULL, book, b->p.k, options,
                                       partial, b->bytes, NULL, &error),
               &error);
  CHECK_STATUS(CVQ_OK,
               cvq_partial_finish(partial, b->bytes, book, (int64_t)b->p.k, (int64_t)b->p.d, NULL,
                                  next, result, &error),
               &error);
}

// The second part of an iteration with empty clusters: the farthest rows move to them.
static void relocate(const blocks *b, const double *book, cvq_partial_options *options,
                     int64_t empty, double *next, cvq_partial_result *result) {
  cvq_error error = no_error();
  int32_t *codes = take(b->p.n * sizeof *codes);
  double *distances = take(b->p.n * sizeof *distances);
  // Rows of either scalar, centroids in double.
  CHECK_STATUS(CVQ_OK,
               cvq_vq_f64(&b->p.matrix, book, (int64_t)b->p.k, NULL, codes, distances, &error),
               &error);
  cvq_far_rows far = take_far(b->p.k, empty);
  CHECK_STATUS(CVQ_OK,
               cvq_partial_far_f64(&far, codes, distances, NULL, (int64_t)b->p.n, 0, &error),
               &error);
  int64_t *rows = take((size_t)far.capacity * sizeof *rows);
  int32_t *targets = take((size_t)far.capacity * sizeof *targets);
  CHECK_STATUS(CVQ_OK, cvq_partial_moves(&far, rows, targets, &options->moved, &error), &error);
  options->moved_rows = rows;
  options->moved_codes = targets;
  add_up(b, book, options, next, result);
  options->moved = 0;
}

// A whole run, from a start where clusters lose all rows. The numbers are whole, so sums are exact.
static void goes_where_kmeans_goes(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    situation("width=%d", both_scalars[w]);
    blocks b = take_blocks(both_scalars[w], 100, 9, 2, 7, 0, NULL);
    scalar scalar = b.p.scalar;
    uint64_t state = 9;
    for (size_t i = 0; i < b.p.n * b.p.d; i++) {
      set_value(scalar, b.p.numbers, i, (double)next_below(&state, 64));
    }
    for (size_t i = 0; i < b.p.k * b.p.d; i++) {
      set_value(scalar, b.p.codebook, i, i < 8 ? (double)next_below(&state, 64) : 1e4);
    }
    size_t numbers = b.p.k * b.p.d;
    void *expected = take(numbers * (size_t)scalar);
    double *book = take(numbers * sizeof *book), *next = take(numbers * sizeof *next);
    for (size_t i = 0; i < numbers; i++) book[i] = value_at(scalar, b.p.codebook, i);
    cvq_kmeans_options clustering;
    cvq_kmeans_options_init(&clustering, sizeof clustering);
    clustering.clusters = (int64_t)b.p.k;
    clustering.threshold = 0;
    cvq_kmeans_result fit = {.size = sizeof fit};
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK,
                 call_kmeans(scalar, &b.p.matrix, NULL, b.p.codebook, &clustering, expected, NULL,
                             &fit, &error),
                 &error);

    cvq_partial_options options;
    cvq_partial_options_init(&options, sizeof options);
    options.block_rows = b.block_rows;
    cvq_partial_step step = usual_step();
    step.max_iterations = clustering.max_iterations;
    step.threshold = 0;
    int32_t outcome = CVQ_GOES_ON, relocations = 0;
    for (step.iteration = 1; outcome == CVQ_GOES_ON; step.iteration++) {
      cvq_partial_result result = {.size = sizeof result};
      add_up(&b, book, &options, next, &result);
      if (result.empty_clusters > 0) {
        relocate(&b, book, &options, result.empty_clusters, next, &result);
        relocations++;
      }
      step.centroid_shift = result.centroid_shift;
      step.moved_clusters = result.moved_clusters;
      memcpy(book, next, numbers * sizeof *book);
      cvq_status status = cvq_partial_outcome(&step, &outcome, NULL, &error);
      CHECK_STATUS(CVQ_OK, status, &error);
      if (status != CVQ_OK) return;
    }
    CHECK(relocations > 0 && relocations == (int32_t)fit.empty_iterations);
    CHECK(outcome == fit.outcome && step.iteration - 1 == fit.iterations);
    // A fit rounds its result once.
    for (size_t i = 0; i < numbers; i++) set_value(scalar, b.p.codebook, i, book[i]);
    CHECK(memcmp(b.p.codebook, expected, numbers * (size_t)scalar) == 0);
    release_all();
  }
}

const test rule_tests[] = {
    {"the origin lies near features that are far from 0", chooses_an_origin},
    {"a run ends by the same rules as a fit", ends_runs},
    {"impossible steps are refused", refuses_steps},
    {"empty clusters get the farthest rows, however rows are distributed", gives_far_rows_away},
    {"invalid far rows are refused and change nothing", refuses_far_rows},
    {"runs by partial sums and rules end exactly where kmeans ends", goes_where_kmeans_goes},
    {NULL, NULL},
};
