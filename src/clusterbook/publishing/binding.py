"""Make the book's other forms from the built site, and put them into it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..errors import BuildError
from . import epub, forms, paper
from .build import alone, build
from .site import Inputs

MAKERS: dict[str, Callable[[Path, Path, dict[str, str]], bytes]] = {"PDF": paper.pdf, "EPUB": epub.epub}


def bound(root: Path, *kinds: str) -> Path:
    """Build the book and its other forms, and link them from every page; return the first page of the site.

    A form of the files as they are is left as it is.

    Parameters
    ----------
    root : path
        Folder of the book.
    *kinds : str
        Of "PDF" and "EPUB".

    Raises
    ------
    DataError, BuildError
        As ``build`` does, and if files are edited while a form is being made; the last good site stays.
    """
    with alone(root):  # or another build might put a new site in place of the one that is being read
        site = build(root).parent
        now = Inputs.of(root)
        for kind in kinds:
            if kind not in forms.current(root, now.key):
                content = MAKERS[kind](root, site, now.stamp)
                if Inputs.of(root).key != now.key:
                    raise BuildError(f"the files changed while the {kind} was made: run the command again.")
                forms.keep(root, kind, now.key, content)
        return build(root)
