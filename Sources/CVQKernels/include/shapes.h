// The data structures that kernels read and write: rows, codebooks, bounds, pairs.

#ifndef CVQKERNELS_SHAPES_H
#define CVQKERNELS_SHAPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// The number of centroids in a panel: packed side by side, in every kernel set.
enum { VQK_PANEL = 8 };

/// The maximum number of rows that a kernel set packs side by side. The `row_group` of every set
/// divides it.
enum { VQK_MAXIMUM_ROW_GROUP = 48 };

/// The maximum number of directions of a projection.
enum { VQK_MAXIMUM_DIRECTIONS = 128 };

/// The number of bins that the range of a feature is divided into when rows are ordered.
enum { VQK_BINS = 1024 };

/// The frame: scores are computed in the coordinates x * scale - shift, scale a power of two.
typedef struct {
  /// `d` scalars of the table's type, already scaled.
  const void *shift;
  double scale;
} vqk_frame;

/// The margin: how far the score of the true nearest centroid may lie above the lowest score,
/// because of rounding.
///
/// For a row x in the frame it is factor * (|x| g + g^2 / 2) + underflow. g is the norm of the
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

/// A codebook packed for scoring. Each panel of VQK_PANEL centroids holds half their squared norms,
/// then, for each feature, their coordinates. The last panel is padded with zero centroids of
/// infinite norm, which are never nearest. 64-byte aligned.
typedef struct {
  const void *panels;
  size_t k;
  size_t d;
} vqk_codebook;

/// Rows packed for scoring. Each group of `row_group` rows holds, for each feature, their
/// coordinates in the frame. The last group is padded with zero rows. 64-byte aligned.
typedef struct {
  const void *groups;
  size_t n;
  size_t d;
  /// Memory to prefetch while these rows are scored, usually the next rows before packing. It is
  /// never read. May be null, with size 0.
  const void *_Nullable ahead;
  /// In bytes.
  size_t ahead_size;
} vqk_rows;

/// Rows rounded to bytes: for each group of `byte_group` rows, for each four features, the four
/// bytes of each row, plus 128; the last group is filled up with any bytes. Each row has the step
/// that its bytes count, and its margin; both are NaN if the row is not finite, or so large that it
/// must not be decided here. 64-byte aligned, except `ahead`, which is as in `vqk_rows`.
typedef struct {
  const uint8_t *groups;
  const float *steps;
  const float *margins;
  size_t n;
  size_t d;
  const void *_Nullable ahead;
  size_t ahead_size;
} vqk_byte_rows;

/// A codebook rounded to bytes: panels of VQK_PANEL centroids, each 96 bytes (half squared norms,
/// scales and starts of the sums) and then, for each four features, the four bytes of each
/// centroid. The last panel is filled up with centroids of infinite norm. 64-byte aligned.
typedef struct {
  const uint8_t *panels;
  size_t k;
  size_t d;
} vqk_byte_codebook;

/// Workspace of a search by bytes: for each panel of centroids, the lowest score of each row of a
/// group, and memory for a list of panels.
typedef struct {
  float *minima;
  uint64_t *bits;
  int32_t *codes;
} vqk_byte_panels;

/// A row whose nearest centroid the scores cannot decide. Its candidates are the centroids whose
/// score is at most `limit` or cannot be compared with it.
typedef struct {
  uint32_t row;
  /// Whether there are exactly two candidates: `codes`, the lower code first. If false, the
  /// candidates are unknown.
  bool is_pair;
  int32_t codes[2];
  double limit;
  /// From a search by bytes: the second-lowest score, or a lower bound on it.
  float second;
} vqk_undecided;

/// The open rows of a tile: their numbers, and for each its present code and the squared distance
/// to that centroid.
typedef struct {
  /// Null means the first `count` rows.
  uint32_t *_Nullable numbers;
  int32_t *codes;
  double *squared;
  size_t count;
} vqk_open;

/// The codes and bounds of a tile's rows, and the drifts that the bounds are stored relative to.
typedef struct {
  /// For each row: its code, an upper bound on the distance to that centroid, and a lower bound on
  /// the distances to all others.
  int32_t *codes;
  float *upper;
  float *lower;
  /// The cumulative drift of each centroid, which is subtracted from upper bounds, and the sum over
  /// iterations of the maximum drift of any centroid, which is added to lower bounds.
  const double *travelled;
  double maximum;
} vqk_bounds;

/// For each code: the maximum distance of its rows, the sum of their distances and their number.
typedef struct {
  float *maximum;
  double *sums;
  int64_t *counts;
} vqk_reach;

/// The neighbour list of each centroid, nearest first: `codes` and lower bounds on their
/// `distances`, from `starts[code]` to `starts[code + 1]`. It is complete up to `radii[code]`.
typedef struct {
  const int32_t *starts;
  const int32_t *codes;
  const float *distances;
  const float *radii;
} vqk_neighbours;

/// Pairs of a row and a centroid whose distance must be computed. The pairs of a row are
/// consecutive. There is space for `room` pairs.
typedef struct {
  uint32_t *rows;
  int32_t *codes;
  double *squared;
  size_t count;
  size_t room;
  /// For each row: the number of its pairs, and a lower bound on the distance to all other
  /// centroids.
  int32_t *counts;
  double *beyond;
} vqk_pairs;

/// The types of stored numbers.
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

/// Rows of stored numbers. The number in row i, column t begins at byte
/// i * row_stride + t * column_stride.
typedef struct {
  const void *bytes;
  size_t row_stride;
  size_t column_stride;
  vqk_element_type type;
  /// Whether the numbers have the opposite byte order of this machine.
  bool is_swapped;
} vqk_stored;

#pragma clang assume_nonnull end

#endif
