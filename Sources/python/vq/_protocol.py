"""What scikit-learn asks of an estimator, without inheriting from it or importing it first."""

from __future__ import annotations

import sys
from typing import Any, TypeVar

import numpy as np

Self = TypeVar("Self", bound="EstimatorProtocol")


class NotFittedError(ValueError, AttributeError):
    """`fit` has not been called. scikit-learn's own class is raised instead if it is loaded."""


class ConvergenceWarning(UserWarning):
    """There are fewer clusters than asked for. Likewise."""


def of_scikit_learn(own: type[Any]) -> type[Any]:
    """Returns scikit-learn's exception or warning of the same name, if the program has loaded it.

    A program that has not cannot be waiting for it.
    """
    exceptions = sys.modules.get("sklearn.exceptions")
    return getattr(exceptions, own.__name__, own)


class EstimatorProtocol:
    """A clusterer and transformer among scikit-learn's."""

    cluster_centers_: np.ndarray
    n_features_in_: int

    # Under these names, scikit-learn's `clone` copies them.
    _sklearn_output_config: dict[str, str]
    _metadata_request: Any

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import InputTags, Tags, TargetTags, TransformerTags

        return Tags(
            estimator_type="clusterer",
            target_tags=TargetTags(required=False),
            transformer_tags=TransformerTags(preserves_dtype=["float64", "float32"]),
            input_tags=InputTags(),
        )

    def _check_is_fitted(self) -> None:
        if not hasattr(self, "cluster_centers_"):
            raise of_scikit_learn(NotFittedError)(
                f"This {type(self).__name__} instance is not fitted yet. Call 'fit' with "
                "appropriate arguments before using this estimator."
            )

    # ---- Output of transform

    def set_output(self: Self, *, transform: str | None = None) -> Self:
        """Sets what `transform` and `fit_transform` return.

        Parameters
        ----------
        transform : {'default', 'pandas', 'polars'}, optional
            An array, or a table of that package. None changes nothing.
        """
        if transform is not None:
            self._sklearn_output_config = {"transform": transform}
        return self

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Returns the names of the columns that `transform` returns: kmeans0, kmeans1 and so on.

        `input_features`, if given, must be those that were fitted.
        """
        self._check_is_fitted()
        if input_features is not None:
            given = np.asarray(input_features, dtype=object)
            fitted = getattr(self, "feature_names_in_", None)
            if fitted is not None and not np.array_equal(given, fitted):
                raise ValueError("input_features is not equal to feature_names_in_")
            if len(given) != self.n_features_in_:
                raise ValueError(
                    "input_features should have length equal to number of features "
                    f"({self.n_features_in_}), got {len(given)}"
                )
        prefix = type(self).__name__.lower()
        return np.asarray([f"{prefix}{i}" for i in range(len(self.cluster_centers_))], dtype=object)

    def _as_output(self, distances: np.ndarray, data: Any) -> Any:
        """Returns distances in the container that was asked for; `data` is what they are of."""
        container = getattr(self, "_sklearn_output_config", {}).get("transform")
        if container is None and "sklearn" in sys.modules:
            container = sys.modules["sklearn"].get_config()["transform_output"]
        if container in (None, "default"):
            return distances
        names = list(self.get_feature_names_out())
        if container == "pandas":
            import pandas

            index = data.index if isinstance(data, (pandas.DataFrame, pandas.Series)) else None
            return pandas.DataFrame(distances, index=index, columns=names, copy=False)
        if container == "polars":
            import polars

            return polars.DataFrame(distances, schema=names, orient="row")
        raise ValueError(
            f"output config must be in ['default', 'pandas', 'polars'], got {container}"
        )

    # ---- Metadata routing

    def get_metadata_routing(self) -> Any:
        """Returns which of its methods take `sample_weight` from a meta-estimator."""
        from copy import deepcopy

        from sklearn.utils.metadata_routing import MetadataRequest

        if hasattr(self, "_metadata_request"):
            return deepcopy(self._metadata_request)
        request = MetadataRequest(owner=self)
        request.fit.add_request(param="sample_weight", alias=None)
        request.score.add_request(param="sample_weight", alias=None)
        return request

    def set_fit_request(self: Self, *, sample_weight: bool | str | None) -> Self:
        """Sets whether a meta-estimator passes `sample_weight` to `fit`, and under what name."""
        return self._set_request("fit", sample_weight)

    def set_score_request(self: Self, *, sample_weight: bool | str | None) -> Self:
        """Sets whether a meta-estimator passes `sample_weight` to `score`, and under what name."""
        return self._set_request("score", sample_weight)

    def _set_request(self: Self, method: str, sample_weight: bool | str | None) -> Self:
        request = self.get_metadata_routing()
        getattr(request, method).add_request(param="sample_weight", alias=sample_weight)
        self._metadata_request = request
        return self
