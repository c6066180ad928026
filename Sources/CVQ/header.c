// Holds the header to C: nothing else is written in it, since VQCInterface implements it in Swift.
#include "cvq.h"
