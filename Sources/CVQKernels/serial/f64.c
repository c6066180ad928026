// One scalar at a time, for any processor. The other sets are tested against it.

#include <string.h>

#include "../kernels.h"

#define VQK_SCALAR double
#define VQK_TABLE vqk_serial_f64
#define VQK_NAME "serial"
#define VQK_LANES 1
#define VQK_VECTORS 3
#define VQK_BLOCK 4

#include "../generic/body.h"
