#ifndef CVQKERNELS_H
#define CVQKERNELS_H
#include <stddef.h>
#endif
