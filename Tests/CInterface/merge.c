// Tests of merges that are refused.

#include <string.h>

#include "blocks.h"
#include "checks.h"
#include "memory.h"

enum { ROWS = 16, D = 2, K = 3 };

static const double origin[D] = {0.5, 0.25}, other_origin[D] = {0.5, 0.5};

// Eight full blocks and one of a single row.
static blocks usual(void) { return take_blocks(DOUBLE, ROWS, 8, D, K, 0, origin); }

static void check_refused(unsigned char *into, size_t into_size, const void *from,
                          size_t from_size) {
  size_t held = cvq_partial_size(K, D);
  unsigned char *before = take_copy(into, held);
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_ERROR_PARTIAL, cvq_partial_merge(into, into_size, from, from_size, &error),
               &error);
  CHECK(memcmp(into, before, held) == 0);
}

// Wrong bytes in either argument: not a partial, another version, arrays of other sizes.
static void refuses_damage(void) {
  static const struct {
    const char *what;
    size_t offset;
  } damages[] = {
      {"letters", 0},          {"letters", 3},     {"version", 4},      {"flags", 7},
      {"clusters", 8},         {"features", 12},   {"fingerprint", 16}, {"fingerprint", 23},
      {"rows of a block", 40}, {"arithmetic", 80},
  };
  blocks b = usual();
  unsigned char *left = take_partial(&b, 0, 1), *right = take_partial(&b, 1, 2);
  if (left == NULL || right == NULL) return;
  for (size_t i = 0; i < COUNT(damages); i++) {
    situation("%s, byte %zu", damages[i].what, damages[i].offset);
    unsigned char *damaged_left = take_copy(left, b.bytes);
    unsigned char *damaged_right = take_copy(right, b.bytes);
    damaged_left[damages[i].offset] ^= 0x10;
    damaged_right[damages[i].offset] ^= 0x10;
    check_refused(damaged_left, b.bytes, right, b.bytes);
    check_refused(left, b.bytes, damaged_right, b.bytes);
  }
}

static void refuses_what_is_cut_short(void) {
  blocks b = usual();
  unsigned char *left = take_partial(&b, 0, 1), *right = take_partial(&b, 1, 2);
  if (left == NULL || right == NULL) return;
  static const size_t lengths[] = {0, 1, 8, 95, 96, 96 + 16 * K};
  for (size_t i = 0; i < COUNT(lengths); i++) {
    situation("%zu bytes", lengths[i]);
    check_refused(left, b.bytes, take_copy(right, lengths[i]), lengths[i]);
    check_refused(left, lengths[i], right, b.bytes);
  }
  check_refused(left, b.bytes, take_copy(right, b.bytes - 1), b.bytes - 1);
  check_refused(left, b.bytes - 1, right, b.bytes);
}

// Ranges of blocks that are not neighbours in the tree.
static void refuses_other_blocks(void) {
  static const int64_t runs[][4] = {
      {0, 1, 2, 3},  // a gap
      {0, 1, 0, 1},  // a repeated block
      {0, 2, 1, 2},  // a repeated block, the right range inside the left
      {1, 2, 0, 1},  // the wrong order
      {1, 2, 2, 3},  // adjacent, but children of different nodes
      {1, 2, 2, 4},  // the same with different sizes
      {5, 6, 6, 8},  // the right larger than the left
      {2, 4, 4, 6},  // adjacent nodes of two blocks, but children of different nodes
      {8, 9, 0, 8},  // the wrong order, at the end
  };
  blocks b = usual();
  for (size_t i = 0; i < COUNT(runs); i++) {
    const int64_t *run = runs[i];
    situation("blocks %d to %d and %d to %d", (int)run[0], (int)run[1], (int)run[2], (int)run[3]);
    unsigned char *left = take_partial(&b, run[0], run[1]);
    unsigned char *right = take_partial(&b, run[2], run[3]);
    if (left != NULL && right != NULL) check_refused(left, b.bytes, right, b.bytes);
  }
}

// A node that is not full is at the end of all blocks, so nothing can follow it.
static void refuses_more_after_the_end(void) {
  blocks b = take_blocks(DOUBLE, ROWS, 2, D, K, 0, origin);
  blocks longer = take_blocks(DOUBLE, ROWS, 8, D, K, 0, origin);
  longer.p.codebook = b.p.codebook;
  unsigned char *short_run = take_partial(&b, 0, 3);
  unsigned char *next_run = take_partial(&longer, 3, 4);
  if (short_run != NULL && next_run != NULL) check_refused(short_run, b.bytes, next_run, b.bytes);

  // The same for rows in a block: the last block of `b` has a single row.
  unsigned char *cut = take_partial(&b, 2, 3);
  unsigned char *after = take_partial(&longer, 3, 4);
  if (cut != NULL && after != NULL) check_refused(cut, b.bytes, after, b.bytes);
}

static void refuses_other_problems(void) {
  blocks b = usual();
  unsigned char *left = take_partial(&b, 0, 1);
  for (int what = 0; what < 7; what++) {
    static const char *const names[] = {"scalar",  "codebook", "origin",  "rows of a block",
                                        "weights", "clusters", "features"};
    situation("another %s", names[what]);
    blocks other = b;
    if (what == 0) other = take_blocks(SINGLE, ROWS, 8, D, K, 0, origin);
    if (what == 1) {
      other.p.codebook = take_copy(b.p.codebook, K * D * sizeof(double));
      set_value(DOUBLE, other.p.codebook, K * D - 1, 0.75);
    }
    if (what == 2) other.origin = other_origin;
    if (what == 3) other.block_rows = ROWS / 2;
    if (what == 4) other.weights = take_weights(b.p.n, 3);
    if (what == 5) other = take_blocks(DOUBLE, ROWS, 8, D, K - 1, 0, origin);
    if (what == 6) other = take_blocks(DOUBLE, ROWS, 8, D - 1, K, 0, origin);
    unsigned char *right = take_partial(&other, 1, 2);
    if (left != NULL && right != NULL) check_refused(left, b.bytes, right, other.bytes);
  }
}

// Bytes that a sender might send: the sum of the row numbers of two blocks overflows.
static void refuses_rows_without_numbers(void) {
  blocks b = take_blocks(DOUBLE, ROWS, 8, D, 1, 0, NULL);
  unsigned char *sides[] = {take_partial(&b, 0, 1), take_partial(&b, 1, 2)};
  if (sides[0] == NULL || sides[1] == NULL) return;
  const int64_t rows = INT64_C(1) << 62;
  const double weight = 0x1p62;
  for (size_t side = 0; side < 2; side++) {
    memcpy(sides[side] + 40, &rows, 8);
    memcpy(sides[side] + 48, &rows, 8);
    memcpy(sides[side] + 72, &weight, 8);
    memcpy(sides[side] + 96, &rows, 8);
    memcpy(sides[side] + 104, &weight, 8);
  }
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_ERROR_PARTIAL, cvq_partial_merge(sides[0], b.bytes, sides[1], b.bytes, &error),
               &error);
}

static void refuses_runs_that_are_no_nodes(void) {
  static const int64_t runs[][2] = {{1, 3}, {2, 5}, {3, 5}, {1, 9}, {6, 9}, {4, 9}};
  blocks b = usual();
  for (size_t i = 0; i < COUNT(runs); i++) {
    int64_t first = runs[i][0], end = runs[i][1];
    situation("blocks %d to %d", (int)first, (int)end);
    cvq_partial_options options;
    cvq_partial_options_init(&options, sizeof options);
    options.first_block = first;
    options.block_rows = ROWS;
    size_t rows = (size_t)(end - first - 1) * ROWS + 1;
    cvq_matrix matrix = plain_matrix(DOUBLE, b.p.rows, rows, D);
    cvq_error error = no_error();
    CHECK_STATUS(CVQ_ERROR_OPTION,
                 cvq_partial_f64(&matrix, NULL, b.p.codebook, K, &options, take(b.bytes), b.bytes,
                                 NULL, &error),
                 &error);
  }
}

const test merge_tests[] = {
    {"merge refuses damaged bytes and changes nothing", refuses_damage},
    {"merge refuses bytes that are cut short", refuses_what_is_cut_short},
    {"merge refuses ranges that are not neighbours in the tree", refuses_other_blocks},
    {"merge refuses blocks after the end", refuses_more_after_the_end},
    {"merge refuses sums of another problem", refuses_other_problems},
    {"merge refuses more rows than an integer can count", refuses_rows_without_numbers},
    {"cvq_partial refuses ranges that are not a node of the tree", refuses_runs_that_are_no_nodes},
    {NULL, NULL},
};
