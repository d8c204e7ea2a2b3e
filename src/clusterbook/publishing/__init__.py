"""The Sphinx extension of the book: the only part that knows Sphinx and MyST-NB."""

from __future__ import annotations

from typing import Any


def setup(app: Any) -> dict[str, Any]:
    """Register the extension; only now, so that asking whether the site is up to date loads no Sphinx."""
    from . import extension

    return extension.setup(app)
