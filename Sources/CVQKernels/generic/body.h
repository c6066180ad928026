// One kernel set for one scalar: the generic bodies and the table that exports them.
//
// Each f32.c and f64.c includes this file once, inside the region of target attributes. So every
// function is compiled separately for each set.

#include "simd.h"

#include "pack.inc"

#include "nearest.inc"

#include "round.inc"

#include "bytes.inc"

#include "screen.inc"

#include "probe.inc"

#include "distance.inc"

#include "distance_matrix.inc"

#include "accumulate.inc"

#include "changed.inc"

#include "contested.inc"

#include "bounds.inc"

#include "moments.inc"

#include "widen.inc"

#include "project.inc"

#include "order.inc"

#include "prune.inc"

const vqk_kernels VQK_TABLE = {
    .name = VQK_NAME,
    .row_group = ROW_GROUP,
    .pack_rows = pack_rows,
    .pack_centroids = pack_centroids,
    .nearest = nearest,
    .candidates = candidates,
    .byte_group = BYTE_GROUP,
    .multiplies_bytes = MULTIPLIES_BYTES,
    .round_rows = round_rows,
    .round_centroids = round_centroids,
    .nearest_bytes = nearest_bytes,
    .byte_candidates = byte_candidates,
    .score_limits = score_limits,
    .screen = screen,
    .distances = distances,
    .distance_matrix = distance_matrix,
    .accumulate = accumulate,
    .transfer = transfer,
    .contested = contested,
    .keep_bounds = keep_bounds,
    .narrow = narrow,
    .seconds_of_gaps = seconds_of_gaps,
    .settle_pairs = settle_pairs,
    .neighbour_pairs = neighbour_pairs,
    .contested_groups = contested_groups,
    .gather = gather,
    .changed = changed,
    .moments = moments,
    .comoments = comoments,
    .widen = widen,
    .project = project,
    .row_bounds = row_bounds,
    .count_bins = count_bins,
    .distribute = distribute,
    .prune = prune,
    .translate = translate,
    .multiply_add_chains = BLOCK * VECTORS * LANES,
    .multiply_add = multiply_add,
};
