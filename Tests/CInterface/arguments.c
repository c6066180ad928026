// Wrong calls: each returns its status and an error message, and none crashes.

#include <stddef.h>
#include <string.h>

#include "checks.h"
#include "memory.h"
#include "problem.h"

enum { n = 20, d = 3, k = 4 };

// A correct call. Each case then makes one argument wrong.
typedef struct call {
  problem p;
  cvq_vq_options vq;
  cvq_kmeans_options kmeans;
  cvq_partial_options partial;
  void *centroids, *distances, *bytes;
  double *weights, *doubles;  // `doubles` is the codebook for partial sums
  int32_t *codes;
  size_t byte_count;
  cvq_error error;
} call;

static call usual(scalar scalar) {
  call c;
  memset(&c, 0, sizeof c);
  c.p = take_problem(scalar, n, d, k, 1);
  cvq_vq_options_init(&c.vq, sizeof c.vq);
  cvq_kmeans_options_init(&c.kmeans, sizeof c.kmeans);
  cvq_partial_options_init(&c.partial, sizeof c.partial);
  c.kmeans.clusters = k;
  c.weights = take_weights(n, 2);
  c.centroids = take(k * d * (size_t)scalar);
  c.distances = take(n * k * (size_t)scalar);
  c.doubles = take(k * d * sizeof *c.doubles);
  for (size_t i = 0; i < k * d; i++) c.doubles[i] = value_at(scalar, c.p.codebook, i);
  c.codes = take(n * sizeof *c.codes);
  c.byte_count = cvq_partial_size(k, d);
  c.bytes = take(c.byte_count);
  c.error = no_error();
  return c;
}

static cvq_status vq(call *c) {
  return call_vq(c->p.scalar, &c->p.matrix, c->p.codebook, c->p.k, &c->vq, c->codes, NULL,
                 &c->error);
}

static cvq_status distances(call *c) {
  return call_distances(c->p.scalar, &c->p.matrix, c->p.codebook, c->p.k, &c->vq, c->distances,
                        &c->error);
}

static cvq_status kmeans(call *c) {
  return call_kmeans(c->p.scalar, &c->p.matrix, c->weights, NULL, &c->kmeans, c->centroids,
                     c->codes, NULL, &c->error);
}

static cvq_status seed(call *c) {
  return call_seed(c->p.scalar, &c->p.matrix, c->weights, &c->kmeans, c->centroids, &c->error);
}

static cvq_status whiten(call *c) {
  return call_whiten(c->p.scalar, &c->p.matrix, &c->vq, c->centroids, NULL, NULL, &c->error);
}

static cvq_status partial(call *c) {
  return call_partial_of_doubles(c->p.scalar, &c->p.matrix, c->weights, c->doubles, c->p.k,
                                 &c->partial, c->bytes, c->byte_count, NULL, &c->error);
}

typedef cvq_status (*entry)(call *c);
static const entry entries[] = {vq, distances, kmeans, seed, whiten, partial};

// Checks that every function returns this status after `spoil`.
static void check_all(cvq_status expected, void (*spoil)(call *c)) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    for (size_t e = 0; e < COUNT(entries); e++) {
      call c = usual(both_scalars[w]);
      spoil(&c);
      situation("width=%d function %zu", both_scalars[w], e);
      CHECK_STATUS(expected, entries[e](&c), &c.error);
    }
  }
}

// Checks one function, with an error structure and without.
static void check_one(cvq_status expected, entry called, void (*spoil)(call *c), const char *what) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    call c = usual(both_scalars[w]);
    spoil(&c);
    situation("width=%d %s", both_scalars[w], what);
    CHECK_STATUS(expected, called(&c), &c.error);
  }
}

static void no_data(call *c) { c->p.matrix.data = NULL; }
static void fewer_than_no_rows(call *c) { c->p.matrix.rows = -1; }
static void no_columns(call *c) { c->p.matrix.columns = 0; }
static void strides_backwards(call *c) { c->p.matrix.row_stride = -8; }
static void columns_backwards(call *c) { c->p.matrix.column_stride = -8; }
static void too_large(call *c) { c->p.matrix.rows = INT64_MAX / 2; }
static void workers_below_none(call *c) {
  c->vq.workers = c->kmeans.workers = c->partial.workers = -1;
}
static void sizes_of_none(call *c) { c->vq.size = c->kmeans.size = c->partial.size = 0; }
// The size ends in the middle of a pointer.
static void sizes_within_fields(call *c) {
  c->vq.size = offsetof(cvq_vq_options, stop) + 4;
  c->kmeans.size = offsetof(cvq_kmeans_options, stop) + 4;
  c->partial.size = offsetof(cvq_partial_options, stop) + 4;
}
static void sizes_below_none(call *c) {
  c->vq.size = c->kmeans.size = c->partial.size = SIZE_MAX - 7;
}
static void workers_without_end(call *c) {
  c->vq.workers = c->kmeans.workers = c->partial.workers = INT64_MAX;
  // In the opposite byte order, so that each worker needs memory.
  c->p.matrix.is_swapped = 1;
  memset((void *)c->p.matrix.data, 0, n * d * (size_t)c->p.scalar);
}

static void rows_that_exceed_memory(call *c) { c->p.matrix.rows = INT64_C(1) << 55; }
static void rows_far_apart(call *c) { c->p.matrix.row_stride = INT64_C(1) << 58; }
// Strides so small that elements overlap: little memory, but more numbers than an integer can
// count.
static void numbers_on_each_other(call *c) {
  c->p.matrix.rows = c->p.matrix.columns = INT64_C(1) << 40;
  c->p.matrix.row_stride = c->p.matrix.column_stride = 1;
}
static void no_columns_but_strides(call *c) {
  c->p.matrix.columns = 0;
  c->p.matrix.row_stride = 2 * d * (int64_t)c->p.scalar;
  c->p.matrix.column_stride = c->p.scalar;
}
static void no_columns_in_many_rows(call *c) {
  c->p.matrix.rows = INT64_MAX;
  c->p.matrix.columns = 0;
}

static void refuses_matrices(void) {
  check_all(CVQ_ERROR_ARGUMENT, no_data);
  check_all(CVQ_ERROR_ARGUMENT, too_large);
  check_all(CVQ_ERROR_ARGUMENT, fewer_than_no_rows);
  check_all(CVQ_ERROR_SHAPE, no_columns);
  check_all(CVQ_ERROR_ARGUMENT, strides_backwards);
  check_all(CVQ_ERROR_ARGUMENT, columns_backwards);
  check_all(CVQ_ERROR_ARGUMENT, rows_that_exceed_memory);
  check_all(CVQ_ERROR_ARGUMENT, rows_far_apart);
  check_all(CVQ_ERROR_ARGUMENT, numbers_on_each_other);
  check_all(CVQ_ERROR_SHAPE, no_columns_but_strides);
  check_all(CVQ_ERROR_ARGUMENT, no_columns_in_many_rows);
}

static void refuses_options(void) {
  check_all(CVQ_ERROR_OPTION, workers_below_none);
  check_all(CVQ_ERROR_ARGUMENT, sizes_of_none);
  check_all(CVQ_ERROR_ARGUMENT, sizes_within_fields);
  check_all(CVQ_ERROR_ARGUMENT, sizes_below_none);
  check_all(CVQ_OK, workers_without_end);
}

static void no_codebook(call *c) {
  c->p.codebook = NULL;
  c->doubles = NULL;
}
static void no_codes(call *c) { c->codes = NULL; }
static void no_centroids(call *c) { c->centroids = NULL; }
static void no_partial(call *c) { c->bytes = NULL; }
static void no_clusters(call *c) { c->p.k = 0; }
static void clusters_without_end(call *c) { c->p.k = ((size_t)1 << 26) + 1; }
static void few_bytes(call *c) { c->byte_count -= 1; }

#define SHIFTED(pointer) ((void *)((unsigned char *)(pointer) + 1))
static void codebook_between(call *c) {
  c->p.codebook = SHIFTED(c->p.codebook);
  c->doubles = SHIFTED(c->doubles);
}
static void no_distances(call *c) { c->distances = NULL; }
static void distances_between(call *c) { c->distances = SHIFTED(c->distances); }
static void codes_between(call *c) { c->codes = SHIFTED(c->codes); }
static void centroids_between(call *c) { c->centroids = SHIFTED(c->centroids); }
static void weights_between(call *c) { c->weights = SHIFTED(c->p.numbers); }

static void refuses_memory_between_numbers(void) {
  check_one(CVQ_ERROR_ARGUMENT, vq, codebook_between, "vq with an unaligned codebook");
  check_one(CVQ_ERROR_ARGUMENT, vq, codes_between, "vq with unaligned codes");
  check_one(CVQ_ERROR_ARGUMENT, distances, distances_between, "unaligned distances");
  check_one(CVQ_ERROR_ARGUMENT, distances, codebook_between,
            "distances with an unaligned codebook");
  check_one(CVQ_ERROR_ARGUMENT, kmeans, centroids_between, "kmeans with unaligned centroids");
  check_one(CVQ_ERROR_ARGUMENT, kmeans, weights_between, "kmeans with unaligned weights");
  check_one(CVQ_ERROR_ARGUMENT, seed, weights_between, "seed with unaligned weights");
  check_one(CVQ_ERROR_ARGUMENT, partial, codebook_between, "partial with an unaligned codebook");
  check_one(CVQ_ERROR_ARGUMENT, partial, weights_between, "partial with unaligned weights");
}

static void refuses_null(void) {
  check_one(CVQ_ERROR_ARGUMENT, vq, no_codebook, "vq without a codebook");
  check_one(CVQ_ERROR_ARGUMENT, vq, no_codes, "vq without codes");
  check_one(CVQ_ERROR_ARGUMENT, distances, no_codebook, "distances without a codebook");
  check_one(CVQ_ERROR_ARGUMENT, distances, no_distances, "distances without an output");
  check_one(CVQ_ERROR_OPTION, distances, no_clusters, "distances to an empty codebook");
  check_one(CVQ_ERROR_ARGUMENT, kmeans, no_centroids, "kmeans without centroids");
  check_one(CVQ_ERROR_ARGUMENT, seed, no_centroids, "seed without centroids");
  check_one(CVQ_ERROR_ARGUMENT, partial, no_codebook, "partial without a codebook");
  check_one(CVQ_ERROR_ARGUMENT, partial, no_partial, "partial without an output");
  check_one(CVQ_ERROR_ARGUMENT, partial, few_bytes, "partial with one byte too few");
  check_one(CVQ_ERROR_OPTION, vq, no_clusters, "vq with an empty codebook");
  check_one(CVQ_ERROR_OPTION, partial, no_clusters, "partial with an empty codebook");
  check_one(CVQ_ERROR_OPTION, vq, clusters_without_end, "vq with too many clusters");
  check_one(CVQ_ERROR_OPTION, partial, clusters_without_end, "partial with too many clusters");
}

static void refuses_null_structures(void) {
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    situation("width=%d", both_scalars[w]);
    call c = usual(both_scalars[w]);
    scalar scalar = c.p.scalar;
    cvq_error *error = &c.error;
    CHECK_STATUS(CVQ_OK, partial(&c), error);
#define REFUSED(STATUS, CALL) CHECK_STATUS(STATUS, CALL, error)
    REFUSED(CVQ_ERROR_ARGUMENT, call_vq(scalar, NULL, c.p.codebook, k, NULL, c.codes, NULL, error));
    // NULL options mean the defaults, which have no number of clusters.
    REFUSED(CVQ_ERROR_OPTION,
            call_kmeans(scalar, &c.p.matrix, NULL, NULL, NULL, c.centroids, NULL, NULL, error));
    REFUSED(CVQ_ERROR_OPTION, call_seed(scalar, &c.p.matrix, NULL, NULL, c.centroids, error));
    REFUSED(CVQ_ERROR_ARGUMENT, call_finish(scalar, NULL, c.byte_count, c.p.codebook, c.p.k, c.p.d,
                                            NULL, c.centroids, NULL, error));
    REFUSED(CVQ_ERROR_ARGUMENT, call_finish(scalar, c.bytes, c.byte_count, NULL, c.p.k, c.p.d, NULL,
                                            c.centroids, NULL, error));
    REFUSED(CVQ_ERROR_ARGUMENT, call_finish(scalar, c.bytes, c.byte_count, c.p.codebook, c.p.k,
                                            c.p.d, NULL, NULL, NULL, error));
    REFUSED(CVQ_ERROR_ARGUMENT,
            cvq_partial_merge(NULL, c.byte_count, c.bytes, c.byte_count, error));
    REFUSED(CVQ_ERROR_ARGUMENT,
            cvq_partial_merge(c.bytes, c.byte_count, NULL, c.byte_count, error));
#undef REFUSED
    // The error structure is NULL.
    CHECK(call_vq(scalar, NULL, NULL, k, NULL, NULL, NULL, NULL) == CVQ_ERROR_ARGUMENT);
  }
}

// Sets a field of the kmeans options to a wrong value. Fields have 32 or 64 bits.
typedef struct wrong {
  const char *field;
  size_t offset, width;
  int64_t value;
  cvq_status expected;
} wrong;

#define FIELD(NAME, VALUE, STATUS)                                                               \
  {#NAME, offsetof(cvq_kmeans_options, NAME), sizeof(((cvq_kmeans_options *)NULL)->NAME), VALUE, \
   STATUS}

static void refuses_ranges(void) {
  static const wrong wrongs[] = {
      FIELD(clusters, 0, CVQ_ERROR_OPTION),
      FIELD(clusters, -1, CVQ_ERROR_OPTION),
      FIELD(clusters, n + 1, CVQ_ERROR_SHAPE),
      FIELD(restarts, 0, CVQ_ERROR_OPTION),
      FIELD(max_iterations, 0, CVQ_ERROR_OPTION),
      FIELD(stopping, 3, CVQ_ERROR_OPTION),
      FIELD(stopping, -1, CVQ_ERROR_OPTION),
      FIELD(algorithm, -1, CVQ_ERROR_OPTION),
      FIELD(algorithm, INT32_MAX, CVQ_ERROR_OPTION),
      FIELD(algorithm, CVQ_SORTED, CVQ_ERROR_OPTION),
      FIELD(initialization, 6, CVQ_ERROR_OPTION),
      FIELD(empty_clusters, 4, CVQ_ERROR_OPTION),
      FIELD(preference, 2, CVQ_ERROR_OPTION),
      FIELD(codes_of, 2, CVQ_ERROR_OPTION),
      FIELD(codes_of, CVQ_CODES_OF_LAST_ITERATION, CVQ_ERROR_OPTION),  // with relocation
  };
  for (size_t i = 0; i < COUNT(wrongs); i++) {
    for (size_t w = 0; w < COUNT(both_scalars); w++) {
      call c = usual(both_scalars[w]);
      unsigned char *place = (unsigned char *)&c.kmeans + wrongs[i].offset;
      int32_t narrow = (int32_t)wrongs[i].value;
      memcpy(place, wrongs[i].width == 4 ? (void *)&narrow : (void *)&wrongs[i].value,
             wrongs[i].width);
      situation("%s of %d", wrongs[i].field, narrow);
      CHECK_STATUS(wrongs[i].expected, kmeans(&c), &c.error);
    }
  }
  call c = usual(DOUBLE);
  c.kmeans.threshold = -1;
  CHECK_STATUS(CVQ_ERROR_OPTION, kmeans(&c), &c.error);
  c.kmeans.threshold = 0;
  c.partial.block_rows = 0;
  CHECK_STATUS(CVQ_ERROR_OPTION, partial(&c), &c.error);
  c.partial.block_rows = n;
  c.partial.first_block = -1;
  CHECK_STATUS(CVQ_ERROR_OPTION, partial(&c), &c.error);
}

static void refuses_weights(void) {
  static const double wrongs[] = {-1, (double)(1e308 * 10), -(double)(1e308 * 10)};
  static const entry weighted[] = {kmeans, seed, partial};
  for (size_t w = 0; w < COUNT(both_scalars); w++) {
    for (size_t e = 0; e < COUNT(weighted); e++) {
      for (size_t v = 0; v < COUNT(wrongs); v++) {
        situation("width=%d function %zu weight %g", both_scalars[w], e, wrongs[v]);
        call c = usual(both_scalars[w]);
        c.weights[7] = wrongs[v];
        CHECK_STATUS(CVQ_ERROR_WEIGHT, weighted[e](&c), &c.error);
        CHECK(c.error.row == 7);
      }
      if (weighted[e] == partial) continue;  // all weights of a partial may be 0
      situation("width=%d function %zu without a positive weight", both_scalars[w], e);
      call c = usual(both_scalars[w]);
      for (size_t i = 0; i < n; i++) c.weights[i] = 0;
      CHECK_STATUS(CVQ_ERROR_WEIGHT, weighted[e](&c), &c.error);
    }
  }
}

const test argument_tests[] = {
    {"every function refuses invalid matrices", refuses_matrices},
    {"every function refuses options that are out of range or have no size", refuses_options},
    {"pointers that must not be NULL are refused", refuses_null},
    {"unaligned memory is refused", refuses_memory_between_numbers},
    {"required structures must not be NULL, but the error structure may be",
     refuses_null_structures},
    {"kmeans refuses every option that is out of range", refuses_ranges},
    {"invalid weights are refused", refuses_weights},
    {NULL, NULL},
};
