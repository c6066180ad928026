#include "CVQKernels.h"
