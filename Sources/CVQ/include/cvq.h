/*
 * cvq.h - k-means and vector quantization on all cores, exact and reproducible: the C interface of
 * swift-vq. Docs/Guide/CInterface.md has an introduction.
 *
 * Conventions
 *
 *   Memory      The caller owns all of it. Nothing is kept between calls, and nothing that is passed
 *               in is written to except what a function says it writes.
 *               Observations may begin at any byte, all else at multiples of its numbers' size.
 *   Failure     Every function that can fail returns a status and, unless `error` is NULL, fills it
 *               with a sentence. What was to be written is then garbage, unless said otherwise.
 *   Threads     Functions may be called from any number of threads at once. Work is spread over
 *               `workers` threads of its own; results have the same bits for any number of them.
 *   fork()      A child may call everything, whatever its parent did before.
 *   Structures  An options or result structure begins with its own size, in bytes. Set it, or let the
 *               function whose name ends in `_init`, told the size, fill an options structure with its
 *               size and all defaults. It is a multiple of 8, as the sizeof of each is. Fields
 *               beyond the size are not looked at, so a program built with an older header goes on
 *               working.
 *   Scalars     Functions come in pairs: `_f32` computes in float and `_f64` in double. Observations
 *               may be of any element type, for either, and are widened or rounded to the scalar while
 *               they are read, a few hundred rows at a time.
 *   Distances   are Euclidean. They are not squared, and the mean of them is called distortion, as
 *               SciPy has it; the sum of their squares is called inertia, as scikit-learn has it.
 */

#ifndef CVQ_H
#define CVQ_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Changes when a program built with an older header would no longer work. */
#define CVQ_ABI_VERSION 1

/* ---- Status ------------------------------------------------------------------------------------ */

typedef int32_t cvq_status;

enum {
  CVQ_OK = 0,
  /* A pointer is NULL that must not be or is not aligned, a structure has no size or none that it can
     have, an element type is unknown, or sizes or strides are negative or exceed memory. */
  CVQ_ERROR_ARGUMENT = 1,
  /* An option is outside its range; so is a number of clusters below 1 or above 2^26. */
  CVQ_ERROR_OPTION = 2,
  /* Something has no rows or columns, numbers of features differ, or there are too few rows. */
  CVQ_ERROR_SHAPE = 3,
  /* An observation or a centroid is NaN, infinite, or so large that sums overflow a double. */
  CVQ_ERROR_NOT_FINITE = 4,
  /* A weight is negative or not finite, all sum to more than 1e100, or none is positive. */
  CVQ_ERROR_WEIGHT = 5,
  /* A centroid lost all its observations, and CVQ_EMPTY_FAIL was asked for. */
  CVQ_ERROR_EMPTY_CLUSTER = 6,
  /* `stop` ended the call before there was a result. */
  CVQ_ERROR_STOPPED = 7,
  /* The environment variable VQ_KERNELS names a kernel set that this processor does not run. */
  CVQ_ERROR_KERNELS = 8,
  /* Partial sums are damaged, or do not belong together. */
  CVQ_ERROR_PARTIAL = 9,
  /* Something else; the message says what. */
  CVQ_ERROR_OTHER = 10,
  /* Under a limit on the process's addresses (`ulimit -v`), the call takes more memory than is left. Every
     call may answer so. */
  CVQ_ERROR_MEMORY = 11
};

/* What was wrong, where, and how to mend it. */
typedef struct cvq_error {
  /* sizeof(cvq_error), set by the caller. */
  size_t size;
  /* The row and the column of the number that is wrong, from 0; -1 if it is not about one number. */
  int64_t row;
  int64_t column;
  /* A sentence in UTF-8 without a full stop, cut to fit, ended by a NUL. */
  char message[488];
} cvq_error;

/* ---- Observations ------------------------------------------------------------------------------ */

enum {
  CVQ_FLOAT32 = 1,
  CVQ_FLOAT64 = 2,
  CVQ_FLOAT16 = 3,
  /* The upper half of a float32. */
  CVQ_BFLOAT16 = 4,
  CVQ_INT8 = 5,
  CVQ_UINT8 = 6,
  CVQ_INT16 = 7,
  CVQ_UINT16 = 8,
  CVQ_INT32 = 9,
  CVQ_INT64 = 10,
  CVQ_UINT32 = 11,
  CVQ_UINT64 = 12
};

/* A matrix of observations, where they are: one a row. Elements need not be aligned. */
typedef struct cvq_matrix {
  /* The first element. May be NULL if there are no elements. */
  const void *data;
  int64_t rows;
  int64_t columns;
  /* Bytes from the start of a row to that of the next, not negative; 0 if rows follow each other. */
  int64_t row_stride;
  /* Bytes from an element to the next of its row, not negative; 0 if they follow each other. A
     matrix in Fortran order has a column stride of about rows * element size. */
  int64_t column_stride;
  /* CVQ_FLOAT32 and so on. */
  int32_t element_type;
  /* Not 0 if the bytes of an element are in the other order than this machine's. */
  int32_t is_swapped;
} cvq_matrix;

/* ---- Assignment -------------------------------------------------------------------------------- */

typedef struct cvq_vq_options {
  size_t size;
  /* The most threads to use, at least 1; 0 for every processor this process may run on. */
  int64_t workers;
  /* Unless NULL, looked at for every few hundred rows. 0: go on. 1: end soon, with the best so far if
     the call can have such. 2: end at once, with CVQ_ERROR_STOPPED. It may be set by any thread, or by
     a signal handler; what was once seen cannot be taken back. */
  const int32_t *stop;
  /* Not 0 (the default): a NaN or an infinity is an error. 0: an observation that holds one gets code
     0 and a distance that is not finite, and a centroid that holds one is never the nearest. */
  int32_t check_finite;
  int32_t reserved;
} cvq_vq_options;

void cvq_vq_options_init(cvq_vq_options *options, size_t size);

/*
 * Assigns to each observation the code of its nearest centroid: the true nearest, the lowest on a tie.
 *
 *   observations  n x d. No rows give no codes.
 *   codebook      clusters x d centroids, one after the other.
 *   options       NULL for the defaults.
 *   codes         Receives n codes.
 *   distances     Receives n distances, not squared; NULL if they are not wanted.
 *
 * Errors: ARGUMENT, OPTION, SHAPE, NOT_FINITE, STOPPED, KERNELS. Time O(n k d).
 */
cvq_status cvq_vq_f32(const cvq_matrix *observations, const float *codebook, int64_t clusters,
                      const cvq_vq_options *options, int32_t *codes, float *distances,
                      cvq_error *error);
cvq_status cvq_vq_f64(const cvq_matrix *observations, const double *codebook, int64_t clusters,
                      const cvq_vq_options *options, int32_t *codes, double *distances,
                      cvq_error *error);

/*
 * Computes the distance of each observation to each centroid.
 *
 * Distances are computed from differences, in double: none loses digits, and they have the same bits with
 * every kernel set.
 *
 *   observations  n x d. No rows give no distances.
 *   codebook      clusters x d centroids, one after the other.
 *   options       NULL for the defaults. With `check_finite` of 0, the distances of an observation or a
 *                 centroid that is not finite are NaN.
 *   distances     Receives n x clusters distances, not squared, one observation after the other.
 *
 * Errors: ARGUMENT, OPTION, SHAPE, NOT_FINITE, STOPPED, KERNELS. Time O(n k d).
 */
cvq_status cvq_distances_f32(const cvq_matrix *observations, const float *codebook,
                             int64_t clusters, const cvq_vq_options *options, float *distances,
                             cvq_error *error);
cvq_status cvq_distances_f64(const cvq_matrix *observations, const double *codebook,
                             int64_t clusters, const cvq_vq_options *options, double *distances,
                             cvq_error *error);

/* ---- Clustering -------------------------------------------------------------------------------- */

/* How nearest centroids are found. All give the same answer, bit for bit (except CVQ_SORTED, which
   may round sums otherwise); they differ in time and memory. */
enum {
  CVQ_AUTOMATIC = 0,
  CVQ_LLOYD = 1,
  CVQ_HAMERLY = 2,
  CVQ_YINYANG = 3,
  CVQ_SCREENING = 4,
  CVQ_SORTED = 5,   /* observations of one feature only */
  CVQ_FILTERING = 6 /* at most 16 features */
};

/* How starting centroids are chosen. */
enum {
  /* Greedy k-means++ for up to 1024 clusters, else plain; of more than 4 million observations, among
     a sample. */
  CVQ_INIT_AUTOMATIC = 0,
  /* Distinct observations, drawn uniformly. */
  CVQ_INIT_POINTS = 1,
  /* Draws from the normal distribution with the observations' mean and covariance. */
  CVQ_INIT_GAUSSIAN = 2,
  /* k-means++ (Arthur and Vassilvitskii, 2007). */
  CVQ_INIT_PLUSPLUS = 3,
  /* Greedy k-means++: the best of 2 + log k draws for each centroid. */
  CVQ_INIT_GREEDY = 4,
  /* k-means|| (Bahmani et al., 2012). */
  CVQ_INIT_PARALLEL = 5
};

/* What becomes of a centroid that no observation is nearest to. */
enum {
  /* It moves to the observation farthest from its own centroid: scikit-learn's rule. */
  CVQ_EMPTY_RELOCATE = 0,
  /* It stays where it is: SciPy's kmeans2. */
  CVQ_EMPTY_KEEP = 1,
  /* It is removed, and codes above it move down: SciPy's kmeans. */
  CVQ_EMPTY_DROP = 2,
  /* The call fails. */
  CVQ_EMPTY_FAIL = 3
};

/* When a run has converged. Whatever the rule, a run also ends when no centroid moves any more. */
enum {
  /* The squared distances that centroids moved sum to at most `threshold` times the mean variance of
     the features: scikit-learn's tol. */
  CVQ_STOP_CENTROID_SHIFT = 0,
  /* The distortion changed by at most `threshold`, in the units of the data: SciPy's kmeans. */
  CVQ_STOP_DISTORTION_CHANGE = 1,
  /* Never: SciPy's kmeans2. */
  CVQ_STOP_NEVER = 2
};

/* The figure that the best of several restarts minimizes. */
enum { CVQ_MINIMUM_INERTIA = 0, CVQ_MINIMUM_DISTORTION = 1 };

/* Which assignment the codes and figures returned are of. */
enum {
  /* One to the centroids returned, so that everything belongs together. */
  CVQ_CODES_OF_RESULT = 0,
  /* That of the last iteration, before the centroids last moved, if the iteration limit ended the
     run: SciPy's kmeans2. Only with CVQ_EMPTY_KEEP or CVQ_EMPTY_FAIL. */
  CVQ_CODES_OF_LAST_ITERATION = 1
};

enum { CVQ_PHASE_SEEDING = 0, CVQ_PHASE_ITERATING = 1, CVQ_PHASE_FINISHING = 2 };

/* How far a call has come. */
typedef struct cvq_progress {
  size_t size;
  /* What has just been done: CVQ_PHASE_SEEDING and so on. */
  int32_t phase;
  int32_t reserved;
  /* The restart, from 0, and the iterations it has done. */
  int64_t restart;
  int64_t iteration;
  /* Before the centroids moved; NaN while seeding. */
  double inertia;
  double distortion;
  /* The sum of the squared distances that centroids moved; NaN unless iterating. */
  double centroid_shift;
} cvq_progress;

/* Called after every step of every restart, on the thread that made the call. Returns 0 to go on;
   anything else ends the call with the best so far. */
typedef int32_t (*cvq_progress_function)(const cvq_progress *progress, void *context);

typedef struct cvq_kmeans_options {
  size_t size;
  /* The number of centroids to begin with, k: at least 1. No default. */
  int64_t clusters;
  /* How many independent runs to choose from, at least 1 (the default). */
  int64_t restarts;
  /* The most iterations of a run, at least 1; 300 by default. */
  int64_t max_iterations;
  /* For `stopping`, not negative; 1e-4 by default. */
  double threshold;
  /* CVQ_STOP_CENTROID_SHIFT by default. */
  int32_t stopping;
  /* CVQ_AUTOMATIC by default. */
  int32_t algorithm;
  /* CVQ_INIT_AUTOMATIC by default. */
  int32_t initialization;
  /* CVQ_EMPTY_RELOCATE by default. */
  int32_t empty_clusters;
  /* CVQ_LEAST_INERTIA by default. */
  int32_t preference;
  /* CVQ_CODES_OF_RESULT by default. */
  int32_t codes_of;
  /* Fixes every random choice if `has_seed` is not 0; else the system draws one. */
  uint64_t seed;
  int32_t has_seed;
  int32_t reserved;
  /* As in cvq_vq_options. */
  int64_t workers;
  /* The most bytes to keep beside the observations so that few need a look; below 0, as by default,
     64 an observation. */
  int64_t pruning_memory;
  /* As in cvq_vq_options. 1 takes one more assignment, to the best centroids so far. It is an error like
     2 if more than 64 MB of observations were not all checked yet. */
  const int32_t *stop;
  /* NULL, or what is told of progress. It makes every iteration measure distances. */
  cvq_progress_function on_progress;
  void *context;
} cvq_kmeans_options;

void cvq_kmeans_options_init(cvq_kmeans_options *options, size_t size);

/* Why a run ended. */
enum {
  CVQ_CONVERGED = 0,
  CVQ_REACHED_MAX_ITERATIONS = 1,
  CVQ_STOPPED_BY_CALLER = 2,
  /* `stop` was set while the first run's starting centroids were chosen. The centroids are those drawn by
     then and uniform draws of other observations, without any iteration. */
  CVQ_STOPPED_WHILE_SEEDING = 3
};

typedef struct cvq_kmeans_result {
  size_t size;
  /* The centroids there are: fewer than asked for only with CVQ_EMPTY_DROP. */
  int64_t clusters;
  /* The sum of squared distances, weighted if weights were given. */
  double inertia;
  /* The mean distance, weighted likewise. */
  double distortion;
  /* What the run returned took. */
  int64_t iterations;
  /* Its number, from 0. */
  int64_t restart;
  /* In how many of its iterations some centroid had no observations. */
  int64_t empty_iterations;
  /* CVQ_CONVERGED and so on. */
  int32_t outcome;
  int32_t reserved;
} cvq_kmeans_result;

/*
 * Clusters observations.
 *
 *   observations  n x d, every number finite.
 *   weights       n doubles, not negative, one of them positive; NULL for 1 each.
 *   start         restarts x clusters x d: the centroids that each run starts from; NULL to choose them
 *                 as `initialization` says.
 *   options       `clusters` at least.
 *   centroids     Receives clusters x d centroids. May be `start`, if there is one restart.
 *   codes         Receives n codes; NULL if they are not wanted.
 *   result        Receives the figures; NULL if they are not wanted.
 *
 * Errors: all but PARTIAL. Time O(n k d) an iteration of a restart, less with algorithms that prune.
 */
cvq_status cvq_kmeans_f32(const cvq_matrix *observations, const double *weights, const float *start,
                          const cvq_kmeans_options *options, float *centroids, int32_t *codes,
                          cvq_kmeans_result *result, cvq_error *error);
cvq_status cvq_kmeans_f64(const cvq_matrix *observations, const double *weights, const double *start,
                          const cvq_kmeans_options *options, double *centroids, int32_t *codes,
                          cvq_kmeans_result *result, cvq_error *error);

/*
 * Chooses centroids to start from, as the first restart of cvq_kmeans would.
 *
 *   options    Of which `clusters`, `initialization`, `seed`, `has_seed`, `workers` and `stop` are
 *              looked at.
 *   centroids  Receives clusters x d centroids.
 *
 * Errors: ARGUMENT, OPTION, SHAPE, NOT_FINITE, WEIGHT, STOPPED, KERNELS.
 */
cvq_status cvq_seed_f32(const cvq_matrix *observations, const double *weights,
                        const cvq_kmeans_options *options, float *centroids, cvq_error *error);
cvq_status cvq_seed_f64(const cvq_matrix *observations, const double *weights,
                        const cvq_kmeans_options *options, double *centroids, cvq_error *error);

/* ---- Whitening --------------------------------------------------------------------------------- */

/*
 * Finds the population standard deviation of each feature, and divides by it.
 *
 *   observations  n x d, at least one row and one column.
 *   options       NULL for the defaults. With `check_finite` of 0, a feature that holds a NaN or an
 *                 infinity has scale NaN.
 *   scales        Receives d scales; that of a feature with one value throughout is 1. NULL if they are
 *                 not wanted.
 *   constants     Receives d bytes: 1 for a feature with one value throughout, else 0; or NULL.
 *   whitened      Receives n x d, the observations divided by the scales: column after column if that
 *                 is how `observations` lie, as aligned numbers of the scalar without gaps, else row
 *                 after row. NULL if they are not wanted. May be `observations->data` if that has
 *                 elements of the scalar in either order and without gaps.
 *
 * Errors: ARGUMENT, OPTION, SHAPE, NOT_FINITE, STOPPED, KERNELS. Time O(n d), two passes and a third.
 */
cvq_status cvq_whiten_f32(const cvq_matrix *observations, const cvq_vq_options *options,
                          float *scales, uint8_t *constants, float *whitened, cvq_error *error);
cvq_status cvq_whiten_f64(const cvq_matrix *observations, const cvq_vq_options *options,
                          double *scales, uint8_t *constants, double *whitened, cvq_error *error);

/* ---- Partial sums ------------------------------------------------------------------------------ */

/*
 * What observations add up to, code by code, for an iteration that is shared by several processes or
 * machines. Observations are divided into blocks of a fixed number of rows, numbered from 0. Whoever
 * has some blocks assigns and adds them up (cvq_partial); partial sums merge until there is one for all
 * (cvq_partial_merge), and that yields the next centroids (cvq_partial_finish).
 *
 * A partial is that of a run of blocks [first, end) which is a node of the aligned binary tree over
 * block numbers: with m the smallest number for which end - first <= 2^m, first is a multiple of 2^m.
 * Merging takes two neighbouring nodes: the left of exactly 2^m blocks that start at a multiple of
 * 2^(m+1), the right of at most 2^m. A right one of fewer is only that at the end of all blocks, so its
 * union has no right neighbour and takes part in no merge that needs one. So sums are added in one
 * order, whoever adds them, and have the same bits however blocks were spread.
 *
 * A partial is a block of bytes, little-endian, with its arrays 8-byte aligned:
 *
 *     offset        type        field
 *     0             u32         0x50515643, the letters CVQP
 *     4             u16         CVQ_PARTIAL_VERSION
 *     6             u16         flags: 1 weighted, 2 computed in double
 *     8             u32, u32    k, d
 *     16            u64         fingerprint of the codebook, the origin and the rows of a block
 *     24            i64, i64    first block, end block
 *     40            i64         rows of a block
 *     48            i64         rows
 *     56            f64         inertia
 *     64            f64         sum of distances
 *     72            f64         sum of weights
 *     80            u32, u32    arithmetic (changes when sums would get other bits); metric, 0 Euclidean
 *     88            u64         reserved, 0
 *     96            i64 x k     counts
 *     96 + 8k       f64 x k     weights; the counts again, without weights
 *     96 + 16k      f64 x k x d sums of w (x - origin)
 */
#define CVQ_PARTIAL_VERSION 2

/* The bytes of a partial; 0 if there is none so large or so small. */
size_t cvq_partial_size(int64_t clusters, int64_t columns);

typedef struct cvq_partial_options {
  size_t size;
  /* The number of the first block, from 0 (the default). */
  int64_t first_block;
  /* The rows of a block, 65536 by default. The last block given may have fewer; whoever divides
     observations sees to it that only the last of all does. */
  int64_t block_rows;
  /* As in cvq_vq_options. */
  int64_t workers;
  const int32_t *stop;
  /* A point among the data, d numbers, the same in every call of an iteration: sums are taken of
     differences from it, which keeps digits where data lie far from 0. NULL for 0. */
  const double *origin;
  /* Rows, counted over all blocks, and codes to add them to in place of their nearest: `moved` of each.
     So observations are given to empty clusters. Figures and codes stay those of the nearest centroids;
     rows of other blocks are passed over. */
  const int64_t *moved_rows;
  const int32_t *moved_codes;
  int64_t moved;
} cvq_partial_options;

void cvq_partial_options_init(cvq_partial_options *options, size_t size);

/*
 * Assigns a run of blocks to a codebook, and adds them up.
 *
 *   observations  The rows of the run; every number finite.
 *   weights       One double a row, of which all may be 0; NULL for 1 each.
 *   codebook      clusters x d, every number finite: doubles whatever the observations are, since
 *                 means have more digits than floats.
 *   partial       Receives the partial; `partial_size` bytes, as cvq_partial_size says.
 *   codes         Receives the codes of the rows; NULL if they are not wanted.
 *
 * Errors: ARGUMENT, OPTION (also if the run is no node of the tree), SHAPE, NOT_FINITE, WEIGHT,
 * STOPPED, KERNELS.
 */
cvq_status cvq_partial_f32(const cvq_matrix *observations, const double *weights,
                           const double *codebook, int64_t clusters,
                           const cvq_partial_options *options, void *partial, size_t partial_size,
                           int32_t *codes, cvq_error *error);
cvq_status cvq_partial_f64(const cvq_matrix *observations, const double *weights,
                           const double *codebook, int64_t clusters,
                           const cvq_partial_options *options, void *partial, size_t partial_size,
                           int32_t *codes, cvq_error *error);

/*
 * Adds `from`, the right neighbour, to `into`.
 *
 * Refuses, and leaves `into` as it is: what is no partial, is cut short or of another version; other
 * numbers of clusters or features; another scalar, codebook, origin, size of blocks or arithmetic;
 * weighted and unweighted sums; sums that exceed a double together; and blocks that are not neighbours
 * in the tree, so also a gap, a block given twice, and the wrong order.
 *
 * Errors: ARGUMENT, PARTIAL.
 */
cvq_status cvq_partial_merge(void *into, size_t into_size, const void *from, size_t from_size,
                             cvq_error *error);

typedef struct cvq_partial_result {
  size_t size;
  int64_t rows;
  int64_t first_block;
  int64_t end_block;
  /* Those of the assignment to the old codebook. */
  double inertia;
  double distortion;
  /* The sum of the squared distances that centroids moved. */
  double centroid_shift;
  /* The centroids without observations, which stay where they are. */
  int64_t empty_clusters;
  /* The centroids that moved. */
  int64_t moved_clusters;
} cvq_partial_result;

/*
 * Yields the next centroids: the mean of each code's observations. Those that a run ends with are to
 * be rounded to the scalar of the observations, if that is float, and measured once more.
 *
 *   codebook   The codebook that the partial was computed with, clusters x columns.
 *   origin     The origin it was computed with, `columns` numbers; NULL for 0.
 *   centroids  Receives clusters x columns centroids. May be `codebook`.
 *   result     NULL if it is not wanted.
 *
 * Errors: ARGUMENT, PARTIAL (also if the codebook, its shape or the origin is another, the first block
 * is not 0, no weight is positive, or a mean exceeds the scalar).
 */
cvq_status cvq_partial_finish(const void *partial, size_t partial_size, const double *codebook,
                              int64_t clusters, int64_t columns, const double *origin,
                              double *centroids, cvq_partial_result *result, cvq_error *error);

/* ---- Rules of an iteration that is shared ------------------------------------------------------- */

/*
 * What a fit decides between its passes, for the program that leads an iteration over partial sums:
 * the origin of sums, the rows that empty clusters take over, and the end of a run. cvq_kmeans asks
 * the same functions, so an iteration that is shared goes where a fit goes. None keeps anything.
 */

/*
 * Chooses the origin of sums, from the bounds of all observations.
 *
 *   minimum  The minimum of each of `columns` features.
 *   maximum  The maximum of each.
 *   rows     The number of all observations.
 *   origin   Receives `columns` numbers: a point among the data, of few bits, for features that lie far
 *            from 0, and 0 for the others.
 *
 * Errors: ARGUMENT, NOT_FINITE (also if sums of so many numbers of that size could overflow).
 */
cvq_status cvq_partial_origin_f32(const double *minimum, const double *maximum, int64_t columns,
                                  int64_t rows, double *origin, cvq_error *error);
cvq_status cvq_partial_origin_f64(const double *minimum, const double *maximum, int64_t columns,
                                  int64_t rows, double *origin, cvq_error *error);

/* What an iteration did. Every field is the caller's to set. */
typedef struct cvq_partial_step {
  size_t size;
  /* How many iterations the run has done, this one included, and the most that it does. */
  int64_t iteration;
  int64_t max_iterations;
  /* CVQ_STOP_CENTROID_SHIFT and so on. */
  int32_t stopping;
  int32_t reserved;
  /* For `stopping`, not negative. */
  double threshold;
  /* The mean of the features' variances, for CVQ_STOP_CENTROID_SHIFT. */
  double mean_variance;
  /* From cvq_partial_result. */
  double centroid_shift;
  int64_t moved_clusters;
  /* How many centroids the caller removed because they were empty. */
  int64_t dropped_clusters;
  /* The distortion of the iteration before, infinite for the first, and of this one: for
     CVQ_STOP_DISTORTION_CHANGE. */
  double last_distortion;
  double distortion;
} cvq_partial_step;

/* In place of CVQ_CONVERGED and so on: the run has not ended. */
enum { CVQ_GOES_ON = -1 };

/*
 * Tells whether a run ends after an iteration, and why.
 *
 *   outcome   Receives CVQ_GOES_ON, CVQ_CONVERGED or CVQ_REACHED_MAX_ITERATIONS.
 *   is_fixed  Receives 1 if no centroid moved or was removed, so that the figures of the iteration are
 *             those of the centroids after it, else 0; NULL if it is not wanted.
 *
 * Errors: ARGUMENT, OPTION.
 */
cvq_status cvq_partial_outcome(const cvq_partial_step *step, int32_t *outcome, int32_t *is_fixed,
                               cvq_error *error);

/* A row that an empty cluster may take over. */
typedef struct cvq_far_row {
  /* Its number, counted over all blocks. */
  int64_t row;
  /* Its distance from the nearest centroid, not squared. */
  double distance;
  /* The code of that centroid. */
  int32_t code;
  int32_t reserved;
} cvq_far_row;

/* What some rows offer to empty clusters. Begin with `members` all 0 and a `count` of 0. */
typedef struct cvq_far_rows {
  size_t size;
  /* The number of centroids, and for each the number of rows of positive weight that it is nearest
     to. */
  int64_t clusters;
  int64_t *members;
  /* The room for rows, as cvq_partial_far_capacity says, and how many there are: those farthest from
     their centroids, farthest first, the lower number first on a tie. */
  int64_t capacity;
  int64_t count;
  cvq_far_row *rows;
} cvq_far_rows;

/* The rows to keep for so many empty clusters: more than they take, since the last row of a cluster
   stays. */
int64_t cvq_partial_far_capacity(int64_t empty_clusters);

/*
 * Considers some rows. The order in which rows are considered has no influence.
 *
 *   far        `members`, `count` and `rows` are updated.
 *   codes      The codes of the rows, and their distances, as cvq_vq gives them.
 *   weights    One double a row; NULL for 1 each. Rows of weight 0 are passed over.
 *   rows       How many rows there are.
 *   first_row  The number of the first, counted over all blocks.
 *
 * Errors: ARGUMENT. Nothing is written then.
 */
cvq_status cvq_partial_far_f32(cvq_far_rows *far, const int32_t *codes, const float *distances,
                               const double *weights, int64_t rows, int64_t first_row,
                               cvq_error *error);
cvq_status cvq_partial_far_f64(cvq_far_rows *far, const int32_t *codes, const double *distances,
                               const double *weights, int64_t rows, int64_t first_row,
                               cvq_error *error);

/*
 * Considers all rows that `from` considered; `members`, `count` and `rows` of `into` are updated.
 *
 * Errors: ARGUMENT (also if the numbers of centroids differ). Nothing is written then.
 */
cvq_status cvq_partial_far_merge(cvq_far_rows *into, const cvq_far_rows *from, cvq_error *error);

/*
 * Gives rows to the centroids without members, once all rows were considered: one to each, the farthest
 * first. The last row of a cluster stays, and so does a row on its centroid; a centroid may get none.
 *
 *   moved_rows   Receives the numbers of the rows, at most `capacity`, for cvq_partial_options.
 *   moved_codes  Receives their new codes.
 *   moved        Receives how many there are.
 *
 * Errors: ARGUMENT.
 */
cvq_status cvq_partial_moves(const cvq_far_rows *far, int64_t *moved_rows, int32_t *moved_codes,
                             int64_t *moved, cvq_error *error);

/* ---- The library itself ------------------------------------------------------------------------- */

/* CVQ_ABI_VERSION of the library, to compare with that of the header. */
uint32_t cvq_abi_version(void);

typedef struct cvq_configuration {
  size_t size;
  /* The threads that a large problem would use. */
  int64_t workers;
  /* The library's version. */
  char version[32];
  /* The kernel set in use: serial, haswell, skylake, neon. */
  char kernels[32];
  /* Those this processor runs, best first, with blanks between. */
  char available_kernels[128];
  /* The algorithms in the order of their numbers, with blanks between: automatic lloyd ... */
  char algorithms[256];
} cvq_configuration;

/*
 * Tells what the library would compute with.
 *
 * Errors: ARGUMENT, KERNELS.
 */
cvq_status cvq_get_configuration(cvq_configuration *configuration, cvq_error *error);

#ifdef __cplusplus
}
#endif

#endif
