// Finds the true nearest centroid by trying all.

#ifndef ORACLE_H
#define ORACLE_H

#include "problem.h"

/// Sets `nearest` and `gaps`.
void find_nearest(problem *p);

#endif
