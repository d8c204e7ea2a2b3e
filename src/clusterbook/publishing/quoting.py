"""How one figure or table of the book is cited: as a sentence and as BibTeX, with what is known and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..wording import listed
from .citing import Work
from .site import STAMP


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

    def sentence(self, book: Work) -> str:
        """Return a citation for a list of references; edition and commit are stamped at the end of the build."""
        return (
            f"{listed([str(author) for author in book.authors])}. “{self._title()}.” In {book.title}. "
            f"{STAMP['edition']}, commit {STAMP['commit']}, {book.url}{self.anchor}."
        )

    def bibtex(self, book: Work) -> str:
        """Return a BibTeX entry, whose address is left out while the site has none."""
        where = "" if book.url else f", {_tex(self.anchor)}"
        fields = {
            "author": " and ".join(f"{{{_tex(str(author))}}}" for author in book.authors),
            "title": _tex(self._title()),
            "howpublished": _tex(f"In: {book.title}"),
            "note": f"{STAMP['edition']}, commit {STAMP['commit']}{where}",
            **({"url": f"{book.url}{self.anchor}"} if book.url else {}),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@misc{{{self.anchor.rpartition('#')[2]},\n{lines}}}"

    def _title(self) -> str:
        return f"{self.label}: {self.caption.rstrip('.')}"


def _tex(text: str) -> str:
    """Text as BibTeX takes it: signs with a meaning escaped."""
    return re.sub(r"[&%$#_{}\\~^]", lambda sign: _TEX.get(sign[0], rf"\{sign[0]}"), text)


_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
