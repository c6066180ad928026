// Lets a test run with both scalars: tests use doubles, and these functions call the function of
// cvq.h for the scalar.

#ifndef SCALARS_H
#define SCALARS_H

#include <stddef.h>
#include <stdint.h>

#include "cvq.h"

// A scalar, by its size in bytes.
typedef enum scalar { SINGLE = 4, DOUBLE = 8 } scalar;

extern const scalar both_scalars[2];

double epsilon_of(scalar scalar);
double value_at(scalar scalar, const void *numbers, size_t index);
void set_value(scalar scalar, void *numbers, size_t index, double value);

// Allocates `count` scalars with these values.
void *take_numbers(scalar scalar, const double *values, size_t count);

// A matrix without gaps.
cvq_matrix plain_matrix(scalar scalar, const void *numbers, size_t rows, size_t columns);

cvq_status call_vq(scalar scalar, const cvq_matrix *observations, const void *codebook,
                   size_t clusters, const cvq_vq_options *options, int32_t *codes, void *distances,
                   cvq_error *error);
cvq_status call_distances(scalar scalar, const cvq_matrix *observations, const void *codebook,
                          size_t clusters, const cvq_vq_options *options, void *distances,
                          cvq_error *error);
cvq_status call_kmeans(scalar scalar, const cvq_matrix *observations, const double *weights,
                       const void *start, const cvq_kmeans_options *options, void *centroids,
                       int32_t *codes, cvq_kmeans_result *result, cvq_error *error);
cvq_status call_seed(scalar scalar, const cvq_matrix *observations, const double *weights,
                     const cvq_kmeans_options *options, void *centroids, cvq_error *error);
cvq_status call_whiten(scalar scalar, const cvq_matrix *observations, const cvq_vq_options *options,
                       void *scales, uint8_t *constants, void *whitened, cvq_error *error);
// The codebook is of the scalar and converted to double. `call_finish` rounds centroids to the
// scalar.
cvq_status call_partial(scalar scalar, const cvq_matrix *observations, const double *weights,
                        const void *codebook, size_t clusters, const cvq_partial_options *options,
                        void *partial, size_t partial_size, int32_t *codes, cvq_error *error);
cvq_status call_partial_of_doubles(scalar scalar, const cvq_matrix *observations,
                                   const double *weights, const double *codebook, size_t clusters,
                                   const cvq_partial_options *options, void *partial,
                                   size_t partial_size, int32_t *codes, cvq_error *error);
cvq_status call_finish(scalar scalar, const void *partial, size_t partial_size,
                       const void *codebook, size_t clusters, size_t columns, const double *origin,
                       void *centroids, cvq_partial_result *result, cvq_error *error);
cvq_status call_origin(scalar scalar, const double *minimum, const double *maximum, int64_t columns,
                       int64_t rows, double *origin, cvq_error *error);
cvq_status call_far(scalar scalar, cvq_far_rows *far, const int32_t *codes, const void *distances,
                    const double *weights, int64_t rows, int64_t first_row, cvq_error *error);

#endif
