// What the library tells of itself.

#include <stdio.h>
#include <string.h>

#include "checks.h"

static void tells_its_configuration(void) {
  cvq_configuration told;
  memset(&told, 0xFF, sizeof told);
  told.size = sizeof told;
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_OK, cvq_get_configuration(&told, &error), &error);
  CHECK(told.workers >= 1);
  int major, minor, patch;
  char rest;
  CHECK(sscanf(told.version, "%d.%d.%d%c", &major, &minor, &patch, &rest) == 3);
  CHECK(strlen(told.kernels) > 0 && strlen(told.kernels) < sizeof told.kernels);
  CHECK(strstr(told.available_kernels, told.kernels) != NULL);
  CHECK(strstr(told.available_kernels, "serial") != NULL);
  CHECK(cvq_get_configuration(NULL, &error) == CVQ_ERROR_ARGUMENT);
}

int header_is_cplusplus(void);  // header.cpp

static void is_of_this_header(void) {
  CHECK(cvq_abi_version() == CVQ_ABI_VERSION);
  CHECK(header_is_cplusplus());
}

const test configuration_tests[] = {
    {"the library tells what it would compute with", tells_its_configuration},
    {"the library is that of the header, in C and in C++", is_of_this_header},
    {NULL, NULL},
};
