/*
 * cvq.h - the C interface of swift-vq: k-means and vector quantization on all cores, exact and
 * reproducible. Docs/Guide/CInterface.md is an introduction with an example.
 *
 * Conventions
 *
 *   Memory      The caller owns all memory. The library keeps nothing between calls. It writes only
 *               to the arguments that a function's comment names with "Receives" or "Updated".
 *               Observations may begin at any address. Every other array must be aligned to the
 *               size of its elements.
 *   Failure     A function that can fail returns a status: 0 (CVQ_OK) for success. On failure it
 *               fills `error`, unless that is NULL, with an error message. The contents of the
 *               output arrays are then undefined, unless the comment says otherwise.
 *   Threads     Any number of threads may call any function at the same time. Each call starts up
 *               to `workers` threads of its own. Results have the same bits for any number of
 *               workers.
 *   fork()      A child process may call every function, whatever its parent did before.
 *   Structures  An options or result structure begins with its own size in bytes. Set `size` to
 *               the sizeof of the structure. For options, the function whose name ends in `_init`
 *               takes this size, sets `size`, and sets every other field to its default. Every size
 *               is a multiple of 8. Fields beyond the size are never read or written, so a program
 *               built with an older header works with a newer library.
 *   Scalars     Functions come in pairs: `_f32` computes in float, `_f64` in double. Both take
 *               observations of any element type. They convert them to float or double a few
 *               hundred rows at a time, while they read them.
 *   Distances   Distances are Euclidean and not squared. The mean distance is called distortion, as
 *               in SciPy. The sum of squared distances is called inertia, as in scikit-learn.
 *
 * In the comments below, n is the number of observations (rows), d the number of features
 * (columns) and k the number of clusters. An array of n x d numbers holds n rows of d numbers each,
 * row after row. A code is the index of a centroid, from 0. "Errors: ARGUMENT" means
 * CVQ_ERROR_ARGUMENT. Every function may return CVQ_ERROR_MEMORY, so it is not listed.
 */

#ifndef CVQ_H
#define CVQ_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the binary interface. It changes when programs built with an older header stop
   working. */
#define CVQ_ABI_VERSION 1

/* ---- Status ---------------------------------------------------------------------------------- */

typedef int32_t cvq_status;

enum {
  CVQ_OK = 0,
  /* A pointer is NULL or not aligned where it must be, the size of a structure is missing or
     impossible, an element type is unknown, or a size or stride is negative or exceeds memory. */
  CVQ_ERROR_ARGUMENT = 1,
  /* An option is outside its range. This includes a number of clusters below 1 or above 2^26. */
  CVQ_ERROR_OPTION = 2,
  /* A matrix has no rows or no columns, the numbers of features differ, or there are too few
     rows. */
  CVQ_ERROR_SHAPE = 3,
  /* An observation or a centroid is NaN, infinite, or so large that sums overflow a double. */
  CVQ_ERROR_NOT_FINITE = 4,
  /* A weight is negative or not finite, the sum of the weights exceeds 1e100, or no weight is
     positive. */
  CVQ_ERROR_WEIGHT = 5,
  /* A centroid lost all its observations, and the options say CVQ_EMPTY_FAIL. */
  CVQ_ERROR_EMPTY_CLUSTER = 6,
  /* `stop` ended the call before there was a result. */
  CVQ_ERROR_STOPPED = 7,
  /* The environment variable VQ_KERNELS names a kernel set that this processor cannot run. */
  CVQ_ERROR_KERNELS = 8,
  /* Partial sums are damaged, or they do not belong together. */
  CVQ_ERROR_PARTIAL = 9,
  /* Another error; the message says what. */
  CVQ_ERROR_OTHER = 10,
  /* The process has a limit on its address space (`ulimit -v`), and the call needs more memory
     than is left. Every function may return this. */
  CVQ_ERROR_MEMORY = 11
};

/* What is wrong, where, and how to fix it. */
typedef struct cvq_error {
  /* sizeof(cvq_error), set by the caller. */
  size_t size;
  /* The row and the column of the wrong number, counted from 0; -1 if the error is not about a
     row or a column. */
  int64_t row;
  int64_t column;
  /* The error message: UTF-8, without a final full stop, cut to fit, ended by a NUL. */
  char message[488];
} cvq_error;

/* ---- Observations ---------------------------------------------------------------------------- */

enum {
  CVQ_FLOAT32 = 1,
  CVQ_FLOAT64 = 2,
  CVQ_FLOAT16 = 3,
  /* The upper 16 bits of a float32. */
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

/* A matrix of observations, one in each row. It describes the caller's memory; nothing is copied.
   Elements need not be aligned. */
typedef struct cvq_matrix {
  /* The first element. May be NULL if there are no elements. */
  const void *data;
  int64_t rows;
  int64_t columns;
  /* Bytes from the start of a row to the start of the next, not negative; 0 if there are no gaps
     between rows. */
  int64_t row_stride;
  /* Bytes from an element to the next one in its row, not negative; 0 if there are no gaps between
     elements. A matrix in Fortran order has a row stride of the element size and a column stride of
     rows * element size, or more. */
  int64_t column_stride;
  /* CVQ_FLOAT32 or another constant above. */
  int32_t element_type;
  /* Not 0 if the elements have the opposite byte order of this machine. */
  int32_t is_swapped;
} cvq_matrix;

/* ---- Assignment ------------------------------------------------------------------------------ */

typedef struct cvq_vq_options {
  /* sizeof(cvq_vq_options). */
  size_t size;
  /* The maximum number of threads. 0 (the default): one for each processor that this process may
     run on. */
  int64_t workers;
  /* NULL (the default), or a number that the call reads once for every few hundred rows. 0:
     continue. 1: end soon, with the best result so far if the function can have one. 2: end at once
     with CVQ_ERROR_STOPPED. Any thread or a signal handler may write it. A request that the library
     has read cannot be taken back. */
  const int32_t *stop;
  /* Not 0 (the default is 1): a NaN or an infinity is an error. 0: an observation with a NaN or an
     infinity gets code 0 and a distance that is not finite, and a centroid with one is never the
     nearest. */
  int32_t check_finite;
  int32_t reserved;
} cvq_vq_options;

/* Sets `size` and all defaults. `size` is sizeof(cvq_vq_options). */
void cvq_vq_options_init(cvq_vq_options *options, size_t size);

/*
 * Finds the nearest centroid of each observation: the exact nearest; on a tie, the lowest code.
 *
 *   observations  n x d. May have no rows; then nothing is written.
 *   codebook      clusters x d: the centroids.
 *   options       NULL for the defaults.
 *   codes         Receives n codes.
 *   distances     Receives n distances to the nearest centroid, not squared; NULL to skip them.
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
 * Distances are computed from differences of coordinates, in double: no digits are lost, however
 * far from 0 the data lie, and every kernel set gives the same bits.
 *
 *   observations  n x d. May have no rows; then nothing is written.
 *   codebook      clusters x d: the centroids.
 *   options       NULL for the defaults. If `check_finite` is 0, the distances of an observation or
 *                 a centroid that is not finite are NaN.
 *   distances     Receives n x clusters distances, not squared.
 *
 * Errors: ARGUMENT, OPTION, SHAPE, NOT_FINITE, STOPPED, KERNELS. Time O(n k d).
 */
cvq_status cvq_distances_f32(const cvq_matrix *observations, const float *codebook,
                             int64_t clusters, const cvq_vq_options *options, float *distances,
                             cvq_error *error);
cvq_status cvq_distances_f64(const cvq_matrix *observations, const double *codebook,
                             int64_t clusters, const cvq_vq_options *options, double *distances,
                             cvq_error *error);

/* ---- Clustering ------------------------------------------------------------------------------ */

/* How the nearest centroids are found. All algorithms give the same result, bit for bit, except
   CVQ_SORTED, which may round sums differently. They differ in time and memory. */
enum {
  /* The library chooses by the shape of the problem, and from pass to pass. */
  CVQ_AUTOMATIC = 0,
  CVQ_LLOYD = 1,
  CVQ_HAMERLY = 2,
  CVQ_YINYANG = 3,
  CVQ_SCREENING = 4,
  CVQ_SORTED = 5,   /* only for observations of one feature */
  CVQ_FILTERING = 6 /* only for at most 16 features */
};

/* How the starting centroids are chosen. */
enum {
  /* Greedy k-means++ for up to 1024 clusters, plain k-means++ for more. With more than 4 million
     observations, it chooses from a sample of them. */
  CVQ_INIT_AUTOMATIC = 0,
  /* Distinct observations, drawn uniformly. */
  CVQ_INIT_POINTS = 1,
  /* Draws from the normal distribution with the mean and covariance of the observations. */
  CVQ_INIT_GAUSSIAN = 2,
  /* k-means++ (Arthur and Vassilvitskii, 2007). */
  CVQ_INIT_PLUSPLUS = 3,
  /* Greedy k-means++: for each centroid, the best of 2 + floor(ln k) draws. */
  CVQ_INIT_GREEDY = 4,
  /* k-means|| (Bahmani et al., 2012). */
  CVQ_INIT_PARALLEL = 5
};

/* What happens to a centroid that is nearest to no observation (an empty cluster). */
enum {
  /* It moves to the observation that is farthest from its own centroid: scikit-learn's rule. */
  CVQ_EMPTY_RELOCATE = 0,
  /* It stays where it is: the rule of SciPy's kmeans2. */
  CVQ_EMPTY_KEEP = 1,
  /* It is removed, and higher codes move down: the rule of SciPy's kmeans. */
  CVQ_EMPTY_DROP = 2,
  /* The call fails with CVQ_ERROR_EMPTY_CLUSTER. */
  CVQ_EMPTY_FAIL = 3
};

/* When a run has converged. With every rule, a run also ends when no centroid moves. */
enum {
  /* When the sum of the squared distances that the centroids moved is at most `threshold` times the
     mean variance of the features: scikit-learn's tol. */
  CVQ_STOP_CENTROID_SHIFT = 0,
  /* When the distortion changed by at most `threshold`, in the units of the data: SciPy's
     kmeans. */
  CVQ_STOP_DISTORTION_CHANGE = 1,
  /* Never: SciPy's kmeans2. */
  CVQ_STOP_NEVER = 2
};

/* Which number the best of several restarts minimizes. */
enum { CVQ_MINIMUM_INERTIA = 0, CVQ_MINIMUM_DISTORTION = 1 };

/* Which assignment the returned codes, inertia and distortion belong to. */
enum {
  /* The assignment to the returned centroids: all results belong together. */
  CVQ_CODES_OF_RESULT = 0,
  /* If the iteration limit ended the run, the assignment of the last iteration, from before the
     centroids last moved: SciPy's kmeans2. Only with CVQ_EMPTY_KEEP or CVQ_EMPTY_FAIL. */
  CVQ_CODES_OF_LAST_ITERATION = 1
};

/* The phases of a restart: choosing the starting centroids, iterating, and the assignment to the
   final centroids. */
enum { CVQ_PHASE_SEEDING = 0, CVQ_PHASE_ITERATING = 1, CVQ_PHASE_FINISHING = 2 };

/* The progress of a call, after one step of one restart. */
typedef struct cvq_progress {
  size_t size;
  /* The kind of step that has just ended: CVQ_PHASE_SEEDING or another phase. */
  int32_t phase;
  int32_t reserved;
  /* The restart, counted from 0, and how many iterations it has done. */
  int64_t restart;
  int64_t iteration;
  /* Inertia and distortion before the centroids moved; NaN while seeding. */
  double inertia;
  double distortion;
  /* The sum of the squared distances that the centroids moved; NaN unless iterating. */
  double centroid_shift;
} cvq_progress;

/* A callback, called after every step of every restart on the thread that made the call. It returns
   0 to continue; any other number ends the call with the best result so far. */
typedef int32_t (*cvq_progress_function)(const cvq_progress *progress, void *context);

typedef struct cvq_kmeans_options {
  /* sizeof(cvq_kmeans_options). */
  size_t size;
  /* k, the number of centroids to start with: from 1 to 2^26. There is no default. */
  int64_t clusters;
  /* The number of independent runs; the best is returned. At least 1 (the default). */
  int64_t restarts;
  /* The maximum number of iterations of a run, at least 1; 300 by default. */
  int64_t max_iterations;
  /* The limit of the rule `stopping`, not negative; 1e-4 by default. */
  double threshold;
  /* CVQ_STOP_CENTROID_SHIFT by default. */
  int32_t stopping;
  /* CVQ_AUTOMATIC by default. */
  int32_t algorithm;
  /* CVQ_INIT_AUTOMATIC by default. */
  int32_t initialization;
  /* CVQ_EMPTY_RELOCATE by default. */
  int32_t empty_clusters;
  /* CVQ_MINIMUM_INERTIA by default. */
  int32_t preference;
  /* CVQ_CODES_OF_RESULT by default. */
  int32_t codes_of;
  /* The seed of every random choice, if `has_seed` is not 0. Otherwise the system draws a seed. */
  uint64_t seed;
  int32_t has_seed;
  int32_t reserved;
  /* As in cvq_vq_options. */
  int64_t workers;
  /* The maximum number of bytes of bounds to keep, in addition to the observations, for
     CVQ_AUTOMATIC and CVQ_SCREENING. Negative (the default): 64 bytes for each observation, or
     64 MB in all if that is more; but a quarter of the observations' own size where they must be
     converted. */
  int64_t pruning_memory;
  /* As in cvq_vq_options. If it is 1, the call still assigns all observations to the best centroids
     so far. It is an error, as for 2, if the observations take more than 64 MB and not all of them
     have been checked yet. */
  const int32_t *stop;
  /* NULL, or the callback for progress. With a callback, every iteration computes distances. */
  cvq_progress_function on_progress;
  /* Passed to the callback. */
  void *context;
} cvq_kmeans_options;

/* Sets `size` and all defaults. `size` is sizeof(cvq_kmeans_options). */
void cvq_kmeans_options_init(cvq_kmeans_options *options, size_t size);

/* Why a run ended. */
enum {
  CVQ_CONVERGED = 0,
  CVQ_REACHED_MAX_ITERATIONS = 1,
  CVQ_STOPPED_BY_CALLER = 2,
  /* `stop` was set while the starting centroids of the first run were chosen. The centroids are
     those drawn by then, completed by other observations drawn uniformly. No iteration was done. */
  CVQ_STOPPED_WHILE_SEEDING = 3
};

/* The result of the best run. */
typedef struct cvq_kmeans_result {
  /* sizeof(cvq_kmeans_result), set by the caller. */
  size_t size;
  /* The number of centroids returned: fewer than requested only with CVQ_EMPTY_DROP. */
  int64_t clusters;
  /* The sum of squared distances, weighted if there are weights. */
  double inertia;
  /* The mean distance, weighted if there are weights. */
  double distortion;
  /* The number of iterations of the returned run. */
  int64_t iterations;
  /* The number of the returned run, counted from 0. */
  int64_t restart;
  /* The number of its iterations in which at least one centroid had no observations. */
  int64_t empty_iterations;
  /* CVQ_CONVERGED or another outcome. */
  int32_t outcome;
  int32_t reserved;
} cvq_kmeans_result;

/*
 * Clusters observations by k-means.
 *
 *   observations  n x d, every number finite.
 *   weights       n doubles, not negative, at least one positive; NULL: every weight is 1.
 *   start         restarts x clusters x d: the starting centroids of each run; NULL: chosen as
 *                 `initialization` says.
 *   options       At least `clusters` must be set.
 *   centroids     Receives clusters x d centroids. May be `start` if there is one restart.
 *   codes         Receives n codes; NULL to skip them.
 *   result        Receives the statistics of the returned run; NULL to skip them.
 *
 * Errors: all except PARTIAL. Time O(n k d) for each iteration of each restart; less with
 * algorithms that prune.
 */
cvq_status cvq_kmeans_f32(const cvq_matrix *observations, const double *weights, const float *start,
                          const cvq_kmeans_options *options, float *centroids, int32_t *codes,
                          cvq_kmeans_result *result, cvq_error *error);
cvq_status cvq_kmeans_f64(const cvq_matrix *observations, const double *weights,
                          const double *start, const cvq_kmeans_options *options, double *centroids,
                          int32_t *codes, cvq_kmeans_result *result, cvq_error *error);

/*
 * Chooses starting centroids: the same as the first restart of cvq_kmeans.
 *
 *   observations  n x d, every number finite.
 *   weights       As for cvq_kmeans.
 *   options       Only `clusters`, `initialization`, `seed`, `has_seed`, `workers` and `stop` are
 *                 read.
 *   centroids     Receives clusters x d centroids.
 *
 * Errors: ARGUMENT, OPTION, SHAPE, NOT_FINITE, WEIGHT, STOPPED, KERNELS.
 */
cvq_status cvq_seed_f32(const cvq_matrix *observations, const double *weights,
                        const cvq_kmeans_options *options, float *centroids, cvq_error *error);
cvq_status cvq_seed_f64(const cvq_matrix *observations, const double *weights,
                        const cvq_kmeans_options *options, double *centroids, cvq_error *error);

/* ---- Whitening ------------------------------------------------------------------------------- */

/*
 * Computes the population standard deviation of each feature, its scale, and divides the feature by
 * it.
 *
 *   observations  n x d, at least one row and one column.
 *   options       NULL for the defaults. If `check_finite` is 0, the scale of a feature that holds
 *                 a NaN or an infinity is NaN.
 *   scales        Receives d scales. The scale of a constant feature (all values equal) is 1. NULL
 *                 to skip them.
 *   constants     Receives d bytes: 1 for a constant feature, otherwise 0; NULL to skip them.
 *   whitened      Receives n x d: the observations divided by the scales; NULL to skip them. They
 *                 are written column after column if `observations` are stored so, as aligned
 *                 elements of the function's scalar without gaps; otherwise row after row. May be
 *                 `observations->data` if that holds elements of the scalar, in either order and
 *                 without gaps.
 *
 * Errors: ARGUMENT, OPTION, SHAPE, NOT_FINITE, STOPPED, KERNELS. Time O(n d): two passes, and a
 * third to write `whitened`.
 */
cvq_status cvq_whiten_f32(const cvq_matrix *observations, const cvq_vq_options *options,
                          float *scales, uint8_t *constants, float *whitened, cvq_error *error);
cvq_status cvq_whiten_f64(const cvq_matrix *observations, const cvq_vq_options *options,
                          double *scales, uint8_t *constants, double *whitened, cvq_error *error);

/* ---- Partial sums ---------------------------------------------------------------------------- */

/*
 * Sums of observations for each code, for an iteration that several processes or machines share.
 * Observations are divided into blocks of a fixed number of rows, numbered from 0. Each process
 * assigns the rows of its blocks and adds them up (cvq_partial_f32 or _f64). The partial sums are
 * merged until one is left (cvq_partial_merge). From that one, cvq_partial_finish computes the next
 * centroids.
 *
 * A partial (a value that holds partial sums) covers a range of blocks [first, end). This range
 * must be a node of the aligned binary tree over block numbers: with m the smallest number for
 * which end - first <= 2^m, first is a multiple of 2^m. A merge takes two neighbouring nodes. The
 * left one has exactly 2^m blocks and starts at a multiple of 2^(m+1); the right one has at most
 * 2^m. A right node with fewer blocks can only be at the end of all blocks, so the merged node has
 * no right neighbour and is never the left one of another merge. The order of additions is
 * therefore fixed, and the sums have the same bits, however the blocks were distributed.
 *
 * A partial is a sequence of bytes, little-endian; all its arrays are at offsets that are multiples
 * of 8:
 *
 *     offset        type        field
 *     0             u32         0x50515643, the letters CVQP
 *     4             u16         CVQ_PARTIAL_VERSION
 *     6             u16         flags: 1 weighted, 2 computed in double
 *     8             u32, u32    k, d
 *     16            u64         fingerprint of the codebook, the origin and the rows in a block
 *     24            i64, i64    first block, end block
 *     40            i64         rows in a block
 *     48            i64         rows
 *     56            f64         inertia
 *     64            f64         sum of distances
 *     72            f64         sum of weights
 *     80            u32, u32    arithmetic (changes when sums would get other bits); metric, 0
 *                               for Euclidean
 *     88            u64         reserved, 0
 *     96            i64 x k     counts
 *     96 + 8k       f64 x k     weights; without weights, the counts again
 *     96 + 16k      f64 x k x d sums of w (x - origin)
 */
#define CVQ_PARTIAL_VERSION 2

/* Returns the size of a partial in bytes: 96 + 16 k + 8 k d. Returns 0 if a size is below 1 or too
   large. */
size_t cvq_partial_size(int64_t clusters, int64_t columns);

typedef struct cvq_partial_options {
  /* sizeof(cvq_partial_options). */
  size_t size;
  /* The number of the first block in this call, counted from 0 (the default). */
  int64_t first_block;
  /* The number of rows in a block, 65536 by default. The last block of a call may have fewer rows.
     Only the last of all blocks may be shorter; the caller must ensure this. */
  int64_t block_rows;
  /* As in cvq_vq_options. */
  int64_t workers;
  const int32_t *stop;
  /* d numbers: a point near the data, the same in every call of an iteration. Sums are computed
     from differences to it, which keeps digits if the data lie far from 0. NULL: 0. */
  const double *origin;
  /* `moved` row numbers, counted over all blocks, and `moved` codes. Each of these rows is added to
     the sums of its code here instead of the code of its nearest centroid. This gives observations
     to empty clusters. Inertia, distances and `codes` remain those of the nearest centroids. Rows
     of other blocks are ignored. */
  const int64_t *moved_rows;
  const int32_t *moved_codes;
  int64_t moved;
} cvq_partial_options;

/* Sets `size` and all defaults. `size` is sizeof(cvq_partial_options). */
void cvq_partial_options_init(cvq_partial_options *options, size_t size);

/*
 * Assigns the rows of a range of blocks to a codebook, and computes their partial sums.
 *
 *   observations  The rows of the range; every number finite.
 *   weights       One double for each row; all may be 0. NULL: every weight is 1.
 *   codebook      clusters x d, every number finite. Doubles in both functions, because means have
 *                 more digits than a float.
 *   options       NULL for the defaults.
 *   partial       Receives the partial.
 *   partial_size  The size of `partial` in bytes, as cvq_partial_size returns it.
 *   codes         Receives the codes of the rows; NULL to skip them.
 *
 * Errors: ARGUMENT, OPTION (also if the range is not a node of the tree), SHAPE, NOT_FINITE,
 * WEIGHT, STOPPED, KERNELS.
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
 * Adds `from`, the right neighbour, to `into`. `into` is updated; on failure it does not change.
 *
 * These are errors:
 *
 *   - bytes that are not a partial, are cut short, or have another version
 *   - different numbers of clusters or features
 *   - a different scalar, codebook, origin, number of rows in a block or arithmetic
 *   - one weighted and one unweighted partial
 *   - sums that overflow a double when added
 *   - ranges that are not neighbours in the tree: a gap, a repeated block, or the wrong order
 *
 * Errors: ARGUMENT, PARTIAL.
 */
cvq_status cvq_partial_merge(void *into, size_t into_size, const void *from, size_t from_size,
                             cvq_error *error);

typedef struct cvq_partial_result {
  /* sizeof(cvq_partial_result), set by the caller. */
  size_t size;
  /* The number of rows, and the range of blocks [first_block, end_block). */
  int64_t rows;
  int64_t first_block;
  int64_t end_block;
  /* Inertia and distortion of the assignment to the old codebook. */
  double inertia;
  double distortion;
  /* The sum of the squared distances that the centroids moved. */
  double centroid_shift;
  /* The number of centroids without observations. They stay where they are. */
  int64_t empty_clusters;
  /* The number of centroids that moved. */
  int64_t moved_clusters;
} cvq_partial_result;

/*
 * Computes the next centroids: the mean of the observations of each code. At the end of a run of
 * `_f32` functions, round the centroids to float and compute the statistics once more.
 *
 *   partial       The partial of all blocks, `partial_size` bytes.
 *   codebook      The codebook that the partial was computed with, clusters x columns.
 *   origin        The origin that the partial was computed with, `columns` numbers; NULL: 0.
 *   centroids     Receives clusters x columns centroids. May be `codebook`.
 *   result        Receives the statistics; NULL to skip them.
 *
 * Errors: ARGUMENT, PARTIAL (also if the codebook, its shape or the origin differs from that of the
 * partial, the first block is not 0, no weight is positive, or a mean exceeds the scalar).
 */
cvq_status cvq_partial_finish(const void *partial, size_t partial_size, const double *codebook,
                              int64_t clusters, int64_t columns, const double *origin,
                              double *centroids, cvq_partial_result *result, cvq_error *error);

/* ---- Rules of a shared iteration ------------------------------------------------------------- */

/*
 * The decisions between two passes, for the program that leads a run over partial sums: the origin
 * of the sums, the rows that move to empty clusters, and the end of the run. cvq_kmeans decides by
 * the same rules, so a shared run gives the same result as cvq_kmeans. These functions keep no
 * state.
 */

/*
 * Chooses the origin of the sums, from the minimum and maximum of each feature.
 *
 *   minimum  `columns` numbers: the minimum of each feature over all observations.
 *   maximum  `columns` numbers: the maximum of each feature.
 *   rows     The number of observations in all blocks.
 *   origin   Receives `columns` numbers: for a feature that lies far from 0, a number with few
 *            significant bits near the data; for the others 0.
 *
 * Errors: ARGUMENT, NOT_FINITE (also if a sum of `rows` numbers of this size could overflow).
 */
cvq_status cvq_partial_origin_f32(const double *minimum, const double *maximum, int64_t columns,
                                  int64_t rows, double *origin, cvq_error *error);
cvq_status cvq_partial_origin_f64(const double *minimum, const double *maximum, int64_t columns,
                                  int64_t rows, double *origin, cvq_error *error);

/* What an iteration did. The caller sets every field. */
typedef struct cvq_partial_step {
  /* sizeof(cvq_partial_step). */
  size_t size;
  /* How many iterations the run has done, including this one, and the maximum number. */
  int64_t iteration;
  int64_t max_iterations;
  /* CVQ_STOP_CENTROID_SHIFT or another rule. */
  int32_t stopping;
  int32_t reserved;
  /* The limit of the rule `stopping`, not negative. */
  double threshold;
  /* The mean of the variances of the features, for CVQ_STOP_CENTROID_SHIFT. */
  double mean_variance;
  /* From cvq_partial_result. */
  double centroid_shift;
  int64_t moved_clusters;
  /* How many empty centroids the caller removed. */
  int64_t dropped_clusters;
  /* The distortion of the previous iteration (infinity for the first) and of this one, for
     CVQ_STOP_DISTORTION_CHANGE. */
  double last_distortion;
  double distortion;
} cvq_partial_step;

/* An outcome in addition to CVQ_CONVERGED and the others: the run has not ended. */
enum { CVQ_GOES_ON = -1 };

/*
 * Decides whether a run ends after an iteration, and why.
 *
 *   outcome   Receives CVQ_GOES_ON, CVQ_CONVERGED or CVQ_REACHED_MAX_ITERATIONS.
 *   is_fixed  Receives 1 if no centroid moved or was removed, otherwise 0. If it is 1, the inertia
 *             and distortion of the iteration are also those of the new centroids. NULL to skip it.
 *
 * Errors: ARGUMENT, OPTION.
 */
cvq_status cvq_partial_outcome(const cvq_partial_step *step, int32_t *outcome, int32_t *is_fixed,
                               cvq_error *error);

/* A row that may move to an empty cluster. */
typedef struct cvq_far_row {
  /* Its number, counted over all blocks. */
  int64_t row;
  /* Its distance to the nearest centroid, not squared. */
  double distance;
  /* The code of that centroid. */
  int32_t code;
  int32_t reserved;
} cvq_far_row;

/* The candidates for empty clusters among the rows considered so far. The arrays belong to the
   caller. Start with all `members` 0 and `count` 0. */
typedef struct cvq_far_rows {
  /* sizeof(cvq_far_rows). */
  size_t size;
  /* The number of centroids. `members` has one number for each: how many rows of positive weight
     have it as their nearest. */
  int64_t clusters;
  int64_t *members;
  /* `rows` has space for `capacity` rows (see cvq_partial_far_capacity) and holds `count`: the rows
     farthest from their centroids, farthest first; on a tie, the lower row number first. */
  int64_t capacity;
  int64_t count;
  cvq_far_row *rows;
} cvq_far_rows;

/* Returns how many rows to keep for this number of empty clusters. It is more than the clusters
   take, because the last row of a cluster never moves. */
int64_t cvq_partial_far_capacity(int64_t empty_clusters);

/*
 * Considers some rows as candidates. The order in which rows are considered does not matter.
 *
 *   far        Updated: `members`, `count` and `rows`.
 *   codes      The codes of the rows, from cvq_vq_f32 or _f64.
 *   distances  The distances of the rows, from the same call.
 *   weights    One double for each row; NULL: every weight is 1. Rows of weight 0 are ignored.
 *   rows       The number of rows.
 *   first_row  The number of the first row, counted over all blocks.
 *
 * Errors: ARGUMENT. On failure nothing is written.
 */
cvq_status cvq_partial_far_f32(cvq_far_rows *far, const int32_t *codes, const float *distances,
                               const double *weights, int64_t rows, int64_t first_row,
                               cvq_error *error);
cvq_status cvq_partial_far_f64(cvq_far_rows *far, const int32_t *codes, const double *distances,
                               const double *weights, int64_t rows, int64_t first_row,
                               cvq_error *error);

/*
 * Merges the candidates of `from` into `into`, as if `into` had considered the rows of both.
 *
 *   into  Updated: `members`, `count` and `rows`.
 *
 * Errors: ARGUMENT (also if the numbers of centroids differ). On failure nothing is written.
 */
cvq_status cvq_partial_far_merge(cvq_far_rows *into, const cvq_far_rows *from, cvq_error *error);

/*
 * Gives one row to each centroid without members, the farthest row first. Call it when all rows
 * have been considered. The last row of a cluster never moves, and neither does a row at distance 0
 * from its centroid, so some centroids may get no row.
 *
 *   moved_rows   Receives the numbers of the moved rows, at most `capacity`, for
 *                cvq_partial_options.
 *   moved_codes  Receives their new codes, at most `capacity`.
 *   moved        Receives the number of moved rows.
 *
 * Errors: ARGUMENT.
 */
cvq_status cvq_partial_moves(const cvq_far_rows *far, int64_t *moved_rows, int32_t *moved_codes,
                             int64_t *moved, cvq_error *error);

/* ---- The library itself ---------------------------------------------------------------------- */

/* Returns the CVQ_ABI_VERSION that the library was built with. Compare it with that of the header
   if you load the library at run time. */
uint32_t cvq_abi_version(void);

typedef struct cvq_configuration {
  /* sizeof(cvq_configuration), set by the caller. */
  size_t size;
  /* The number of threads for a large problem. */
  int64_t workers;
  /* The version of the library. */
  char version[32];
  /* The kernel set in use: serial, haswell, alderlake, skylake, icelake, neon
     or dotprod. */
  char kernels[32];
  /* The kernel sets that this processor can run, best first, separated by spaces. */
  char available_kernels[128];
  /* The algorithms in the order of their numbers, separated by spaces: automatic lloyd ... */
  char algorithms[256];
} cvq_configuration;

/*
 * Returns the configuration of the library on this machine.
 *
 *   configuration  Receives every field except `size`.
 *
 * Errors: ARGUMENT, KERNELS.
 */
cvq_status cvq_get_configuration(cvq_configuration *configuration, cvq_error *error);

#ifdef __cplusplus
}
#endif

#endif
