"""Arrays, sequences and tensors become arrays, without a copy where possible."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from samples import NUMBERS, shares

import vq
from vq._tables import array_of, table_of


def test_an_array_is_returned_unchanged() -> None:
    assert array_of(NUMBERS) is NUMBERS
    assert table_of(NUMBERS).names is None


def test_numpy_converts_sequences_and_scalars() -> None:
    assert array_of([[1, 2], [3, 4]]).shape == (2, 2)
    assert array_of(3).shape == array_of(np.float32(3)).shape == ()
    assert array_of(np.float32(3)).dtype == np.float32


def test_array_protocols_are_read_without_a_copy() -> None:
    numbers = NUMBERS.copy()

    class Interface:
        __array_interface__ = numbers.__array_interface__

    class Method:
        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
            return numbers

    class Exchange:
        def __dlpack__(self, **options: Any) -> Any:
            return numbers.__dlpack__(**options)

        def __dlpack_device__(self) -> tuple[int, int]:
            return numbers.__dlpack_device__()

    for wrapper in (Interface(), Method(), Exchange(), memoryview(numbers)):
        array = array_of(wrapper)
        np.testing.assert_array_equal(array, NUMBERS)
        assert shares(array, numbers)


def test_data_on_another_device_is_refused() -> None:
    class OnDevice:
        def __dlpack__(self, **options: Any) -> None:
            raise AssertionError("must not be read")

        def __dlpack_device__(self) -> tuple[int, int]:
            return (2, 0)

    with pytest.raises(TypeError, match="on another device .* copy it to the processor's memory"):
        array_of(OnDevice())


@pytest.mark.parametrize("mask", [False, True])
def test_masked_arrays_are_refused_with_advice(mask: bool) -> None:
    masked = np.ma.masked_array(NUMBERS.copy(), mask=False)
    masked[7, 2] = np.ma.masked if mask else 1
    weights = np.ma.masked_array(np.ones(60))
    kmeans = vq.KMeans(2).fit(NUMBERS)
    for call in (
        lambda: vq.whiten(masked),
        lambda: vq.vq(masked, NUMBERS[:2]),
        lambda: vq.vq(NUMBERS, masked[:2]),
        lambda: vq.py_vq(masked, NUMBERS[:2]),
        lambda: vq.kmeans(masked, 2),
        lambda: vq.kmeans(NUMBERS, masked[:2]),
        lambda: vq.kmeans2(masked, 2),
        lambda: vq.kmeans2(list(masked), 2),
        lambda: vq.KMeans(2).fit(masked),
        lambda: vq.KMeans(2).fit(NUMBERS, sample_weight=weights),
        lambda: vq.KMeans(2, init=masked[:2]).fit(NUMBERS),
        lambda: kmeans.predict(masked),
        lambda: vq.Whitening().fit(masked),
        lambda: vq.pack(masked, "blocks"),
        lambda: vq.pack(NUMBERS, "blocks", sample_weight=weights),
    ):
        with pytest.raises(
            TypeError, match=r"Masked arrays are not supported: .*\.filled\(value\)"
        ):
            call()


def test_sparse_matrices_are_refused() -> None:
    sparse = pytest.importorskip("scipy.sparse").csr_array(NUMBERS)
    for call in (array_of, vq.whiten, vq.KMeans(2).fit):
        with pytest.raises(TypeError, match="Sparse .* not supported.*toarray"):
            call(sparse)


def test_a_tensor_is_not_copied(torch: Any) -> None:
    tensor = torch.from_numpy(NUMBERS.copy())
    for given in (tensor, tensor[::2, 1:], tensor.T, tensor.clone().requires_grad_()):
        array = array_of(given)
        assert shares(array, given.detach().numpy())
        np.testing.assert_array_equal(array, given.detach().numpy())


def test_tensors_of_half_precision_are_read(torch: Any) -> None:
    tensor = torch.from_numpy(NUMBERS.copy())
    assert array_of(tensor.half()).dtype == np.float16
    array = array_of(tensor.bfloat16())
    assert array.dtype == np.float32
    np.testing.assert_array_equal(array, tensor.bfloat16().float().numpy())


def test_tensors_on_other_devices_and_sparse_tensors_are_refused(torch: Any) -> None:
    with pytest.raises(TypeError, match=r"the tensor is on meta: pass tensor.cpu\(\)"):
        array_of(torch.zeros(2, 2, device="meta"))
    with pytest.raises(TypeError, match="Sparse tensors are not supported"):
        array_of(torch.eye(3).to_sparse())
