"""The examples in the docstrings run, and every public name has one."""

from __future__ import annotations

import doctest
import inspect

import pytest

import clusterbook as cb

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def examples(name: str) -> list[doctest.DocTest]:
    """Return the examples of one public name, those of a class's methods too."""
    found = doctest.DocTestFinder(recurse=inspect.isclass(getattr(cb, name))).find(getattr(cb, name), name, globs={})
    return [each for each in found if each.examples]


@pytest.mark.parametrize("name", cb.__all__)
def test_every_public_name_has_an_example_that_runs(name):
    tests = examples(name)
    told: list[str] = []

    for each in tests:
        doctest.DocTestRunner(optionflags=OPTIONS).run(each, out=told.append)

    assert tests
    assert told == []


def test_the_tour_of_the_package_runs_and_fits_on_a_screen():
    (tour,) = doctest.DocTestFinder(recurse=False).find(cb, globs={})
    told: list[str] = []

    doctest.DocTestRunner(optionflags=OPTIONS).run(tour, out=told.append)

    assert told == []
    assert len(tour.examples) > 8
    assert len(cb.__doc__.splitlines()) <= 45


@pytest.mark.parametrize("name", [name for name in cb.__all__ if inspect.isfunction(getattr(cb, name))])
def test_a_public_function_says_what_each_argument_is_and_what_it_raises(name):
    function = getattr(cb, name)
    doc = inspect.getdoc(function)

    for argument in inspect.signature(function).parameters:
        assert f"\n{argument} : " in doc or f", {argument}" in doc or f"\n{argument}, " in doc, argument
    if set(inspect.signature(function).parameters) - {"data"}:
        assert "\nRaises\n------\n" in doc


def test_an_example_that_is_wrong_would_be_told():
    told: list[str] = []
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, 0)

    doctest.DocTestRunner(optionflags=OPTIONS).run(wrong, out=told.append)

    assert told
