"""The structures and constants of cvq.h, field by field."""

from __future__ import annotations

from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char,
    c_double,
    c_int32,
    c_int64,
    c_size_t,
    c_uint64,
    c_void_p,
    sizeof,
)

ABI_VERSION = 1

OK = 0
ERROR_ARGUMENT = 1
ERROR_OPTION = 2
ERROR_SHAPE = 3
ERROR_NOT_FINITE = 4
ERROR_WEIGHT = 5
ERROR_EMPTY_CLUSTER = 6
ERROR_STOPPED = 7
ERROR_KERNELS = 8
ERROR_PARTIAL = 9
ERROR_OTHER = 10
ERROR_MEMORY = 11

# The value of the stop word that ends a call at once.
STOP_AT_ONCE = 2

# The threshold that cvq_kmeans_options_init sets.
THRESHOLD = 1e-4

INITIALIZATIONS = {
    "automatic": 0,
    "points": 1,
    "gaussian": 2,
    "plusplus": 3,
    "greedy": 4,
    "parallel": 5,
}
EMPTY_CLUSTERS = {"relocate": 0, "keep": 1, "drop": 2, "fail": 3}
STOPPING = {"centroid_shift": 0, "distortion_change": 1, "never": 2}
PREFERENCES = {"inertia": 0, "distortion": 1}
CODES_OF = {"result": 0, "last_iteration": 1}
PHASES = ("seeding", "iterating", "finishing")
OUTCOMES = ("converged", "max_iterations", "stopped", "stopped_while_seeding")
GOES_ON = -1


class Sized(Structure):
    """A structure that begins with its own size, which the constructor fills in."""

    def __init__(self, **fields: object) -> None:
        super().__init__(size=sizeof(self), **fields)


class Error(Sized):
    """cvq_error"""

    _fields_ = [
        ("size", c_size_t),
        ("row", c_int64),
        ("column", c_int64),
        ("message", c_char * 488),
    ]


class Matrix(Structure):
    """cvq_matrix"""

    _fields_ = [
        ("data", c_void_p),
        ("rows", c_int64),
        ("columns", c_int64),
        ("row_stride", c_int64),
        ("column_stride", c_int64),
        ("element_type", c_int32),
        ("is_swapped", c_int32),
    ]


class VQOptions(Sized):
    """cvq_vq_options"""

    _fields_ = [
        ("size", c_size_t),
        ("workers", c_int64),
        ("stop", POINTER(c_int32)),
        ("check_finite", c_int32),
        ("reserved", c_int32),
    ]


class Progress(Sized):
    """cvq_progress"""

    _fields_ = [
        ("size", c_size_t),
        ("phase", c_int32),
        ("reserved", c_int32),
        ("restart", c_int64),
        ("iteration", c_int64),
        ("inertia", c_double),
        ("distortion", c_double),
        ("centroid_shift", c_double),
    ]


ProgressFunction = CFUNCTYPE(c_int32, POINTER(Progress), c_void_p)


class KMeansOptions(Sized):
    """cvq_kmeans_options"""

    _fields_ = [
        ("size", c_size_t),
        ("clusters", c_int64),
        ("restarts", c_int64),
        ("max_iterations", c_int64),
        ("threshold", c_double),
        ("stopping", c_int32),
        ("algorithm", c_int32),
        ("initialization", c_int32),
        ("empty_clusters", c_int32),
        ("preference", c_int32),
        ("codes_of", c_int32),
        ("seed", c_uint64),
        ("has_seed", c_int32),
        ("reserved", c_int32),
        ("workers", c_int64),
        ("pruning_memory", c_int64),
        ("stop", POINTER(c_int32)),
        ("on_progress", ProgressFunction),
        ("context", c_void_p),
    ]


class KMeansResult(Sized):
    """cvq_kmeans_result"""

    _fields_ = [
        ("size", c_size_t),
        ("clusters", c_int64),
        ("inertia", c_double),
        ("distortion", c_double),
        ("iterations", c_int64),
        ("restart", c_int64),
        ("empty_iterations", c_int64),
        ("outcome", c_int32),
        ("reserved", c_int32),
    ]


class PartialOptions(Sized):
    """cvq_partial_options"""

    _fields_ = [
        ("size", c_size_t),
        ("first_block", c_int64),
        ("block_rows", c_int64),
        ("workers", c_int64),
        ("stop", POINTER(c_int32)),
        ("origin", c_void_p),
        ("moved_rows", c_void_p),
        ("moved_codes", c_void_p),
        ("moved", c_int64),
    ]


class PartialResult(Sized):
    """cvq_partial_result"""

    _fields_ = [
        ("size", c_size_t),
        ("rows", c_int64),
        ("first_block", c_int64),
        ("end_block", c_int64),
        ("inertia", c_double),
        ("distortion", c_double),
        ("centroid_shift", c_double),
        ("empty_clusters", c_int64),
        ("moved_clusters", c_int64),
    ]


class PartialStep(Sized):
    """cvq_partial_step"""

    _fields_ = [
        ("size", c_size_t),
        ("iteration", c_int64),
        ("max_iterations", c_int64),
        ("stopping", c_int32),
        ("reserved", c_int32),
        ("threshold", c_double),
        ("mean_variance", c_double),
        ("centroid_shift", c_double),
        ("moved_clusters", c_int64),
        ("dropped_clusters", c_int64),
        ("last_distortion", c_double),
        ("distortion", c_double),
    ]


class FarRows(Sized):
    """cvq_far_rows"""

    _fields_ = [
        ("size", c_size_t),
        ("clusters", c_int64),
        ("members", c_void_p),
        ("capacity", c_int64),
        ("count", c_int64),
        ("rows", c_void_p),
    ]


class Configuration(Sized):
    """cvq_configuration"""

    _fields_ = [
        ("size", c_size_t),
        ("workers", c_int64),
        ("version", c_char * 32),
        ("kernels", c_char * 32),
        ("available_kernels", c_char * 128),
        ("algorithms", c_char * 256),
    ]
