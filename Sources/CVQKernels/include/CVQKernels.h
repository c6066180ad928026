// The kernels: the inner loops of vector quantization, once for each instruction set and scalar.
//
// A kernel set is a table of functions. All are pure: no threads, no allocation, no global state;
// outputs are written and not read, except for those that a function says it adds to. Rows may be unaligned and `row_stride` elements apart. The scalar of a
// table (float or double) is what its `const void *` matrices hold. Centroids are double in every
// table, since those of a fit are means.
//
// Three families of results:
//
// - Scores are computed in the scalar, in whatever order suits the machine, and carry rounding
//   error within the margin that the caller states. They decide nothing that is closer than that.
// - Bounds are floats, rounded outward. What they settle is true whatever their last bits.
// - Sums, distances and moments are computed in double by a fixed order of plain additions and
//   multiplications (never fused), so every kernel set gives the same bits.

#ifndef CVQKERNELS_H
#define CVQKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shapes.h"

#pragma clang assume_nonnull begin

typedef struct {
  /// The set's name, as `VQ_KERNELS` spells it.
  const char *name;

  /// How many rows this set packs side by side.
  size_t row_group;

  /// Packs `n` rows of `d` features into `groups`, and writes each row's margin, in the scalar.
  /// A row with a NaN, an infinity or an overflowing norm gets a margin that is not finite.
  void (*pack_rows)(const void *rows, size_t row_stride, size_t n, size_t d, vqk_frame frame,
                    vqk_margin margin, void *groups, void *margins);

  /// Packs `k` consecutive centroids of `d` features into `panels`, and writes their smallest and
  /// largest norm in the frame. A centroid whose norm overflows or that is not finite counts as
  /// infinite, and is packed like those that fill up a panel: it is never the nearest.
  void (*pack_centroids)(const double *centroids, size_t k, size_t d, vqk_frame frame, void *panels,
                         double *minimum, double *maximum);

  /// Finds the code of the nearest centroid of each row.
  ///
  /// The score of centroid c for row x is |c|^2 / 2 - x.c. Rows for which another score lies within
  /// the margin of the smallest, or is not comparable, are undecided: they are written to `undecided`,
  /// in order, and their number is returned; their codes are not to be used. `undecided` has room
  /// for every row.
  ///
  /// Unless `gaps` is null, it receives for each row, in the scalar, by how much the second score
  /// exceeds the smallest one and the margin; positive where the row is decided.
  size_t (*nearest)(vqk_rows rows, vqk_codebook codebook, const void *margins, int32_t *codes,
                    vqk_undecided *undecided, void *_Nullable gaps);

  /// Writes the candidates of an undecided row, in order; returns how many there are. `codes` has
  /// room for k.
  size_t (*candidates)(vqk_rows rows, vqk_undecided row, vqk_codebook codebook, int32_t *codes);

  /// Writes, for each packed row x, the score up to which a centroid may lie within the squared
  /// distance `squared` of it: (squared - |x|^2) / 2 + factor * (|x|^2 + squared) + underflow.
  ///
  /// Not finite for a row whose norm overflows. `limits` has room for `n` scalars rounded up to a
  /// multiple of VQK_MAXIMUM_ROW_GROUP.
  void (*score_limits)(vqk_rows rows, const double *squared, double factor, double underflow,
                       void *limits);

  /// Finds the pairs of a row and a centroid whose score is at most the row's limit or not
  /// comparable with it, and returns how many.
  ///
  /// Pairs come in an order that depends on the set, but those of one centroid by ascending row, and
  /// those of one row by ascending code.
  /// `limits` holds `n` scalars rounded up as above, of which those past `n` have no influence;
  /// `pair_rows` and `pair_codes` have room for n * k.
  size_t (*screen)(vqk_rows rows, vqk_codebook codebook, const void *limits, uint32_t *pair_rows,
                   int32_t *pair_codes);

  /// Squared distance of each row to the centroid that its code names, in units scaled by
  /// `scale`: the sum of ((x - c) * scale)^2. The `i`th distance is that of row `numbers[i]`, or of
  /// row i if `numbers` is null.
  void (*distances)(const void *rows, size_t row_stride, const uint32_t *_Nullable numbers,
                    size_t n, size_t d, const int32_t *codes, const double *centroids, double scale,
                    double *squared);

  /// Writes the distance of each of `n` rows to each of `k` consecutive centroids, in the scalar, one row
  /// after the other.
  ///
  /// Distances are computed from differences, in double. One whose square is below 2^-900, overflows
  /// or is not a number is written as -1; returns whether there is none. `strip` is scratch of
  /// VQK_MAXIMUM_ROW_GROUP * d numbers.
  bool (*distance_matrix)(const void *rows, size_t row_stride, size_t n, size_t d,
                          const double *centroids, size_t k, double *strip, void *distances);

  /// Adds rows, less `shift` and times their weights and `sign` (1 or -1), to the sums of their
  /// codes: k rows of d. Adds `sign` to each code's count, and weight times `sign` to its total.
  ///
  /// `numbers` lists the rows, in the order they are added, and `n` is how many; null means the first
  /// `n`. `codes` and `weights` go by the number of the row. `weights` may be null: every weight is
  /// then 1, and `totals` is not touched. `counts` and `totals` may be null. The sums of a code lie
  /// `sum_stride` after those of the code before. Sums, counts and totals begin with those of
  /// `first_code`.
  void (*accumulate)(const void *rows, size_t row_stride, size_t n, size_t d,
                     const uint32_t *_Nullable numbers, const int32_t *codes,
                     const double *_Nullable weights, double sign, const double *shift,
                     int32_t first_code, double *sums, size_t sum_stride, int64_t *_Nullable counts,
                     double *_Nullable totals);

  /// Adds the `n` rows that `numbers` lists, less `shift`, to the sums of their codes in `to`, and takes
  /// each from those of its code in `from`, before the next row. Counts go along.
  void (*transfer)(const void *rows, size_t row_stride, size_t d, const uint32_t *numbers, size_t n,
                   const int32_t *from, const int32_t *to, const double *shift, double *sums,
                   int64_t *counts);

  /// Lists the rows whose bounds do not keep their codes, in order, and returns how many there are:
  /// those for which `lower` - `upper` is not greater than the threshold of their code.
  size_t (*contested)(const float *lower, const float *upper, const int32_t *codes,
                      const float *thresholds, size_t n, uint32_t *numbers);

  /// Writes down what is known of rows: their codes, bounds by their squared distances and by
  /// `seconds`, lower bounds on the distance to any other centroid. Raises what `reach` holds.
  void (*keep_bounds)(vqk_bounds bounds, vqk_open rows, const double *seconds, vqk_reach reach);

  /// Takes the rows out of a list whose lower bounds exceed their distances as measured, and writes
  /// their new upper bounds; returns how many are left.
  size_t (*narrow)(vqk_bounds bounds, vqk_open rows);

  /// Lower bounds on the distance to any centroid but the nearest, for rows at the squared distance
  /// `squared` of theirs whose `gaps` `nearest` wrote, with a margin of that `factor`.
  void (*seconds_of_gaps)(size_t n, const double *squared, const void *gaps, double factor,
                          double *seconds);

  /// Lists the centroids that may be nearer to rows than their own, by the neighbours of that one.
  ///
  /// Rows of which those are not known, or more than `limit`, are added to `rest`. The others are
  /// moved to the front of `rows`, and their pairs added to `pairs`; returns how many rows that are.
  /// Stops before there is no room; `treated` receives how many rows were looked at.
  size_t (*neighbour_pairs)(vqk_open rows, vqk_neighbours lists, size_t limit, vqk_pairs *pairs,
                            vqk_open *rest, size_t *treated);

  /// Gives rows the codes of the nearest of their pairs' centroids and their own, and writes lower
  /// bounds on the distance to any other to `seconds`.
  ///
  /// Rows that rounding, a share `roundoff` of squares, leaves undecided stay as they are, and are
  /// listed in `uncertain`, which has room for one more than there are rows; returns how many.
  size_t (*settle_pairs)(vqk_open rows, const vqk_pairs *pairs, double roundoff, double *seconds,
                         uint32_t *uncertain);

  /// Finds, for rows of which bounds are kept by groups of centroids, the groups that may hold the
  /// nearest: bit g of a row's mask is set unless `lowers[row * groups + g]` - `upper[row]` is
  /// greater than `travelled[code]` + `maximum[g]`.
  ///
  /// Looks at the `n` rows that `numbers` lists, or at the first `n` if it is null. Those of a mask
  /// that is not 0 are written to `open`, which may be `numbers`, and their masks to `masks`; returns
  /// how many there are. `groups` is a multiple of 4, and at most 64.
  size_t (*contested_groups)(const float *lowers, size_t groups, const float *upper,
                             const int32_t *codes, const float *travelled, const float *maximum,
                             const uint32_t *_Nullable numbers, size_t n, uint32_t *open,
                             uint64_t *masks);

  /// Copies the rows that `numbers` lists, one after the other, to `packed`.
  void (*gather)(const void *rows, size_t row_stride, const uint32_t *numbers, size_t n, size_t d,
                 void *packed);

  /// Counts the rows whose codes differ, and writes their numbers, in order, to `numbers` unless it
  /// is null.
  size_t (*changed)(const int32_t *before, const int32_t *after, size_t n,
                    uint32_t *_Nullable numbers);

  /// Adds, for each column, x' = (x - shift) * scale to `sums` and its square to `squares`, and
  /// raises `maximum` to |x'|. Returns whether all of the rows are finite.
  bool (*moments)(const void *rows, size_t row_stride, size_t n, size_t d, const double *shift,
                  const double *scale, double *sums, double *squares, double *maximum);

  /// Adds the lower triangle of (x - shift)(x - shift)^T of each row, times its weight, to `lower`,
  /// d rows of d. `weights` may be null: every weight is then 1. `difference` is scratch of d
  /// numbers.
  void (*comoments)(const void *rows, size_t row_stride, size_t n, size_t d,
                    const double *_Nullable weights, const double *shift, double *difference,
                    double *lower);

  /// Writes `n` rows of `d` stored numbers as scalars, one row after the other; a number that the
  /// scalar does not hold is rounded to the nearest that it does.
  void (*widen)(vqk_stored stored, size_t n, size_t d, void *scalars);

  /// Projects rows: for each row x in the frame, taken in double, writes r + 1 floats, the
  /// coordinates (b . x) * unit for each of `r` directions b, then sqrt(|x|^2 - sum of (b . x)^2) *
  /// unit, or 0 if that sum is greater; and |x| * unit to `norms`. `unit` is a power of two.
  ///
  /// `basis` holds, for each panel of VQK_PANEL directions, for each feature their coordinates; the
  /// last panel is filled up with zeros. `r` is at most VQK_MAXIMUM_DIRECTIONS, and may be 0. A null
  /// `basis` stands for all directions: d floats a row are written, x * unit, and `r` is ignored.
  ///
  /// Feature t of a product or a square is added in order to a product's one sum, or to partial sum
  /// t mod 8 of a norm; each number is rounded to float once. What is not finite in a row makes some
  /// of its output so.
  void (*project)(const void *rows, size_t row_stride, size_t n, size_t d, vqk_frame frame,
                  const double *_Nullable basis, size_t r, double unit, float *projected,
                  float *norms);

  /// Writes the smallest and the largest number of each column of consecutive rows, of which there is
  /// one at least.
  void (*row_bounds)(const void *rows, size_t n, size_t d, void *minimum, void *maximum);

  /// Counts consecutive rows by their bin, which is (x - low) * factor of one feature, rounded to the
  /// nearest whole number: 0 up to VQK_BINS. Adds to `counts`.
  void (*count_bins)(const void *rows, size_t n, size_t d, size_t feature, double low,
                     double factor, uint32_t *counts);

  /// Copies consecutive rows and their numbers, in order, each to the next place of its bin's class.
  ///
  /// `next` says where that is for each class, in rows, and counts on.
  void (*distribute)(const void *rows, const uint32_t *numbers, size_t n, size_t d, size_t feature,
                     double low, double factor, const uint8_t *classes, uint32_t *next,
                     void *to_rows, uint32_t *to_numbers);

  /// Keeps those of `count` candidates that may be the nearest of a point in the box from `minimum` to
  /// `maximum`, in order; returns how many. At least one is kept.
  ///
  /// A candidate c is given up if, for every x in the box, it is farther from x than the candidate z
  /// nearest to the middle: |x - c|^2 - |x - z|^2 is linear in x, so that one corner tells, where it
  /// must be more than `slack` times the magnitudes that were added up, and a share of the distance
  /// itself; Docs/Internals/Numerics.md derives it. `coordinates` holds `stride`
  /// numbers a feature, a multiple of 8 and not less than `count`; what is kept is written likewise.
  /// What is read and written must not overlap.
  size_t (*prune)(const double *minimum, const double *maximum, size_t d, double slack,
                  const int32_t *codes, const double *coordinates, size_t stride, size_t count,
                  int32_t *kept_codes, double *kept);

  /// Writes `names` of each of `n` codes, one at least; returns whether all are the same.
  bool (*translate)(const int32_t *codes, const int32_t *names, size_t n, int32_t *named);

  /// Does `multiply_add_chains` multiply-adds `rounds` times, from registers, and returns something
  /// that depends on all of them. For benchmarks: the rate that no kernel can exceed.
  double (*multiply_add)(size_t rounds);
  size_t multiply_add_chains;
} vqk_kernels;

/// The kernel sets this processor runs, best first: the `index`th for a scalar of `width` bytes (4
/// or 8), or null past the end.
const vqk_kernels *_Nullable vqk_available(size_t index, size_t width);

/// The set that the environment variable VQ_KERNELS names, or null if it is unset or empty.
const char *_Nullable vqk_requested_name(void);

/// How many processors this process may use: those in its affinity mask, but no more than its
/// cgroup's CPU quota pays for. At least 1.
size_t vqk_processor_count(void);

/// How many bytes this process may still map under its limit on addresses; -1 if there is no limit, or the
/// system does not say.
int64_t vqk_address_space_left(void);

/// How many bytes the stack of a new thread takes.
size_t vqk_stack_size(void);

/// Whether this process is a child of one that asked the same before: its Dispatch may have no threads.
bool vqk_is_forked(void);

/// A number that tells the calling thread from all others that run.
uintptr_t vqk_thread_number(void);

/// Calls `body` with each number from 0 up to `count` or less, 0 on this thread and each other on one of
/// its own, and returns when all have; fewer if there cannot be so many threads.
void vqk_run_threads(size_t count, void (*body)(size_t number, void *context), void *context);

/// Waits for a moment, for another thread: the `rounds`th time that this is done.
void vqk_pause(size_t rounds);

/// Counters that several threads share: what was done before a store is seen after a load of it.
intptr_t vqk_counter_load(const intptr_t *counter);
void vqk_counter_store(intptr_t *counter, intptr_t number);
/// Returns what the counter was at.
intptr_t vqk_counter_add(intptr_t *counter, intptr_t number);

/// Reads a word that another thread or a signal handler may set meanwhile.
int32_t vqk_load_word(const int32_t *word);

/// The CPU quota in force, rounded up to whole processors, or 0 if there is none: the tightest on
/// the way from the cgroup that `membership` (as /proc/self/cgroup) names up to the root of the
/// hierarchy mounted at `mount` (as /sys/fs/cgroup), version 2 or 1.
size_t vqk_cgroup_quota(const char *membership, const char *mount);

#pragma clang assume_nonnull end

#endif
