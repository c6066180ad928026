// Tests with structures of programs built with an older header: shorter, at the end of their
// memory.

#include <stddef.h>
#include <string.h>

#include "checks.h"
#include "memory.h"
#include "problem.h"

#define UP_TO(TYPE, FIELD) offsetof(TYPE, FIELD)

// The first `size` bytes of a structure, with that size.
static void *shortened(const void *structure, size_t size) {
  void *copy = take_copy(structure, size);
  memcpy(copy, &size, sizeof size);
  return copy;
}

static void initializes(void) {
  cvq_vq_options vq;
  cvq_kmeans_options kmeans;
  cvq_partial_options partial;
  memset(&vq, 0xFF, sizeof vq);
  memset(&kmeans, 0xFF, sizeof kmeans);
  memset(&partial, 0xFF, sizeof partial);
  cvq_vq_options_init(&vq, sizeof vq);
  cvq_kmeans_options_init(&kmeans, sizeof kmeans);
  cvq_partial_options_init(&partial, sizeof partial);
  CHECK(vq.size == sizeof vq && vq.workers == 0 && vq.stop == NULL && vq.check_finite == 1);
  CHECK(kmeans.size == sizeof kmeans && kmeans.restarts == 1 && kmeans.max_iterations == 300);
  CHECK(kmeans.threshold == 1e-4 && kmeans.pruning_memory == -1 && kmeans.has_seed == 0);
  CHECK(kmeans.stopping == CVQ_STOP_CENTROID_SHIFT && kmeans.algorithm == CVQ_AUTOMATIC);
  CHECK(kmeans.initialization == CVQ_INIT_AUTOMATIC && kmeans.workers == 0);
  CHECK(kmeans.empty_clusters == CVQ_EMPTY_RELOCATE && kmeans.preference == CVQ_MINIMUM_INERTIA);
  CHECK(kmeans.codes_of == CVQ_CODES_OF_RESULT && kmeans.stop == NULL);
  CHECK(kmeans.on_progress == NULL && kmeans.context == NULL);
  CHECK(partial.size == sizeof partial && partial.first_block == 0);
  CHECK(partial.block_rows == 65536 && partial.workers == 0);
  CHECK(partial.stop == NULL && partial.origin == NULL);
}

static void initializes_older_options(void) {
  cvq_kmeans_options whole;
  cvq_kmeans_options_init(&whole, sizeof whole);
  size_t size = UP_TO(cvq_kmeans_options, stop);
  cvq_kmeans_options *older = take(size);
  cvq_kmeans_options_init(older, size);
  CHECK(older->size == size);
  CHECK(memcmp((char *)older + sizeof size, (char *)&whole + sizeof size, size - sizeof size) == 0);
  size = UP_TO(cvq_vq_options, stop);
  cvq_vq_options *older_vq = take(size);
  cvq_vq_options_init(older_vq, size);
  CHECK(older_vq->size == size && older_vq->workers == 0);
  size = UP_TO(cvq_partial_options, stop);
  cvq_partial_options *older_partial = take(size);
  cvq_partial_options_init(older_partial, size);
  CHECK(older_partial->size == size && older_partial->block_rows == 65536);
}

static void takes_older_options(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    problem p = take_problem(both_scalars[w], 200, 3, 4, 2);
    cvq_vq_options vq;
    cvq_vq_options_init(&vq, sizeof vq);
    cvq_kmeans_options kmeans;
    cvq_kmeans_options_init(&kmeans, sizeof kmeans);
    kmeans.clusters = 4;
    cvq_partial_options partial;
    cvq_partial_options_init(&partial, sizeof partial);
    // A raised flag beyond the size is not read.
    static const int32_t raised = 1;
    vq.stop = kmeans.stop = partial.stop = &raised;

    int32_t *codes = take(p.n * sizeof *codes);
    void *centroids = take(12 * (size_t)p.scalar);
    size_t bytes = cvq_partial_size(4, 3);
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_OK,
                 call_vq(p.scalar, &p.matrix, p.codebook, 4,
                         shortened(&vq, UP_TO(cvq_vq_options, stop)), codes, NULL, &error),
                 &error);
    CHECK_STATUS(CVQ_OK,
                 call_kmeans(p.scalar, &p.matrix, NULL, p.codebook,
                             shortened(&kmeans, UP_TO(cvq_kmeans_options, restarts)), centroids,
                             codes, NULL, &error),
                 &error);
    CHECK_STATUS(CVQ_OK,
                 call_seed(p.scalar, &p.matrix, NULL,
                           shortened(&kmeans, UP_TO(cvq_kmeans_options, stop)), centroids, &error),
                 &error);
    CHECK_STATUS(CVQ_OK,
                 call_partial(p.scalar, &p.matrix, NULL, p.codebook, 4,
                              shortened(&partial, UP_TO(cvq_partial_options, stop)), take(bytes),
                              bytes, NULL, &error),
                 &error);
  }
}

static void takes_newer_options(void) {
  problem p = take_problem(DOUBLE, 200, 3, 4, 2);
  unsigned char newer[sizeof(cvq_vq_options) + 40];
  cvq_vq_options options;
  cvq_vq_options_init(&options, sizeof options);
  options.size = sizeof newer;
  memset(newer, 0xFF, sizeof newer);
  memcpy(newer, &options, sizeof options);
  int32_t *codes = take(p.n * sizeof *codes);
  cvq_error error = no_error();
  CHECK_STATUS(
      CVQ_OK,
      cvq_vq_f64(&p.matrix, p.codebook, 4, (const cvq_vq_options *)take_copy(newer, sizeof newer),
                 codes, NULL, &error),
      &error);
}

static void fills_older_results(void) {
  problem p = take_problem(DOUBLE, 200, 3, 4, 2);
  cvq_kmeans_options options;
  cvq_kmeans_options_init(&options, sizeof options);
  options.clusters = 4;
  double centroids[12];
  cvq_kmeans_result whole = {.size = sizeof whole};
  size_t size = UP_TO(cvq_kmeans_result, iterations);
  cvq_kmeans_result *older = shortened(&whole, size);
  cvq_error error = no_error();
  CHECK_STATUS(
      CVQ_OK,
      cvq_kmeans_f64(&p.matrix, NULL, p.codebook, &options, centroids, NULL, &whole, &error),
      &error);
  CHECK_STATUS(
      CVQ_OK, cvq_kmeans_f64(&p.matrix, NULL, p.codebook, &options, centroids, NULL, older, &error),
      &error);
  CHECK(memcmp((char *)older + sizeof size, (char *)&whole + sizeof size, size - sizeof size) == 0);
  CHECK(older->size == size && whole.size == sizeof whole);
}

// The message of a wrong call, in an error structure with space for `room` bytes of it.
static cvq_error *fail_with_room(size_t room) {
  cvq_error blank = no_error();
  cvq_error *error = shortened(&blank, UP_TO(cvq_error, message) + room);
  int32_t code;
  CHECK(cvq_vq_f64(NULL, NULL, 1, NULL, &code, NULL, error) == CVQ_ERROR_ARGUMENT);
  return error;
}

static void cuts_messages(void) {
  char whole[sizeof(((cvq_error *)NULL)->message)];
  memcpy(whole, fail_with_room(sizeof whole)->message, sizeof whole);
  size_t length = strlen(whole);
  CHECK(length > 10);
  // In steps that keep the structure aligned when it ends at a guard page.
  for (size_t room = 8; room <= length + 1; room += 8) {
    const char *cut = fail_with_room(room)->message;
    situation("space for %zu bytes", room);
    CHECK(strlen(cut) == room - 1);
    CHECK(memcmp(cut, whole, room - 1) == 0);
  }
  // Impossible sizes: nothing is written.
  static const size_t sizes[] = {0, 1, 8, (size_t)1 << 63, SIZE_MAX};
  for (size_t i = 0; i < COUNT(sizes); i++) {
    cvq_error odd = no_error();
    odd.size = sizes[i];
    int32_t code;
    CHECK(cvq_vq_f64(NULL, NULL, 1, NULL, &code, NULL, &odd) == CVQ_ERROR_ARGUMENT);
    CHECK(odd.size == sizes[i] && odd.message[0] == 0);
  }
  const cvq_error *rows = fail_with_room(0);
  CHECK(rows->row == -1 && rows->column == -1);
}

const test structure_tests[] = {
    {"the _init functions set the defaults", initializes},
    {"_init sets the defaults of older options up to their size", initializes_older_options},
    {"options of an older header work and are not read beyond their size", takes_older_options},
    {"options of a newer header work", takes_newer_options},
    {"results of an older header are written up to their size", fills_older_results},
    {"messages are cut to the space for them", cuts_messages},
    {NULL, NULL},
};
