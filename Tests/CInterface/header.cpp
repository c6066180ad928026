// Checks that the header compiles as C++ and that a C++ program links.

#include "cvq.h"

extern "C" int header_is_cplusplus() {
  cvq_matrix none{};
  none.columns = 1;
  none.element_type = CVQ_FLOAT64;
  const double codebook[] = {1};
  return cvq_vq_f64(&none, codebook, 1, nullptr, nullptr, nullptr, nullptr) == CVQ_OK;
}
