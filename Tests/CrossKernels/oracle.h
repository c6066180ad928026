// Which centroid is truly nearest, by trying all.

#ifndef ORACLE_H
#define ORACLE_H

#include "problem.h"

/// Fills in `nearest` and `gaps`.
void find_nearest(problem *p);

#endif
