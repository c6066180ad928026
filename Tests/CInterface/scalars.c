#include "scalars.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

const scalar both_scalars[2] = {SINGLE, DOUBLE};

double epsilon_of(scalar scalar) { return scalar == SINGLE ? FLT_EPSILON : DBL_EPSILON; }

// By memcpy, because numbers need not be aligned.
double value_at(scalar scalar, const void *numbers, size_t index) {
  const unsigned char *place = (const unsigned char *)numbers + index * (size_t)scalar;
  float single;
  double value;
  if (scalar == SINGLE) {
    memcpy(&single, place, sizeof single);
    return single;
  }
  memcpy(&value, place, sizeof value);
  return value;
}

void set_value(scalar scalar, void *numbers, size_t index, double value) {
  unsigned char *place = (unsigned char *)numbers + index * (size_t)scalar;
  float single = (float)value;
  if (scalar == SINGLE) {
    memcpy(place, &single, sizeof single);
  } else {
    memcpy(place, &value, sizeof value);
  }
}

void *take_numbers(scalar scalar, const double *values, size_t count) {
  void *numbers = take(count * (size_t)scalar);
  for (size_t i = 0; i < count; i++) set_value(scalar, numbers, i, values[i]);
  return numbers;
}

cvq_matrix plain_matrix(scalar scalar, const void *numbers, size_t rows, size_t columns) {
  cvq_matrix matrix;
  memset(&matrix, 0, sizeof matrix);
  matrix.data = numbers;
  matrix.rows = (int64_t)rows;
  matrix.columns = (int64_t)columns;
  matrix.element_type = scalar == SINGLE ? CVQ_FLOAT32 : CVQ_FLOAT64;
  return matrix;
}

cvq_status call_vq(scalar scalar, const cvq_matrix *observations, const void *codebook,
                   size_t clusters, const cvq_vq_options *options, int32_t *codes, void *distances,
                   cvq_error *error) {
  return scalar == SINGLE ? cvq_vq_f32(observations, codebook, (int64_t)clusters, options, codes,
                                       distances, error)
                          : cvq_vq_f64(observations, codebook, (int64_t)clusters, options, codes,
                                       distances, error);
}

cvq_status call_distances(scalar scalar, const cvq_matrix *observations, const void *codebook,
                          size_t clusters, const cvq_vq_options *options, void *distances,
                          cvq_error *error) {
  int64_t k = (int64_t)clusters;
  return scalar == SINGLE ? cvq_distances_f32(observations, codebook, k, options, distances, error)
                          : cvq_distances_f64(observations, codebook, k, options, distances, error);
}

cvq_status call_kmeans(scalar scalar, const cvq_matrix *observations, const double *weights,
                       const void *start, const cvq_kmeans_options *options, void *centroids,
                       int32_t *codes, cvq_kmeans_result *result, cvq_error *error) {
  return scalar == SINGLE ? cvq_kmeans_f32(observations, weights, start, options, centroids, codes,
                                           result, error)
                          : cvq_kmeans_f64(observations, weights, start, options, centroids, codes,
                                           result, error);
}

cvq_status call_seed(scalar scalar, const cvq_matrix *observations, const double *weights,
                     const cvq_kmeans_options *options, void *centroids, cvq_error *error) {
  return scalar == SINGLE ? cvq_seed_f32(observations, weights, options, centroids, error)
                          : cvq_seed_f64(observations, weights, options, centroids, error);
}

cvq_status call_whiten(scalar scalar, const cvq_matrix *observations, const cvq_vq_options *options,
                       void *scales, uint8_t *constants, void *whitened, cvq_error *error) {
  return scalar == SINGLE
             ? cvq_whiten_f32(observations, options, scales, constants, whitened, error)
             : cvq_whiten_f64(observations, options, scales, constants, whitened, error);
}

// Codebooks of partial sums are double for both scalars.
static double *doubles_of(scalar scalar, const void *numbers, size_t count) {
  if (numbers == NULL) return NULL;
  double *doubles = malloc((count + 1) * sizeof *doubles);
  for (size_t i = 0; i < count; i++) doubles[i] = value_at(scalar, numbers, i);
  return doubles;
}

cvq_status call_partial_of_doubles(scalar scalar, const cvq_matrix *observations,
                                   const double *weights, const double *codebook, size_t clusters,
                                   const cvq_partial_options *options, void *partial,
                                   size_t partial_size, int32_t *codes, cvq_error *error) {
  int64_t k = (int64_t)clusters;
  return scalar == SINGLE ? cvq_partial_f32(observations, weights, codebook, k, options, partial,
                                            partial_size, codes, error)
                          : cvq_partial_f64(observations, weights, codebook, k, options, partial,
                                            partial_size, codes, error);
}

cvq_status call_partial(scalar scalar, const cvq_matrix *observations, const double *weights,
                        const void *codebook, size_t clusters, const cvq_partial_options *options,
                        void *partial, size_t partial_size, int32_t *codes, cvq_error *error) {
  double *centroids = doubles_of(scalar, codebook, clusters * (size_t)observations->columns);
  cvq_status status = call_partial_of_doubles(scalar, observations, weights, centroids, clusters,
                                              options, partial, partial_size, codes, error);
  free(centroids);
  return status;
}

cvq_status call_finish(scalar scalar, const void *partial, size_t partial_size,
                       const void *codebook, size_t clusters, size_t columns, const double *origin,
                       void *centroids, cvq_partial_result *result, cvq_error *error) {
  size_t count = clusters * columns;
  double *old = doubles_of(scalar, codebook, count);
  double *means = centroids == NULL ? NULL : malloc((count + 1) * sizeof *means);
  cvq_status status = cvq_partial_finish(partial, partial_size, old, (int64_t)clusters,
                                         (int64_t)columns, origin, means, result, error);
  for (size_t i = 0; status == CVQ_OK && i < count; i++) set_value(scalar, centroids, i, means[i]);
  free(means);
  free(old);
  return status;
}

cvq_status call_origin(scalar scalar, const double *minimum, const double *maximum, int64_t columns,
                       int64_t rows, double *origin, cvq_error *error) {
  return scalar == SINGLE ? cvq_partial_origin_f32(minimum, maximum, columns, rows, origin, error)
                          : cvq_partial_origin_f64(minimum, maximum, columns, rows, origin, error);
}

cvq_status call_far(scalar scalar, cvq_far_rows *far, const int32_t *codes, const void *distances,
                    const double *weights, int64_t rows, int64_t first_row, cvq_error *error) {
  return scalar == SINGLE
             ? cvq_partial_far_f32(far, codes, distances, weights, rows, first_row, error)
             : cvq_partial_far_f64(far, codes, distances, weights, rows, first_row, error);
}
