// Tests of what the library reports about itself.

#define _POSIX_C_SOURCE 200809L

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
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

// Programs have these numbers compiled in, so they must not change.
static void numbers_every_algorithm(void) {
  static const struct {
    int32_t number;
    const char *name;
  } algorithms[] = {
      {CVQ_AUTOMATIC, "automatic"}, {CVQ_LLOYD, "lloyd"},         {CVQ_HAMERLY, "hamerly"},
      {CVQ_YINYANG, "yinyang"},     {CVQ_SCREENING, "screening"}, {CVQ_SORTED, "sorted"},
      {CVQ_FILTERING, "filtering"},
  };
  cvq_configuration told = {.size = sizeof told};
  cvq_error error = no_error();
  CHECK_STATUS(CVQ_OK, cvq_get_configuration(&told, &error), &error);
  int32_t number = 0;
  for (char *name = strtok(told.algorithms, " "); name != NULL; name = strtok(NULL, " ")) {
    situation("algorithm %d, %s", (int)number, name);
    CHECK((size_t)number < COUNT(algorithms));
    if ((size_t)number >= COUNT(algorithms)) return;
    CHECK(algorithms[number].number == number && strcmp(algorithms[number].name, name) == 0);
    number++;
  }
  CHECK((size_t)number == COUNT(algorithms));
}

// An unknown kernel set, with letters of two bytes each.
static void refuses_kernel_sets(void) {
  setenv("VQ_KERNELS", "\xC3\xA4\xC3\xB6\xC3\xBC", 1);
  cvq_configuration told = {.size = sizeof told};
  cvq_error whole = no_error();
  CHECK_STATUS(CVQ_ERROR_KERNELS, cvq_get_configuration(&told, &whole), &whole);
  const char *name = strstr(whole.message, "\xC3\xA4");
  CHECK(name != NULL);
  size_t start = name != NULL ? (size_t)(name - whole.message) : 0;
  for (size_t room = start + 1; room <= start + 7; room++) {
    situation("space for %zu bytes", room);
    cvq_error cut = no_error();
    cut.size = offsetof(cvq_error, message) + room;
    CHECK_STATUS(CVQ_ERROR_KERNELS, cvq_get_configuration(&told, &cut), &cut);
    size_t length = strlen(cut.message);
    CHECK(length < room && memcmp(cut.message, whole.message, length) == 0);
    CHECK((whole.message[length] & 0xC0) != 0x80);
  }
  unsetenv("VQ_KERNELS");
}

int header_is_cplusplus(void);  // header.cpp

static void is_of_this_header(void) {
  CHECK(cvq_abi_version() == CVQ_ABI_VERSION);
  CHECK(header_is_cplusplus());
}

const test configuration_tests[] = {
    {"the library reports its configuration", tells_its_configuration},
    {"the header has the number of every algorithm", numbers_every_algorithm},
    {"the message names an unknown kernel set and never cuts a character in two",
     refuses_kernel_sets},
    {"the library matches the header, in C and in C++", is_of_this_header},
    {NULL, NULL},
};
