"""scikit-learn's conventions for estimators, without a dependency on scikit-learn."""

from __future__ import annotations

import html
import inspect
import sys
from collections.abc import Iterable
from numbers import Integral, Real
from typing import Any, ClassVar, TypeVar

import numpy as np

from ._errors import InvalidParameterError, NotFittedError, of_scikit_learn
from ._observations import Observations, as_observations, check_features

AnyEstimator = TypeVar("AnyEstimator", bound="Estimator")
AnyTransformer = TypeVar("AnyTransformer", bound="Transformer")
AnyWeighted = TypeVar("AnyWeighted", bound="Weighted")


class Estimator:
    """An object that is created with parameters and then fitted.

    A parameter is an argument of `__init__`, which only stores it as an attribute of the same
    name. Parameters are checked when they are used, so that a search may set them one by one.
    """

    n_features_in_: int

    # The kind of estimator for scikit-learn's tools; None if it only transforms.
    _estimator_type: ClassVar[str | None] = None

    # The methods that take `sample_weight`.
    _weighted_methods: ClassVar[tuple[str, ...]] = ()

    # ---- Parameters

    @classmethod
    def _defaults(cls) -> dict[str, Any]:
        signature = inspect.signature(cls)
        return {name: parameter.default for name, parameter in signature.parameters.items()}

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters of the estimator.

        Parameters
        ----------
        deep : bool, default True
            Ignored: no parameter is an estimator with parameters of its own.

        Returns
        -------
        dict
            The value of each parameter, by name.

        Examples
        --------
        >>> from vq import Whitening
        >>> Whitening(n_jobs=2).get_params()
        {'n_jobs': 2}
        """
        return {name: getattr(self, name) for name in sorted(self._defaults())}

    def set_params(self: AnyEstimator, **params: Any) -> AnyEstimator:
        """Set parameters by name.

        Parameters
        ----------
        **params
            Parameters and their values.

        Returns
        -------
        Estimator
            The estimator itself.

        Raises
        ------
        ValueError
            If the estimator has no parameter of a given name.

        Examples
        --------
        >>> from vq import KMeans
        >>> KMeans().set_params(n_clusters=3, tol=0)
        KMeans(n_clusters=3, tol=0)
        """
        known = self._defaults()
        for name in params:
            if name not in known:
                raise ValueError(
                    f"Invalid parameter {name!r} for estimator {self!r}. "
                    f"Valid parameters are: {sorted(known)!r}."
                )
        for name, value in params.items():
            setattr(self, name, value)
        return self

    def _check_integer(self, name: str, others: str = "") -> None:
        """Raises if a parameter is not an integer of at least 1.

        `others` names, for the message, what else is allowed.
        """
        value = getattr(self, name)
        if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
            raise self._invalid(name, f"an int in the range [1, inf){others}")

    def _check_not_negative(self, name: str) -> None:
        value = getattr(self, name)
        if (
            not isinstance(value, Real)
            or isinstance(value, bool)
            or not 0 <= float(value) < np.inf
        ):
            raise self._invalid(name, "a float in the range [0.0, inf)")

    def _check_verbose(self) -> None:
        value = getattr(self, "verbose")
        if not isinstance(value, (Integral, np.bool_)) or value < 0:
            raise self._invalid("verbose", "an int in the range [0, inf) or a bool")

    def _check_choice(self, name: str, choices: Iterable[str], others: str = "") -> None:
        value = getattr(self, name)
        if not isinstance(value, str) or value not in choices:
            raise self._invalid(name, f"a str among {sorted(choices)}{others}")

    def _check_jobs(self) -> None:
        value = getattr(self, "n_jobs")
        is_number = isinstance(value, Integral) and not isinstance(value, bool)
        if value is not None and (not is_number or value == 0):
            raise self._invalid("n_jobs", "an int other than 0, or None")

    def _invalid(self, name: str, expected: str) -> InvalidParameterError:
        return InvalidParameterError(
            f"The {name!r} parameter of {type(self).__name__} must be {expected}. "
            f"Got {getattr(self, name)!r} instead."
        )

    # ---- How it is shown

    def _changed(self) -> dict[str, str]:
        """Returns the parameters that differ from their defaults, as Python source text."""
        return {
            name: repr(getattr(self, name))
            for name, default in self._defaults().items()
            if not _is_same(getattr(self, name), default)
        }

    def __repr__(self) -> str:
        changed = (f"{name}={value}" for name, value in self._changed().items())
        return f"{type(self).__name__}({', '.join(changed)})"

    def _repr_html_(self) -> str:
        """Returns a table of the parameters for notebooks; changed ones are bold."""
        changed = self._changed()
        rows = []
        for name in self._defaults():
            tag = "b" if name in changed else "span"
            value = html.escape(changed.get(name, repr(getattr(self, name))))
            rows.append(f"<tr><td><{tag}>{name}</{tag}></td><td><pre>{value}</pre></td></tr>")
        state = "fitted" if self._is_fitted() else "not fitted"
        return (
            f"<details><summary><code>{html.escape(repr(self))}</code> ({state})</summary>"
            f"<table>{''.join(rows)}</table></details>"
        )

    # ---- Tags

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import InputTags, Tags, TargetTags, TransformerTags

        return Tags(
            estimator_type=self._estimator_type,
            target_tags=TargetTags(required=False),
            transformer_tags=TransformerTags(preserves_dtype=["float64", "float32"]),
            input_tags=InputTags(),
        )

    def _more_tags(self) -> dict[str, Any]:
        """Returns the tags for scikit-learn before 1.6."""
        return {"preserves_dtype": [np.float64, np.float32]}

    # ---- Observations after the fit

    def _is_fitted(self) -> bool:
        return hasattr(self, "n_features_in_")

    def _check_is_fitted(self) -> None:
        if not self._is_fitted():
            raise of_scikit_learn(NotFittedError)(
                f"This {type(self).__name__} instance is not fitted yet. Call 'fit' with "
                "appropriate arguments before using this estimator."
            )

    def _note_features(self, observations: Observations) -> None:
        """Keeps the number and the names of the features, to check later observations."""
        self.n_features_in_ = observations.array.shape[1]
        if observations.names is not None:
            self.feature_names_in_ = observations.names
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_

    def _refuse(self, data: Any) -> None:
        """Raises for data that only some methods take."""

    def _new_observations(self, data: Any) -> Observations:
        self._refuse(data)
        self._check_is_fitted()
        name = type(self).__name__
        observations = as_observations(data, name)
        fitted_names = getattr(self, "feature_names_in_", None)
        check_features(name, observations, self.n_features_in_, fitted_names)
        return observations

    # ---- Metadata routing

    def get_metadata_routing(self) -> Any:
        """Return which methods take `sample_weight` from a meta-estimator of scikit-learn.

        Returns
        -------
        sklearn.utils.metadata_routing.MetadataRequest
            The request of each method.

        Examples
        --------
        >>> from vq import Whitening
        >>> Whitening().get_metadata_routing()
        {}
        """
        from copy import deepcopy

        from sklearn.utils.metadata_routing import MetadataRequest

        if hasattr(self, "_metadata_request"):
            return deepcopy(self._metadata_request)
        request = MetadataRequest(owner=self)
        for method in self._weighted_methods:
            getattr(request, method).add_request(param="sample_weight", alias=None)
        return request


class Transformer(Estimator):
    """An estimator with `transform`, whose result may be an array or a table."""

    # scikit-learn's `clone` copies an attribute of this name.
    _sklearn_output_config: dict[str, str]

    def set_output(self: AnyTransformer, *, transform: str | None = None) -> AnyTransformer:
        """Choose what `transform` and `fit_transform` return.

        Parameters
        ----------
        transform : {'default', 'pandas', 'polars'} or None, default None
            'default' means an array, the other names a table of that package. None changes
            nothing.

        Returns
        -------
        Estimator
            The estimator itself.

        Examples
        --------
        >>> from vq import Whitening
        >>> whitening = Whitening().set_output(transform="pandas")
        >>> whitening.fit_transform([[1.0, 200.0], [3.0, 600.0]])
            x0   x1
        0  1.0  1.0
        1  3.0  3.0
        """
        if transform is not None:
            self._sklearn_output_config = {"transform": transform}
        return self

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return the names of the columns that `transform` returns."""
        raise NotImplementedError

    def _fitted_names(self, input_features: Any) -> np.ndarray | None:
        """Returns the names of the features in the fit, or else the given names."""
        self._check_is_fitted()
        fitted: np.ndarray | None = getattr(self, "feature_names_in_", None)
        if input_features is None:
            return fitted
        given = np.asarray(input_features, dtype=object)
        if fitted is not None and not np.array_equal(given, fitted):
            raise ValueError("input_features is not equal to feature_names_in_")
        if len(given) != self.n_features_in_:
            raise ValueError(
                "input_features should have length equal to number of features "
                f"({self.n_features_in_}), got {len(given)}"
            )
        return given

    def _as_output(self, numbers: np.ndarray, data: Any) -> Any:
        """Returns numbers in the chosen container; `data` is the input they were computed from."""
        container = getattr(self, "_sklearn_output_config", {}).get("transform")
        if container is None and "sklearn" in sys.modules:
            container = sys.modules["sklearn"].get_config()["transform_output"]
        if container in (None, "default"):
            return numbers
        names = list(self.get_feature_names_out())
        if container == "pandas":
            import pandas

            index = data.index if isinstance(data, (pandas.DataFrame, pandas.Series)) else None
            return pandas.DataFrame(numbers, index=index, columns=names, copy=False)
        if container == "polars":
            import polars

            return polars.DataFrame(numbers, schema=names, orient="row")
        raise ValueError(
            f"output config must be in ['default', 'pandas', 'polars'], got {container}"
        )


class Weighted(Estimator):
    """An estimator whose `fit` and `score` take `sample_weight`, by metadata routing too."""

    _weighted_methods = ("fit", "score")

    # scikit-learn's `clone` copies an attribute of this name.
    _metadata_request: Any

    def set_fit_request(self: AnyWeighted, *, sample_weight: bool | str | None) -> AnyWeighted:
        """Choose whether a meta-estimator of scikit-learn passes `sample_weight` to `fit`.

        Parameters
        ----------
        sample_weight : bool, str or None
            True to pass it, False not to, None to raise an error if it is given. A string is the
            name under which the meta-estimator gets it.

        Returns
        -------
        Estimator
            The estimator itself.

        Examples
        --------
        >>> from vq import KMeans
        >>> KMeans().set_fit_request(sample_weight=True).get_metadata_routing()
        {'fit': {'sample_weight': True}, 'score': {'sample_weight': None}}
        """
        return self._set_request("fit", sample_weight)

    def set_score_request(self: AnyWeighted, *, sample_weight: bool | str | None) -> AnyWeighted:
        """Choose whether a meta-estimator of scikit-learn passes `sample_weight` to `score`.

        Parameters
        ----------
        sample_weight : bool, str or None
            As for `set_fit_request`.

        Returns
        -------
        Estimator
            The estimator itself.

        Examples
        --------
        >>> from vq import KMeans
        >>> KMeans().set_score_request(sample_weight="weight").get_metadata_routing()
        {'fit': {'sample_weight': None}, 'score': {'sample_weight': 'weight'}}
        """
        return self._set_request("score", sample_weight)

    def _set_request(self: AnyWeighted, method: str, sample_weight: Any) -> AnyWeighted:
        request = self.get_metadata_routing()
        getattr(request, method).add_request(param="sample_weight", alias=sample_weight)
        self._metadata_request = request
        return self


def _is_same(value: Any, default: Any) -> bool:
    return value is default or (type(value) is type(default) and bool(value == default))
