// The shapes of what kernels take: rows, codebooks, bounds, pairs.

#ifndef CVQKERNELS_SHAPES_H
#define CVQKERNELS_SHAPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// How many centroids are packed side by side, in every kernel set.
enum { VQK_PANEL = 8 };

/// The most rows any kernel set packs side by side; every set's `row_group` divides it.
enum { VQK_MAXIMUM_ROW_GROUP = 48 };

/// The most directions that rows are projected on.
enum { VQK_MAXIMUM_DIRECTIONS = 128 };

/// How many bins a feature's range is cut into to put rows in order.
enum { VQK_BINS = 1024 };

/// The coordinates that scores are computed in: x * scale - shift, scale a power of two.
typedef struct {
  /// `d` scalars of the table's type, already scaled.
  const void *shift;
  double scale;
} vqk_frame;

/// How far from the lowest score another may be and yet belong to the true nearest centroid.
///
/// For a row x in the frame it is factor * (|x| g + g^2 / 2) + underflow, where g is the norm of the
/// farthest centroid that can matter to x: `maximum`, or 6 |x| + 2 `minimum` if that is less.
/// Docs/Internals/Numerics.md derives it.
typedef struct {
  double factor;
  double minimum;
  double maximum;
  double underflow;
  /// For rows and centroids rounded to bytes: the largest share of a centroid's norm that rounding
  /// lost. Not used elsewhere.
  double coarseness;
} vqk_margin;

/// A codebook packed for scoring: for each panel of VQK_PANEL centroids, their half squared norms,
/// then for each feature their coordinates. The last panel is filled up with zero centroids of
/// infinite norm, which are never nearest. 64-byte aligned.
typedef struct {
  const void *panels;
  size_t k;
  size_t d;
} vqk_codebook;

/// Rows packed for scoring: for each group of `row_group` rows, for each feature, their
/// coordinates in the frame; the last group is filled up with zero rows. 64-byte aligned.
typedef struct {
  const void *groups;
  size_t n;
  size_t d;
  /// Memory that is wanted after these rows, as a rule the next rows before packing: it is brought
  /// into the cache meanwhile. Never read; may be null, with size 0.
  const void *_Nullable ahead;
  /// In bytes.
  size_t ahead_size;
} vqk_rows;

/// Rows rounded to bytes: for each group of `byte_group` rows, for each four features, the four bytes of
/// each row, plus 128; the last group is filled up with any bytes. Each row has the step that its bytes
/// count, and its margin; both are NaN if the row is not finite, or so large that it must not be
/// decided here. 64-byte aligned, but for `ahead`, which is as in `vqk_rows`.
typedef struct {
  const uint8_t *groups;
  const float *steps;
  const float *margins;
  size_t n;
  size_t d;
  const void *_Nullable ahead;
  size_t ahead_size;
} vqk_byte_rows;

/// A codebook rounded to bytes: panels of VQK_PANEL centroids, each 96 bytes (half squared norms, scales
/// and starts of the sums) and then, for each four features, the four bytes of each centroid. The last
/// panel is filled up with centroids of infinite norm. 64-byte aligned.
typedef struct {
  const uint8_t *panels;
  size_t k;
  size_t d;
} vqk_byte_codebook;

/// A row whose nearest centroid scores cannot tell. Its candidates are the centroids whose score is
/// at most `limit` or not comparable with it.
typedef struct {
  uint32_t row;
  /// Whether there are two candidates, `codes`, the lower code first. If not, they are not known.
  bool is_pair;
  int32_t codes[2];
  double limit;
} vqk_undecided;

/// Rows of a tile that are looked at: their numbers, and for each the code it has so far and the
/// squared distance to that centroid.
typedef struct {
  /// Null means the first `count`.
  uint32_t *_Nullable numbers;
  int32_t *codes;
  double *squared;
  size_t count;
} vqk_open;

/// What is kept of a tile's rows, and what it is written down with.
typedef struct {
  /// One a row: its code, an upper bound on the distance to that centroid, and a lower bound on the
  /// distances to all others.
  int32_t *codes;
  float *upper;
  float *lower;
  /// For each code how far its centroid has travelled, which is taken from upper bounds; and how far
  /// the fastest have, which is added to lower ones.
  const double *travelled;
  double maximum;
} vqk_bounds;

/// For each code, the largest distance of a row, the sum of such distances and their number.
typedef struct {
  float *maximum;
  double *sums;
  int64_t *counts;
} vqk_reach;

/// For each centroid those near it, nearest first: `codes` and lower bounds on their `distances`,
/// from `starts[code]` to `starts[code + 1]`, complete up to `radii[code]`.
typedef struct {
  const int32_t *starts;
  const int32_t *codes;
  const float *distances;
  const float *radii;
} vqk_neighbours;

/// Pairs of a row and a centroid to be measured, a row's one after the other; there is room for
/// `room`.
typedef struct {
  uint32_t *rows;
  int32_t *codes;
  double *squared;
  size_t count;
  size_t room;
  /// For each row how many pairs it has, and a lower bound on the distance to all other centroids.
  int32_t *counts;
  double *beyond;
} vqk_pairs;

/// The types that numbers are stored in.
typedef enum {
  VQK_FLOAT16,
  VQK_BFLOAT16,
  VQK_FLOAT32,
  VQK_FLOAT64,
  VQK_INT8,
  VQK_UINT8,
  VQK_INT16,
  VQK_UINT16,
  VQK_INT32,
  VQK_INT64,
  VQK_UINT32,
  VQK_UINT64,
} vqk_element_type;

/// Rows of stored numbers: number (i, t) begins at byte i * row_stride + t * column_stride.
typedef struct {
  const void *bytes;
  size_t row_stride;
  size_t column_stride;
  vqk_element_type type;
  /// Whether bytes come in the order that is not this machine's.
  bool is_swapped;
} vqk_stored;

#pragma clang assume_nonnull end

#endif
