// The kernels: the inner loops of vector quantization, once for each instruction set and scalar.
//
// A kernel set is a table of functions. The functions start no threads, allocate nothing and have
// no global state. They do not read their outputs, except where a comment says that a function adds
// to or updates one. Rows need only the alignment of their scalar, and start `row_stride` elements
// apart. The `const void *` matrices of a table hold its scalar, float or double. Centroids are
// double in every table, because the centroids of a fit are means.
//
// There are three kinds of results:
//
// - Scores are computed in the scalar, in the order that suits the machine. Their rounding error is
//   within the margin that the caller states. They never decide a comparison closer than that.
// - Bounds are floats, rounded outward. A decision by bounds is correct whatever their last bits.
// - Sums, distances and moments are computed in double, in a fixed order. Every kernel set gives
// the
//   same bits.

#ifndef CVQKERNELS_H
#define CVQKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shapes.h"

#pragma clang assume_nonnull begin

typedef struct {
  /// The name of the set, as in `VQ_KERNELS`.
  const char *name;

  /// The number of rows that this set packs side by side.
  size_t row_group;

  /// Packs `n` rows of `d` features into `groups`, and writes the margin of each row, in the
  /// scalar. The margin is not finite for a row with a NaN, an infinity or an overflowing norm.
  void (*pack_rows)(const void *rows, size_t row_stride, size_t n, size_t d, vqk_frame frame,
                    vqk_margin margin, void *groups, void *margins);

  /// Packs `k` consecutive centroids of `d` features into `panels`, and writes the smallest and the
  /// largest of their norms in the frame. A centroid that is not finite, or whose norm overflows,
  /// has an infinite norm. It is packed like the padding of a panel and is never the nearest.
  void (*pack_centroids)(const double *centroids, size_t k, size_t d, vqk_frame frame, void *panels,
                         double *minimum, double *maximum);

  /// Writes the code of the nearest centroid of each row, and returns the number of undecided rows.
  ///
  /// The score of centroid c for row x is |c|^2 / 2 - x.c. A row is undecided if another score lies
  /// within the margin of the smallest one, or if they cannot be compared (NaN). Undecided rows are
  /// written to `undecided`, in order; do not use their codes. `undecided` has space for every row.
  ///
  /// `gaps` may be null. Otherwise it receives for each row, in the scalar, the second score less
  /// the smallest score and the margin. It is positive where the row is decided.
  size_t (*nearest)(vqk_rows rows, vqk_codebook codebook, const void *margins, int32_t *codes,
                    vqk_undecided *undecided, void *_Nullable gaps);

  /// Writes the candidates of an undecided row, in order, and returns their number. `codes` has
  /// space for k.
  size_t (*candidates)(vqk_rows rows, vqk_undecided row, vqk_codebook codebook, int32_t *codes);

  /// The number of rows that this set holds side by side as bytes.
  size_t byte_group;

  /// Whether instructions of this set multiply bytes faster than scalars.
  bool multiplies_bytes;

  /// Rounds `n` rows of `d` features to bytes, and writes each row's step, margin and squared norm
  /// in the frame, which has a relative error of at most (d + 8) * 2^-23; `margin` is that of float
  /// scores. A row that is not finite gets NaN for all.
  void (*round_rows)(const void *rows, size_t row_stride, size_t n, size_t d, vqk_frame frame,
                     vqk_margin margin, uint8_t *groups, float *steps, float *margins,
                     float *norms);

  /// Rounds `k` consecutive centroids of `d` features to bytes, and writes the largest share of a
  /// norm that was lost; infinity if a centroid is too large or not finite.
  void (*round_centroids)(const double *centroids, size_t k, size_t d, vqk_frame frame,
                          uint8_t *panels, double *coarseness);

  /// As `nearest`, among bytes, for the group of rows that begins with row `first`. No row is a
  /// pair. Writes the lowest score of each panel for each row of the group to `minima`, which has
  /// space for `byte_group` floats a panel. Codes and gaps are those of all rows.
  size_t (*nearest_bytes)(vqk_byte_rows rows, size_t first, vqk_byte_codebook codebook,
                          float *minima, int32_t *codes, vqk_undecided *undecided,
                          float *_Nullable gaps);

  /// Writes the candidates of `count` undecided rows of one group: how many each has, and then
  /// their codes, row by row, in order. `codes` has space for count * k. `panels` holds the minima
  /// of that group, and has space for a list of all panels. Gaps are lower bounds for all
  /// centroids that are not candidates.
  void (*byte_candidates)(vqk_byte_rows rows, const vqk_undecided *open, size_t count,
                          vqk_byte_codebook codebook, vqk_byte_panels panels, int32_t *counts,
                          int32_t *codes, float *_Nullable gaps);

  /// Writes the score limit of each packed row x. A centroid with a higher score is farther than
  /// the squared distance `squared`. The limit is (squared - |x|^2) / 2 + factor * (|x|^2 +
  /// squared) + underflow.
  ///
  /// It is not finite for a row whose norm overflows. `limits` has space for `n` scalars, rounded
  /// up to a multiple of VQK_MAXIMUM_ROW_GROUP.
  void (*score_limits)(vqk_rows rows, const double *squared, double factor, double underflow,
                       void *limits);

  /// Finds the pairs of a row and a centroid whose score is at most the row's limit, or cannot be
  /// compared with it, and returns their number.
  ///
  /// The order of pairs depends on the set. The pairs of one centroid come by ascending row, and
  /// the pairs of one row by ascending code. `limits` holds `n` scalars, rounded up as above; the
  /// scalars past `n` have no influence. `pair_rows` and `pair_codes` have space for n * k.
  size_t (*screen)(vqk_rows rows, vqk_codebook codebook, const void *limits, uint32_t *pair_rows,
                   int32_t *pair_codes);

  /// Writes the squared distance of each row to the centroid of its code, scaled by `scale`: the
  /// sum of ((x - c) * scale)^2. Distance and code i belong to row `numbers[i]`, or to row i if
  /// `numbers` is null.
  void (*distances)(const void *rows, size_t row_stride, const uint32_t *_Nullable numbers,
                    size_t n, size_t d, const int32_t *codes, const double *centroids, double scale,
                    double *squared);

  /// Writes the distance of each of `n` rows to each of `k` consecutive centroids, in the scalar,
  /// row after row.
  ///
  /// Distances are computed from differences, in double. A distance is written as -1 if its square
  /// is below 2^-900, overflows or is a NaN. Returns true if there is no such distance. `strip` is
  /// a workspace of VQK_MAXIMUM_ROW_GROUP * d numbers.
  bool (*distance_matrix)(const void *rows, size_t row_stride, size_t n, size_t d,
                          const double *centroids, size_t k, double *strip, void *distances);

  /// Adds (x - `shift`) * weight * `sign` for each row x to the sums of its code: k rows of d. Adds
  /// `sign` (1 or -1) to the count of the code, and weight * `sign` to its total.
  ///
  /// `numbers` lists `n` rows in the order of addition; null means the first `n` rows. `codes` and
  /// `weights` are indexed by row. `weights` may be null: then every weight is 1 and `totals` does
  /// not change. `counts` and `totals` may be null. The sums of consecutive codes are `sum_stride`
  /// apart. Sums, counts and totals start with `first_code`.
  void (*accumulate)(const void *rows, size_t row_stride, size_t n, size_t d,
                     const uint32_t *_Nullable numbers, const int32_t *codes,
                     const double *_Nullable weights, double sign, const double *shift,
                     int32_t first_code, double *sums, size_t sum_stride, int64_t *_Nullable counts,
                     double *_Nullable totals);

  /// Moves the `n` rows that `numbers` lists from one code to another. For each row in turn, adds
  /// x - `shift` to the sums of its code in `to` and subtracts it from those of its code in `from`.
  /// Updates the counts likewise.
  void (*transfer)(const void *rows, size_t row_stride, size_t d, const uint32_t *numbers, size_t n,
                   const int32_t *from, const int32_t *to, const double *shift, double *sums,
                   int64_t *counts);

  /// Lists the contested rows, in order, and returns their number. A row is contested if
  /// `lower` - `upper` is not greater than the threshold of its code.
  size_t (*contested)(const float *lower, const float *upper, const int32_t *codes,
                      const float *thresholds, size_t n, uint32_t *numbers);

  /// Sets the codes and bounds of rows. Upper bounds follow from their squared distances, lower
  /// bounds from `seconds`, lower bounds on the distance to any other centroid. Updates `reach`.
  void (*keep_bounds)(vqk_bounds bounds, vqk_open rows, const double *seconds, vqk_reach reach);

  /// Removes the rows whose lower bounds exceed their recomputed distances from the list, and
  /// writes their new upper bounds. Returns the number of remaining rows.
  size_t (*narrow)(vqk_bounds bounds, vqk_open rows);

  /// Writes lower bounds on the distance to any centroid except the nearest. `squared` holds the
  /// squared distance of each row to its nearest centroid. `gaps` come from `nearest`, with a
  /// margin of this `factor`.
  void (*seconds_of_gaps)(size_t n, const double *squared, const void *gaps, double factor,
                          double *seconds);

  /// Lists the centroids that may be nearer to a row than its own, from the neighbour list of its
  /// own.
  ///
  /// Rows whose list is incomplete or gives more than `limit` centroids are added to `rest`. The
  /// others are moved to the front of `rows`, and their pairs are added to `pairs`. Returns the
  /// number of rows moved. Stops before `pairs` is full; `treated` receives the number of rows
  /// processed.
  size_t (*neighbour_pairs)(vqk_open rows, vqk_neighbours lists, size_t limit, vqk_pairs *pairs,
                            vqk_open *rest, size_t *treated);

  /// Gives each row the code of the nearest among its own centroid and those of its pairs, and
  /// writes lower bounds on the distance to any other centroid to `seconds`.
  ///
  /// A row does not change if rounding leaves it undecided: if two squares differ by no more than a
  /// share `roundoff`. Such rows are listed in `uncertain`, which has space for one more than the
  /// number of rows. Returns their number.
  size_t (*settle_pairs)(vqk_open rows, const vqk_pairs *pairs, double roundoff, double *seconds,
                         uint32_t *uncertain);

  /// Finds the groups of centroids that may hold the nearest centroid of a row, from one lower
  /// bound for each group. Bit g of the row's mask is set unless `lowers[row * groups + g]` -
  /// `upper[row]` is greater than `travelled[code]` + `maximum[g]`.
  ///
  /// Tests the `n` rows that `numbers` lists, or the first `n` if it is null. Rows with a mask
  /// other than 0 are written to `open`, which may be `numbers`, and their masks to `masks`.
  /// Returns their number. `groups` is a multiple of 4 and at most 64.
  size_t (*contested_groups)(const float *lowers, size_t groups, const float *upper,
                             const int32_t *codes, const float *travelled, const float *maximum,
                             const uint32_t *_Nullable numbers, size_t n, uint32_t *open,
                             uint64_t *masks);

  /// Copies the rows that `numbers` lists to `packed`, without gaps.
  void (*gather)(const void *rows, size_t row_stride, const uint32_t *numbers, size_t n, size_t d,
                 void *packed);

  /// Returns the number of rows whose codes differ, and writes their numbers, in order, to
  /// `numbers` unless it is null.
  size_t (*changed)(const int32_t *before, const int32_t *after, size_t n,
                    uint32_t *_Nullable numbers);

  /// For each column, adds x' = (x - shift) * scale to `sums` and its square to `squares`, and
  /// raises `maximum` to |x'|. Returns whether all rows are finite.
  bool (*moments)(const void *rows, size_t row_stride, size_t n, size_t d, const double *shift,
                  const double *scale, double *sums, double *squares, double *maximum);

  /// Adds the lower triangle of (x - shift)(x - shift)^T * weight for each row x to `lower`, d rows
  /// of d. `weights` may be null: then every weight is 1. `difference` is a workspace of d numbers.
  void (*comoments)(const void *rows, size_t row_stride, size_t n, size_t d,
                    const double *_Nullable weights, const double *shift, double *difference,
                    double *lower);

  /// Converts `n` rows of `d` stored numbers to scalars, without gaps. A number that the scalar
  /// cannot represent is rounded to the nearest scalar.
  void (*widen)(vqk_stored stored, size_t n, size_t d, void *scalars);

  /// Projects rows. For each row x in the frame, computed in double, writes r + 1 floats: the
  /// coordinates (b . x) * unit for each of `r` directions b, then sqrt(|x|^2 - sum of (b . x)^2) *
  /// unit, or 0 if that sum is greater than |x|^2. Writes |x| * unit to `norms`. `unit` is a power
  /// of two.
  ///
  /// `basis` holds, for each panel of VQK_PANEL directions and each feature, the coordinates of the
  /// directions; the last panel is padded with zeros. `r` is from 0 to VQK_MAXIMUM_DIRECTIONS. A
  /// null `basis` means all directions: then d floats are written for each row, x * unit, and `r`
  /// is ignored.
  ///
  /// Products are added in the order of the features. The squares of a norm are added to partial
  /// sum t mod 8 for feature t. Each result is rounded to float once. A NaN or an infinity in a row
  /// makes some of its results not finite.
  void (*project)(const void *rows, size_t row_stride, size_t n, size_t d, vqk_frame frame,
                  const double *_Nullable basis, size_t r, double unit, float *projected,
                  float *norms);

  /// Writes the minimum and the maximum of each column of `n` consecutive rows, `n` at least 1.
  void (*row_bounds)(const void *rows, size_t n, size_t d, void *minimum, void *maximum);

  /// Adds a histogram of one feature of consecutive rows to `counts`. The bin of a row is
  /// (x - low) * factor, rounded to the nearest whole number: from 0 to VQK_BINS - 1.
  void (*count_bins)(const void *rows, size_t n, size_t d, size_t feature, double low,
                     double factor, uint32_t *counts);

  /// Copies consecutive rows and their numbers, in order, each to the next place of its bin's
  /// class.
  ///
  /// `next` holds the next place of each class, in rows, and is updated.
  void (*distribute)(const void *rows, const uint32_t *numbers, size_t n, size_t d, size_t feature,
                     double low, double factor, const uint8_t *classes, uint32_t *next,
                     void *to_rows, uint32_t *to_numbers);

  /// Keeps the candidates that may be nearest to some point in the box from `minimum` to `maximum`,
  /// in order, and returns their number. At least one is kept.
  ///
  /// Let z be the candidate nearest to the middle of the box. A candidate c is removed if it is
  /// farther than z from every x in the box. |x - c|^2 - |x - z|^2 is linear in x, so one corner
  /// decides. There it must exceed `slack` times the magnitudes of the terms plus a share of the
  /// distance itself; Docs/Internals/Numerics.md derives this.
  ///
  /// `coordinates` holds `stride` numbers for each feature, `stride` a multiple of 8 and at least
  /// `count`. `kept` has the same layout. Inputs and outputs must not overlap.
  size_t (*prune)(const double *minimum, const double *maximum, size_t d, double slack,
                  const int32_t *codes, const double *coordinates, size_t stride, size_t count,
                  int32_t *kept_codes, double *kept);

  /// Writes `names[code]` for each of `n` codes, `n` at least 1. Returns whether all codes are
  /// equal.
  bool (*translate)(const int32_t *codes, const int32_t *names, size_t n, int32_t *named);

  /// Performs `multiply_add_chains` multiply-adds `rounds` times, from registers, and returns a
  /// number that depends on all of them. For benchmarks: no kernel can be faster.
  double (*multiply_add)(size_t rounds);
  size_t multiply_add_chains;
} vqk_kernels;

/// Returns kernel set `index` of those that this processor can run, best first, for a scalar of
/// `width` bytes (4 or 8); null past the end.
const vqk_kernels *_Nullable vqk_available(size_t index, size_t width);

/// Returns the value of the environment variable VQ_KERNELS, or null if it is unset or empty.
const char *_Nullable vqk_requested_name(void);

/// Returns how many processors this process may use: those in its affinity mask, but at most the
/// CPU quota of its cgroup. At least 1.
size_t vqk_processor_count(void);

/// Returns how many bytes this process may still map under the limit on its address space; -1 if
/// there is no limit or it is unknown.
int64_t vqk_address_space_left(void);

/// Returns the stack size of a new thread, in bytes.
size_t vqk_stack_size(void);

/// Returns whether a parent of this process called this function before the fork. Dispatch may then
/// have no threads.
bool vqk_is_forked(void);

/// Returns a number that identifies the calling thread among the running threads.
uintptr_t vqk_thread_number(void);

/// Calls `body` with each number from 0 to `count` - 1: 0 on this thread, each other number on a
/// thread of its own. Returns when all calls have returned. If the system refuses a thread, the
/// remaining numbers are left out.
void vqk_run_threads(size_t count, void (*body)(size_t number, void *context), void *context);

/// Waits a moment for another thread. `rounds` is how often the caller has waited already.
void vqk_pause(size_t rounds);

/// Counters that several threads share. A load acquires and a store releases: a thread that loads a
/// stored number sees everything done before the store.
intptr_t vqk_counter_load(const intptr_t *counter);
void vqk_counter_store(intptr_t *counter, intptr_t number);
/// Returns the previous number. Relaxed.
intptr_t vqk_counter_add(intptr_t *counter, intptr_t number);

/// Reads a word that another thread or a signal handler may write at the same time.
int32_t vqk_load_word(const int32_t *word);

/// Returns the CPU quota in force, rounded up to whole processors, or 0 if there is none. It is the
/// smallest quota on the path from the cgroup that `membership` names (/proc/self/cgroup) to the
/// root of the hierarchy mounted at `mount` (/sys/fs/cgroup), version 2 or 1.
size_t vqk_cgroup_quota(const char *membership, const char *mount);

#pragma clang assume_nonnull end

#endif
