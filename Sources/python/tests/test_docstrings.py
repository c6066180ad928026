"""Every public name has a docstring in numpydoc's form, with an example.

`test_doctests.py` runs the examples.
"""

import ast
import importlib
import importlib.util
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

import pytest

PACKAGES = ["vq", "vq.blocks", "vq.spark"]
if importlib.util.find_spec("distributed"):  # `vq.dask` cannot be imported without it
    PACKAGES.append("vq.dask")


def public_names() -> Iterator[tuple[str, Any]]:
    """Returns each public function, class, method and property, with its full name."""
    for package in map(importlib.import_module, PACKAGES):
        for public in package.__all__:
            thing = getattr(package, public)
            yield full_name(thing), thing
            if inspect.isclass(thing):
                yield from methods_of(thing)


def methods_of(kind: type) -> Iterator[tuple[str, Any]]:
    """Returns the public methods and properties of a class that this package defines."""
    for base in kind.__mro__:
        if not base.__module__.startswith("vq."):
            continue
        for name, attribute in vars(base).items():
            is_method = isinstance(attribute, (classmethod, staticmethod))
            if is_method or inspect.isfunction(attribute) or isinstance(attribute, property):
                if not name.startswith("_"):
                    method = inspect.getattr_static(kind, name)
                    method = method.__func__ if is_method else method
                    yield full_name(method), method


def full_name(thing: Any) -> str:
    named = thing.fget if isinstance(thing, property) else thing
    return f"{named.__module__}.{named.__qualname__}"


# By full name, so a method that subclasses inherit is here once.
PUBLIC = dict(public_names())
FUNCTIONS = {name: thing for name, thing in PUBLIC.items() if inspect.isfunction(thing)}
CLASSES = {name: thing for name, thing in PUBLIC.items() if inspect.isclass(thing)}


def sections_of(thing: Any) -> dict[str, str]:
    """Returns the sections of a docstring by title; the text before the first one is ''."""
    parts = re.split(r"^([A-Z][A-Za-z ]+)\n-{3,}\n", inspect.getdoc(thing) or "", flags=re.M)
    titles, texts = ["", *parts[1::2]], parts[::2]
    return dict(zip(titles, texts, strict=True))


def entries_of(section: str) -> list[str]:
    """Returns the names that a section describes, such as parameters."""
    lines = [line for line in section.splitlines() if line and not line.startswith(" ")]
    return [name for line in lines for name in line.partition(" : ")[0].split(", ")]


def parameters_of(function: Any) -> list[str]:
    signature = inspect.signature(function)
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    return [
        stars.get(parameter.kind, "") + name
        for name, parameter in signature.parameters.items()
        if name not in ("self", "cls")
    ]


def raises(function: Any) -> bool:
    """Returns whether a function has a `raise` of its own."""
    source = inspect.getsource(inspect.unwrap(function))
    return any(
        isinstance(node, ast.Raise) for node in ast.walk(ast.parse(textwrap.dedent(source)))
    )


@pytest.mark.parametrize("name", PUBLIC)
def test_a_docstring_begins_with_a_one_line_summary(name):
    summary, _, rest = (inspect.getdoc(PUBLIC[name]) or "").partition("\n")
    assert re.fullmatch(r"[A-Zk].{8,}\.", summary), summary
    assert not rest or rest.startswith("\n")


@pytest.mark.parametrize("name", PUBLIC)
def test_a_docstring_has_an_example(name):
    if isinstance(PUBLIC[name], property):
        pytest.skip("the example of a property is that of its class")
    assert ">>> " in sections_of(PUBLIC[name]).get("Examples", "")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_all_parameters_are_described_in_order(name):
    described = entries_of(sections_of(FUNCTIONS[name]).get("Parameters", ""))
    assert described == parameters_of(FUNCTIONS[name])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_results_and_errors_are_described(name):
    sections = sections_of(FUNCTIONS[name])
    if inspect.signature(FUNCTIONS[name]).return_annotation not in (None, "None"):
        assert sections.get("Returns")
    if raises(FUNCTIONS[name]):
        assert sections.get("Raises")


@pytest.mark.parametrize("name", CLASSES)
def test_parameters_and_attributes_of_a_class_are_described(name):
    kind, sections = CLASSES[name], sections_of(CLASSES[name])
    if "__init__" in vars(kind) and not is_dataclass(kind):
        assert entries_of(sections["Parameters"]) == parameters_of(kind.__init__)
    attributes = set(inspect.get_annotations(kind))
    attributes |= {name for name, value in vars(kind).items() if isinstance(value, property)}
    public = {name for name in attributes if not name.startswith("_")}
    assert public <= set(entries_of(sections.get("Attributes", "")))
