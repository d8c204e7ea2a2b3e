"""References by number, resolved with each page's doctree read once, where Sphinx reads it for every one of them."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


class _Reading:
    """An environment as it is, but for its doctrees: each is read once, and only to be looked at."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        self.get_doctree = cache(env.get_doctree)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)


def _resolve_from_one_reading(app: Sphinx, env: BuildEnvironment) -> None:
    domain: Any = env.get_domain("std")
    domain._resolve_numref_xref = partial(_resolved, domain._resolve_numref_xref, _Reading(env))


def _resolved(resolve: Any, reading: _Reading, env: BuildEnvironment, *about: Any) -> Any:
    return resolve(reading, *about)


def setup(app: Sphinx) -> None:
    """Register the event: when all pages have been read, and before the first is written."""
    app.connect("env-check-consistency", _resolve_from_one_reading)
