"""How one figure or table of the book is cited: as a sentence and as BibTeX, with what is known and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from ..wording import listed
from .site import STAMP


@dataclass(frozen=True, slots=True)
class Book:
    """What a citation says of the whole.

    Attributes
    ----------
    title : str
    authors : tuple of str
        As ``CITATION.cff`` names them: bodies as they are, people as "given family".
    address : str
        Address of the site's folder, ending in ``/``; empty while none is set.
    """

    title: str
    authors: tuple[str, ...]
    address: str = ""

    @classmethod
    def of(cls, root: Path, title: str, author: str, address: str) -> Book:
        """Return the book in a folder; `author` is who signs it where there is no ``CITATION.cff``."""
        path = root / "CITATION.cff"
        named = yaml.safe_load(path.read_text(encoding="utf-8"))["authors"] if path.is_file() else [{"name": author}]
        authors = tuple(one.get("name") or f"{one['given-names']} {one['family-names']}" for one in named)
        return cls(title, authors, f"{address.rstrip('/')}/" if address else "")


@dataclass(frozen=True, slots=True)
class Quoted:
    """One figure or table as a citation names it.

    Attributes
    ----------
    label : str
        "Figure 3".
    caption : str
    anchor : str
        Page and anchor, as in ``chapters/technology.html#fig-skills``.
    """

    label: str
    caption: str
    anchor: str

    def sentence(self, book: Book) -> str:
        """Return a citation for a list of references; edition and commit are stamped at the end of the build."""
        return (
            f"{listed(list(book.authors))}. “{self._title()}.” In {book.title}. "
            f"{STAMP['edition']}, commit {STAMP['commit']}, {book.address}{self.anchor}."
        )

    def bibtex(self, book: Book) -> str:
        """Return a BibTeX entry, whose address is left out while the site has none."""
        where = "" if book.address else f", {_tex(self.anchor)}"
        fields = {
            "author": " and ".join(f"{{{_tex(author)}}}" for author in book.authors),
            "title": _tex(self._title()),
            "howpublished": _tex(f"In: {book.title}"),
            "note": f"{STAMP['edition']}, commit {STAMP['commit']}{where}",
            **({"url": f"{book.address}{self.anchor}"} if book.address else {}),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@misc{{{self.anchor.rpartition('#')[2]},\n{lines}}}"

    def _title(self) -> str:
        return f"{self.label}: {self.caption.rstrip('.')}"


def _tex(text: str) -> str:
    """Text as BibTeX takes it: signs with a meaning escaped."""
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
