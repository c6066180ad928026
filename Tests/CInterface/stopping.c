// Tests of progress and early stopping.

#define _POSIX_C_SOURCE 200809L

#include <math.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "checks.h"
#include "memory.h"
#include "problem.h"

// What a callback has received.
typedef struct record {
  int64_t calls, seedings, iterations, last_iteration, stop_at;
  double last_inertia;
  int is_sound;
  pthread_t thread;
} record;

static int32_t note(const cvq_progress *progress, void *context) {
  record *told = context;
  told->calls++;
  told->is_sound &= progress->size >= sizeof *progress;
  told->is_sound &= pthread_equal(pthread_self(), told->thread) != 0;
  told->is_sound &= progress->restart == 0;
  if (progress->phase == CVQ_PHASE_SEEDING) {
    told->seedings++;
    told->is_sound &= isnan(progress->inertia) && isnan(progress->centroid_shift);
  } else if (progress->phase == CVQ_PHASE_ITERATING) {
    told->iterations++;
    told->is_sound &= progress->iteration == told->last_iteration + 1;
    told->is_sound &= progress->inertia <= told->last_inertia * (1 + 1e-6);
    told->is_sound &= progress->distortion > 0 && progress->centroid_shift >= 0;
    told->last_iteration = progress->iteration;
    told->last_inertia = progress->inertia;
  }
  return told->stop_at > 0 && progress->iteration >= told->stop_at;
}

static record new_record(int64_t stop_at) {
  record told = {0, 0, 0, 0, stop_at, INFINITY, 1, pthread_self()};
  return told;
}

static cvq_kmeans_options options_for(const problem *p) {
  cvq_kmeans_options options;
  cvq_kmeans_options_init(&options, sizeof options);
  options.clusters = (int64_t)p->k;
  options.stopping = CVQ_STOP_NEVER;
  options.has_seed = 1;
  return options;
}

static void tells_of_every_iteration(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 800, 3, 9, 4);
    cvq_kmeans_options options = options_for(&p);
    record told = new_record(0);
    options.on_progress = note;
    options.context = &told;
    options.max_iterations = 6;
    void *centroids = take(p.k * p.d * (size_t)p.scalar);
    cvq_kmeans_result result = {.size = sizeof result};
    cvq_error error = no_error();
    CHECK_STATUS(
        CVQ_OK,
        call_kmeans(p.scalar, &p.matrix, NULL, NULL, &options, centroids, NULL, &result, &error),
        &error);
    CHECK(told.is_sound);
    CHECK(told.seedings >= 1);
    CHECK(told.iterations == result.iterations);
  }
}

static void a_callback_ends_the_search(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 2000, 3, 40, 4);
    cvq_kmeans_options options = options_for(&p);
    record told = new_record(3);
    options.on_progress = note;
    options.context = &told;
    size_t bytes = p.k * p.d * (size_t)p.scalar;
    void *centroids = take(bytes), *expected = take(bytes);
    cvq_kmeans_result result = {.size = sizeof result};
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK,
                 call_kmeans(p.scalar, &p.matrix, NULL, p.codebook, &options, centroids, NULL,
                             &result, &error),
                 &error);
    CHECK(result.outcome == CVQ_STOPPED_BY_CALLER && result.iterations == 3);
    // The result is that of a run of three iterations.
    options.on_progress = NULL;
    options.max_iterations = 3;
    CHECK_STATUS(
        CVQ_OK,
        call_kmeans(p.scalar, &p.matrix, NULL, p.codebook, &options, expected, NULL, NULL, &error),
        &error);
    CHECK(memcmp(centroids, expected, bytes) == 0);
  }
}

// Every function whose flag is raised before it has a result.
static void end_at_once(const problem *p, const int32_t *raised) {
  int32_t *codes = take(p->n * sizeof *codes);
  void *numbers = take(p->n * p->d * (size_t)p->scalar);
  size_t bytes = cvq_partial_size((int64_t)p->k, (int64_t)p->d);
  cvq_vq_options options;
  cvq_vq_options_init(&options, sizeof options);
  options.stop = raised;
  cvq_kmeans_options clustering = options_for(p);
  clustering.stop = raised;
  cvq_partial_options adding;
  cvq_partial_options_init(&adding, sizeof adding);
  adding.stop = raised;
  cvq_error error = no_error();
#define STOPPED(CALL) CHECK_STATUS(CVQ_ERROR_STOPPED, CALL, &error)
  STOPPED(call_vq(p->scalar, &p->matrix, p->codebook, p->k, &options, codes, NULL, &error));
  STOPPED(call_distances(p->scalar, &p->matrix, p->codebook, p->k, &options,
                         take(p->n * p->k * (size_t)p->scalar), &error));
  STOPPED(call_whiten(p->scalar, &p->matrix, &options, NULL, NULL, numbers, &error));
  STOPPED(call_seed(p->scalar, &p->matrix, NULL, &clustering, numbers, &error));
  if (*raised == 2) {
    STOPPED(
        call_kmeans(p->scalar, &p->matrix, NULL, NULL, &clustering, numbers, codes, NULL, &error));
    STOPPED(call_kmeans(p->scalar, &p->matrix, NULL, p->codebook, &clustering, numbers, NULL, NULL,
                        &error));
  }
  STOPPED(call_partial(p->scalar, &p->matrix, NULL, p->codebook, p->k, &adding, take(bytes), bytes,
                       NULL, &error));
#undef STOPPED
}

static void a_raised_flag_ends_a_call_at_once(void) {
  static const int32_t raised[] = {1, 2};
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    for (size_t i = 0; i < COUNT(raised); i++) {
      situation("width=%d flag=%d", both_scalars[w], raised[i]);
      problem p = take_problem(both_scalars[w], 5000, 3, 9, 4);
      end_at_once(&p, &raised[i]);
    }
  }
}

// Searches that a flag of 1 ends before their first iteration.
static void a_flag_raised_before_a_search_leaves_its_start(void) {
  static const int32_t raised = 1;
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 5000, 3, 9, 4);
    cvq_kmeans_options options = options_for(&p);
    options.stop = &raised;
    size_t bytes = p.k * p.d * (size_t)p.scalar;
    void *centroids = take(bytes);
    int32_t *codes = take(p.n * sizeof *codes), *expected = take(p.n * sizeof *codes);
    for (int is_given = 0; is_given <= 1; is_given++) {
      situation("width=%d given=%d", both_scalars[w], is_given);
      cvq_kmeans_result result = {.size = sizeof result};
      cvq_error error = no_error();
      CHECK_STATUS(CVQ_OK,
                   call_kmeans(p.scalar, &p.matrix, NULL, is_given ? p.codebook : NULL, &options,
                               centroids, codes, &result, &error),
                   &error);
      CHECK(result.outcome == (is_given ? CVQ_STOPPED_BY_CALLER : CVQ_STOPPED_WHILE_SEEDING));
      CHECK(result.iterations == 0);
      CHECK(!is_given || memcmp(centroids, p.codebook, bytes) == 0);
      CHECK_STATUS(CVQ_OK,
                   call_vq(p.scalar, &p.matrix, centroids, p.k, NULL, expected, NULL, &error),
                   &error);
      CHECK(memcmp(codes, expected, p.n * sizeof *codes) == 0);
    }
  }
}

// Sets the flag to `value` once there are centroids.
typedef struct raiser {
  volatile int32_t flag, has_begun;
  int32_t value;
} raiser;

static int32_t note_beginning(const cvq_progress *progress, void *context) {
  raiser *this = context;
  this->has_begun |= progress->phase == CVQ_PHASE_ITERATING;
  return 0;
}

static void *raise_flag(void *context) {
  raiser *this = context;
  struct timespec moment = {0, 1000000};
  while (!this->has_begun) nanosleep(&moment, NULL);
  this->flag = this->value;
  return NULL;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// A search that would take minutes, ended after its first iteration.
static void end_from_another_thread(scalar scalar, int32_t value) {
  problem p = take_problem(scalar, 20000, 4, 64, 4);
  cvq_kmeans_options options = options_for(&p);
  options.max_iterations = INT64_MAX;
  options.restarts = 100000;
  raiser raiser = {0, 0, value};
  options.stop = (const int32_t *)&raiser.flag;
  options.on_progress = note_beginning;
  options.context = &raiser;
  void *centroids = take(p.k * p.d * (size_t)p.scalar);
  int32_t *codes = take(p.n * sizeof *codes), *expected = take(p.n * sizeof *codes);
  cvq_kmeans_result result = {.size = sizeof result};
  cvq_error error = no_error();
  pthread_t thread;
  double began = seconds();
  CHECK(pthread_create(&thread, NULL, raise_flag, &raiser) == 0);
  cvq_status status =
      call_kmeans(p.scalar, &p.matrix, NULL, NULL, &options, centroids, codes, &result, &error);
  CHECK(seconds() - began < 30);
  pthread_join(thread, NULL);
  if (value == 2) {
    CHECK_STATUS(CVQ_ERROR_STOPPED, status, &error);
    return;
  }
  CHECK_STATUS(CVQ_OK, status, &error);
  // The returned run may have ended by itself.
  CHECK(result.outcome == CVQ_STOPPED_BY_CALLER || result.outcome == CVQ_CONVERGED);
  CHECK_STATUS(CVQ_OK, call_vq(p.scalar, &p.matrix, centroids, p.k, NULL, expected, NULL, &error),
               &error);
  CHECK(memcmp(codes, expected, p.n * sizeof *codes) == 0);
}

static void another_thread_ends_the_search(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    for (int32_t value = 1; value <= 2; value++) {
      situation("width=%d flag=%d", both_scalars[w], value);
      end_from_another_thread(both_scalars[w], value);
    }
  }
}

const test stopping_tests[] = {
    {"a callback receives every iteration, on the caller's thread", tells_of_every_iteration},
    {"a callback ends a search with the best result so far", a_callback_ends_the_search},
    {"a flag raised before a call ends it", a_raised_flag_ends_a_call_at_once},
    {"a flag raised before a search returns its start",
     a_flag_raised_before_a_search_leaves_its_start},
    {"a flag raised by another thread ends a search, with the best result or an error",
     another_thread_ends_the_search},
    {NULL, NULL},
};
